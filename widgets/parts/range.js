// From one day (or number) to another; either end may stay open.

function rangeForm(kind, value, apply) {
  const field = (end, label) => {
    const id = newId("range");
    const control = kind === "date" ? dateField({ label }, { input: id }, () => {}) : numberField(id);
    control.write(value[end] ?? "");
    return { control, el: make("div", { class: "wb-field" }, make("label", { for: id }, label), control.holder) };
  };
  const [from, until] = [field("low", "从"), field("high", "到")];
  const problem = make("p", { class: "wb-field-problem", role: "alert" });
  const submit = (event) => {
    event.preventDefault();
    const [low, high] = [from.control.read(), until.control.read()];
    const unread = kind === "date" && [low, high].find((day) => day && !readDay(day));
    const isTurned = low && high && (kind === "number" ? Number(low) > Number(high) : low > high);
    problem.textContent = unread ? `“${unread}”不是日期，请按 2026-03-31 的样子填写。` : isTurned ? "“从”不能晚于或大于“到”。" : "";
    if (!problem.textContent) apply({ low, high });
  };
  return make("form", { class: "wb-range", onsubmit: submit }, from.el, until.el, problem,
    make("div", { class: "wb-popover-foot" },
      make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => apply({ low: "", high: "" }) }, "清除"),
      make("button", { type: "submit", class: "wb-button wb-primary" }, "确定")));
}

function numberField(id) {
  const input = make("input", { class: "wb-input", type: "number", step: "any", id });
  return { holder: input, read: () => input.value, write: (value) => { input.value = value; } };
}

function rangeText({ low, high }) {
  if (low && high) return low === high ? low : `${low} 至 ${high}`;
  if (low) return `${low} 起`;
  return high ? `至 ${high}` : "";
}
