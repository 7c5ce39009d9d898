// A drawing as a picture: as an image no script in it could run, and its words are read out.

export default {
  render({ model, el }) {
    el.classList.add("briefing-figure");
    let address = "";
    const show = () => {
      URL.revokeObjectURL(address);
      address = URL.createObjectURL(new Blob([model.get("svg")], { type: "image/svg+xml" }));
      el.replaceChildren(make("figure", {}, make("img", { src: address, alt: model.get("alt") }),
        make("figcaption", {}, model.get("caption"))));
    };
    model.on("change:svg", show);
    show();
    return () => URL.revokeObjectURL(address);
  },
};
