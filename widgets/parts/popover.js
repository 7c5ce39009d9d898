// A small window under a button: closes by itself on Escape and on a click elsewhere.

function popover(button, label, fill, { wide = false } = {}) {
  const box = make("div", {
    class: wide ? "wb-popover wb-popover-wide" : "wb-popover", id: newId("popover"), popover: "auto",
    role: "dialog", "aria-label": label,
  });
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  button.after(box);
  const place = () => {
    const zoom = box.currentCSSZoom ?? 1; // of a projector: places are measured in the window, set in the page
    const { left: start, top, bottom } = button.getBoundingClientRect();
    const [width, height] = [box.offsetWidth * zoom, box.offsetHeight * zoom];
    const left = Math.min(start, innerWidth - width - 8);
    const below = innerHeight - bottom - 12;
    const up = height > below && top > below;
    box.style.left = `${Math.max(8, left) / zoom}px`;
    box.style.top = `${(up ? Math.max(8, top - height - 4) : bottom + 4) / zoom}px`;
  };
  const open = () => {
    box.replaceChildren(...[fill(close)].flat());
    box.showPopover();
    place();
    (box.querySelector("[autofocus]") ?? box.querySelector("input, button, select"))?.focus();
  };
  const close = () => {
    if (!box.matches(":popover-open")) return;
    box.hidePopover();
    button.focus();
  };
  // A click on the button while the window is open closes it: the browser has done so before the click arrives.
  let wasOpen = false;
  button.addEventListener("pointerdown", () => { wasOpen = box.matches(":popover-open"); });
  button.addEventListener("click", () => {
    if (!wasOpen) open();
    wasOpen = false;
  });
  box.addEventListener("toggle", (event) => button.setAttribute("aria-expanded", String(event.newState === "open")));
  return { box, open, close, place };
}
