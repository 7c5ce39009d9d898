"""JupyterLab for analysts comes up in Chinese, with the carried font, and asks no foreign server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.site.lab import lab_arguments

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PORT = 18877
ADDRESS = f"http://127.0.0.1:{PORT}/lab?token=test"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of a Lab that knows nothing of this user's own settings."""
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR")
    private = {name: str(tmp_path / name.lower()) for name in folders}
    given = ["--IdentityProvider.token=test", "--ServerApp.port_retries=0"]
    with (tmp_path / "lab.txt").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "workbench.site.lab", *lab_arguments(PORT, browser=False), *given],
            env={**os.environ, **private, "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces")},
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for_answer(process)
            yield ADDRESS
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for_answer(process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(ADDRESS, timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    pytest.fail("JupyterLab 没有启动")


def test_lab_speaks_chinese_in_the_carried_font(lab: str, page: Page) -> None:
    page.goto(lab)
    page.get_by_role("menuitem", name="文件").wait_for()

    family = page.evaluate("getComputedStyle(document.body).fontFamily")
    loaded = page.evaluate("document.fonts.ready.then(() => document.fonts.check('12px \"Noto Sans SC\"'))")

    assert family.startswith('"Noto Sans SC"') and loaded
    assert page.get_by_text("News", exact=False).count() == 0
