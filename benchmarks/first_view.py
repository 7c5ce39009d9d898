"""How long people wait until a page is usable, when several open it in the same instant.

    python benchmarks/first_view.py [--viewers 1 10] [--pages home case_review] [--address http://127.0.0.1:8866/]

Real Chromium, one context (own cache) per viewer, against a running site. "First" is a visit with an empty
cache, "again" the same viewer's next visit. Seconds run from the click on the link to the first view;
requests and bytes are the files of one visit that went over the wire. Writes a Markdown table.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import shutil
import statistics
import sys
import time
from dataclasses import dataclass
from urllib.request import urlopen

from playwright.async_api import Browser, BrowserContext, async_playwright

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PAUSE = 4.0  # seconds between two rounds, in which kernels of the last one end and new ones are prepared
MEASURE = """() => {
  const files = performance.getEntriesByType("resource").filter(r => r.name.startsWith("http"));
  return [files.filter(r => r.transferSize > 0).length, files.reduce((sum, r) => sum + r.transferSize, 0)];
}"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One opening: seconds until usable, requests that went over the wire, bytes they brought."""

    seconds: float
    requests: int
    bytes: int


async def main() -> None:
    options = _options()
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("未找到 Chromium")
    _say(f"{platform.machine()}，{platform.system()}，Python {platform.python_version()}\n")
    _say("| 页面 | 同时打开 | 第几次 | 可用 p50 / 最慢（秒） | 请求 | 传输（KB） |")
    _say("|---|---|---|---|---|---|")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        for page in options.pages:
            if not _exists(options.address + page):
                continue
            for viewers in options.viewers:
                await _round(browser, options.address + page, page, viewers)
        await browser.close()


async def _round(browser: Browser, address: str, page: str, viewers: int) -> None:
    contexts = [await browser.new_context(viewport={"width": 1366, "height": 768}) for _ in range(viewers)]
    for name in ("第一次", "再次"):
        await asyncio.sleep(PAUSE)
        visits = await asyncio.gather(*(_visit(context, address) for context in contexts))
        seconds = sorted(visit.seconds for visit in visits)
        _say(
            f"| {page} | {viewers} | {name} | {statistics.median(seconds):.2f} / {seconds[-1]:.2f} "
            f"| {visits[0].requests} | {visits[0].bytes / 1024:,.0f} |"
        )
    for context in contexts:
        await context.close()


async def _visit(context: BrowserContext, address: str) -> Visit:
    page = await context.new_page()
    began = time.perf_counter()
    await page.goto(address, wait_until="commit")
    await page.wait_for_selector("html[data-usable]", state="attached", timeout=180_000)
    seconds = time.perf_counter() - began
    requests, size = await page.evaluate(MEASURE)
    await page.goto("about:blank")  # leaving ends the kernel, as a viewer would
    await page.close()
    return Visit(seconds, requests, size)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _exists(address: str) -> bool:
    try:
        with urlopen(address) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--address", default="http://127.0.0.1:8866/")
    parser.add_argument("--viewers", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--pages", nargs="+", default=["home", "case_review"])
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main())
