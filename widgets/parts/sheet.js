// The style of one screen.

export default {
  render({ model, el }) {
    el.classList.add("wb-sheet");
    el.append(make("style", {}, model.get("css")));
  },
};
