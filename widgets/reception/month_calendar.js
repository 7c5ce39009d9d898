// A month as a table; each day is a button that says who receives and how it came out.

const WEEK_NAMES = "一二三四五六日";
const SIGNS = { accent: "○", done: "✓", late: "×", soon: "？", quiet: "→" };

export default {
  render({ model, el }) {
    el.classList.add("reception-calendar");
    const entry = (one) => make("span", { class: "reception-entry", "data-tone": one.tone, title: [one.who, one.kind, one.hour, one.state].filter(Boolean).join("，") },
      make("span", { class: "reception-sign", "aria-hidden": "true" }, SIGNS[one.tone]), make("span", { class: one.main ? "reception-main" : null }, one.who),
      make("span", { class: "reception-kind" }, one.kind), make("span", { class: "wb-unseen" }, one.state));
    const cell = (one) => {
      const [, month, day] = one.day.split("-").map(Number);
      const isToday = one.day === model.get("today");
      const shown = one.entries.length > 4 ? one.entries.slice(0, 3) : one.entries;
      const more = one.entries.length - shown.length;
      return make("td", { "data-beside": one.beside }, make("button", {
        type: "button", class: "reception-day", "data-day": one.day, "aria-pressed": String(one.day === model.get("chosen")), "aria-current": isToday ? "date" : null,
        onclick: () => model.send({ type: "open", day: one.day }),
      }, make("span", { class: "reception-number" }, one.beside ? `${month}/${day}` : String(day), isToday ? make("em", {}, "今天") : null),
        shown.map(entry), more ? make("span", { class: "reception-more" }, `另有 ${more} 项`) : null));
    };
    const show = () => {
      const held = el.contains(document.activeElement) && document.activeElement.dataset.day;
      const head = make("tr", {}, [...WEEK_NAMES].map((name) => make("th", { scope: "col" }, `周${name}`)));
      el.replaceChildren(
        make("table", {}, make("caption", { class: "wb-unseen" }, model.get("label")), make("thead", {}, head),
          make("tbody", {}, model.get("weeks").map((week) => make("tr", {}, week.map(cell))))),
        make("p", { class: "reception-legend" }, model.get("legend").map(([tone, label]) => make("span", { class: "reception-entry", "data-tone": tone }, make("span", { class: "reception-sign", "aria-hidden": "true" }, SIGNS[tone]), label)), make("span", { class: "wb-small" }, "粗体为党政主要领导")));
      if (held) el.querySelector(`[data-day="${held}"]`)?.focus();
    };
    el.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 }[event.key];
      const days = [...el.querySelectorAll(".reception-day")];
      const now = days.indexOf(event.target);
      if (!step || now < 0) return;
      event.preventDefault();
      days[now + step]?.focus();
    });
    for (const name of ["weeks", "chosen", "today", "label"]) model.on(`change:${name}`, later(0, show));
    show();
  },
};
