// A day: typed in any usual way, or chosen from a calendar in Chinese, whatever language the browser speaks.

const WEEK = "日一二三四五六";
const pad = (number, length = 2) => String(number).padStart(length, "0");
const isoDay = (day) => `${pad(day.getUTCFullYear(), 4)}-${pad(day.getUTCMonth() + 1)}-${pad(day.getUTCDate())}`;
const dayOf = (iso) => new Date(`${iso}T00:00:00Z`);
const moved = (iso, days) => isoDay(new Date(dayOf(iso).getTime() + days * 86400000));

// 2026-3-5, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305, and 3-5 of this year.
function readDay(text, today) {
  const plain = text.trim().replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  const whole = /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ?? /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(plain);
  const short = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(plain);
  const parts = whole ? whole.slice(1) : short && today ? [today.slice(0, 4), short[1], short[2]] : null;
  if (!parts) return "";
  const iso = `${parts[0]}-${pad(parts[1])}-${pad(parts[2])}`;
  const day = dayOf(iso);
  return Number.isNaN(day.getTime()) || isoDay(day) !== iso ? "" : iso;
}

function sayDay(iso) {
  const day = dayOf(iso);
  return `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日，星期${WEEK[day.getUTCDay()]}`;
}

function sameDayOfMonth(iso, months) {
  const day = dayOf(iso);
  const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return isoDay(new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day.getUTCDate(), last))));
}

// One month as a table; arrows move by days and weeks, Page Up and Down by months.
function calendarOf({ chosen, today, low, high, required, choose }) {
  let at = chosen || today || isoDay(new Date());
  const isOpen = (iso) => (!low || iso >= low) && (!high || iso <= high);
  const title = make("strong", { class: "wb-calendar-title", "aria-live": "polite" });
  const body = make("tbody");
  const turn = (months, label, sign) =>
    make("button", { type: "button", class: "wb-button wb-quiet", "aria-label": label, onclick: () => { at = sameDayOfMonth(at, months); draw(); } }, sign);
  const cell = (iso) => {
    const day = dayOf(iso);
    const button = make("button", {
      type: "button", class: "wb-calendar-day", tabindex: iso === at ? 0 : -1, "aria-label": sayDay(iso), "data-day": iso, disabled: !isOpen(iso),
      "data-beside": iso.slice(0, 7) !== at.slice(0, 7), "aria-current": iso === today ? "date" : null, "aria-pressed": String(iso === chosen),
      onclick: () => choose(iso),
    }, String(day.getUTCDate()));
    return make("td", {}, button);
  };
  const draw = (focus) => {
    title.textContent = `${at.slice(0, 4)}年${Number(at.slice(5, 7))}月`;
    const first = `${at.slice(0, 8)}01`;
    let day = moved(first, -((dayOf(first).getUTCDay() + 6) % 7)); // the week begins on Monday
    const weeks = [];
    for (let week = 0; week < 6; week++) {
      const cells = [];
      for (let place = 0; place < 7; place++, day = moved(day, 1)) cells.push(cell(day));
      weeks.push(make("tr", {}, cells));
      if (day.slice(0, 7) > at.slice(0, 7)) break;
    }
    body.replaceChildren(...weeks);
    if (focus) body.querySelector(`[data-day="${at}"]`)?.focus();
  };
  const keys = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  body.addEventListener("keydown", (event) => {
    const to = event.key in keys ? moved(at, keys[event.key]) : { PageUp: () => sameDayOfMonth(at, -1), PageDown: () => sameDayOfMonth(at, 1) }[event.key]?.();
    if (!to) return;
    event.preventDefault();
    at = to;
    draw(true);
  });
  draw();
  const week = make("tr", {}, [..."一二三四五六日"].map((name) => make("th", { scope: "col", "aria-label": `星期${name}` }, name)));
  const now = today && isOpen(today) && make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => choose(today) }, "今天");
  const clear = !required && make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => choose("") }, "清除");
  const head = make("div", { class: "wb-calendar-head" }, turn(-12, "上一年", "«"), turn(-1, "上一月", "‹"), title, turn(1, "下一月", "›"), turn(12, "下一年", "»"));
  requestAnimationFrame(() => body.querySelector(`[data-day="${at}"]`)?.focus());
  return [head, make("table", { class: "wb-calendar" }, make("thead", {}, week), body), make("div", { class: "wb-popover-foot" }, clear || null, now || null)];
}

function calendarMark() {
  const mark = make("svg:svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", fill: "none", stroke: "currentColor", "stroke-width": 1.3 });
  mark.append(make("svg:rect", { x: 1.7, y: 2.7, width: 12.6, height: 11.6, rx: 1.6 }), make("svg:path", { d: "M1.7 6.2h12.6M5 1v3M11 1v3" }));
  return mark;
}

// `field` says label, low, high, today and required, each when it is asked; `changed(true)` is a day that was chosen.
function dateField(field, ids, changed) {
  const input = make("input", {
    class: "wb-input", type: "text", id: ids.input, inputmode: "numeric", autocomplete: "off", placeholder: "年-月-日", maxlength: 40,
    oninput: () => { say(); changed(); },
    onblur: () => { const iso = readDay(input.value, field.today); if (iso) input.value = iso; say(); },
    onkeydown: (event) => { if (event.altKey && event.key === "ArrowDown") { event.preventDefault(); pop.open(); } },
  });
  const button = make("button", { type: "button", class: "wb-date-button", "aria-label": `${field.label}：打开日历` }, calendarMark());
  const said = make("span", { class: "wb-field-said" });
  const say = () => { const iso = readDay(input.value, field.today); said.textContent = iso ? sayDay(iso) : ""; };
  const holder = make("span", { class: "wb-holder wb-date" }, input, button);
  const pop = popover(button, `选择${field.label}`, () => calendarOf({
    chosen: readDay(input.value, field.today), today: field.today, low: field.low, high: field.high, required: field.required,
    choose: (iso) => { input.value = iso; say(); pop.close(); changed(true); },
  }));
  return {
    el: [holder, said], holder, input,
    read: () => readDay(input.value, field.today) || input.value.trim(),
    write: (value) => { input.value = value; say(); },
  };
}
