// The sheet of a review: points by item, what the file said beside them, each section with its own button.

const SAVED = "已保存", CHANGED = "未保存", PREFILLED = "预填待确认", EMPTY = "未评";

class SheetView {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.typed = {};
    this.fails = {};
    this.draft = new FormDraft(model.get("draft"));
    root.classList.add("review-form");
    const kept = this.draft.read();
    if (kept?.values) {
      this.typed = kept.values.items ?? {};
      this.fails = kept.values.fails ?? {};
      this.restored = Object.keys(this.typed).length + Object.keys(this.fails).length > 0;
    }
    this.tellSoon = later(150, () => this.model.send({ type: "dirty", count: this.dirty().length + (this.failsDirty() ? 1 : 0) }));
    const arrive = later(0, () => this.arrived());
    for (const name of ["groups", "fails", "closed"]) model.on(`change:${name}`, arrive);
    model.on("change:trouble", () => this.showTrouble());
    model.on("change:draft", () => { this.draft = new FormDraft(model.get("draft")); this.keep(); });
    this.build();
    this.tellSoon();
  }

  items() { return this.model.get("groups").flatMap((group) => group.items); }

  saved(item) {
    if (item.given) return { points: item.given.points === null ? "na" : String(item.given.points), note: item.given.note };
    if (item.found) return { points: item.found.points === null ? "na" : String(item.found.points), note: "" };
    return { points: "", note: "" };
  }

  value(item) { return this.typed[item.id] ?? this.saved(item); }

  same(item) { const [one, two] = [this.value(item), this.saved(item)]; return one.points === two.points && one.note.trim() === two.note; }

  dirty() { return this.items().filter((item) => !this.same(item)); }

  // A reason is owed where the reader says otherwise than the file, or that an item does not apply.
  needsNote(item) {
    const { points } = this.value(item);
    if (points === "") return false;
    if (item.found) return points !== (item.found.points === null ? "na" : String(item.found.points));
    return points === "na";
  }

  wrong(item) {
    const { points, note } = this.value(item);
    if (points === "") return "";
    if (points !== "na" && !(/^[0-9]{1,2}$/.test(points) && Number(points) <= item.points)) return `得分应为0至${item.points}的整数`;
    if (points === "na" && !item.may_not_apply && !(item.found && item.found.points === null)) return "这一项对每件都适用";
    return this.needsNote(item) && !note.trim() ? (item.found ? "改动了预填结果，请写明理由" : "记为不适用，请写明理由") : "";
  }

  failValue(fail) { return this.fails[fail.id] ?? { on: fail.note !== null, note: fail.note ?? "" }; }

  failsDirty() { return this.model.get("fails").some((fail) => { const now = this.failValue(fail); return now.on !== (fail.note !== null) || (now.on && now.note.trim() !== (fail.note ?? "")); }); }

  keep() {
    const items = Object.fromEntries(this.dirty().map((item) => [item.id, this.value(item)]));
    if (Object.keys(items).length || this.failsDirty()) this.draft.write({ items, fails: this.fails });
    else this.draft.clear();
    this.tellSoon();
  }

  arrived() {
    for (const item of this.items()) if (this.same(item)) delete this.typed[item.id];
    if (!this.failsDirty()) this.fails = {};
    this.restored = false;
    const active = this.root.contains(document.activeElement) ? document.activeElement.dataset.at : "";
    this.build();
    this.keep();
    if (active) [...this.root.querySelectorAll("[data-at]")].find((one) => one.dataset.at === active)?.focus({ preventScroll: true });
  }

  build() {
    this.rows = new Map();
    this.sections = new Map();
    const note = this.restored ? make("p", { class: "review-restored", role: "status" }, "已恢复您上次填写、没有保存的内容，标为“未保存”。") : null;
    this.root.replaceChildren(...[note, ...this.model.get("groups").map((group) => this.section(group)), this.failSection()].filter(Boolean));
    this.showTrouble();
  }

  section(group) {
    const count = make("span", { class: "wb-small" });
    const trouble = make("p", { class: "review-trouble", role: "alert" });
    const save = make("button", { type: "button", class: "wb-button", "data-at": `save-${group.name}`, onclick: () => this.save(group) }, "保存本节");
    this.sections.set(group.name, { count, trouble, save, group });
    const el = make("section", { class: "review-section", "aria-label": group.name },
      make("header", {}, make("h3", {}, group.name), count, this.model.get("closed") ? null : save), group.items.map((item) => this.row(item)), trouble);
    this.showSection(group.name);
    return el;
  }

  row(item) {
    const isClosed = this.model.get("closed");
    const name = `${item.id} ${item.title}`;
    const set = (points) => this.set(item, { points });
    const quick = (text, points, label) => make("button", { type: "button", class: "review-quick", "data-at": `${item.id}-${points}`, "data-points": points, "aria-label": `${item.id}，${label}`, disabled: isClosed, onclick: () => set(points) }, text);
    const buttons = [quick("满分", String(item.points), "满分"), quick("0", "0", "0分"), item.may_not_apply || (item.found && item.found.points === null) ? quick("不适用", "na", "不适用") : null].filter(Boolean);
    const input = make("input", { class: "wb-input review-points", inputmode: "numeric", maxlength: 2, "data-at": `${item.id}-points`, "aria-label": `${name}，得分，满分${item.points}分`, disabled: isClosed, oninput: () => this.set(item, { points: input.value.trim() }) });
    const note = make("textarea", { class: "wb-input review-note", rows: 2, maxlength: this.model.get("longest"), "data-at": `${item.id}-note`, "aria-label": `${item.id}，说明`, placeholder: "说明", disabled: isClosed, oninput: () => this.set(item, { note: note.value }) });
    const state = make("span", { class: "wb-tag" });
    const problem = make("p", { class: "review-problem" });
    const ask = make("button", { type: "button", class: "review-ask", "data-at": `${item.id}-ask`, onclick: () => { this.opened.add(item.id); this.showRow(item); note.focus(); } }, "写说明");
    const said = item.found && make("p", { class: "review-found" }, make("strong", {}, `系统预填：${item.found.points === null ? "不适用" : `${item.found.points} 分`}`), `　${item.found.why}`);
    const others = item.others.map(({ name: who, points }) => make("p", { class: "review-found" }, `${who}：${points === null ? "不适用" : `${points} 分`}`));
    this.opened ??= new Set();
    const el = make("article", { class: "review-item", "data-item": item.id },
      make("div", { class: "review-line" }, make("div", { class: "review-title" }, make("span", { class: "review-id" }, item.id), make("span", {}, item.title, make("abbr", { title: item.basis, class: "wb-small" }, "依据"))),
        make("div", { class: "review-give" }, buttons, make("span", { class: "review-of" }, input, `/ ${item.points}`))),
      make("div", { class: "review-below" }, make("div", {}, said, others), make("div", { class: "review-state" }, isClosed ? null : ask, state)), note, problem);
    this.rows.set(item.id, { input, note, state, problem, buttons, ask, el });
    this.showRow(item, true);
    return el;
  }

  set(item, change) {
    this.typed[item.id] = { ...this.value(item), ...change };
    this.showRow(item);
    for (const [name, { group }] of this.sections) if (group.items.some((one) => one.id === item.id)) this.showSection(name);
    this.keep();
  }

  showRow(item, isNew) {
    const { input, note, state, problem, buttons, ask } = this.rows.get(item.id);
    const { points, note: text } = this.value(item);
    const shown = points === "na" ? "" : points;
    if (input.value !== shown) input.value = shown;
    if (isNew || document.activeElement !== note) note.value = text;
    const needs = this.needsNote(item);
    note.hidden = !(needs || text || this.opened.has(item.id));
    ask.hidden = !note.hidden;
    note.placeholder = needs ? "请写明理由（必填）" : "说明";
    note.toggleAttribute("required", needs);
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.points === points));
    const words = points === "" ? EMPTY : !this.same(item) ? CHANGED : item.given ? SAVED : PREFILLED;
    state.textContent = words;
    state.dataset.tone = { [SAVED]: "done", [CHANGED]: "soon", [PREFILLED]: "accent", [EMPTY]: "" }[words];
    const wrong = this.wrong(item);
    problem.textContent = wrong;
    (needs && !text.trim() ? note : input).setAttribute("aria-invalid", wrong ? "true" : "false");
  }

  showSection(name) {
    const { count, save, group } = this.sections.get(name);
    const done = group.items.filter((item) => item.given && this.same(item)).length;
    count.textContent = `已保存 ${done} / ${group.items.length} 项`;
    save.classList.toggle("wb-primary", group.items.some((item) => this.value(item).points !== "" && !(item.given && this.same(item))));
  }

  save(group) {
    const given = group.items.filter((item) => this.value(item).points !== "" && !(item.given && this.same(item)));
    const bad = given.find((item) => this.wrong(item));
    if (bad) {
      const { note, input } = this.rows.get(bad.id);
      this.say(group.name, `${bad.id}：${this.wrong(bad)}`);
      (note.hidden || note.value.trim() ? input : note).focus();
      return;
    }
    if (!given.length) return this.say(group.name, "本节没有需要保存的内容。");
    const answers = given.map((item) => { const { points, note } = this.value(item); return { item: item.id, points: points === "na" ? null : Number(points), note: note.trim() }; });
    this.model.send({ type: "save", section: group.name, answers });
  }

  failSection() {
    const isClosed = this.model.get("closed");
    const rows = this.model.get("fails").map((fail) => {
      const id = newId("fail");
      const note = make("textarea", { class: "wb-input review-note", rows: 2, maxlength: this.model.get("longest"), "data-at": `${fail.id}-note`, "aria-label": `${fail.title}，事实和材料`, placeholder: "写明事实和材料（必填）", disabled: isClosed, oninput: () => change() });
      const box = make("input", { type: "checkbox", id, "data-at": fail.id, disabled: isClosed, onchange: () => { change(); if (box.checked) note.focus(); } });
      const now = this.failValue(fail);
      box.checked = now.on;
      note.value = now.note;
      note.hidden = !now.on;
      const change = () => { note.hidden = !box.checked; this.fails[fail.id] = { on: box.checked, note: note.value }; this.keep(); };
      return make("article", { class: "review-item" }, make("label", { class: "review-title", for: id }, box, make("span", {}, fail.title, make("abbr", { title: fail.basis, class: "wb-small" }, "依据"))),
        fail.is_found ? make("p", { class: "review-found" }, make("strong", {}, "系统提示："), "按卷宗日期，这一项可能成立，请核实。") : null, note);
    });
    const trouble = make("p", { class: "review-trouble", role: "alert" });
    this.sections.set("fails", { trouble, count: make("span"), save: make("span"), group: { items: [] } });
    const save = isClosed ? null : make("button", { type: "button", class: "wb-button", "data-at": "save-fails", onclick: () => this.saveFails() }, "保存一票不合格项");
    return make("section", { class: "review-section", "aria-label": "一票不合格" }, make("header", {}, make("h3", {}, "一票不合格"), make("span", { class: "wb-small" }, "没有的不用填"), save), rows, trouble);
  }

  saveFails() {
    if (!this.failsDirty()) return this.say("fails", "没有需要保存的改动。");
    const given = this.model.get("fails").map((fail) => ({ fail: fail.id, ...this.failValue(fail) })).filter((one) => one.on);
    if (given.some((one) => !one.note.trim())) return this.say("fails", "勾选的每一项都要写明事实和材料。");
    this.model.send({ type: "fails", section: "fails", fails: given.map(({ fail, note }) => ({ fail, note: note.trim() })) });
  }

  say(section, text) { const found = this.sections.get(section); if (found) found.trouble.textContent = text; }

  showTrouble() {
    const { section, text } = this.model.get("trouble") ?? {};
    for (const [name, { trouble }] of this.sections) trouble.textContent = name === section ? text : "";
  }
}

export default { render({ model, el }) { new SheetView(model, el); } };
