"""The processes behind a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil

from tests.browser.waiting import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page


def kernel_of(page: Page) -> str:
    wait_until(page, "window.jupyterapp?.widgetManager?.kernel?.id")
    return str(page.evaluate("window.jupyterapp.widgetManager.kernel.id"))


def process_of(page: Page, kernel: str = "") -> psutil.Process:
    """Return the process of the page's kernel, which listens at sockets named after the kernel."""
    kernel = kernel or kernel_of(page)
    found = (one.pid for one in psutil.net_connections("unix") if kernel in str(one.laddr) and one.pid)
    return next(
        process
        for process in map(psutil.Process, found)
        if any("workbench.site" in word for word in process.cmdline())
    )


def site_of(process: psutil.Process) -> psutil.Process:
    """Return the server that the kernel belongs to."""
    return next(one for one in process.parents() if "serve" in one.cmdline())
