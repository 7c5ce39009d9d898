// The head of a grid: names that sort, handles that widen, a row of tests.

class GridHead {
  constructor(grid) {
    this.grid = grid;
    this.el = make("div", { class: "wb-grid-head", role: "rowgroup" });
    this.inputs = new Map();
  }

  draw() {
    const { grid } = this;
    const columns = grid.shown;
    const names = make("div", { class: "wb-grid-row wb-grid-names", role: "row", "aria-rowindex": 1 },
      columns.map((column, index) => this.name(column, index)));
    if (grid.canCheck) names.prepend(this.page());
    this.inputs.clear();
    const hasTests = columns.some((column) => column.filter !== "none");
    const tests = hasTests && make("div", { class: "wb-grid-row wb-grid-tests", role: "row", "aria-rowindex": 2 },
      columns.map((column, index) => make("div", { class: "wb-grid-test", role: "gridcell", "aria-colindex": index + this.shift }, this.test(column))));
    if (tests && grid.canCheck) tests.prepend(make("div", { class: "wb-grid-test", role: "gridcell", "aria-colindex": 1 }));
    this.el.replaceChildren(names, ...(tests ? [tests] : []));
    this.rows = hasTests ? 2 : 1;
  }

  get shift() { return this.grid.canCheck ? 2 : 1; }

  // The box in the head ticks what is in sight.
  page() {
    this.pageBox = make("input", { type: "checkbox", "aria-label": "选中本页", title: "选中本页（当前可见的行）", onchange: () => this.grid.togglePage(this.pageBox.checked) });
    this.markPage();
    return make("div", { class: "wb-grid-name wb-grid-check", role: "columnheader", "aria-colindex": 1 }, this.pageBox);
  }

  markPage() {
    if (!this.pageBox) return;
    const keys = this.grid.rows.total ? this.grid.inSight() : [];
    const ticked = keys.filter((key) => this.grid.checked.has(key)).length;
    this.pageBox.checked = keys.length > 0 && ticked === keys.length;
    this.pageBox.indeterminate = ticked > 0 && ticked < keys.length;
  }

  name(column, index) {
    const { grid } = this;
    const at = grid.sort.findIndex(([key]) => key === column.key);
    const direction = at < 0 ? "none" : grid.sort[at][1] ? "descending" : "ascending";
    const mark = at < 0 ? "" : (grid.sort[at][1] ? "▼" : "▲") + (grid.sort.length > 1 ? at + 1 : "");
    const label = column.sortable
      ? make("button", {
          type: "button", class: "wb-grid-sort", "data-key": column.key,
          title: `${column.hint || column.label}（点击排序，按住 Shift 追加排序；Alt+←→ 调整列宽）`,
          onclick: (event) => this.sortBy(column.key, event.shiftKey),
          onkeydown: (event) => this.widenByKey(event, column),
        }, make("span", { class: "wb-grid-label" }, column.label), make("span", { class: "wb-grid-mark", "aria-hidden": "true" }, mark))
      : make("span", { class: "wb-grid-label", title: column.hint || null }, column.label);
    return make("div", {
      class: `wb-grid-name wb-kind-${column.kind}`, role: "columnheader", "data-label": column.label, "aria-sort": column.sortable ? direction : null, "aria-colindex": index + this.shift,
    }, label, make("span", { class: "wb-grid-handle", "aria-hidden": "true", onpointerdown: (event) => this.drag(event, column), ondblclick: () => this.widen(column, null) }));
  }

  // One click: rising, falling, none. With Shift: a further key beside those there are.
  sortBy(key, beside) {
    const { grid } = this;
    const now = grid.sort.find(([name]) => name === key);
    const next = !now ? [[key, false]] : now[1] ? [] : [[key, true]];
    if (!beside) grid.sort = next;
    else if (!now) grid.sort = [...grid.sort, ...next].slice(-4);
    else grid.sort = grid.sort.flatMap((item) => (item[0] === key ? next : [item]));
    grid.ask();
    this.draw();
    this.el.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }

  drag(event, column) {
    event.preventDefault();
    const handle = event.target;
    const startWidth = handle.parentElement.getBoundingClientRect().width;
    const startX = event.clientX;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) => this.widen(column, startWidth + move.clientX - startX, false);
    handle.onpointerup = () => {
      handle.onpointermove = handle.onpointerup = null;
      this.grid.remember();
    };
  }

  widenByKey(event, column) {
    if (!event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const width = event.currentTarget.parentElement.getBoundingClientRect().width;
    this.widen(column, width + (event.key === "ArrowRight" ? 16 : -16));
  }

  widen(column, width, keep = true) {
    if (width === null) delete this.grid.widths[column.key];
    else this.grid.widths[column.key] = Math.round(Math.min(900, Math.max(56, width)));
    this.grid.layOut();
    if (keep) this.grid.remember();
  }

  test(column) {
    const { grid } = this;
    const value = grid.filters[column.key] ?? {};
    const label = `按${column.label}筛选`;
    if (column.filter === "text") {
      const changed = later(300, () => grid.test(column.key, { contains: input.value }));
      const input = make("input", {
        class: "wb-input", type: "search", "aria-label": label, placeholder: "包含…", value: value.contains ?? "", maxlength: 200,
        oninput: (event) => { if (!event.isComposing) changed(); }, oncompositionend: changed,
        onkeydown: (event) => { if (event.key === "Enter" && !event.isComposing) changed.now(); },
      });
      return input;
    }
    if (column.filter === "choice") {
      const chosen = value.any_of?.[0] ?? "";
      return make("select", {
        class: "wb-input", "aria-label": label, "data-set": chosen !== "",
        onchange: (event) => {
          event.target.toggleAttribute("data-set", event.target.value !== "");
          grid.test(column.key, { any_of: event.target.value ? [event.target.value] : [] });
        },
      }, make("option", { value: "" }, "全部"),
      column.choices.map((choice) => make("option", { value: choice.code, selected: choice.code === chosen }, choice.label)));
    }
    if (column.filter === "none") return null;
    const text = rangeText(value);
    const button = make("button", { type: "button", class: "wb-input wb-grid-range", "aria-label": `${label}：${text || "全部"}`, "data-set": text !== "" }, text || "全部");
    const holder = make("div", { class: "wb-holder" }, button);
    const pop = popover(button, label, () => rangeForm(column.filter, grid.filters[column.key] ?? {}, (range) => {
      pop.close();
      const now = rangeText(range);
      button.textContent = now || "全部";
      button.setAttribute("aria-label", `${label}：${now || "全部"}`);
      button.toggleAttribute("data-set", now !== "");
      grid.test(column.key, range);
    }));
    return holder;
  }
}
