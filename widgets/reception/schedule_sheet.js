// A sheet of rows: typed, or pasted from a workbook with or without its headings; what is wrong stands under its row.

// Cells of what a workbook puts on the clipboard: tabs and lines, a cell with a line break in quotes.
function pastedCells(text) {
  const rows = [[""]];
  let quoted = false;
  const last = () => rows[rows.length - 1];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    const cell = last();
    if (quoted) {
      if (sign === '"' && text[i + 1] === '"') { cell[cell.length - 1] += '"'; i++; }
      else if (sign === '"') quoted = false;
      else cell[cell.length - 1] += sign === "\n" || sign === "\r" ? " " : sign;
    } else if (sign === '"' && cell[cell.length - 1] === "") quoted = true;
    else if (sign === "\t") cell.push("");
    else if (sign === "\n") rows.push([""]);
    else if (sign !== "\r") cell[cell.length - 1] += sign;
  }
  return rows.map((row) => row.map((cell) => cell.trim())).filter((row) => row.some(Boolean));
}

class Sheet {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.columns = model.get("columns");
    this.serial = 0;
    this.draft = new FormDraft(model.get("draft"));
    const kept = this.draft.read()?.values;
    this.rows = Array.isArray(kept) && kept.length ? kept : [];
    this.isRestored = this.rows.length > 0;
    this.fill(8);
    this.sendSoon = later(250, () => this.send());
    this.build();
    if (this.isRestored) this.send();
    for (const name of ["answer", "problem"]) model.on(`change:${name}`, () => this.say());
    model.on("change:phase", () => { if (model.get("phase") === "done") this.draft.clear(); });
  }

  fill(least) { while (this.rows.length < least) this.rows.push(this.columns.map(() => "")); }

  build() {
    const { model } = this;
    this.body = make("tbody");
    this.note = make("p", { class: "wb-small" }, "可以从电子表格中复制整块，点住要粘贴的那一格按 Ctrl+V；带表头的按表头对应各列。方式不填为接访，所在单位不填为市级领导。");
    this.left = make("p", { class: "sheet-left", role: "status", hidden: true });
    this.trouble = make("p", { class: "wb-form-trouble", role: "alert" });
    this.count = make("span", { class: "wb-small", role: "status" });
    this.save = make("button", { type: "button", class: "wb-button wb-primary", onclick: () => this.submit() }, model.get("button"));
    const more = make("button", { type: "button", class: "wb-button", onclick: () => { this.fill(this.rows.length + 5); this.draw(); } }, "添加五行");
    const clear = make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => { this.rows = []; this.fill(8); this.draw(); this.changed(); } }, "清空");
    const cancel = make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => model.send({ type: "cancel" }) }, "取消");
    const head = make("tr", {}, make("th", { scope: "col" }, "行"), this.columns.map((one) => make("th", { scope: "col", style: `min-width:${one.width}em` }, one.label, one.required ? make("span", { class: "wb-required", "aria-hidden": "true" }, "＊") : null)), make("th", { scope: "col" }, make("span", { class: "wb-unseen" }, "删除")));
    this.root.classList.add("reception-sheet");
    this.root.replaceChildren(this.note, this.left,
      make("div", { class: "sheet-scroll" }, make("table", { "aria-label": model.get("label") }, make("thead", {}, head), this.body)),
      this.trouble, make("div", { class: "wb-form-foot" }, this.save, more, clear, cancel, this.count));
    this.draw();
  }

  draw() {
    this.lines = this.rows.map((row, place) => {
      const why = make("ul", { class: "sheet-problems", id: newId("problems") });
      const cells = this.columns.map((column, index) => make("td", {}, make("input", {
        class: "wb-input", type: "text", value: row[index], maxlength: 200, autocomplete: "off", "aria-label": `第${place + 1}行，${column.label}`, "aria-describedby": why.id,
        placeholder: this.hint(column.key), oninput: (event) => { row[index] = event.target.value; this.changed(); },
        onpaste: (event) => this.paste(event, place, index), onkeydown: (event) => this.move(event, place, index),
      })));
      const drop = make("button", { type: "button", class: "wb-close", "aria-label": `删除第${place + 1}行`, onclick: () => { this.rows.splice(place, 1); this.fill(1); this.draw(); this.changed(); } }, "×");
      const line = make("tr", {}, make("th", { scope: "row" }, String(place + 1)), cells, make("td", {}, drop));
      return { line, why, whole: make("tr", { class: "sheet-why", hidden: true }, make("td"), make("td", { colspan: this.columns.length + 1 }, why)) };
    });
    this.body.replaceChildren(...this.lines.flatMap(({ line, whole }) => [line, whole]));
    this.say();
  }

  hint(key) { return { kind: "接访", main: "是/否", start: "9:00", end: "11:30" }[key] ?? null; }

  move(event, place, index) {
    const step = event.key === "Enter" || event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step || event.isComposing) return;
    event.preventDefault();
    if (place + step >= this.rows.length) { this.fill(this.rows.length + 1); this.draw(); }
    this.lines[place + step]?.line.querySelectorAll("input")[index]?.focus();
  }

  paste(event, place, index) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const cells = pastedCells(text);
    if (cells.length < 2 && (cells[0]?.length ?? 0) < 2) return;
    event.preventDefault();
    const plain = (name) => name.replace(/[\s*＊：:]/g, "");
    const names = cells[0].map((name) => this.columns.findIndex((one) => [one.label, ...one.others].includes(plain(name))));
    const hasHead = names.filter((at) => at >= 0).length >= 2;
    const places = hasHead ? names : cells[0].map((_, at) => (index + at < this.columns.length ? index + at : -1));
    const rows = hasHead ? cells.slice(1) : cells;
    const width = Math.max(...rows.map((row) => row.length), 0);
    const left = hasHead ? cells[0].filter((name, at) => names[at] < 0 && name && !/^(序号|星期|备注)$/.test(plain(name))) : [];
    for (let at = places.length; at < width; at++) places.push(!hasHead && index + at < this.columns.length ? index + at : -1);
    const beyond = !hasHead && index + width > this.columns.length;
    const start = hasHead ? this.rows.findIndex((row) => row.every((cell) => !cell)) : place;
    const at = start < 0 ? this.rows.length : start;
    const most = this.model.get("most");
    const taken = rows.slice(0, Math.max(0, most - at));
    this.fill(at + taken.length);
    taken.forEach((row, down) => row.forEach((cell, across) => { if (places[across] >= 0) this.rows[at + down][places[across]] = cell.slice(0, 200); }));
    const said = [
      `粘贴了 ${taken.length} 行`, left.length ? `没有对应的列：${left.join("、")}` : "", beyond ? "右边多出的列没有放下，请从第一列开始粘贴" : "",
      taken.length < rows.length ? `一次最多 ${most} 行，后面的 ${rows.length - taken.length} 行请另行粘贴` : "",
    ].filter(Boolean);
    this.left.textContent = `${said.join("；")}。`;
    this.left.hidden = false;
    this.draw();
    this.changed();
  }

  changed() {
    if (this.rows.some((row) => row.some(Boolean))) this.draft.write(this.rows);
    else this.draft.clear();
    this.sendSoon();
    this.say();
  }

  send() { this.model.send({ type: "rows", serial: ++this.serial, rows: this.rows }); }

  submit() {
    this.sendSoon.stop();
    this.model.send({ type: "save", serial: ++this.serial, rows: this.rows, token: this.model.get("token") });
  }

  say() {
    const { problems, good, serial } = this.model.get("answer");
    const isFresh = serial >= this.serial;
    this.lines.forEach(({ line, why, whole }, place) => {
      const sentences = problems[place] ?? [];
      whole.hidden = !sentences.length;
      line.dataset.wrong = String(sentences.length > 0);
      why.replaceChildren(...sentences.map((sentence) => make("li", {}, sentence)));
    });
    const wrong = Object.keys(problems).length;
    this.count.textContent = wrong ? `${wrong} 行需要改正，${good} 行可以保存：全部改正后才能保存` : good ? `${good} 行可以保存` : "还没有填写";
    this.save.disabled = isFresh && (wrong > 0 || good === 0);
    this.trouble.textContent = this.model.get("problem");
  }
}

export default { render({ model, el }) { new Sheet(model, el); } };
