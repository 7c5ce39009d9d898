// The month, the way to the ones beside it, and its numbers.

export default {
  render({ model, el }) {
    el.classList.add("reception-head");
    const turn = (months, label, sign) => make("button", { type: "button", class: "wb-button wb-quiet", "aria-label": label, onclick: () => model.send({ type: "turn", months }) }, sign);
    const opening = (number, { label, tab, part }) => make("button", {
      type: "button", class: "wb-figure-part", "aria-label": `${number.name}，${label}，查看清单`, onclick: () => model.send({ type: "open", tab, part }),
    }, label);
    const tile = (number) => make("li", { class: "wb-figure", "data-tone": number.tone || null },
      make("div", { class: "wb-figure-name", title: number.hint || null }, number.name),
      make("div", { class: "wb-figure-shut" }, make("span", { class: /\d/.test(number.value) ? "wb-figure-value" : "wb-figure-none" }, number.value)),
      number.opens.length ? make("div", { class: "wb-figure-parts" }, number.opens.map((one) => opening(number, one))) : null,
      number.note ? make("div", { class: "wb-figure-note" }, number.note) : null);
    const show = () => {
      const held = el.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
      el.replaceChildren(
        make("div", { class: "reception-month" },
          make("h2", { "aria-live": "polite" }, model.get("title")),
          make("div", {}, turn(-1, "上一月", "‹ 上月"), turn(0, "本月", "本月"), turn(1, "下一月", "下月 ›"))),
        make("ul", { class: "reception-numbers", "aria-label": "本月数字" }, model.get("numbers").map(tile)));
      if (held) [...el.querySelectorAll("button")].find((one) => one.getAttribute("aria-label") === held)?.focus();
    };
    for (const name of ["title", "numbers"]) model.on(`change:${name}`, later(0, show));
    show();
  },
};
