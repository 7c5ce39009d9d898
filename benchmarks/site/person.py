"""What one person waits for, in headless Chromium: the page, and a changed filter."""

from __future__ import annotations

import shutil
import statistics
import time
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright
from servers import Server

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PATIENCE = 120_000  # milliseconds
PROFILES = 2
REST = 1.0  # seconds between two visits, in which the server ends what the last one needed

# Elements of the whole page, those within shadow roots too; what tells that the page can be used; what tells
# that a changed filter is shown: the text of the numbers and of the first row.
ALL = """
const all = (selector, root = document) => {
  const found = [...root.querySelectorAll(selector)];
  for (const one of root.querySelectorAll("*")) {
    if (one.shadowRoot) found.push(...all(selector, one.shadowRoot));
  }
  return found;
};
const text = (selector) => (all(selector)[0]?.textContent ?? "").trim();
"""
READY = {
    "本工作台": 'document.documentElement.dataset.usable === "true" && all(".wb-grid-link").length > 0',
    "Panel": 'all(".tabulator-row").length > 0 && all("canvas, .bk-Canvas").length > 0',
    "Streamlit": 'all("[data-testid=stDataFrame] canvas").length > 0'
    ' && all("[data-testid=stMetricValue]").length > 3'
    ' && all("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").length > 0',
}
SHOWN = {
    "本工作台": '[text("[class*=figures]"), text(".wb-grid")]',
    "Panel": '[text(".tabulator-row")]',
    "Streamlit": '[text("[data-testid=stMetricValue]")]',
}
CLICK = {
    "本工作台": 'all("label, button, span").find(one => one.textContent.trim() === "只看超期").click()',
    "Panel": 'all("input[type=checkbox]")[0].click()',
    "Streamlit": 'all("[data-testid=stCheckbox] input")[0].click()',
}
STILL = {"Streamlit": 'text("[data-testid=stMetricValue]") && !all("[data-testid=stStatusWidget]").length'}


@dataclass(frozen=True, slots=True)
class Waits:
    """Medians in seconds: the first visit of an empty browser, later visits, a changed filter."""

    first: float
    again: float
    click: float


def measure(server: Server, visits: int) -> Waits:
    """Return what one person waits for on this site."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        raise SystemExit("未找到 Chromium")
    first, again, clicks = [], [], []
    with sync_playwright() as playwright:
        for _ in range(PROFILES):
            with TemporaryDirectory() as profile:
                # A profile on the disk, as people have one: what a browser keeps of scripts counts.
                context = playwright.chromium.launch_persistent_context(
                    profile,
                    executable_path=program,
                    args=FLAGS,
                    viewport={"width": 1366, "height": 768},
                    locale="zh-CN",
                )
                _bring_login(context, server)
                first.append(_visit(context, server)[0])
                _visit(context, server)  # after the second, a browser keeps scripts compiled
                for _ in range(visits):
                    opened, clicked = _visit(context, server)
                    again.append(opened)
                    clicks += clicked
                context.close()
    return Waits(*(statistics.median(found) for found in (first, again, clicks)))


def _bring_login(context: BrowserContext, server: Server) -> None:
    if server.cookie:
        name, _, value = server.cookie.partition("=")
        where = urlsplit(server.address).hostname or ""
        context.add_cookies([{"name": name, "value": value, "domain": where, "path": "/"}])


def _visit(context: BrowserContext, server: Server) -> tuple[float, list[float]]:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    time.sleep(REST)
    began = time.perf_counter()
    page.goto(server.address + ("case_review" if server.cookie else ""), wait_until="commit")
    page.evaluate(_when(READY[server.name]))
    opened = time.perf_counter() - began
    page.wait_for_timeout(800)
    clicks = [_click(page, server.name) for _ in range(4)]
    page.goto("about:blank")  # leaving ends the kernel, as a viewer would
    page.close()
    return opened, clicks


def _click(page: Page, name: str) -> float:
    """Return the seconds from a click to the frame in which numbers and table have changed."""
    page.wait_for_timeout(300)
    changed = f"(({SHOWN[name]}).every((one, n) => one !== before[n]) && ({STILL.get(name, 'true')}))"
    return float(page.evaluate(_when(changed, f"const before = {SHOWN[name]}; {CLICK[name]};")))


def _when(true: str, first: str = "") -> str:
    """Return a script that does ``first`` and tells the seconds until ``true``; looks once per frame.

    Not Playwright's own waiting: that needs ``eval``, which a careful site forbids.
    """
    return f"""() => new Promise((done) => {{
      {ALL}
      const began = performance.now();
      {first}
      const look = () => {{
        if ({true}) done((performance.now() - began) / 1000);
        else requestAnimationFrame(look);
      }};
      requestAnimationFrame(look);
    }})"""
