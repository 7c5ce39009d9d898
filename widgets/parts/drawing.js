// A picture as SVG. What leads to cases is a link, so it opens with a click, the return key, or in another tab.

class DrawingView {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.asTable = false;
    root.classList.add("wb-chart", "wb-drawing");
    this.drawSoon = later(0, () => this.draw());
    for (const name of ["picture", "label", "note", "empty"]) model.on(`change:${name}`, () => this.drawSoon());
    this.draw();
  }

  draw() {
    const picture = this.model.get("picture");
    const label = this.model.get("label");
    const note = this.model.get("note");
    const isEmpty = !picture.rows?.length;
    const toggle = isEmpty ? null : make("button", { type: "button", class: "wb-button wb-quiet wb-chart-toggle", "aria-pressed": String(this.asTable), "aria-label": `${this.asTable ? "看图" : "看数据表"}：${label}`, onclick: () => {
      this.asTable = !this.asTable;
      this.draw();
      this.root.querySelector(".wb-chart-toggle")?.focus();
    } }, this.asTable ? "看图" : "看数据表");
    const head = make("div", { class: "wb-chart-head" }, make("h2", { class: "wb-chart-title" }, label), make("span", { class: "wb-drawing-note" }, note), toggle);
    this.tip = make("div", { class: "wb-tip", role: "status", hidden: true });
    const plot = isEmpty ? make("p", { class: "wb-empty" }, this.model.get("empty")) : this.asTable ? null : this.plot(picture, label);
    const table = isEmpty ? null : make("div", this.asTable ? { class: "wb-table-holder", role: "region", tabindex: 0, "aria-label": label } : { class: "wb-unseen" }, this.table(picture, label));
    this.root.replaceChildren(...[head, plot, table, this.tip].filter(Boolean));
  }

  // Unseen it is read only: what leads to cases can be reached in the picture already.
  table({ head, rows, hrefs }, label) {
    const inside = (row, at) => {
      const href = this.asTable && hrefs[row]?.[at];
      const cell = rows[row][at];
      return href ? make("a", { href, "aria-label": at ? `${rows[row][0]}，${head[at]} ${cell}，查看案件` : null }, cell) : cell;
    };
    return make("table", { class: "wb-table" }, make("caption", { class: "wb-unseen" }, label),
      make("thead", {}, make("tr", {}, head.map((name, at) => make("th", { scope: "col", class: at ? "wb-number" : null }, name)))),
      make("tbody", {}, rows.map((row, number) => make("tr", {}, row.map((_, at) => (at ? make("td", { class: "wb-number" }, inside(number, at)) : make("th", { scope: "row" }, inside(number, at))))))));
  }

  plot({ width, height, marks, small, rows }, label) {
    this.links = [];
    const drawn = (inside, name) => {
      const svg = make("svg:svg", { class: "wb-plot", width: "100%", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": name });
      for (const mark of inside) svg.append(...this[mark.kind](mark));
      return svg;
    };
    const plot = small.length
      ? make("div", { class: "wb-small-charts", role: "group", "aria-label": label }, small.map((inside, at) => drawn(inside, rows[at][0])))
      : drawn(marks, label);
    this.reachable(plot);
    return plot;
  }

  box(mark) {
    const { x, y, width, height, said, href, words } = mark;
    const box = make("svg:rect", { class: "wb-bar", "data-tone": mark.tone, x, y, width: Math.max(0, width), height: Math.max(0, height), rx: mark.round ? 4 : 0, opacity: mark.strength < 1 ? mark.strength : null });
    const inside = words ? [make("svg:text", { class: "wb-drawing-inside", "data-pale": mark.strength < 0.6 || null, x: x + width / 2, y: y + height / 2 + 4, "text-anchor": "middle", "aria-hidden": "true" }, words)] : [];
    if (!href) {
      if (said) this.pointed(box, said, false);
      return [box, ...inside];
    }
    const link = make("svg:a", { href, "aria-label": `${said}。查看案件`, tabindex: -1 }, box, ...inside);
    this.pointed(link, said);
    this.links.push(link);
    return [link];
  }

  line({ points, tone, is_grid }) {
    return [make("svg:polyline", { class: is_grid ? "wb-line" : "wb-drawing-line", "data-tone": tone || null, fill: "none", points: points.map((at) => at.join(",")).join(" ") })];
  }

  area({ points, tone }) {
    return [make("svg:polygon", { class: "wb-drawing-area", "data-tone": tone, points: points.map((at) => at.join(",")).join(" ") })];
  }

  words({ x, y, text, anchor, size, is_strong, tone, pieces }) {
    const opens = pieces.some((piece) => piece.href);
    const inside = opens ? pieces.map((piece) => (piece.href ? this.opening(piece) : piece.text)) : text;
    return [make("svg:text", { class: `wb-axis${is_strong ? " wb-value" : ""}`, "data-tone": tone || null, x, y, "text-anchor": anchor, style: size === 12 ? null : `font-size: ${size}px`, "aria-hidden": opens ? null : "true" }, inside)];
  }

  opening({ text, said, href }) {
    const link = make("svg:a", { class: "wb-drawing-words", href, "aria-label": `${said}。查看案件`, tabindex: -1 }, text);
    this.pointed(link, said);
    this.links.push(link);
    return link;
  }

  // A box that hears of focus is a stop of the tab key in Chromium: what leads nowhere must not.
  pointed(node, said, opens = true) {
    const show = () => this.showTip(node, said);
    const hide = () => { this.tip.hidden = true; };
    node.addEventListener("pointerenter", show);
    node.addEventListener("pointerleave", hide);
    if (!opens) return;
    node.addEventListener("focus", show);
    node.addEventListener("blur", hide);
  }

  // One stop of the tab key for the whole picture; arrows walk over what leads to cases.
  reachable(plot) {
    this.links[0]?.setAttribute("tabindex", 0);
    plot.addEventListener("keydown", (event) => {
      const now = this.links.indexOf(event.target);
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
      const to = event.key === "Home" ? 0 : event.key === "End" ? this.links.length - 1 : now + (steps[event.key] ?? 0);
      if (now < 0 || to === now) return;
      event.preventDefault();
      const next = this.links[Math.max(0, Math.min(this.links.length - 1, to))];
      event.target.setAttribute("tabindex", -1);
      next.setAttribute("tabindex", 0);
      next.focus();
    });
  }

  showTip(node, said) {
    this.tip.replaceChildren(said);
    this.tip.hidden = false;
    const [at, frame] = [node.getBoundingClientRect(), this.root.getBoundingClientRect()];
    const zoom = this.root.currentCSSZoom ?? 1; // of a projector
    const left = (at.left - frame.left + at.width / 2) / zoom - this.tip.offsetWidth / 2;
    this.tip.style.left = `${Math.max(0, Math.min(frame.width / zoom - this.tip.offsetWidth, left))}px`;
    this.tip.style.top = `${Math.max(0, (at.top - frame.top) / zoom - this.tip.offsetHeight - 6)}px`;
  }

  dispose() {
    this.drawSoon.stop();
  }
}

export default {
  render({ model, el }) {
    const view = new DrawingView(model, el);
    return () => view.dispose();
  },
};
