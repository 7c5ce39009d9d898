// The names of pages of which one is seen; what follows in the page is the panel.

export default {
  render({ model, el }) {
    const list = make("div", { class: "wb-tablist", role: "tablist", "aria-label": model.get("name") });
    const turn = (key) => model.send({ type: "turn", key });
    const tabs = model.get("labels").map(({ key, label }) => make("button", {
      type: "button", class: "wb-tab", role: "tab", id: newId("tab"), "data-key": key, onclick: () => turn(key),
    }, label));
    const show = () => {
      for (const tab of tabs) {
        const isCurrent = tab.dataset.key === model.get("current");
        tab.setAttribute("aria-selected", String(isCurrent));
        tab.setAttribute("tabindex", isCurrent ? 0 : -1);
      }
      namePanel();
    };
    const namePanel = () => {
      const panel = el.nextElementSibling;
      const current = tabs.find((tab) => tab.getAttribute("aria-selected") === "true");
      if (!panel || !current) return;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", current.id);
    };
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const now = tabs.indexOf(event.target);
      if (!step || now < 0) return;
      const next = tabs[(now + step + tabs.length) % tabs.length];
      next.focus();
      turn(next.dataset.key);
    });
    list.append(...tabs);
    el.append(list);
    model.on("change:current", show);
    show();
    // The panel comes and goes beside this view, drawn by another.
    const waiting = new MutationObserver(namePanel);
    const start = () => el.parentElement ? (waiting.observe(el.parentElement, { childList: true }), namePanel()) : requestAnimationFrame(start);
    start();
    return () => waiting.disconnect();
  },
};
