// The lines of a report: kinds chosen, the rest typed or pasted; what is wrong stands under its row.

class Lines {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.columns = model.get("columns");
    this.serial = 0;
    this.draft = new FormDraft(model.get("draft"));
    const kept = this.draft.read();
    const isSame = kept?.basis === model.get("draft").basis;
    this.rows = isSame && Array.isArray(kept.values) ? kept.values : model.get("initial").map((row) => [...row]);
    this.fill(Math.max(this.rows.length + 2, 5));
    this.sendSoon = later(250, () => this.send());
    this.build();
    if (isSame) this.send();
    model.on("change:answer", () => this.say());
    model.on("change:done", () => { if (model.get("done")) this.draft.clear(); });
  }

  fill(least) { while (this.rows.length < Math.min(least, this.model.get("most"))) this.rows.push(this.columns.map(() => "")); }

  build() {
    this.body = make("tbody");
    this.sums = make("p", { class: "screening-sums", role: "status" });
    const more = make("button", { type: "button", class: "wb-button", onclick: () => { this.fill(this.rows.length + 3); this.draw(); } }, "添加三行");
    const head = make("tr", {}, make("th", { scope: "col" }, "行"), this.columns.map((one) => make("th", { scope: "col", style: `min-width:${one.width}em` }, one.label)), make("th", { scope: "col" }, make("span", { class: "wb-unseen" }, "删除")));
    this.root.classList.add("screening-sheet");
    this.root.replaceChildren(
      make("p", { class: "wb-small" }, "每类一行，单位都是件；有存量的，责任人（干部）、职务、措施、期限都要填。可以从电子表格中复制后粘贴。不写群众姓名、电话。"),
      make("div", { class: "sheet-scroll" }, make("table", { "aria-label": this.model.get("label") }, make("thead", {}, head), this.body)),
      make("div", { class: "wb-form-foot" }, more, this.sums),
    );
    this.draw();
  }

  draw() {
    this.lines = this.rows.map((row, place) => {
      const why = make("ul", { class: "sheet-problems", id: newId("problems") });
      const cells = this.columns.map((column, index) => make("td", {}, this.cell(row, place, column, index, why.id)));
      const drop = make("button", { type: "button", class: "wb-close", "aria-label": `删除第${place + 1}行`, onclick: () => { this.rows.splice(place, 1); this.fill(1); this.draw(); this.changed(); this.send(); } }, "×");
      const line = make("tr", {}, make("th", { scope: "row" }, String(place + 1)), cells, make("td", {}, drop));
      return { line, why, whole: make("tr", { class: "sheet-why", hidden: true }, make("td"), make("td", { colspan: this.columns.length + 1 }, why)) };
    });
    this.body.replaceChildren(...this.lines.flatMap(({ line, whole }) => [line, whole]));
    this.say();
  }

  cell(row, place, column, index, whyId) {
    const shared = {
      class: "wb-input", "aria-label": `第${place + 1}行，${column.label}`, "aria-describedby": whyId,
      oninput: (event) => { row[index] = event.target.value; this.changed(); }, onchange: () => this.send(),
      onpaste: (event) => this.paste(event, place, index),
    };
    if (!column.choices.length) {
      const isCount = ["new", "settled", "stock"].includes(column.key);
      return make("input", { ...shared, type: "text", value: row[index], maxlength: 300, autocomplete: "off", inputmode: isCount ? "numeric" : null, placeholder: column.key === "due_on" ? "2026-12-31" : null });
    }
    const field = make("select", shared, ["", ...column.choices].map((one) => make("option", { value: one, selected: one === row[index] }, one || "选择…")));
    field.value = row[index];
    return field;
  }

  paste(event, place, index) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const cells = text.replace(/\r/g, "").split("\n").map((line) => line.split("\t").map((cell) => cell.trim())).filter((line) => line.some(Boolean));
    if (cells.length < 2 && (cells[0]?.length ?? 0) < 2) return;
    event.preventDefault();
    const rows = cells[0].includes(this.columns[0].label) ? cells.slice(1) : cells;
    this.fill(place + rows.length);
    rows.forEach((line, down) => line.forEach((cell, across) => {
      const row = this.rows[place + down];
      if (row && index + across < this.columns.length) row[index + across] = cell.slice(0, 300);
    }));
    this.draw();
    this.changed();
    this.send();
  }

  changed() {
    this.draft.write(this.rows);
    this.sendSoon();
  }

  send() {
    this.sendSoon.stop();
    this.model.send({ type: "rows", serial: ++this.serial, rows: this.rows });
  }

  say() {
    const { problems, sums } = this.model.get("answer");
    this.lines.forEach(({ line, why, whole }, place) => {
      const sentences = problems[place] ?? [];
      whole.hidden = !sentences.length;
      line.dataset.wrong = String(sentences.length > 0);
      why.replaceChildren(...sentences.map((sentence) => make("li", {}, sentence)));
    });
    this.sums.textContent = `合计：新排查 ${sums[0]} 件，已化解 ${sums[1]} 件，期末存量 ${sums[2]} 件`;
  }
}

export default { render({ model, el }) { new Lines(model, el); } };
