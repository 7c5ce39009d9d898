// The switch between the desk and the projector. It holds in this tab, from page to page, until it is turned off;
// a link may ask for it with ?mode=projector.

const MODE_KEPT = "workbench.mode";

function keptMode() {
  try {
    return sessionStorage.getItem(MODE_KEPT) ?? "";
  } catch {
    return "";
  }
}

function setMode(mode) {
  document.documentElement.dataset.mode = mode;
  try {
    sessionStorage.setItem(MODE_KEPT, mode);
  } catch { /* then it holds on this page */ }
  dispatchEvent(new Event("workbench-mode"));
}

function projectorSwitch() {
  const asked = new URLSearchParams(location.search).get("mode");
  const button = make("button", {
    type: "button", class: "wb-mode", title: "投影显示：放大字号，只留会上要看的内容",
    onclick: () => {
      setMode(isProjected() ? "" : "projector");
      forgetAskedMode();
      mark();
    },
  }, "投影");
  const mark = () => button.setAttribute("aria-pressed", String(isProjected()));
  setMode((asked ?? keptMode()) === "projector" ? "projector" : "");
  mark();
  return button;
}

// Otherwise a reload would turn on again what was just turned off.
function forgetAskedMode() {
  const query = location.search.slice(1).split("&").filter((part) => part && !part.startsWith("mode=")).join("&");
  history.replaceState(history.state, "", location.pathname + (query && `?${query}`) + location.hash);
}
