// A bar chart as SVG: bars can be reached with the keyboard, pointed at and opened; the same figures stand in a table.

const PLOT = { left: 46, right: 14, top: 10, bottom: 30 };
const BAND = 26; // height of a category when bars lie
const ABOVE = 12; // room for the figure of the tallest standing bar

// Matters are counted whole: no line between one and two of them.
function niceTop(largest, isWhole) {
  if (largest <= 0) return { top: 1, step: 1 };
  if (isWhole && largest <= 4) return { top: largest, step: 1 };
  const rough = largest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((part) => part * power).find((part) => part >= rough);
  return { top: Math.ceil(largest / step - 1e-9) * step, step };
}

// About how wide a text is: a Chinese sign is as wide as its size, others a little more than half.
const textWidth = (text, size = 12) => [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? size : size * 0.58), 0);

function shorten(text, room, size = 12) {
  if (textWidth(text, size) <= room) return text;
  let kept = text;
  while (kept.length > 1 && textWidth(kept, size) + size > room) kept = kept.slice(0, -1);
  return `${kept}…`;
}

class BarsView {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.asTable = false;
    root.classList.add("wb-chart");
    for (const name of ["figures", "label", "stacked", "lying", "percent", "clickable", "empty"]) {
      model.on(`change:${name}`, () => this.drawSoon());
    }
    this.drawSoon = later(0, () => this.draw());
    this.resized = new ResizeObserver(([entry]) => {
      if (Math.abs(entry.contentRect.width - (this.width ?? 0)) > 1) this.drawSoon();
    });
    this.draw();
    this.resized.observe(root);
  }

  format(value) {
    if (value === null) return "没有案件";
    return this.model.get("percent") ? `${numeral.format(Math.round(value * 1000) / 10)}%` : `${numeral.format(value)}${this.model.get("unit")}`;
  }

  draw() {
    const { categories, series, totals } = this.model.get("figures");
    this.categories = categories;
    this.series = series;
    this.totals = totals;
    this.width = this.root.clientWidth || 640;
    const label = this.model.get("label");
    this.root.toggleAttribute("data-narrow", this.width < 560);
    const isEmpty = !series.some((one) => one.values.some((value) => value !== null && value !== 0));
    const legend = series.length > 1 ? make("ul", { class: "wb-legend" }, series.map((one) =>
      make("li", {}, make("span", { class: "wb-legend-mark", "data-tone": one.tone }), one.label))) : null;
    const toggle = make("button", { type: "button", class: "wb-button wb-quiet wb-chart-toggle", "aria-pressed": String(this.asTable), onclick: () => {
      this.asTable = !this.asTable;
      this.draw();
      this.root.querySelector(".wb-chart-toggle")?.focus();
    } }, this.asTable ? "看图" : "看数据表");
    const head = make("div", { class: "wb-chart-head" }, make("h2", { class: "wb-chart-title" }, label), legend, isEmpty ? null : toggle);
    this.tip = make("div", { class: "wb-tip", role: "status", hidden: true });
    const plot = isEmpty ? make("p", { class: "wb-empty" }, this.model.get("empty")) : this.asTable ? null : this.plot();
    const table = isEmpty ? null : make("div", this.asTable ? { class: "wb-table-holder", role: "region", tabindex: 0, "aria-label": label } : { class: "wb-unseen" }, this.table(label));
    this.root.replaceChildren(...[head, plot, table, this.tip].filter(Boolean));
  }

  table(label) {
    return make("table", { class: "wb-table" }, make("caption", { class: "wb-unseen" }, label),
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, this.model.get("category_label")),
        this.series.map((one) => make("th", { scope: "col", class: "wb-number" }, one.label)))),
      make("tbody", {}, this.categories.map((category, at) => make("tr", {}, make("th", { scope: "row" }, category.label),
        this.series.map((one) => make("td", { class: "wb-number" }, this.format(one.values[at])))))));
  }

  largest() {
    const sums = this.categories.map((_, at) => {
      const values = this.series.map((one) => one.values[at] ?? 0);
      return this.model.get("stacked") ? values.reduce((a, b) => a + b, 0) : Math.max(...values);
    });
    return Math.max(0, ...sums);
  }

  plot() {
    const lying = this.model.get("lying");
    const percent = this.model.get("percent");
    const { top, step } = percent && this.largest() <= 1 ? { top: 1, step: 0.25 } : niceTop(this.largest(), !percent && Number.isInteger(this.largest()));
    const names = lying ? Math.min(this.width * 0.32, Math.max(...this.categories.map((one) => textWidth(one.label))) + 12) : 0;
    const height = lying ? this.categories.length * BAND + PLOT.top + 26 : this.model.get("height");
    const area = {
      left: lying ? names + 8 : PLOT.left, right: this.width - PLOT.right - (lying ? this.roomBehind() : 0),
      top: PLOT.top + (lying ? 0 : ABOVE), bottom: height - (lying ? 24 : PLOT.bottom),
    };
    this.isTold = !lying && this.hasRoomAbove((area.right - area.left) / this.categories.length);
    const svg = make("svg:svg", {
      class: "wb-plot", width: this.width, height, viewBox: `0 0 ${this.width} ${height}`,
      role: this.model.get("clickable") ? "group" : "img", "aria-label": this.model.get("label"),
    });
    const length = lying ? area.right - area.left : area.bottom - area.top;
    const at = (value) => (value / top) * length;
    for (let value = 0; value <= top + 1e-9; value += step) {
      const text = percent ? `${Math.round(value * 100)}%` : numeral.format(value);
      if (!percent && !Number.isInteger(value) && top > 2) continue;
      if (lying) {
        const x = area.left + at(value);
        svg.append(make("svg:line", { class: value ? "wb-line" : "wb-base", x1: x, x2: x, y1: area.top, y2: area.bottom }),
          make("svg:text", { class: "wb-axis", x, y: area.bottom + 16, "text-anchor": "middle", "aria-hidden": "true" }, text));
      } else {
        const y = area.bottom - at(value);
        svg.append(make("svg:line", { class: value ? "wb-line" : "wb-base", x1: area.left, x2: area.right, y1: y, y2: y }),
          make("svg:text", { class: "wb-axis", x: area.left - 8, y: y + 4, "text-anchor": "end", "aria-hidden": "true" }, text));
      }
    }
    this.marks = [];
    this.categories.forEach((category, index) => this.band(svg, area, at, category, index, lying));
    if (this.model.get("clickable")) this.reachable(svg);
    return svg;
  }

  band(svg, area, at, category, index, lying) {
    const span = (lying ? area.bottom - area.top : area.right - area.left) / this.categories.length;
    const start = (lying ? area.top : area.left) + span * index;
    const stacked = this.model.get("stacked");
    const count = stacked ? 1 : this.series.length;
    const thick = Math.min(lying ? 18 : 44, (span * 0.72) / count);
    const offset = start + (span - thick * count) / 2;
    this.name(svg, area, category, start + span / 2, span, lying, index);
    let reached = 0;
    this.series.forEach((one, place) => {
      const value = one.values[index];
      const size = value ? Math.max(1, at(value)) : 0;
      const across = offset + (stacked ? 0 : thick * place);
      const along = stacked ? reached : 0;
      reached += size;
      if (lying && count === 1 && !stacked) {
        svg.append(make("svg:text", { class: value === null ? "wb-axis" : "wb-axis wb-value", x: area.left + size + 6, y: across + thick / 2 + 4, "aria-hidden": "true" }, this.format(value)));
      }
      if (lying && stacked && place === this.series.length - 1) {
        svg.append(make("svg:text", { class: "wb-axis wb-value", x: area.left + reached + 6, y: across + thick / 2 + 4, "aria-hidden": "true" }, this.behind(index)));
      }
      if (!value) return;
      const gap = stacked || count === 1 ? 0 : 1;
      const box = lying
        ? { x: area.left + along, y: across, width: size, height: thick - gap }
        : { x: across, y: area.bottom - along - size, width: thick - gap, height: size };
      const bar = make("svg:rect", { class: "wb-bar", "data-tone": one.tone, ...box, rx: stacked ? 0 : Math.min(2, size / 2) });
      const note = one.notes[index] ?? "";
      const said = `${category.label}，${one.label}：${this.format(value)}${note ? `，${note}` : ""}`;
      svg.append(bar);
      this.mark(bar, { one, category, said, note, value });
    });
    if (!this.isTold) return;
    this.above(index).forEach((told, place) => {
      const value = this.series[place].values[index];
      const size = stacked ? reached : value ? Math.max(1, at(value)) : 0;
      const x = stacked ? start + span / 2 : offset + thick * (place + 0.5);
      svg.append(make("svg:text", { class: "wb-axis wb-value", x, y: area.bottom - size - 5, "text-anchor": "middle", "aria-hidden": "true" }, told));
    });
  }

  // What stands above the standing bars of a category: one figure for what is stacked, else one for each bar.
  above(index) {
    const short = (value) => this.model.get("percent") ? this.format(value) : numeral.format(value); // its unit is in the title
    const values = this.series.map((one) => one.values[index]);
    if (!this.model.get("stacked")) return values.map((value) => value === null ? "" : short(value));
    return [this.totals[index] ?? (values.every((value) => value === null) ? "" : short(values.reduce((sum, value) => sum + (value ?? 0), 0)))];
  }

  // All figures or none: where some have no room, those that stand there would seem to be the ones that matter.
  hasRoomAbove(span) {
    const room = this.model.get("stacked") || this.series.length === 1 ? span - 4 : Math.min(44, (span * 0.72) / this.series.length);
    return this.categories.every((_, index) => this.above(index).every((told) => textWidth(told) <= room));
  }

  // What stands behind a lying bar of several parts: what they were made of, else their sum.
  behind(index) {
    const noted = this.series.find((one) => one.notes[index])?.notes[index];
    return noted ?? this.format(this.series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0));
  }

  roomBehind() {
    if (!this.model.get("stacked")) return 40;
    return 8 + Math.max(40, ...this.categories.map((_, index) => textWidth(this.behind(index))));
  }

  // Names that have no room are left out, every second or every third, never drawn over each other.
  name(svg, area, category, middle, span, lying, index) {
    const attributes = lying
      ? { x: area.left - 8, y: middle + 4, "text-anchor": "end" }
      : { x: middle, y: area.bottom + 18, "text-anchor": "middle" };
    const widest = Math.max(...this.categories.map((one) => textWidth(one.label)));
    const every = lying ? 1 : Math.ceil(Math.min(widest, 96) / Math.max(1, span - 2));
    if (index % every) return;
    const text = shorten(category.label, lying ? area.left - 12 : span * every - 4);
    const half = textWidth(text) / 2;
    if (!lying) attributes.x = Math.max(half, Math.min(this.width - half, middle)); // the outermost stay inside
    svg.append(make("svg:text", { class: "wb-axis", "aria-hidden": "true", ...attributes }, text, make("svg:title", {}, category.label)));
  }

  mark(bar, data) {
    const show = () => this.showTip(bar, data);
    bar.addEventListener("pointerenter", show);
    bar.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    if (!this.model.get("clickable")) return;
    bar.setAttribute("role", "button");
    bar.setAttribute("aria-label", `${data.said}。按回车查看案件`);
    bar.addEventListener("focus", show);
    bar.addEventListener("blur", () => { this.tip.hidden = true; });
    bar.addEventListener("click", () => this.model.send({ type: "click", series: data.one.key, category: data.category.code }));
    this.marks.push(bar);
  }

  // One stop of the tab key for the whole chart; arrows walk over the bars.
  reachable(svg) {
    this.marks.forEach((bar, index) => bar.setAttribute("tabindex", index ? -1 : 0));
    svg.addEventListener("keydown", (event) => {
      const now = this.marks.indexOf(event.target);
      if (now < 0) return;
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
      const to = event.key === "Home" ? 0 : event.key === "End" ? this.marks.length - 1 : now + (steps[event.key] ?? 0);
      if (event.key === "Enter" || event.key === " ") event.target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      else if (to === now) return;
      event.preventDefault();
      const next = this.marks[Math.max(0, Math.min(this.marks.length - 1, to))];
      event.target.setAttribute("tabindex", -1);
      next.setAttribute("tabindex", 0);
      next.focus();
    });
  }

  showTip(bar, { one, category, note, value }) {
    this.tip.replaceChildren(make("div", { class: "wb-tip-head" }, category.label),
      make("div", {}, make("span", { class: "wb-legend-mark", "data-tone": one.tone }), `${one.label} `, make("strong", {}, this.format(value))),
      note ? make("div", { class: "wb-tip-note" }, note) : "");
    this.tip.hidden = false;
    const [at, frame] = [bar.getBoundingClientRect(), this.root.getBoundingClientRect()];
    const zoom = this.root.currentCSSZoom ?? 1; // of a projector
    const left = (at.left - frame.left + at.width / 2) / zoom - this.tip.offsetWidth / 2;
    this.tip.style.left = `${Math.max(0, Math.min(frame.width / zoom - this.tip.offsetWidth, left))}px`;
    this.tip.style.top = `${Math.max(0, (at.top - frame.top) / zoom - this.tip.offsetHeight - 6)}px`;
  }

  dispose() {
    this.resized.disconnect();
    this.drawSoon.stop();
  }
}

export default {
  render({ model, el }) {
    const view = new BarsView(model, el);
    return () => view.dispose();
  },
};
