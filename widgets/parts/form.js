// A form: questions from data, what is wrong beside each, what blocks beside the button.

class FormView {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.serial = 0;
    this.touched = new Set();
    this.asking = false;
    this.draft = new FormDraft(model.get("draft"));
    this.values = this.initial();
    this.takeDraft();
    root.classList.add("wb-form");
    this.sendSoon = later(250, () => this.send());
    this.build();
    this.send();
    if (model.get("takes_focus")) requestAnimationFrame(() => this.comeForward());
    model.on("change:answer", () => this.answered());
    model.on("change:problem", () => this.showState());
    model.on("change:phase", () => this.phaseChanged());
    model.on("change:draft", () => { this.draft = new FormDraft(model.get("draft")); this.keep(); });
    model.on("change:shape", () => this.reshape());
  }

  comeForward() {
    this.root.scrollIntoView({ block: "nearest" });
    const first = [...this.controls.values()].find((control) => !control.read()) ?? this.controls.values().next().value;
    (first.focus ?? (() => first.input.focus({ preventScroll: true })))();
  }

  initial() { return Object.fromEntries(this.model.get("shape").filter((field) => field.initial).map((field) => [field.key, field.initial])); }

  takeDraft() {
    const kept = this.draft.read();
    const known = new Map(this.model.get("shape").map((field) => [field.key, field]));
    if (!kept?.values) return;
    for (const [key, value] of Object.entries(kept.values)) {
      const field = known.get(key);
      if (!field || typeof value !== "string") continue;
      if (["choice", "unit"].includes(field.kind) && value && !field.choices.some((choice) => choice.code === value)) continue;
      this.values[key] = value;
      this.touched.add(key);
    }
    this.restored = { at: new Date(kept.at), changed: kept.basis !== this.draft.basis };
  }

  build() {
    const { model } = this;
    this.controls = new Map();
    const groups = new Map();
    for (const field of model.get("shape")) groups.set(field.group, [...(groups.get(field.group) ?? []), this.field(field)]);
    const boxes = [...groups].map(([name, fields]) => name
      ? make("fieldset", { class: "wb-form-group" }, make("legend", {}, name), make("div", { class: "wb-form-fields" }, fields))
      : make("div", { class: "wb-form-fields" }, fields));
    this.note = make("div", { class: "wb-form-note", hidden: true });
    this.trouble = make("p", { class: "wb-form-trouble", role: "alert" });
    this.blockers = make("div", { class: "wb-form-blockers", id: newId("blockers"), role: "status" });
    this.foot = make("div", { class: "wb-form-foot" });
    this.form = make("form", { "aria-label": model.get("label"), novalidate: true, onsubmit: (event) => { event.preventDefault(); this.pressed(); },
      onkeydown: (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) { event.preventDefault(); this.pressed(); }
        if (event.key === "Escape" && this.asking) { this.asking = false; this.showState(); this.submit.focus(); }
      } },
    this.note, boxes, this.trouble, this.blockers, this.foot);
    this.root.replaceChildren(this.form);
    this.showNote();
    this.showState();
  }

  field(field) {
    const ids = { input: newId("field"), label: newId("label"), hint: newId("hint"), problem: newId("problem") };
    const changed = (done = false) => this.changed(field.key, done);
    const control = ["choice", "unit", "yes_no"].includes(field.kind) ? choiceField(field, ids, changed)
      : field.kind === "date" ? dateField({ ...field, today: this.model.get("today") }, ids, changed)
      : this.text(field, ids, changed);
    control.write(this.values[field.key] ?? "");
    control.input.addEventListener("focusout", () => { this.touched.add(field.key); this.showErrors(); });
    control.input.setAttribute("aria-describedby", `${ids.hint} ${ids.problem}`);
    if (field.required) control.input.setAttribute("aria-required", "true");
    control.problem_ = make("p", { class: "wb-field-problem", id: ids.problem });
    this.controls.set(field.key, control);
    const isRadio = control.input.getAttribute("role") === "radiogroup";
    const words = [field.label, field.required && make("span", { class: "wb-required", "aria-hidden": "true" }, "＊")].filter(Boolean);
    const label = isRadio ? make("span", { id: ids.label, class: "wb-form-label" }, words) : make("label", { for: ids.input, class: "wb-form-label" }, words);
    return make("div", { class: "wb-form-field", "data-kind": field.kind }, label, control.el, make("span", { class: "wb-field-hint", id: ids.hint }, field.hint), control.problem_);
  }

  text(field, ids, changed) {
    const isLong = field.kind === "long", isNumber = ["number", "year"].includes(field.kind);
    const input = make(isLong ? "textarea" : "input", {
      class: "wb-input", id: ids.input, type: isLong ? null : "text", rows: isLong ? 3 : null, maxlength: isNumber ? 6 : field.longest, autocomplete: "off",
      inputmode: isNumber ? "numeric" : null, oninput: () => changed(),
    });
    return { el: [input], input, read: () => input.value, write: (value) => { input.value = value; } };
  }

  changed(key, done) {
    const value = this.controls.get(key).read();
    if ((this.values[key] ?? "") === value && !done) return;
    const isNew = (this.values[key] ?? "") !== value;
    this.values = { ...this.values, [key]: value };
    if (done) this.touched.add(key);
    this.asking = false;
    this.keep();
    if (isNew) (done ? this.sendSoon.now : this.sendSoon)();
    this.showState();
  }

  keep() {
    const first = this.initial();
    const same = [...this.controls.keys()].every((key) => (this.values[key] ?? "") === (first[key] ?? ""));
    if (same) this.draft.clear();
    else this.draft.write(this.values);
  }

  sent() { return Object.fromEntries([...this.controls.keys()].map((key) => [key, this.values[key] ?? ""]).filter(([, value]) => value !== "")); }

  send() { this.model.send({ type: "change", serial: ++this.serial, values: this.sent() }); }

  answered() { if (this.model.get("answer").serial >= this.serial) this.showState(); }

  errors() {
    const found = { ...this.model.get("answer").errors };
    for (const [key, control] of this.controls) {
      const own = control.problem?.();
      if (own) found[key] = own;
    }
    return found;
  }

  pressed() {
    if (this.model.get("phase") !== "open") return;
    this.sendSoon.stop();
    const errors = this.errors();
    const wrong = [...this.controls.keys()].find((key) => errors[key]);
    if (wrong || this.blocking().length) {
      for (const key of this.controls.keys()) this.touched.add(key);
      this.send();
      this.showState();
      const control = this.controls.get(wrong);
      if (control) (control.focus ?? (() => control.input.focus()))();
      return;
    }
    if (this.model.get("question") && !this.asking) {
      this.asking = true;
      this.showState();
      this.second.focus();
      return;
    }
    this.asking = false;
    this.model.send({ type: "submit", token: this.model.get("token"), serial: ++this.serial, values: this.sent() });
    this.showState();
  }

  blocking() { return this.model.get("answer").blockers ?? []; }

  phaseChanged() {
    if (this.model.get("phase") === "done") this.draft.clear();
    this.showState();
  }

  reshape() {
    this.values = { ...this.initial(), ...this.values };
    const active = this.root.contains(document.activeElement) && [...this.controls].find(([, control]) => control.input.contains(document.activeElement))?.[0];
    this.build();
    const control = this.controls.get(active);
    if (control) (control.focus ?? (() => control.input.focus()))();
    this.send();
  }

  showErrors() {
    const errors = this.errors();
    for (const [key, control] of this.controls) {
      const text = this.touched.has(key) ? errors[key] ?? "" : "";
      if (control.problem_.textContent !== text) control.problem_.textContent = text;
      if (text) control.input.setAttribute("aria-invalid", "true");
      else control.input.removeAttribute("aria-invalid");
    }
    return errors;
  }

  showState() {
    const errors = this.showErrors();
    const isWorking = this.model.get("phase") === "working";
    const lines = [...Object.values(errors).map((why) => ({ why, article: "" })), ...this.blocking()];
    const words = lines.map(({ why, article }) => make("li", {}, why, article ? make("span", { class: "wb-article" }, article) : null));
    const text = lines.map(({ why, article }) => why + article).join();
    if (this.blockers.dataset.text !== text) {
      this.blockers.dataset.text = text;
      this.blockers.replaceChildren(...(lines.length ? [make("span", {}, "还不能提交："), make("ul", { class: "wb-blockers" }, words)] : []));
    }
    const problem = this.model.get("problem");
    if (this.trouble.textContent !== problem) this.trouble.textContent = problem;
    const state = `${this.asking}|${isWorking}|${lines.length > 0}`;
    if (this.foot.dataset.state === state) return;
    this.foot.dataset.state = state;
    const hadFocus = this.foot.contains(document.activeElement);
    this.submit = make("button", {
      type: "submit", class: "wb-button wb-primary", "aria-disabled": lines.length || isWorking ? "true" : null, "aria-describedby": this.blockers.id,
    }, isWorking ? "正在提交…" : this.model.get("button"));
    this.second = this.asking && make("button", { type: "submit", class: "wb-button wb-primary" }, "确定");
    const back = this.asking && make("button", { type: "button", class: "wb-button", onclick: () => { this.asking = false; this.showState(); this.submit.focus(); } }, "再看看");
    const cancel = !this.asking && this.model.get("can_cancel") && make("button", { type: "button", class: "wb-button", disabled: isWorking, onclick: () => this.cancel() }, "取消");
    this.foot.replaceChildren(...[this.asking && make("span", { class: "wb-confirm-question", role: "alert" }, this.model.get("question")), this.second || this.submit, back, cancel].filter(Boolean));
    if (hadFocus) (this.second || this.submit).focus();
  }

  cancel() {
    this.sendSoon.stop();
    this.draft.clear();
    this.model.send({ type: "cancel" });
  }

  showNote() {
    if (!this.restored) return;
    const at = this.restored.at.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
    const warning = this.restored.changed ? "此后这里有了新的记录，请先核对是否已经办理过。" : "";
    this.note.hidden = false;
    this.note.dataset.tone = warning ? "soon" : "";
    this.note.replaceChildren(make("span", { role: "status" }, `已恢复您 ${at} 填写、没有提交的内容。${warning}`),
      make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => this.startAgain() }, "清空重填"));
  }

  startAgain() {
    this.restored = null;
    this.draft.clear();
    this.touched.clear();
    this.values = this.initial();
    this.build();
    this.send();
    const first = this.controls.values().next().value;
    (first.focus ?? (() => first.input.focus()))();
  }

  dispose() {
    this.sendSoon.stop();
    if (this.model.get("phase") === "done") this.draft.clear();
  }
}

export default {
  render({ model, el }) {
    const view = new FormView(model, el);
    return () => view.dispose();
  },
};
