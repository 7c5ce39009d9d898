// The head of every screen: where one is, who one is, as of which day; and that something is under way.

function brandMark() {
  const stroke = { fill: "none", stroke: "#fff", "stroke-width": 2.4, "stroke-linejoin": "round", "stroke-linecap": "round" };
  return make("svg:svg", { width: 24, height: 24, viewBox: "0 0 32 32", "aria-hidden": "true" },
    make("svg:rect", { width: 32, height: 32, rx: 6, fill: "#1b4f8a" }),
    make("svg:path", { d: "M7 10h18v13H7z", ...stroke }), make("svg:path", { d: "m7.5 11 8.5 7 8.5-7", ...stroke }));
}

const READ = "workbench.reminder.read";

function readKept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch { /* a browser that keeps nothing marks it as new again */ }
}

class Masthead {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    root.classList.add("wb-masthead");
    this.build();
    this.show();
    for (const name of ["title", "note", "who", "as_of", "today", "busy", "reminder"]) model.on(`change:${name}`, () => this.show());
    this.nameLandmarks();
  }

  build() {
    const { brand, office, apps, app } = this.model.get("site");
    this.title = make("h1");
    this.who = make("span", { class: "wb-who" });
    this.reminder = make("span", { class: "wb-reminder", hidden: true });
    this.waiting = make("div", { class: "wb-waiting", role: "progressbar", "aria-label": "正在处理", hidden: true });
    const home = apps.find((one) => one.key === "home")?.href ?? apps[0]?.href ?? "#";
    this.apps = apps.map((one) => make("li", {}, make("a", { href: one.href, "aria-current": one.key === app && "page" }, one.label)));
    this.more = this.moreApps();
    this.list = make("ul", {}, this.apps, this.more);
    const skip = make("a", { class: "wb-skip", href: "#", onclick: (event) => {
      event.preventDefault();
      this.main?.focus();
    } }, "跳到正文");
    const get = (name) => this.model.get(name);
    const limits = { label: "截至日", required: true, get low() { return get("earliest"); }, get high() { return get("today"); }, get today() { return get("today"); } };
    const id = newId("as-of");
    this.day = dateField(limits, { input: id }, (isChosen) => { if (isChosen) this.ask(); });
    this.day.input.addEventListener("change", () => this.ask());
    this.day.input.addEventListener("keydown", (event) => { if (event.key === "Escape") this.restore(); });
    this.problem = make("span", { class: "wb-asof-problem", role: "alert" });
    this.back = make("button", { type: "button", class: "wb-button wb-today", onclick: () => this.model.send({ type: "as_of", day: "" }) }, "回到今天");
    this.asOf = make("div", { class: "wb-asof" }, this.problem, make("label", { for: id }, "截至日"), this.day.holder, this.back);
    this.plainDay = make("span", { class: "wb-asof wb-asof-plain" });
    this.past = make("div", { class: "wb-past", role: "status" });
    this.root.append(
      make("header", {}, skip, make("div", { class: "wb-top" }, make("a", { class: "wb-brand", href: home }, brandMark(),
        office ? make("span", { class: "wb-office", title: office }, office, make("small", {}, brand)) : brand),
        make("nav", { class: "wb-nav", "aria-label": "应用" }, this.list), this.reminder, this.who, projectorSwitch(), this.leaving(), this.waiting),
      make("div", { class: "wb-title" }, this.title, this.asOf, this.plainDay), this.past));
    new ResizeObserver(() => this.fold()).observe(this.list);
    document.fonts.ready.then(() => this.fold()); // letters of another width
  }

  moreApps() {
    const button = make("button", { type: "button", class: "wb-more" }, "更多");
    const item = make("li", { hidden: true }, button);
    popover(button, "更多应用", () => make("ul", { class: "wb-more-apps" }, this.apps.filter((one) => one.hidden).map((one, place) => {
      const link = one.firstChild.cloneNode(true);
      link.toggleAttribute("autofocus", place === 0);
      return make("li", {}, link);
    })));
    return item;
  }

  // What finds no room goes, from the end, under one button; the app that is open stays in sight.
  fold() {
    for (const one of this.apps) one.hidden = false;
    this.more.hidden = true;
    const isTooLong = () => this.list.scrollWidth > this.list.clientWidth;
    if (!isTooLong()) return;
    this.more.hidden = false;
    for (const one of this.apps.toReversed()) {
      if (!isTooLong()) return;
      one.hidden = !one.firstChild.hasAttribute("aria-current");
    }
  }

  // A form like any other: the server takes it from our own pages only, which know the token of the cookie.
  leaving() {
    const action = this.model.get("leave");
    if (!action) return "";
    const token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";
    return make("form", { class: "wb-leave", method: "post", action },
      make("input", { type: "hidden", name: "_xsrf", value: token }),
      make("button", { type: "submit", class: "wb-mode" }, "退出登录"));
  }

  // What is new stays marked until it was opened once in this browser.
  remind({ count, is_new: isNew, href, hint }) {
    this.reminder.hidden = !href;
    if (!href) return;
    const mark = `${this.model.get("who")} ${href} ${count}`;
    const isUnread = isNew && readKept(READ) !== mark;
    this.reminder.replaceChildren(make("a", { href, title: hint, "aria-label": `期限提醒：${hint}`, onclick: () => keep(READ, mark) },
      "期限提醒", make("span", { class: "wb-badge", "data-unread": String(isUnread) }, isNew ? `新 ${numeral.format(count)}` : numeral.format(count))));
  }

  // What was typed and not asked for gives way to the day that is shown.
  restore() {
    this.written = null;
    this.show();
  }

  show() {
    const get = (name) => this.model.get(name);
    const [asOf, today] = [get("as_of"), get("today")];
    this.title.replaceChildren(get("title"), get("note") ? make("small", {}, get("note")) : "");
    document.title = `${get("title")} · ${get("site").brand}`;
    const [name, ...rest] = get("who").split(" · ");
    this.who.title = get("who");
    this.who.replaceChildren(name, rest.length ? make("span", { class: "wb-role" }, ` · ${rest.join(" · ")}`) : "");
    this.remind(get("reminder"));
    const isChosen = get("site").chooses_day;
    this.asOf.hidden = !asOf || !isChosen;
    this.plainDay.hidden = !asOf || isChosen;
    this.plainDay.textContent = `截至 ${asOf}`;
    // Only another day is written: what somebody types stays while the page turns busy or is reminded.
    if (this.written !== `${asOf} ${today}`) {
      this.written = `${asOf} ${today}`;
      this.day.write(asOf);
      this.problem.textContent = "";
    }
    const isPast = isChosen && asOf !== today;
    this.asOf.toggleAttribute("data-past", isPast);
    this.back.hidden = !isPast;
    this.past.hidden = !asOf || !isPast;
    this.past.textContent = isPast ? `正在看 ${asOf} 当天结束时的情况：此后发生的事不计入。` : "";
    this.waiting.hidden = !get("busy");
  }

  // Only a whole day in range is asked for, once it was typed to the end or chosen.
  ask() {
    const [day, today, min] = [readDay(this.day.read(), this.model.get("today")), this.model.get("today"), this.model.get("earliest")];
    const isOpen = day && day <= today && (!min || day >= min);
    this.problem.textContent = isOpen ? "" : !day ? "请按 2026-03-31 的样子填写日期。" : day > today ? `最晚可选今天（${today}）。` : `最早可选 ${min}。`;
    if (isOpen && day !== this.model.get("as_of")) this.model.send({ type: "as_of", day });
  }

  // The boxes of the frame are drawn by another library, which gives them no roles; they may come after this view.
  nameLandmarks() {
    const name = () => {
      const screen = this.root.closest(".wb-screen");
      const main = screen?.querySelector(".wb-main");
      if (!main) return false;
      this.main = main;
      main.setAttribute("role", "main");
      main.setAttribute("tabindex", -1);
      return true;
    };
    if (name()) return;
    const waiting = new MutationObserver(() => { if (name()) waiting.disconnect(); });
    waiting.observe(document.body, { childList: true, subtree: true });
  }
}

export default { render({ model, el }) { new Masthead(model, el); } };
