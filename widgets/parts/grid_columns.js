// Which columns a reader shows; the browser remembers it under the grid's name, nothing else is kept.

const columnMemory = {
  address: (name) => `workbench.grid.${name}`,
  read(name) {
    if (!name) return {};
    try {
      return JSON.parse(localStorage.getItem(this.address(name))) ?? {};
    } catch {
      return {};
    }
  },
  write(name, value) {
    if (!name) return;
    try {
      localStorage.setItem(this.address(name), JSON.stringify(value));
    } catch { /* a browser that keeps nothing still shows the table */ }
  },
};

function columnChooser(grid) {
  const fill = () => {
    const boxes = grid.columns.map((column) => make("label", { class: "wb-check" },
      make("input", {
        type: "checkbox", value: column.key, checked: grid.visible.has(column.key),
        onchange: (event) => {
          const keys = new Set(grid.visible);
          if (event.target.checked) keys.add(column.key);
          else keys.delete(column.key);
          if (keys.size) grid.choose(keys);
          else event.target.checked = true; // a table has at least one column
        },
      }), make("span", {}, column.label)));
    const reset = make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => {
      grid.widths = {};
      grid.choose(new Set(grid.standard));
      for (const box of boxes) box.firstChild.checked = grid.visible.has(box.firstChild.value);
    } }, "恢复默认");
    return [make("div", { class: "wb-checks" }, boxes), make("div", { class: "wb-popover-foot" }, reset)];
  };
  const button = make("button", { type: "button", class: "wb-button wb-quiet" }, "选择列");
  const holder = make("div", { class: "wb-holder" }, button);
  popover(button, "选择要显示的列", fill);
  return holder;
}
