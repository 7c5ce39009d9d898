// The agenda: arrows walk, Alt with arrows moves an item, Enter chooses or edits.

export default {
  render({ model, el }) {
    el.classList.add("meeting-agenda");
    let focused = 0;
    const wish = (type, number) => model.send({ type, number });
    const button = (type, number, sign, label) =>
      make("button", { type: "button", class: "wb-button wb-quiet", "aria-label": label, title: label, onclick: (event) => { event.stopPropagation(); wish(type, number); } }, sign);
    const row = (one, at, all) => {
      const [canChange, canChoose] = [model.get("can_change"), model.get("can_choose")];
      const name = `第 ${one.position} 项：${one.subject}`;
      const isChosen = canChoose && one.number === model.get("chosen");
      const open = canChoose ? () => wish("choose", one.number) : canChange ? () => wish("edit", one.number) : null;
      const tools = canChange && make("span", { class: "meeting-agenda-tools" },
        button("up", one.number, "↑", `上移${name}`), button("down", one.number, "↓", `下移${name}`),
        button("edit", one.number, "修改", `修改${name}`), button("remove", one.number, "撤下", `撤下${name}`));
      return make("li", {
        class: "meeting-agenda-row", tabindex: canChoose || canChange ? 0 : null, "data-number": one.number, "aria-current": isChosen ? "true" : null, "aria-label": name,
        onclick: canChoose ? open : null,
        onfocus: () => { focused = one.number; },
        onkeydown: (event) => {
          if (event.target !== event.currentTarget) return;
          const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
          if (step && event.altKey && canChange) { event.preventDefault(); wish(step < 0 ? "up" : "down", one.number); }
          else if (step) { event.preventDefault(); el.querySelector(`[data-number="${all[at + step]?.number}"]`)?.focus(); }
          else if (event.key === "Enter" && open) { event.preventDefault(); open(); }
          else if (event.key === "Delete" && canChange) { event.preventDefault(); wish("remove", one.number); }
        },
      },
      make("span", { class: "meeting-agenda-position" }, String(one.position)),
      make("div", { class: "meeting-agenda-body" },
        make("div", { class: "meeting-agenda-head" }, make("strong", {}, one.subject),
          one.case_no && !one.subject.includes(one.case_no) ? make("span", { class: "meeting-agenda-case" }, one.case_no) : null,
          make("span", { class: "wb-tag" }, one.reason),
          one.agreed ? make("span", { class: "wb-tag", "data-tone": "done" }, `已议定 ${one.agreed} 条`) : null),
        one.facts.map((fact) => make("div", { class: "meeting-agenda-fact" }, fact))),
      tools || null);
    };
    const show = () => {
      const had = el.contains(document.activeElement) ? focused : 0;
      const rows = model.get("rows");
      el.replaceChildren(rows.length
        ? make("ol", { "aria-label": "议程" }, rows.map((one, at) => row(one, at, rows)))
        : make("p", { class: "wb-empty" }, model.get("empty")));
      if (had) el.querySelector(`[data-number="${had}"]`)?.focus();
    };
    for (const name of ["rows", "chosen", "can_change", "can_choose"]) model.on(`change:${name}`, show);
    show();
  },
};
