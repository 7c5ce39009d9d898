// What every part's script shares. No markup from text: elements are made, text stays text.

function make(name, attributes = {}, ...children) {
  const node = name.startsWith("svg:")
    ? document.createElementNS("http://www.w3.org/2000/svg", name.slice(4))
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const isProjected = () => document.documentElement.dataset.mode === "projector";

const numeral = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 2 });

let lastId = 0;
const newId = (word) => `wb-${word}-${++lastId}-${Math.random().toString(36).slice(2, 7)}`;

function later(wait, action) {
  let timer = 0;
  const run = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
  run.now = (...args) => {
    clearTimeout(timer);
    action(...args);
  };
  run.stop = () => clearTimeout(timer);
  return run;
}

function readableSize(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function saveFile({ name, media_type }, buffer) {
  const address = URL.createObjectURL(new Blob([buffer], { type: media_type }));
  const link = make("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
