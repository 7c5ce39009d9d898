// A file goes to the kernel slice by slice; each is asked for, so that progress is true and cancelling is quick.

class UploadView {
  constructor(model, root) {
    this.model = model;
    this.file = null;
    this.transfer = "";
    this.queue = Promise.resolve();
    root.classList.add("wb-upload");
    const accept = model.get("accept");
    const hintId = newId("hint");
    this.input = make("input", { type: "file", class: "wb-unseen", tabindex: -1, "aria-hidden": "true", accept: accept.join(",") || null, onchange: () => this.take(this.input.files) });
    this.pick = make("button", { type: "button", class: "wb-button wb-primary", "aria-describedby": hintId, onclick: () => this.input.click() }, "选择文件");
    this.text = make("div", { class: "wb-upload-text", role: "status" });
    this.hint = make("div", { class: "wb-upload-hint", id: hintId });
    this.track = make("progress", { class: "wb-progress", max: 1, value: 0, "aria-label": "上传进度" });
    this.stop = make("button", { type: "button", class: "wb-button", onclick: () => this.cancel() }, "取消上传");
    this.zone = make("div", { class: "wb-upload-zone" }, this.input, this.pick, make("div", { class: "wb-upload-words" }, this.text, this.hint), this.stop);
    root.append(this.zone, this.track);
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) this.zone.addEventListener(name, (event) => this.drag(event));
    model.on("change:state", () => this.show());
    model.on("msg:custom", (message) => this.receive(message));
    this.show();
  }

  drag(event) {
    event.preventDefault();
    const isOver = event.type === "dragenter" || event.type === "dragover";
    this.zone.classList.toggle("wb-upload-over", isOver && !this.isBusy());
    if (event.type === "drop") this.take(event.dataTransfer.files);
  }

  isBusy() { return ["sending", "checking"].includes(this.model.get("state").phase); }

  take(files) {
    const file = files[0];
    const more = files.length > 1;
    if (!file || this.isBusy()) return;
    this.file = file;
    this.transfer = newId("file");
    this.sent = 0;
    this.shown = null;
    this.problem = more ? "一次只能上传一个文件，请逐个选择。" : "";
    if (!more) this.model.send({ type: "start", transfer: this.transfer, name: file.name, size: file.size });
    this.input.value = "";
    this.show();
  }

  // Slices are asked for two ahead; they leave in the order in which they were asked for.
  receive(message) {
    if (message.transfer !== this.transfer || message.type !== "next") return;
    this.sent = message.received;
    this.showProgress();
    this.queue = this.queue.then(() => this.sendSlice(message));
  }

  async sendSlice(message) {
    if (message.transfer !== this.transfer || !this.file) return;
    const slice = this.file.slice(message.offset, message.offset + this.model.get("slice"));
    try {
      const bytes = await slice.arrayBuffer();
      this.model.send({ type: "slice", transfer: this.transfer, offset: message.offset }, undefined, [bytes]);
    } catch {
      this.problem = "读不到这个文件，它可能已被移动或正被其他程序占用。请关闭占用它的程序后重新选择。";
      this.model.send({ type: "cancel", transfer: this.transfer });
      this.show();
    }
  }

  cancel() {
    this.model.send({ type: "cancel", transfer: this.transfer });
    this.file = null;
  }

  showProgress() {
    const size = this.file?.size ?? 0;
    this.track.value = size ? this.sent / size : 0;
    this.hint.textContent = `${readableSize(this.sent)} / ${readableSize(size)}（${size ? Math.floor((this.sent / size) * 100) : 0}%）`;
  }

  show() {
    const { phase, name, size, sentence } = this.model.get("state");
    const isBusy = this.isBusy();
    const problem = this.problem || (phase === "refused" ? sentence : "");
    this.zone.dataset.phase = problem ? "refused" : phase;
    this.text.textContent = problem || {
      idle: this.model.get("label"), sending: `正在上传 ${name}`, checking: `已收到 ${name}，正在处理…`,
      done: `已上传 ${name}（${readableSize(size)}）`, cancelled: "已取消上传。",
    }[phase] || sentence;
    this.pick.textContent = phase === "idle" ? "选择文件" : "重新选择";
    this.pick.hidden = isBusy;
    this.stop.hidden = phase !== "sending";
    this.track.hidden = !isBusy;
    if (phase === "checking") this.track.removeAttribute("value");
    if (phase === "sending") this.showProgress();
    else this.hint.textContent = isBusy ? "" : this.model.get("hint");
  }
}

export default { render({ model, el }) { new UploadView(model, el); } };
