// Figures in a row: the number opens its cases, a share opens its two parts too.

export default {
  render({ model, el }) {
    el.classList.add("wb-figures");
    const open = (key, part) => model.send({ type: "open", key, part });
    // The browser's own small window: it opens by key and click, and closes by Escape.
    const definition = ({ name, hint }) => {
      const id = newId("definition");
      return [make("button", { type: "button", class: "wb-define", popovertarget: id, "aria-label": `口径：${name}` }, "口径"),
        make("div", { class: "wb-definition", id, popover: "auto" }, make("strong", {}, name), make("p", {}, hint))];
    };
    const tile = (figure) => {
      const opens = figure.opens && model.get("can_open");
      const isShare = figure.denominator !== null;
      const value = [make("span", { class: /\d/.test(figure.value) ? "wb-figure-value" : "wb-figure-none" }, figure.value), figure.unit ? make("span", { class: "wb-figure-unit" }, figure.unit) : null];
      const said = `${figure.name}：${figure.value}${figure.unit}`;
      const part = (name, label, count) => opens && count > 0
        ? make("button", { type: "button", class: "wb-figure-part", "aria-label": `${figure.name}，${label} ${count} 件，查看案件`, onclick: () => open(figure.key, name) }, `${label} ${numeral.format(count)}`)
        : make("span", {}, `${label} ${numeral.format(count)}`);
      const parts = isShare && figure.denominator > 0
        ? make("div", { class: "wb-figure-parts" }, part("passed", figure.parts[0], figure.numerator), part("failed", figure.parts[1], figure.denominator - figure.numerator),
            make("span", {}, `共 ${numeral.format(figure.denominator)}`))
        : null;
      return make("li", { class: "wb-figure", "data-tone": figure.tone || null, "aria-current": model.get("selected") === figure.key && "true" },
        make("div", { class: "wb-figure-name" }, figure.name, ...(figure.hint ? definition(figure) : [])),
        opens
          ? make("button", { type: "button", class: "wb-figure-open", "aria-label": `${said}，查看案件`, title: "查看案件", onclick: () => open(figure.key, "all") }, value)
          : make("div", { class: "wb-figure-shut" }, value),
        parts, figure.note ? make("div", { class: "wb-figure-note" }, figure.note) : null, figure.period ? make("div", { class: "wb-figure-period" }, figure.period) : null);
    };
    const show = () => {
      const held = el.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
      el.replaceChildren(make("ul", { "aria-label": model.get("label") }, model.get("figures").map(tile)));
      if (held) [...el.querySelectorAll("button")].find((one) => one.getAttribute("aria-label") === held)?.focus();
    };
    for (const name of ["figures", "selected", "label"]) model.on(`change:${name}`, later(0, show));
    show();
  },
};
