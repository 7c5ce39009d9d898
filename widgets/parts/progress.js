// How far something is.

export default {
  render({ model, el }) {
    el.classList.add("wb-working");
    el.setAttribute("role", "region"); // it stands beside what is done meanwhile, and is found like it
    const label = make("span", { class: "wb-working-label" });
    const detail = make("span", { class: "wb-working-detail", role: "status" });
    const track = make("progress", { class: "wb-progress", max: 1 });
    const stop = make("button", { type: "button", class: "wb-button", onclick: () => model.send({ type: "cancel" }) }, "取消");
    el.append(make("div", { class: "wb-working-head" }, label, detail, stop), track);
    const show = () => {
      const [phase, fraction] = [model.get("phase"), model.get("fraction")];
      const isRunning = phase === "running" || phase === "stopping";
      el.hidden = phase === "idle";
      el.dataset.phase = phase;
      label.textContent = model.get("label");
      for (const one of [el, track]) one.setAttribute("aria-label", model.get("label"));
      const share = fraction === null ? "" : `${Math.floor(fraction * 100)}%`;
      const word = { running: share, stopping: "正在停止…", done: "完成", stopped: "已停止", failed: "未完成" }[phase] ?? "";
      detail.textContent = [word, model.get("detail")].filter(Boolean).join(" · ");
      if (fraction === null) track.removeAttribute("value");
      else track.value = fraction;
      track.hidden = !isRunning && phase !== "done";
      stop.hidden = !isRunning || !model.get("can_cancel");
      stop.disabled = phase === "stopping";
    };
    for (const name of ["label", "detail", "fraction", "phase", "can_cancel"]) model.on(`change:${name}`, show);
    show();
  },
};
