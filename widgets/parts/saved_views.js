// Filters with a name: one's own and those a colleague shares. They are asked for when the window opens.

class SavedViewsView {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.form = { name: "", shared: false };
    this.editing = null; // [id, "rename" | "delete"]
    root.classList.add("wb-views");
    const button = make("button", { type: "button", class: "wb-pick" }, model.get("label"));
    this.pop = popover(button, model.get("label"), () => {
      this.editing = null;
      this.isReading = true;
      this.say = "";
      model.send({ type: "list" });
      return this.content();
    }, { wide: true });
    root.append(button, this.pop.box);
    model.on("change:shelf", () => this.arrived());
  }

  arrived() {
    const { problem, done } = this.model.get("shelf");
    this.isReading = false;
    this.say = problem;
    if (!problem) this.editing = null;
    if (done === "keep") this.form = { name: "", shared: false };
    if (this.pop.box.matches(":popover-open")) this.redraw();
  }

  redraw(focus) {
    const kept = this.pop.box.contains(document.activeElement) && document.activeElement.name;
    this.pop.box.replaceChildren(...this.content());
    (this.pop.box.querySelector(focus ?? "[data-focus]") ?? this.pop.box.querySelector(`[name="${kept || "view-name"}"]`))?.focus();
    this.pop.place();
  }

  ask(message) { this.model.send(message); }

  content() {
    const { items } = this.model.get("shelf");
    const lines = items.map((item) => this.line(item));
    const list = this.isReading ? make("p", { class: "wb-small" }, "正在读取…")
      : this.say && !lines.length ? make("p", { hidden: true }) : lines.length ? make("ul", { class: "wb-view-list", "aria-label": "已存视图" }, lines)
        : make("p", { class: "wb-small" }, "还没有视图：把现在的筛选起个名字存下来，下次一点就到。");
    return [list, this.say ? make("p", { class: "wb-field-problem", role: "alert" }, this.say) : make("p", { hidden: true }), this.keeping()];
  }

  keeping() {
    const name = make("input", { class: "wb-input", name: "view-name", maxlength: 30, value: this.form.name, required: true, autocomplete: "off", oninput: () => { this.form.name = name.value; } });
    const shared = make("input", { type: "checkbox", checked: this.form.shared, onchange: () => { this.form.shared = shared.checked; } });
    return make("form", { class: "wb-view-form", onsubmit: (event) => {
      event.preventDefault();
      this.ask({ type: "keep", name: name.value, shared: shared.checked });
    } }, make("label", { class: "wb-field" }, make("span", {}, "把现在的筛选存为"), name),
    make("div", { class: "wb-popover-foot" },
      this.model.get("can_share") ? make("label", { class: "wb-check" }, shared, make("span", {}, "本单位共用")) : make("span"),
      make("button", { type: "submit", class: "wb-button wb-primary" }, "保存")));
  }

  line(item) {
    const [id, what] = this.editing ?? [];
    if (id === item.id) return what === "rename" ? this.renaming(item) : this.deleting(item);
    const open = make("button", { type: "button", class: "wb-view-open", title: item.name, onclick: () => {
      this.pop.close();
      this.ask({ type: "open", id: item.id });
    } }, item.name);
    const note = item.own ? (item.shared ? make("span", { class: "wb-tag", "data-tone": "accent" }, "共用") : null) : make("span", { class: "wb-small" }, `${item.by} 共用`);
    const quiet = (words, act) => make("button", { type: "button", class: "wb-view-act", "aria-label": `${words}：${item.name}`, onclick: act }, words);
    const acts = item.own ? [
      quiet("改名", () => this.edit(item, "rename")),
      this.model.get("can_share") || item.shared ? quiet(item.shared ? "取消共用" : "共用", () => this.ask({ type: "share", id: item.id, shared: !item.shared })) : null,
      quiet("删除", () => this.edit(item, "delete")),
    ] : [];
    return make("li", {}, make("div", { class: "wb-view-line" }, open, note), make("div", { class: "wb-view-acts" }, acts));
  }

  edit(item, what) {
    this.editing = item && [item.id, what];
    this.say = "";
    this.redraw();
  }

  renaming(item) {
    const name = make("input", { class: "wb-input", "data-focus": "", maxlength: 30, value: item.name, required: true, "aria-label": `新名称：${item.name}` });
    return make("li", {}, make("form", { class: "wb-view-edit", onsubmit: (event) => {
      event.preventDefault();
      this.ask({ type: "rename", id: item.id, name: name.value });
    } }, name, make("button", { type: "submit", class: "wb-button" }, "确定"), this.cancel()));
  }

  deleting(item) {
    return make("li", {}, make("div", { class: "wb-view-edit" }, make("span", {}, `删除“${item.name}”？`),
      make("button", { type: "button", class: "wb-button wb-grave", "data-focus": "", onclick: () => this.ask({ type: "delete", id: item.id }) }, "删除"), this.cancel()));
  }

  cancel() { return make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => this.edit(null) }, "取消"); }
}

export default { render({ model, el }) { new SavedViewsView(model, el); } };
