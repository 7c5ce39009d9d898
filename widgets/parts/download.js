// A button whose file is made in the kernel and saved here.

export default {
  render({ model, el }) {
    const button = make("button", { type: "button", class: "wb-button", onclick: () => {
      button.disabled = true;
      button.textContent = "正在准备…";
      model.send({ type: "make" });
    } });
    const show = () => {
      button.textContent = model.get("label");
      button.title = model.get("hint");
      button.disabled = model.get("is_disabled");
    };
    for (const name of ["label", "hint", "is_disabled"]) model.on(`change:${name}`, show);
    model.on("msg:custom", (message, buffers) => {
      if (message.type === "file") saveFile(message, buffers[0]);
      if (message.type === "ready") show();
    });
    show();
    el.append(button);
  },
};
