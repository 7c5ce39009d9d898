// The wall: arrows, Page Up and Down (presenters send these) turn; what is recorded turns it to its item.

const clock = (seconds) => `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;

class Wall {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    root.classList.add("meeting-wall");
    root.setAttribute("tabindex", "-1");
    this.kept = this.read();
    const told = model.get("told");
    this.agreed = told.agreed ?? 0;
    this.at = Math.max(0, told.slides.findIndex((slide) => slide.number === (this.kept.number || told.last)));
    this.onKey = (event) => this.key(event);
    addEventListener("keydown", this.onKey);
    model.on("change:told", () => this.grown());
    model.on("change:problem", () => this.draw());
    this.ticking = setInterval(() => this.tick(), 1000);
    this.looking = setInterval(() => model.send({ type: "look", unasked: true }), model.get("beat"));
    // Whoever leaves the page ends its kernel at that moment, and there is nobody to ask any more.
    this.onLeave = () => clearInterval(this.looking);
    addEventListener("beforeunload", this.onLeave);
    this.draw();
    this.watch();
  }

  // Which item, and since when each is before the meeting: a refresh of the page changes neither.
  read() {
    try { return JSON.parse(sessionStorage.getItem("meeting-wall")) ?? { number: 0, spent: {} }; } catch { return { number: 0, spent: {} }; }
  }

  keep() {
    try { sessionStorage.setItem("meeting-wall", JSON.stringify(this.kept)); } catch { /* a browser that keeps nothing begins anew */ }
  }

  get slides() { return this.model.get("told").slides; }

  get slide() { return this.slides[this.at]; }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowRight: this.at + 1, ArrowDown: this.at + 1, PageDown: this.at + 1, " ": this.at + 1, ArrowLeft: this.at - 1, ArrowUp: this.at - 1, PageUp: this.at - 1, Home: 0, End: this.slides.length - 1 }[event.key];
    if (event.key === "0" && this.slide) { this.kept.spent[this.slide.number] = 0; this.tick(); }
    if (to === undefined) return;
    event.preventDefault();
    this.turn(to);
    this.model.send({ type: "look" });  // somebody is there
  }

  turn(to) {
    this.at = Math.min(Math.max(to, 0), Math.max(this.slides.length - 1, 0));
    this.draw();
  }

  grown() {
    const told = this.model.get("told");
    const number = this.kept.number;
    const isNew = told.agreed > this.agreed;
    this.agreed = told.agreed ?? 0;
    const wanted = told.slides.findIndex((slide) => slide.number === (isNew ? told.last : number));
    this.at = wanted >= 0 ? wanted : Math.min(this.at, Math.max(told.slides.length - 1, 0));
    this.draw();
  }

  tick() {
    if (!this.slide || !this.model.get("told").in_session) return;
    const spent = this.kept.spent;
    spent[this.slide.number] = (spent[this.slide.number] ?? 0) + 1;
    this.keep();
    if (this.timer) this.timer.textContent = clock(spent[this.slide.number]);
  }

  draw() {
    const told = this.model.get("told");
    const slide = this.slide;
    this.kept.number = slide?.number ?? 0;
    this.keep();
    const problem = this.model.get("problem");
    if (!slide) {
      this.timer = null;
      this.root.replaceChildren(make("p", { class: "wall-empty", role: "status" }, problem || (told.meeting_no ? `${told.title}还没有列入议题` : "还没有筹备中的会议")));
      return;
    }
    this.timer = make("span", { class: "wall-timer", role: "timer", "aria-label": "本议题用时" }, clock(this.kept.spent[slide.number] ?? 0));
    const head = make("header", { class: "wall-head" }, make("span", { class: "wall-title" }, told.title, "　", told.kind),
      make("span", { class: "wall-state" }, told.in_session ? `到会 ${told.present} 个单位` : told.state), this.timer);
    const items = slide.items.map((item) => make("li", { class: "wall-item", "data-no": item.no },
      make("p", { class: "wall-item-text" }, item.text), make("p", { class: "wall-item-who" }, make("span", {}, item.who), make("strong", {}, item.due))));
    const agreed = make("section", { class: "wall-agreed", "aria-label": "议定事项" }, make("h2", {}, items.length ? `议定事项 ${items.length}` : "议定事项"),
      items.length ? make("ol", {}, items) : make("p", { class: "wall-none" }, told.nothing));
    const main = make("main", { class: "wall-main", "data-long": items.length > 2 || slide.facts.join("").length > 140 ? "true" : null },
      make("section", { class: "wall-topic" }, make("p", { class: "wall-reason" }, make("span", { class: "wall-position" }, `${this.at + 1} / ${told.slides.length}`), slide.reason),
        make("h1", { "data-long": slide.subject.length > 30 ? "true" : null }, slide.subject), make("ul", { class: "wall-facts" }, slide.facts.map((fact) => make("li", {}, fact)))), agreed);
    this.root.replaceChildren(head, main, problem ? make("p", { class: "wall-problem", role: "alert" }, problem) : "");
    agreed.lastElementChild.lastElementChild?.scrollIntoView?.({ block: "nearest" });
  }

  // The page around it has a width and a frame of its own that a wall does not want.
  watch() { document.documentElement.dataset.wall = "true"; }

  dispose() {
    clearInterval(this.ticking);
    clearInterval(this.looking);
    removeEventListener("keydown", this.onKey);
    removeEventListener("beforeunload", this.onLeave);
    delete document.documentElement.dataset.wall;
  }
}

export default {
  render({ model, el }) {
    const wall = new Wall(model, el);
    return () => wall.dispose();
  },
};
