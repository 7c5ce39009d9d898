// A button that asks once more. The question takes the button's place, so that nothing else moves.

export default {
  render({ model, el }) {
    el.classList.add("wb-confirm");
    let asking = false;
    const show = (focus) => {
      const blockers = model.get("blockers");
      const isWorking = model.get("is_working");
      const tone = model.get("is_grave") ? "wb-grave" : "wb-primary";
      if (blockers.length || isWorking) asking = false;
      const first = asking
        ? make("button", { type: "button", class: "wb-button", onclick: () => { asking = false; show(true); } }, "取消")
        : make("button", { type: "button", class: `wb-button ${tone}`, disabled: blockers.length > 0 || isWorking, onclick: () => { asking = true; show(true); } },
            isWorking ? "正在处理…" : model.get("label"));
      const second = asking && make("button", { type: "button", class: `wb-button ${tone}`, onclick: () => { asking = false; model.send({ type: "confirm" }); show(); } }, "确定");
      el.replaceChildren(
        ...(asking ? [make("span", { class: "wb-confirm-question", role: "alert" }, model.get("question")), second, first] : [first]),
        ...(blockers.length ? [make("ul", { class: "wb-blockers", "aria-label": "暂不能执行的原因" }, blockers.map((text) => make("li", {}, text)))] : []));
      if (focus) (asking ? second : first).focus();
    };
    el.addEventListener("keydown", (event) => { if (event.key === "Escape" && asking) { asking = false; show(true); } });
    for (const name of ["label", "question", "is_grave", "blockers", "is_working"]) model.on(`change:${name}`, () => show());
    show();
  },
};
