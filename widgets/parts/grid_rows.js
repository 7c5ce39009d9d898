// The rows of a grid: only those in sight stand in the page, those near it are kept, the rest is asked for.

const ROW_HEIGHT = 32;
const TALLEST = 12_000_000; // browsers draw nothing beyond some 16 million pixels
const AHEAD = 8;
const PAGES_KEPT = 60;

class GridRows {
  constructor(grid) {
    this.grid = grid;
    this.pages = new Map(); // page number → rows, least recently seen first
    this.asked = new Map(); // request → page number
    this.drawn = new Map(); // row number → element
    this.total = null;
    this.active = -1;
    this.prefix = newId("grid");
    this.requests = 0;
    this.stale = false;
    this.layer = make("div", { class: "wb-grid-rows", role: "rowgroup" });
    this.askSoon = later(45, () => this.askForSight());
  }

  get size() { return this.grid.pageSize; }

  forget() {
    this.pages.clear();
    this.stale = true; // what stands in the page stays until the answer replaces it
    this.asked.clear();
    this.askSoon.stop();
  }

  put(offset, rows, total) {
    if (total !== this.total) this.setTotal(total);
    if (this.stale) this.clearDrawn();
    this.stale = false;
    this.pages.set(Math.floor(offset / this.size), rows);
    while (this.pages.size > PAGES_KEPT) this.pages.delete(this.pages.keys().next().value);
    for (const [number, element] of this.drawn) {
      if (number < offset || number >= offset + this.size) continue;
      element.remove();
      this.drawn.delete(number);
    }
    this.draw();
    this.whenHere?.();
  }

  setTotal(total) {
    this.total = total;
    this.active = Math.min(this.active, total - 1);
    this.layer.style.height = `${Math.min(TALLEST, total * ROW_HEIGHT)}px`;
    this.grid.scroller.setAttribute("aria-rowcount", total + this.grid.head.rows);
  }

  row(number) {
    const page = Math.floor(number / this.size);
    const rows = this.pages.get(page);
    return rows?.[number - page * this.size];
  }

  // Where the rows stand: taller than a browser can draw, the scroll bar moves over them in larger steps.
  sight() {
    const { scroller, head } = this.grid;
    const height = Math.max(0, scroller.clientHeight - head.el.offsetHeight);
    const all = (this.total ?? 0) * ROW_HEIGHT;
    const drawn = Math.min(TALLEST, all);
    const scale = all > drawn ? (all - height) / Math.max(1, drawn - height) : 1;
    const top = scroller.scrollTop * scale;
    const first = Math.floor(top / ROW_HEIGHT);
    const last = Math.min((this.total ?? 0) - 1, Math.ceil((top + height) / ROW_HEIGHT) - 1);
    return { height, scale, top, first, last };
  }

  redraw() {
    this.clearDrawn();
    this.draw();
  }

  clearDrawn() {
    for (const element of this.drawn.values()) element.remove();
    this.drawn.clear();
  }

  draw() {
    if (this.total === null) return;
    const { scale, top, first, last } = this.sight();
    const { printing } = this.grid;
    const from = printing ? 0 : Math.max(0, first - AHEAD);
    const until = printing ? printing - 1 : Math.min(this.total - 1, last + AHEAD);
    for (const [number, element] of this.drawn) {
      if (number < from || number > until) {
        element.remove();
        this.drawn.delete(number);
      }
    }
    const shift = scale === 1 ? 0 : this.grid.scroller.scrollTop - top;
    for (let number = from; number <= until; number++) {
      let element = this.drawn.get(number);
      if (!element) {
        element = this.element(number);
        this.drawn.set(number, element);
        this.layer.append(element);
      }
      element.style.transform = `translateY(${number * ROW_HEIGHT + shift}px)`;
    }
    this.markActive();
    this.grid.head.markPage();
    this.grid.say(this.total ? Math.min(first + 1, this.total) : 0, last + 1);
    this.askSoon();
  }

  element(number) {
    const { grid } = this;
    const row = this.row(number);
    const columns = grid.shown;
    const shift = grid.canCheck ? 2 : 1;
    const cells = columns.map((column, index) =>
      make("div", { class: `wb-grid-cell wb-kind-${column.kind}`, role: "gridcell", "aria-colindex": index + shift },
        row ? this.content(column, row[index + 2]) : make("span", { class: "wb-grid-ghost" })));
    if (grid.canCheck) cells.unshift(this.check(row));
    return make("div", {
      class: "wb-grid-row wb-grid-line", role: "row", id: `${this.prefix}-${number}`, "data-number": number,
      "aria-rowindex": number + 1 + grid.head.rows, "aria-busy": !row && "true", "data-tone": row?.[1] || null,
      "aria-selected": grid.canOpen && row ? String(row[0] === grid.selected) : null,
    }, cells);
  }

  check(row) {
    const box = row && make("input", { type: "checkbox", tabindex: -1, "aria-label": `选择 ${row[0]}` });
    if (box) box.checked = this.grid.checked.has(row[0]);
    return make("div", { class: "wb-grid-cell wb-grid-check", role: "gridcell", "aria-colindex": 1 }, box || null);
  }

  markChecked() {
    if (!this.grid.canCheck) return;
    for (const [number, element] of this.drawn) {
      const row = this.row(number);
      const box = element.querySelector(".wb-grid-check input");
      if (row && box) box.checked = this.grid.checked.has(row[0]);
    }
  }

  content(column, value) {
    if (value === null || value === undefined || value === "") return make("span", { class: "wb-grid-none" }, "—");
    if (Array.isArray(value)) return make("span", { class: "wb-tag", "data-tone": value[1] || null, title: value[0] }, value[0]);
    const text = typeof value === "number" ? numeral.format(value) : value;
    return make("span", { class: column.kind === "link" ? "wb-grid-link" : null, title: text.length > 8 ? text : null }, text);
  }

  // Ask for the pages in sight that are neither here nor on the way.
  askForSight() {
    if (this.total === null) return this.askFor(0);
    const { first, last } = this.sight();
    const [from, until] = [Math.max(0, first - AHEAD), Math.min(this.total - 1, last + AHEAD)];
    const onTheWay = new Set(this.asked.values());
    for (let page = Math.floor(from / this.size); page <= Math.floor(until / this.size); page++) {
      const rows = this.pages.get(page);
      if (rows) {
        this.pages.delete(page);
        this.pages.set(page, rows);
      } else if (!onTheWay.has(page)) this.askFor(page);
    }
  }

  // Calls ``ready`` when the first rows are all here, and drawn in their order.
  fetchForPrint(count, ready) {
    this.whenHere = () => {
      const missing = [];
      for (let page = 0; page * this.size < count; page++) if (!this.pages.has(page)) missing.push(page);
      const onTheWay = new Set(this.asked.values());
      for (const page of missing) if (!onTheWay.has(page)) this.askFor(page);
      if (missing.length) return;
      this.whenHere = null;
      this.redraw();
      ready();
    };
    this.whenHere();
  }

  askFor(page, recount = false) {
    const request = `${this.prefix}-${++this.requests}`;
    this.asked.set(request, page);
    this.grid.busy(true);
    this.grid.model.send({ type: "page", request, offset: page * this.size, limit: this.size, recount, query: this.grid.query() });
  }

  // Answers to questions that are no longer asked are dropped.
  answered(request) {
    const known = this.asked.delete(request);
    this.grid.busy(this.asked.size > 0);
    return known;
  }

  move(to) {
    if (!this.total) return;
    this.active = Math.max(0, Math.min(this.total - 1, to));
    const { height, scale, top } = this.sight();
    const start = this.active * ROW_HEIGHT;
    const { scroller } = this.grid;
    if (start < top) scroller.scrollTop = start / scale;
    else if (start + ROW_HEIGHT > top + height) scroller.scrollTop = Math.ceil((start + ROW_HEIGHT - height) / scale);
    this.draw();
  }

  markActive() {
    const { scroller } = this.grid;
    for (const [number, element] of this.drawn) element.classList.toggle("wb-grid-active", number === this.active);
    if (this.drawn.has(this.active)) scroller.setAttribute("aria-activedescendant", `${this.prefix}-${this.active}`);
    else scroller.removeAttribute("aria-activedescendant");
  }

  markSelected() {
    for (const [number, element] of this.drawn) {
      const row = this.row(number);
      if (row && this.grid.canOpen) element.setAttribute("aria-selected", String(row[0] === this.grid.selected));
    }
  }
}
