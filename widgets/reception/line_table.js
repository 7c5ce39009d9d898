// A table of lines; the first cell of a line opens it.

export default {
  render({ model, el }) {
    el.classList.add("reception-lines");
    const plain = (cell) => {
      if (cell.href) return make("a", { href: cell.href }, cell.text);
      return cell.tone ? make("span", { class: "wb-tag", "data-tone": cell.tone }, cell.text) : make("span", {}, cell.text);
    };
    const content = (cell, key, place) => [
      place === 0 && key ? make("button", { type: "button", class: "reception-open", "data-key": key, onclick: () => model.send({ type: "open", key }) }, cell.text) : plain(cell),
      cell.note ? make("div", { class: "wb-small" }, cell.note) : null,
    ];
    const show = () => {
      const held = el.contains(document.activeElement) && document.activeElement.dataset.key;
      const lines = model.get("lines");
      if (!lines.length) return el.replaceChildren(make("p", { class: "wb-empty" }, model.get("empty")));
      const body = lines.map(({ cells, key }) => make("tr", { "aria-current": key && key === model.get("current") ? "true" : null }, cells.map((cell, place) => make("td", { class: cell.keeps ? "reception-keep" : null }, content(cell, key, place)))));
      el.replaceChildren(make("table", { class: "wb-table" }, make("caption", { class: "wb-unseen" }, model.get("label")),
        make("thead", {}, make("tr", {}, model.get("head").map((name) => make("th", { scope: "col" }, name)))), make("tbody", {}, body)));
      if (held) [...el.querySelectorAll("button")].find((one) => one.dataset.key === held)?.focus();
    };
    for (const name of ["lines", "current", "head"]) model.on(`change:${name}`, later(0, show));
    show();
  },
};
