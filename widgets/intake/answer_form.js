// Questions with set answers: up to five are seen at once, more are a list. Nothing is sent before the button.

const SEEN = 5;

export default {
  render({ model, el }) {
    el.classList.add("intake-form");
    let given = {};

    const choose = (one, value, button) => {
      if (value === one.chosen || value === null) delete given[one.id];
      else given[one.id] = value;
      button.disabled = Object.keys(given).length === 0;
    };

    const seen = (one, button) => {
      const name = newId("answer");
      return make("fieldset", {}, make("legend", {}, one.text), one.note ? make("p", {}, one.note) : null,
        make("div", { class: "intake-choices" }, one.choices.map(([value, label]) => {
          const input = make("input", { type: "radio", name, onchange: () => choose(one, value, button) });
          input.checked = value === one.chosen;
          return make("label", {}, input, make("span", {}, label));
        })));
    };

    const listed = (one, button) => {
      const id = newId("answer");
      const first = one.chosen === null ? 1 : 0;
      const list = make("select", { class: "wb-input", id, onchange: () => choose(one, one.choices[list.selectedIndex - first]?.[0] ?? null, button) },
        one.chosen === null ? make("option", {}, one.open) : null,
        one.choices.map(([, label]) => make("option", {}, label)));
      const at = one.choices.findIndex(([value]) => value === one.chosen);
      if (at >= 0) list.selectedIndex = at + first;
      return make("div", { class: "intake-listed" }, make("label", { for: id }, one.text), list, make("span", { class: "intake-note" }, one.note));
    };

    const show = () => {
      given = {};
      const isCompact = model.get("is_compact");
      const button = make("button", { type: "submit", class: `wb-button ${isCompact ? "" : "wb-primary"}`, disabled: true }, model.get("button"));
      const form = make("form", { "aria-label": model.get("label"), class: isCompact ? "intake-compact" : null, onsubmit: (event) => {
        event.preventDefault();
        if (!Object.keys(given).length) return;
        button.disabled = true;
        model.send({ type: "answer", given });
      } }, model.get("asked").map((one) => (isCompact || one.choices.length > SEEN ? listed : seen)(one, button)), button);
      el.replaceChildren(form);
    };
    model.on("change:asked", show);
    show();
  },
};
