// A virtual table: see grid.py for the messages.

const CHECK_WIDTH = 40;
const MOST_PRINTED = 500;

const leftPlaces = new Map(); // by grid: where its reader was when the view was taken away

class GridView {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.pageSize = model.get("page_size");
    this.canOpen = model.get("can_open");
    this.selected = model.get("selected");
    this.canCheck = model.get("can_check");
    this.checked = new Set(model.get("checked"));
    this.readShape();
    this.widths = columnMemory.read(model.get("name")).widths ?? {};
    this.sort = [];
    this.filters = {};
    this.takeColumns(model.get("first").query);
    this.build();
    if (!this.comeBack()) this.takeFirst();
    model.on("change:first", () => this.takeFirst());
    model.on("change:shape", () => { this.readShape(); this.columnsChanged(false); });
    model.on("change:selected", () => { this.selected = model.get("selected"); this.rows.markSelected(); });
    model.on("change:checked", () => this.takeChecked());
    model.on("change:summary", () => this.sum(model.get("summary")));
    model.on("msg:custom", (message, buffers) => this.receive(message, buffers));
    this.resized = new ResizeObserver(() => this.rows.draw());
    this.resized.observe(this.scroller);
    addEventListener("beforeprint", this.toPaper = () => this.beforePrint());
    addEventListener("workbench-mode", this.modeChanged = () => this.columnsChanged(false));
  }

  // What is asked for names its columns, or leaves them to the reader: then those that he chose last, and
  // whatever is sorted or tested, which must not happen out of sight.
  takeColumns(query) {
    const known = new Set(this.columns.map((column) => column.key));
    const usual = () => (columnMemory.read(this.model.get("name")).columns ?? []).filter((key) => known.has(key));
    this.chosen = query.chosen.length ? [...query.chosen] : usual();
    this.visible = new Set(this.chosen.length ? this.chosen : this.standard);
    if (!query.chosen.length) for (const key of [...query.sort.map(([key]) => key), ...Object.keys(query.filters)]) this.visible.add(key);
  }

  get standard() { return this.columns.filter((column) => column.shown).map((column) => column.key); }

  choose(keys) {
    const chosen = this.columns.filter((column) => keys.has(column.key)).map((column) => column.key);
    this.chosen = chosen.join() === this.standard.join() ? [] : chosen;
    this.visible = new Set(chosen);
    this.columnsChanged();
  }

  readShape() { this.columns = this.model.get("shape"); }

  // Never none: a reader may have chosen columns of which a projector shows not one.
  get shown() {
    const chosen = this.columns.filter((column) => this.visible.has(column.key));
    const projected = chosen.filter((column) => !column.at_desk);
    return isProjected() && projected.length ? projected : chosen;
  }

  query() {
    return { sort: this.sort, filters: this.filters, columns: this.shown.map((column) => column.key), chosen: this.chosen };
  }

  build() {
    this.totalText = make("span", { role: "status", class: "wb-grid-total" });
    this.sightText = make("span", { class: "wb-grid-sight" });
    this.clear = make("button", { type: "button", class: "wb-button wb-quiet", hidden: true, onclick: () => this.clearTests() }, "清除列筛选");
    const tools = make("div", { class: "wb-grid-tools" }, this.clear, columnChooser(this));
    this.printer = make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => this.printRows() }, "打印");
    tools.append(this.printer);
    if (this.model.get("can_export")) {
      this.exporter = make("button", { type: "button", class: "wb-button", onclick: () => this.exportRows() }, "导出");
      tools.append(this.exporter);
    }
    this.rows = new GridRows(this);
    this.head = new GridHead(this);
    this.scroller = make("div", {
      class: "wb-grid-scroller", role: "grid", tabindex: 0, "aria-label": this.model.get("label"), "data-opens": this.canOpen,
      onscroll: () => this.drawSoon(), onkeydown: (event) => this.key(event), onclick: (event) => this.click(event),
      onmousedown: (event) => { this.pressedAt = [event.clientX, event.clientY]; },
    }, this.head.el, this.rows.layer);
    this.scroller.style.maxHeight = this.model.get("height");
    this.note = make("div", { class: "wb-grid-note", role: "status" });
    this.bar = make("div", { class: "wb-grid-busy", hidden: true });
    this.root.classList.add("wb-grid");
    this.frame = make("div", { class: "wb-grid-frame" }, this.bar, this.scroller, this.note);
    this.root.append(make("div", { class: "wb-grid-bar" }, make("div", { class: "wb-grid-said" }, this.totalText, this.sightText), tools),
      this.frame);
    this.layOut();
    this.head.draw();
  }

  layOut() {
    const columns = this.shown;
    const tracks = columns.map((column) => {
      const own = this.widths[column.key];
      return own ? `${own}px` : `minmax(${column.width}px, ${column.width}fr)`;
    });
    if (columns.every((column) => this.widths[column.key])) tracks[tracks.length - 1] = `minmax(${this.widths[columns.at(-1).key]}px, 1fr)`;
    const least = columns.reduce((sum, column) => sum + (this.widths[column.key] ?? column.width), 0);
    if (this.canCheck) tracks.unshift(`${CHECK_WIDTH}px`);
    this.scroller.style.setProperty("--wb-grid-tracks", tracks.join(" "));
    const shares = columns.map((column) => `minmax(0, ${this.widths[column.key] ?? column.width}fr)`);
    if (this.canCheck) shares.unshift("20px");
    this.scroller.style.setProperty("--wb-grid-shares", shares.join(" ")); // on paper every column has a place
    this.scroller.style.setProperty("--wb-grid-least", `${least + (this.canCheck ? CHECK_WIDTH : 0)}px`);
    this.scroller.setAttribute("aria-colcount", columns.length + (this.canCheck ? 1 : 0));
  }

  // The first page comes with the news that the source has changed.
  takeFirst() {
    const first = this.model.get("first");
    this.sort = [...first.query.sort];
    this.filters = { ...first.query.filters };
    if (first.takes_columns) {
      this.takeColumns(first.query);
      this.layOut();
    }
    this.head.draw();
    this.showClear();
    this.rows.forget();
    this.busy(false);
    if (first.problem) return this.problem(first.problem);
    if (!first.keep_place) this.toTop();
    const same = first.query.columns.join() === this.query().columns.join();
    if (!same || first.keep_place) {
      this.rows.setTotal(first.total);
      if (same) this.rows.put(0, first.rows, first.total);
      else this.rows.redraw();
      this.rows.askSoon.now();
    } else this.rows.put(0, first.rows, first.total);
    this.showState();
  }

  receive(message, buffers) {
    if (message.type === "file") {
      saveFile(message, buffers[0]);
      this.exported();
    } else if (message.type === "not_saved") this.exported();
    else if (message.type === "unchecked") this.takeChecked();
    else if (message.request && this.rows.answered(message.request)) {
      if (message.type === "problem") return this.problem(message.sentence);
      if (message.type === "page") {
        this.rows.put(message.offset, message.rows, message.total);
        this.showState();
      }
    }
  }

  // Another order or test: what is here no longer holds.
  ask(recount = false) {
    this.rows.forget();
    this.rows.active = -1;
    this.toTop();
    this.rows.askFor(0, recount);
  }

  test(key, value) {
    const empty = !Object.values(value).some((part) => part.length);
    const { [key]: _, ...others } = this.filters;
    this.filters = empty ? others : { ...others, [key]: value };
    this.showClear();
    this.ask();
  }

  clearTests() {
    this.filters = {};
    this.head.draw();
    this.showClear();
    this.ask();
    this.scroller.focus();
  }

  columnsChanged(byReader = true) {
    this.layOut();
    this.head.draw();
    if (byReader) this.remember();
    this.rows.forget();
    this.rows.redraw();
    if (this.rows.total) this.rows.askSoon.now();
    else this.rows.askFor(0); // no row to ask for, but what is asked has changed
  }

  remember() {
    columnMemory.write(this.model.get("name"), { columns: this.chosen, widths: this.widths });
  }

  toTop() { this.scroller.scrollTop = 0; }

  drawSoon() {
    this.scrolledTo = this.scroller.scrollTop;
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = null;
      this.rows.draw();
    });
  }

  key(event) {
    if (event.target.closest("input, select, button, form")) return;
    const step = Math.max(1, Math.floor(this.rows.sight().height / ROW_HEIGHT) - 1);
    const at = this.rows.active;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + step, PageUp: at - step, Home: 0, End: this.rows.total - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.rows.move(to);
    } else if (event.key === "Enter" && at >= 0) this.open(at);
    else if (event.key === " " && this.canCheck && at >= 0) {
      event.preventDefault();
      this.toggle(at);
    }
  }

  click(event) {
    const line = event.target.closest(".wb-grid-line");
    if (!line) return;
    const [x, y] = this.pressedAt ?? [event.clientX, event.clientY];
    if (Math.hypot(event.clientX - x, event.clientY - y) > 5) return; // text was marked, nothing was clicked
    this.rows.active = Number(line.dataset.number);
    this.rows.markActive();
    if (event.target.closest(".wb-grid-check")) {
      if (event.target.tagName !== "INPUT") event.preventDefault();
      return this.toggle(this.rows.active, event.shiftKey);
    }
    this.open(this.rows.active);
  }

  open(number) {
    const row = this.rows.row(number);
    if (!row || !this.canOpen) return;
    this.selected = row[0];
    this.rows.markSelected();
    this.model.send({ type: "open", key: row[0] });
  }

  // With Shift everything between the row ticked before and this one.
  toggle(number, reach = false) {
    const row = this.rows.row(number);
    if (!row) return;
    const on = !this.checked.has(row[0]);
    const from = reach && this.lastToggled !== undefined ? this.lastToggled : number;
    for (let at = Math.min(from, number); at <= Math.max(from, number); at++) {
      const one = this.rows.row(at);
      if (one) this.checked[on ? "add" : "delete"](one[0]);
    }
    this.lastToggled = number;
    this.sendChecked();
  }

  inSight() {
    const { first, last } = this.rows.sight();
    const found = [];
    for (let number = first; number <= last; number++) {
      const row = this.rows.row(number);
      if (row) found.push(row[0]);
    }
    return found;
  }

  togglePage(on) {
    for (const key of this.inSight()) this.checked[on ? "add" : "delete"](key);
    this.sendChecked();
  }

  sendChecked() {
    this.showChecked();
    this.model.send({ type: "check", keys: [...this.checked] });
  }

  takeChecked() {
    this.checked = new Set(this.model.get("checked"));
    this.showChecked();
  }

  showChecked() {
    this.rows.markChecked();
    this.head.markPage();
  }

  // All rows up to a bound are fetched, then printed; the browser's own command prints those in sight.
  printRows() {
    this.printer.disabled = true;
    this.printing = Math.min(this.rows.total ?? 0, MOST_PRINTED);
    this.rows.fetchForPrint(this.printing, () => {
      window.print();
      this.printed();
    });
  }

  printed() {
    this.printing = 0;
    this.printer.disabled = false;
    this.rows.redraw();
  }

  // On paper rows follow each other in the order in which they stand in the page.
  beforePrint() {
    this.rows.redraw();
    const numbers = [...this.rows.drawn.keys()];
    const all = `共 ${numeral.format(this.rows.total ?? 0)} 条`;
    const [from, until] = [Math.min(...numbers) + 1, Math.max(...numbers) + 1];
    const isWhole = numbers.length >= (this.rows.total ?? 0);
    const more = this.printing ? "，全部请用“导出”" : `；表格上方的“打印”可打印前 ${MOST_PRINTED} 条，全部请用“导出”`;
    this.frame.dataset.printed = isWhole ? `${all}。` : `${all}，这里是第 ${numeral.format(from)}–${numeral.format(until)} 条${more}。`;
  }

  exportRows() {
    this.exporter.disabled = true;
    this.exporter.textContent = "正在导出…";
    this.model.send({ type: "export", query: this.query() });
  }

  exported() {
    this.exporter.disabled = false;
    this.exporter.textContent = "导出";
  }

  showClear() { this.clear.hidden = !Object.keys(this.filters).length; }

  busy(is) { this.bar.hidden = !is; }

  say(first, last) {
    const total = this.rows.total;
    this.sum(this.model.get("summary").length ? this.model.get("summary") : [[`共 ${numeral.format(total)} 条`, ""]]);
    this.sightText.textContent = total ? `，显示第 ${numeral.format(first)}–${numeral.format(last)} 条` : "";
  }

  // Said anew only when it is new: it is read aloud.
  sum(pieces) {
    const said = JSON.stringify(pieces);
    if (said === this.summed) return;
    this.summed = said;
    this.totalText.replaceChildren(...pieces.map((piece) => (Array.isArray(piece) ? make("strong", { "data-tone": piece[1] || null }, piece[0]) : piece)));
  }

  showState() {
    const empty = this.rows.total === 0;
    this.note.className = "wb-grid-note";
    this.note.hidden = !empty;
    this.note.replaceChildren(...(empty ? [this.model.get("empty")] : []));
  }

  problem(sentence) {
    this.note.hidden = false;
    this.note.className = "wb-grid-note wb-grid-problem";
    this.note.replaceChildren(make("span", {}, sentence),
      make("button", { type: "button", class: "wb-button", onclick: () => { this.note.hidden = true; this.ask(true); } }, "重试"));
  }

  // A reader who opened a row and comes back finds the table where it was left.
  comeBack() {
    const left = leftPlaces.get(this.model.get("place"));
    if (!left || left.serial !== this.model.get("first").serial) return false;
    Object.assign(this, { sort: left.sort, filters: left.filters, visible: left.visible, chosen: left.chosen, widths: left.widths });
    this.layOut();
    this.head.draw();
    this.showClear();
    Object.assign(this.rows, { pages: left.pages, active: left.active });
    this.rows.setTotal(left.total);
    this.showState();
    requestAnimationFrame(() => {
      this.scroller.scrollTop = left.scrollTop;
      this.rows.draw();
    });
    return true;
  }

  dispose() {
    this.resized.disconnect();
    removeEventListener("workbench-mode", this.modeChanged);
    removeEventListener("beforeprint", this.toPaper);
    this.rows.askSoon.stop();
    const { sort, filters, visible, chosen, widths } = this;
    const { pages, active, total } = this.rows;
    if (total === null) return;
    const serial = this.model.get("first").serial;
    leftPlaces.set(this.model.get("place"), { sort, filters, visible, chosen, widths, pages, active, total, serial, scrollTop: this.scrolledTo ?? 0 });
  }
}

export default {
  render({ model, el }) {
    const view = new GridView(model, el);
    return () => view.dispose();
  },
};
