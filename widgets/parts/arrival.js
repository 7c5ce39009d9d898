// Tells that a browser shows this page now: what was changed before that, it may never have heard of.

export default {
  render({ model, el }) {
    el.hidden = true;
    model.send({ type: "arrived" });
  },
};
