// What may be done next, each with the button that opens its form; what may not be done, with the reason.

export default {
  render({ model, el }) {
    el.classList.add("case-box");
    const line = (one) => {
      const why = [`${one.article}；由${one.who}办理；凭据：${one.evidence}`, one.why].filter(Boolean).join("。");
      const closed = one.closed || model.get("closed");
      const button = one.opens && make("button", {
        type: "button", class: "wb-button next-open", "aria-label": `办理：${one.label}`, "aria-pressed": String(one.step === model.get("current")),
        disabled: closed !== "", title: closed || null, onclick: () => model.send({ type: "choose", step: one.step }),
      }, "办理");
      return make("li", { class: "next-line" }, make("div", {}, make("strong", {}, one.label), make("span", { class: "case-quiet" }, why)), button || null);
    };
    const show = () => {
      const [allowed, refused, closed] = [model.get("allowed"), model.get("refused"), model.get("closed")];
      const reasons = refused.map((one) => make("li", {}, make("strong", {}, one.label), make("span", { class: "case-quiet" }, `${one.why}（${one.article}）`)));
      el.replaceChildren(...[
        make("h3", {}, "下一步"),
        closed && allowed.length ? make("p", { class: "case-warning next-closed" }, closed) : null,
        allowed.length ? make("ul", { class: "case-next" }, allowed.map(line)) : make("p", {}, "没有可以办理的下一步。"),
        refused.length ? make("details", {}, make("summary", {}, `为什么不能办理其余 ${refused.length} 项`), make("ul", { class: "case-next" }, reasons)) : null,
      ].filter(Boolean));
    };
    for (const name of ["allowed", "refused", "closed", "current"]) model.on(`change:${name}`, show);
    show();
  },
};
