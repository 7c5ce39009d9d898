// Prints the page: the print style sheet leaves only the notice.

export default {
  render({ model, el }) {
    el.replaceChildren(make("button", { type: "button", class: "wb-button", onclick: () => window.print() }, model.get("label")));
  },
};
