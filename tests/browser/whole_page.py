"""What holds on every page, whatever stands on it: the frame, no barrier, no sideways scrolling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = ((1366, 768), (1920, 1080))
WITHOUT_FRAME = "meeting_display"  # the wall of a meeting: read from the back of a room, nothing to press
# Lines of a list after the first few are made like those; to look at each takes longer than to open a page.
FURTHER_LINES = [
    [f"{one}:nth-child(n + 7)"]
    for one in (".wb-grid-line", "tbody tr", ".wb-timeline li", ".wb-main ul > li")
]
# Once nothing is asked for any more and nothing has been drawn for a quarter of a second.
QUIET = """() => new Promise((done) => {
  const isBusy = () => document.querySelector(
    ".wb-waiting:not([hidden]), .wb-waiting-place:not([hidden]), [aria-busy=true]");
  let timer;
  const wait = () => { clearTimeout(timer); timer = setTimeout(() => isBusy() ? wait() : end(), 250); };
  const seen = new MutationObserver(wait);
  const end = () => { seen.disconnect(); done(); };
  seen.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
  wait();
})"""
FRAME = """() => {
  const text = (css) => [...document.querySelectorAll(css)].filter((one) => one.checkVisibility())
    .map((one) => one.value ?? one.innerText).join(" ");
  return { office: text(".wb-brand"), apps: text(".wb-nav a"), who: text(".wb-who"),
    day: text(".wb-asof input, .wb-asof-plain"), foot: text(".wb-foot"),
    current: text(".wb-nav [aria-current]") };
}"""
# Tables that go on beyond the window where nothing brings their last columns into it, and heads that are cut.
CUT = """() => {
  const isMoved = (one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX);
  const isOut = (one) => {
    if (!one.checkVisibility() || one.getBoundingClientRect().right <= innerWidth) return false;
    let up = one.parentElement;
    while (!up.matches(".wb-screen") && !isMoved(up)) up = up.parentElement;
    return up.matches(".wb-screen");
  };
  const said = (one) => one.innerText.trim().slice(0, 30);
  return [
    ...[...document.querySelectorAll(".wb-screen .wb-table:not(.wb-unseen *)")].filter(isOut)
      .map((one) => `表格右边看不到：${said(one)}`),
    ...[...document.querySelectorAll(".wb-grid-label")].filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => `表头被截断：${said(one)}`),
  ];
}"""
OF_FRAME = {
    "office": r"临湘市信访局\s+信访工作台",
    "apps": "首页.*案件审查",
    "who": "李晓红",
    "day": r"^(截至 )?\d{4}-\d{2}-\d{2}$",
    "foot": r"数据依据：截至 \d{4}-\d{2}-\d{2} · 台账第 \d+ 条.*\n.*"
    r"台账校验码：([0-9A-Z]{5}-){3}[0-9A-Z]{5}（[\d,]+ 条）",
    "current": r"\S",
}


def settle(page: Page) -> None:
    """Return when the page is drawn."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(QUIET)


def faults(page: Page, *, has_frame: bool = True, is_first: bool = False) -> list[str]:
    """Return what is wrong with the page as it stands: nothing, on a page of this house.

    ``is_first``: of long lists, every line is looked at.
    """
    context = {} if is_first else {"context": {"exclude": FURTHER_LINES}}
    found = [
        f"{one['id']}（{one['impact']}）：{one['nodes'][0]['html'][:200]}"
        for one in Axe().run(page, **context, options={"resultTypes": ["violations"]}).response["violations"]
    ]
    if has_frame:
        told = page.evaluate(FRAME)
        found += [
            f"{part}：{told[part]!r}"
            for part, asked in OF_FRAME.items()
            if not re.search(asked, told[part], re.S)
        ]
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    found += page.evaluate(CUT)
    found += [f"{width}×{height} 时要左右滚动" for width, height in SIZES if not fits(page, width, height)]
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    return found


def fits(page: Page, width: int, height: int) -> bool:
    """Return whether the page needs no sideways scrolling at this size, which it has afterwards."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
