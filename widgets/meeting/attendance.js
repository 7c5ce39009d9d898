// One line a unit: 1 to 4 mark and go down, arrows walk as in a sheet, what is not saved comes back after a refresh.

export default {
  render({ model, el }) {
    el.classList.add("meeting-attendance");
    const draft = new FormDraft(model.get("draft"));
    const statuses = model.get("statuses");
    let changes = {};
    try { changes = draft.read()?.values ?? {}; } catch { changes = {}; }
    const saved = () => new Map(model.get("rows").map((row) => [row.unit, row]));
    const now = (row) => ({ ...row, ...(changes[row.unit] ?? {}) });
    const change = (unit, what) => {
      const before = saved().get(unit);
      const after = { ...now(before), ...what };
      if (["status", "name", "post"].every((key) => (after[key] ?? "") === before[key])) delete changes[unit];
      else changes[unit] = { status: after.status, name: after.name, post: after.post };
      if (Object.keys(changes).length) draft.write(changes);
      else draft.clear();
      foot();
    };
    const cellAt = (row, column) => el.querySelector(`[data-at="${row}-${column}"]`);
    const mark = (at, row, code) => {
      change(row.unit, { status: code });
      draw(at);
    };
    const walk = (event, at, column) => {
      const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0] }[event.key];
      if (!step || event.isComposing) return;
      event.preventDefault();
      cellAt(at + step[0], column)?.focus();
    };
    const text = (row, at, column, key, label, longest) => make("input", {
      class: "wb-input", type: "text", value: now(row)[key], maxlength: longest, autocomplete: "off", "aria-label": `${row.label}${label}`, "data-at": `${at}-${column}`, disabled: !model.get("can_change"),
      oninput: (event) => change(row.unit, { [key]: event.target.value }), onkeydown: (event) => walk(event, at, column),
    });
    const line = (row, at) => {
      const current = now(row);
      const marks = make("div", {
        class: "meeting-marks", role: "radiogroup", "aria-label": `${row.label}参会情况`, tabindex: model.get("can_change") ? 0 : null, "data-at": `${at}-0`,
        onkeydown: (event) => {
          const chosen = statuses[Number(event.key) - 1];
          if (chosen && model.get("can_change")) { event.preventDefault(); mark(at, row, chosen.code); cellAt(at + 1, 0)?.focus(); }
          else walk(event, at, 0);
        },
      }, statuses.map((one) => make("span", {
        role: "radio", "aria-checked": String(current.status === one.code), "data-status": one.code, class: "meeting-mark",
        onclick: () => { if (model.get("can_change")) { mark(at, row, one.code); cellAt(at, 0)?.focus(); } },
      }, one.label)));
      return make("tr", { "data-changed": row.unit in changes ? "true" : null }, make("th", { scope: "row" }, row.label), make("td", {}, marks),
        make("td", {}, text(row, at, 1, "name", "参会人", 40)), make("td", {}, text(row, at, 2, "post", "职务", 80)));
    };
    const body = make("tbody");
    const tail = make("div", { class: "meeting-attendance-foot" });
    const foot = () => {
      const rows = model.get("rows").map(now);
      const counts = statuses.map((one) => `${one.label} ${rows.filter((row) => row.status === one.code).length}`).join(" · ");
      const left = rows.filter((row) => !row.status).length;
      const unmarked = Object.entries(changes).filter(([, row]) => !row.status);
      const count = Object.keys(changes).length;
      tail.replaceChildren(make("span", { role: "status" }, `${counts} · 未登记 ${left}`), ...(model.get("can_change") ? [
        make("button", { type: "button", class: "wb-button", disabled: !left, onclick: rest }, "其余都记为出席"),
        make("button", { type: "button", class: "wb-button wb-primary", disabled: !count || unmarked.length > 0, onclick: send }, count ? `保存 ${count} 处改动` : "已全部保存"),
        unmarked.length ? make("span", { class: "wb-field-problem" }, "填了参会人的单位还要选参会情况") : null,
      ].filter(Boolean) : []), make("span", { class: "wb-field-problem", role: "alert" }, model.get("problem")));
    };
    const rest = () => {
      for (const row of model.get("rows")) if (!now(row).status) change(row.unit, { status: statuses[0].code });
      draw();
    };
    const send = () => model.send({ type: "save", rows: Object.entries(changes).map(([unit, row]) => ({ unit, ...row })) });
    const draw = (at) => {
      body.replaceChildren(...model.get("rows").map(line));
      foot();
      if (at !== undefined) cellAt(at, 0)?.focus();
    };
    const head = ["单位", "参会情况（按 1、2、3、4 键）", "参会人", "职务"].map((name) => make("th", { scope: "col" }, name));
    el.replaceChildren(make("div", { class: "meeting-sheet" }, make("table", { class: "wb-table" }, make("caption", { class: "wb-unseen" }, "参会情况"), make("thead", {}, make("tr", {}, head)), body)), tail);
    model.on("change:rows", () => draw());
    model.on("change:can_change", () => draw());
    model.on("change:problem", foot);
    model.on("change:saved", () => { changes = {}; draft.clear(); draw(); });
    draw();
  },
};
