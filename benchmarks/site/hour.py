"""Whether a page grows while it is used all day: several pages in one Chromium, clicked for as long as asked.

    python benchmarks/site/hour.py --home FOLDER [--minutes 60] [--pages 8] [--rest 2]

Prints a line every five minutes: the proportional set size of the server, and the smallest, median and
largest of the kernels, in MB, and how often was clicked and a case opened.
"""

from __future__ import annotations

import argparse
import itertools
import re
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from person import FLAGS
from playwright.sync_api import Page, sync_playwright
from servers import Server, start_ours

SHOWN_EVERY = 300.0  # seconds
NUMBER = re.compile(r"^430682-")


def main() -> None:
    """Click through all pages in turn until the time is over."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--home", type=Path, required=True)
    asked.add_argument("--minutes", type=float, default=60)
    asked.add_argument("--pages", type=int, default=8)
    asked.add_argument("--rest", type=float, default=2, help="seconds between two clicks")
    given = asked.parse_args()
    server = start_ours(Path(sys.executable).with_name("workbench"), given.home, None)
    try:
        _use(server, given.minutes * 60, given.pages, given.rest)
    finally:
        server.end()


def _use(server: Server, seconds: float, count: int, rest: float) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        name, _, value = server.cookie.partition("=")
        host = urlsplit(server.address).hostname or ""
        context.add_cookies([{"name": name, "value": value, "domain": host, "path": "/"}])
        pages = [_opened(context.new_page(), server) for _ in range(count)]
        began, shown, clicks, cases = time.monotonic(), 0.0, 0, 0
        print("minutes\tserver\tkernel min\tmedian\tmax\tclicks\tcases", flush=True)  # noqa: T201
        for number, page in zip(itertools.count(), itertools.cycle(pages)):
            past = time.monotonic() - began
            if past >= shown:
                print(f"{past / 60:.0f}\t{_sizes(server)}\t{clicks}\t{cases}", flush=True)  # noqa: T201
                shown += SHOWN_EVERY
            if past >= seconds:
                break
            page.get_by_text("只看超期", exact=True).click()
            clicks += 1
            if number // count % 3 == 2:  # every page opens a case in every third of its turns
                page.wait_for_timeout(700)
                page.locator("[role=gridcell]", has_text=NUMBER).first.click()
                page.get_by_role("button", name="返回清单").click()
                page.locator(".wb-grid-total").wait_for()
                cases += 1
            page.wait_for_timeout(rest * 1000)


def _opened(page: Page, server: Server) -> Page:
    page.set_default_timeout(60_000)
    page.goto(f"{server.address}case_review")
    page.wait_for_selector("html[data-usable]", state="attached")
    return page


def _sizes(server: Server) -> str:
    """Return the sizes as columns: the server, then the kernels, which are the children's children."""
    sizes = {pid: _size(pid) for pid in server.processes()}
    kernels = sorted(size for pid, size in sizes.items() if size and _is_kernel(pid))
    middle = statistics.median(kernels)
    return f"{sizes[server.process.pid]:.1f}\t{kernels[0]:.1f}\t{middle:.1f}\t{kernels[-1]:.1f}"


def _size(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _is_kernel(pid: int) -> bool:
    """Return whether a process has no children of its own and is not the server: a forked kernel."""
    try:
        return not Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").strip()
    except OSError:
        return False


if __name__ == "__main__":
    main()
