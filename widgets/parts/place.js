// What is shown, as the address of the page: each step is an entry of the browser's history.

class Place {
  constructor(model) {
    this.model = model;
    this.serial = 0;
    this.follow(true);
    model.on("change:here", () => this.follow(false));
    addEventListener("popstate", this.back = () => {
      const query = location.search.slice(1);
      if (query.length > 4000) return;
      model.send({ type: "go", query, serial: ++this.serial });
    });
  }

  // The kernel says where one is. What it answered to a step that the reader has taken back is no longer news.
  follow(isFirst) {
    const { query, serial, replace } = this.model.get("here");
    if (serial < this.serial) return;
    const address = `${location.pathname}${this.withMode(query)}${location.hash}`;
    if (address === `${location.pathname}${location.search}${location.hash}`) return;
    if (isFirst || replace) history.replaceState(history.state, "", address);
    else history.pushState(null, "", address);
  }

  withMode(query) {
    const mode = new URLSearchParams(location.search).get("mode");
    const all = [query, mode && `mode=${encodeURIComponent(mode)}`].filter(Boolean).join("&");
    return all && `?${all}`;
  }

  dispose() { removeEventListener("popstate", this.back); }
}

export default {
  render({ model, el }) {
    el.hidden = true;
    const place = new Place(model);
    return () => place.dispose();
  },
};
