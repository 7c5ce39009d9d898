// One of several: few stand there as buttons, more are a list, many are found by typing.

const FEW = 4;

function radioField(field, ids, choices, changed) {
  const name = newId("radio");
  const inputs = choices.map(({ code }) => make("input", { type: "radio", name, value: code, onchange: () => changed(true) }));
  const group = make("div", { class: "wb-radios", role: "radiogroup", id: ids.input, "aria-labelledby": ids.label },
    choices.map(({ label }, at) => make("label", { class: "wb-radio" }, inputs[at], make("span", {}, label))));
  return {
    el: [group], input: group, focus: () => (inputs.find((one) => one.checked) ?? inputs[0])?.focus(),
    read: () => inputs.find((one) => one.checked)?.value ?? "",
    write: (value) => { for (const one of inputs) one.checked = one.value === value; },
  };
}

function selectField(field, ids, changed) {
  const select = make("select", { class: "wb-input", id: ids.input, onchange: () => changed(true) },
    make("option", { value: "" }, field.required ? "请选择…" : "不填"),
    field.choices.map(({ code, label }) => make("option", { value: code }, label)));
  return { el: [select], input: select, read: () => select.value, write: (value) => { select.value = value; } };
}

class Combo {
  constructor(field, ids, changed) {
    Object.assign(this, { field, changed, code: "", active: -1, found: [] });
    this.list = make("ul", { class: "wb-popover wb-combo", role: "listbox", popover: "manual", id: newId("list"), "aria-label": field.label });
    this.input = make("input", {
      class: "wb-input", type: "text", id: ids.input, role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.list.id, placeholder: "输入名称查找，或按 ↓ 选择", maxlength: 60,
      oninput: (event) => { if (!event.isComposing) this.typed(); }, oncompositionend: () => this.typed(),
      onkeydown: (event) => this.key(event), onclick: () => this.open(), onblur: () => this.left(),
    });
    this.el = [make("span", { class: "wb-holder wb-combo-holder" }, this.input, this.list)];
  }

  get isOpen() { return this.list.matches(":popover-open"); }

  labelOf(code) { return this.field.choices.find((choice) => choice.code === code)?.label ?? ""; }

  read() { return this.code; }

  write(code) {
    this.code = this.labelOf(code) ? code : "";
    this.input.value = this.labelOf(this.code);
  }

  // What was typed and is the name of nothing in the list.
  problem() { return this.input.value.trim() && !this.code ? `“${this.input.value.trim()}”不在名录中：请从列表中选择` : ""; }

  typed() {
    const word = this.input.value.trim();
    this.code = this.field.choices.find((choice) => choice.label === word)?.code ?? "";
    this.show(word);
    this.changed();
  }

  open() { if (!this.isOpen) this.show(this.code ? "" : this.input.value.trim()); }

  show(word) {
    this.found = this.field.choices.filter((choice) => choice.label.includes(word));
    this.active = Math.max(-1, this.found.findIndex((choice) => choice.code === this.code));
    this.list.replaceChildren(...this.found.map((choice, at) => make("li", {
      role: "option", id: `${this.list.id}-${at}`, class: "wb-combo-option", "aria-selected": String(choice.code === this.code),
      onpointerdown: (event) => { event.preventDefault(); this.take(at); },
    }, choice.label)));
    if (!this.found.length) this.close();
    else {
      if (!this.isOpen) this.list.showPopover();
      this.place();
      this.input.setAttribute("aria-expanded", "true");
    }
    this.mark();
  }

  place() {
    const zoom = this.list.currentCSSZoom ?? 1;
    const { left, top, bottom, width } = this.input.getBoundingClientRect();
    this.list.style.width = `${Math.max(width, 220) / zoom}px`;
    const height = this.list.offsetHeight * zoom;
    const up = height > innerHeight - bottom - 12 && top > innerHeight - bottom;
    this.list.style.left = `${left / zoom}px`;
    this.list.style.top = `${(up ? Math.max(8, top - height - 2) : bottom + 2) / zoom}px`;
  }

  mark() {
    const options = [...this.list.children];
    options.forEach((option, at) => option.toggleAttribute("data-active", at === this.active));
    if (this.isOpen && this.active >= 0) {
      this.input.setAttribute("aria-activedescendant", options[this.active].id);
      options[this.active].scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  take(at) {
    this.write(this.found[at].code);
    this.close();
    this.changed(true);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!this.isOpen) return this.show("");
      const last = this.found.length - 1;
      this.active = event.key === "ArrowDown" ? (this.active >= last ? 0 : this.active + 1) : this.active <= 0 ? last : this.active - 1;
      this.mark();
    } else if (event.key === "Enter" && this.isOpen) {
      event.preventDefault();
      const only = this.found.length === 1 ? 0 : this.active;
      if (only >= 0) this.take(only);
    } else if (event.key === "Escape" && this.isOpen) {
      event.stopPropagation();
      this.close();
    }
  }

  close() {
    if (this.isOpen) this.list.hidePopover();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  left() {
    this.close();
    this.changed(true);
  }
}

const YES_NO = [{ code: "true", label: "是" }, { code: "false", label: "否" }];

function choiceField(field, ids, changed) {
  if (field.kind === "unit") return new Combo(field, ids, changed);
  if (field.kind === "yes_no") return radioField(field, ids, YES_NO, changed);
  return field.choices.length <= FEW && field.required ? radioField(field, ids, field.choices, changed) : selectField(field, ids, changed);
}
