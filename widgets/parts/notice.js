// Sentences that must be read. The live regions stand there before the sentences come, or nobody hears them.

const NOTICE_WORDS = { info: "提示", success: "完成", warning: "注意", error: "未完成" };
const STAYS = { info: 12000, success: 8000 }; // milliseconds; warnings and errors stay until they are closed

// Nothing vanishes under the eyes or the hand of a reader.
function leaveAfter(node, wait, leave) {
  setTimeout(() => {
    if (node.matches(":hover, :focus-within")) leaveAfter(node, 3000, leave);
    else leave();
  }, wait);
}

export default {
  render({ model, el }) {
    el.classList.add("wb-notices");
    const polite = make("div", { role: "status" });
    const urgent = make("div", { role: "alert" });
    el.append(urgent, polite);
    const drawn = new Map();
    const close = (number, unasked = false) => model.send({ type: "close", number, unasked });
    const show = () => {
      const notices = model.get("shown");
      const wanted = new Set(notices.map((notice) => notice.number));
      for (const [number, node] of drawn) {
        if (wanted.has(number)) continue;
        node.remove();
        drawn.delete(number);
      }
      for (const { number, kind, text } of [...notices].reverse()) {
        if (drawn.has(number)) continue;
        const node = make("div", { class: "wb-notice", "data-kind": kind },
          make("strong", {}, NOTICE_WORDS[kind]), make("span", { class: "wb-notice-text" }, text),
          make("button", { type: "button", class: "wb-close", "aria-label": "关闭这条提示", onclick: () => close(number) }, "×"));
        (kind === "error" ? urgent : polite).prepend(node);
        drawn.set(number, node);
        if (kind in STAYS) leaveAfter(node, STAYS[kind], () => drawn.has(number) && close(number, true));
      }
    };
    model.on("change:shown", show);
    show();
  },
};
