// The questions over a list. A field that narrows is marked; everything can be taken back with one button.

class FilterBarView {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.chosen = { ...model.get("chosen").values };
    this.serial = 0;
    root.classList.add("wb-filters");
    root.setAttribute("role", "search");
    root.setAttribute("aria-label", model.get("label"));
    this.draw();
    model.on("change:shape", () => this.draw());
    model.on("change:chosen", () => {
      const { values, by_reader: byReader, serial } = model.get("chosen");
      if (byReader && serial !== this.serial) return; // the reader has chosen more since
      if (JSON.stringify(values) === JSON.stringify(this.chosen)) return;
      this.chosen = { ...values };
      if (!root.querySelector(":popover-open") && !root.contains(document.activeElement)) this.draw();
      else this.mark();
    });
  }

  draw() {
    this.fields = this.model.get("shape");
    this.marks = [];
    this.reset = make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => {
      this.chosen = {};
      this.send();
      this.draw();
      this.root.querySelector("button, input")?.focus();
    } }, "重置");
    this.root.replaceChildren(...this.fields.map((field) => this[field.kind === "one" ? "many" : field.kind](field)), this.reset);
    this.mark();
  }

  mark() {
    for (const mark of this.marks) mark();
    this.reset.hidden = !Object.keys(this.chosen).length;
  }

  choose(key, value) {
    const isNothing = value === false || value === "" || (Array.isArray(value) && !value.length) || (value.low === "" && value.high === "");
    const { [key]: _, ...others } = this.chosen;
    this.chosen = isNothing ? others : { ...others, [key]: value };
    this.mark();
    this.send();
  }

  send() { this.model.send({ type: "change", serial: ++this.serial, chosen: this.chosen }); }

  // A button that says what is chosen, with a window to choose.
  picker(field, words, fill, wide) {
    const text = make("span", { class: "wb-pick-value" });
    const button = make("button", { type: "button", class: "wb-pick" }, make("span", { class: "wb-pick-label" }, field.label), text);
    const pop = popover(button, field.label, () => fill(() => pop.close()), { wide });
    this.marks.push(() => {
      const said = words();
      text.textContent = said;
      button.title = said.length > 12 ? said : "";
      button.toggleAttribute("data-set", said !== "");
    });
    return make("div", { class: "wb-holder" }, button, pop.box);
  }

  many(field) {
    const codes = () => this.chosen[field.key] ?? [];
    const label = (code) => field.choices.find((choice) => choice.code === code)?.label ?? code;
    const words = () => codes().length > 2 ? `${label(codes()[0])} 等 ${codes().length} 项` : codes().map(label).join("、");
    return this.picker(field, words, (close) => this.choices(field, codes, close), field.choices.length > 12);
  }

  choices(field, codes, close) {
    const isOne = field.kind === "one";
    const name = newId("choice");
    const lines = field.choices.map((choice) => {
      const input = make("input", {
        type: isOne ? "radio" : "checkbox", name, value: choice.code, checked: codes().includes(choice.code),
        onchange: () => {
          const others = isOne ? [] : codes().filter((code) => code !== choice.code);
          this.choose(field.key, input.checked ? [...others, choice.code] : others);
        },
      });
      const line = make("label", { class: "wb-check" }, input, make("span", {}, choice.label),
        choice.count === null ? null : make("span", { class: "wb-check-count" }, numeral.format(choice.count)));
      line.style.setProperty("--wb-level", choice.level);
      return line;
    });
    const none = make("p", { class: "wb-empty", hidden: true }, "没有这样的选项");
    const search = field.choices.length > 8 && make("input", {
      type: "search", class: "wb-input", placeholder: "查找…", "aria-label": `在${field.label}中查找`, autofocus: true,
      oninput: (event) => {
        const word = event.target.value.trim();
        lines.forEach((line, at) => { line.hidden = !field.choices[at].label.includes(word); });
        none.hidden = lines.some((line) => !line.hidden);
      },
    });
    const clear = make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => {
      for (const line of lines) line.firstChild.checked = false;
      this.choose(field.key, []);
    } }, "清除");
    const done = make("button", { type: "button", class: "wb-button", onclick: close }, "完成");
    return [...(search ? [search] : []), make("div", { class: "wb-checks", role: "group", "aria-label": field.label }, lines, none),
      make("div", { class: "wb-popover-foot" }, clear, done)];
  }

  days(field) {
    const value = () => this.chosen[field.key] ?? { low: "", high: "" };
    return this.picker(field, () => rangeText(value()), (close) => {
      const apply = (range) => {
        close();
        this.choose(field.key, range);
      };
      const quick = field.quick.map(({ label, days }) => make("button", { type: "button", class: "wb-chip", onclick: () => apply(days) }, label));
      return [...(quick.length ? [make("div", { class: "wb-chips" }, quick)] : []), rangeForm("date", value(), apply)];
    });
  }

  toggle(field) {
    const input = make("input", { type: "checkbox", onchange: () => this.choose(field.key, input.checked) });
    const label = make("label", { class: "wb-pick wb-toggle" }, input, make("span", {}, field.label));
    this.marks.push(() => {
      input.checked = this.chosen[field.key] === true;
      label.toggleAttribute("data-set", input.checked);
    });
    return label;
  }

  text(field) {
    const changed = later(300, () => this.choose(field.key, input.value.trim()));
    const input = make("input", {
      type: "search", class: "wb-input wb-filter-text", placeholder: field.placeholder || field.label, "aria-label": field.label, maxlength: 200,
      oninput: (event) => { if (!event.isComposing) changed(); }, oncompositionend: changed,
      onkeydown: (event) => { if (event.key === "Enter" && !event.isComposing) changed.now(); },
    });
    this.marks.push(() => { if (input !== document.activeElement) input.value = this.chosen[field.key] ?? ""; });
    return input;
  }
}

export default { render({ model, el }) { new FilterBarView(model, el); } };
