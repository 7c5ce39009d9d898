// What can be done with the rows that are ticked.

export default {
  render({ model, el }) {
    el.classList.add("bulk-bar");
    const show = () => {
      const [count, acts, closed] = [model.get("count"), model.get("acts"), model.get("closed")];
      el.hidden = count === 0;
      if (!count) return el.replaceChildren();
      el.replaceChildren(
        make("strong", { role: "status" }, `已选 ${numeral.format(count)} 件`),
        closed ? make("span", { class: "bulk-closed" }, closed)
          : make("div", { class: "bulk-acts", role: "group", "aria-label": "批量办理" }, make("span", {}, "批量办理："),
              acts.map((one) => make("button", { type: "button", class: "wb-button", onclick: () => model.send({ type: "choose", step: one.step }) }, one.label))),
        make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => model.send({ type: "clear" }) }, "取消选择"));
    };
    for (const name of ["count", "acts", "closed"]) model.on(`change:${name}`, show);
    show();
  },
};
