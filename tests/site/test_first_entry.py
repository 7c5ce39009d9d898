"""The first entry: the demo opens once with a key; a site without accounts says how to make one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.client import log_in, post, send
from workbench.cli import main

Start = Callable[..., dict[str, Any]]


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Start ``workbench serve`` on the folder; what it printed, with ``said`` from standard error."""
    running: list[subprocess.Popen[str]] = []

    def started(*options: str) -> dict[str, Any]:
        process = subprocess.Popen(
            [sys.executable, "-m", "workbench", "serve", "--port", "18816", "--json", *options],
            env={**os.environ, "WORKBENCH_HOME": str(home), "WORKBENCH_DATABASE": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None and process.stderr is not None
        line = process.stdout.readline()
        assert line, process.stderr.read()
        return dict(json.loads(line))

    yield started
    for process in running:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def county(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a very small demo county; copy it."""
    made = Path(shutil.copytree(prepared_home, tmp_path_factory.mktemp("county") / "home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_HOME", str(made))
        patch.delenv("WORKBENCH_DATABASE", raising=False)
        assert main(["demo", "--cases", "60", "--json"]) == 0
    return made


@pytest.fixture
def demo(home: Path, county: Path) -> None:
    """The county in the folder of the test."""
    shutil.copytree(county, home, dirs_exist_ok=True)


@pytest.mark.usefixtures("demo")
def test_the_demo_opens_with_a_key_that_is_used_up(start: Start) -> None:
    told = start("--demo")

    first = send(told["address"], f"/case_review?late=1&entry={told['entry']}&text=%E6%A1%83")
    assert (first.status, first.headers["location"]) == (302, "/case_review?late=1&text=%E6%A1%83")
    assert send(told["address"], "/", cookie=first.cookies).status == 200

    second = send(told["address"], f"/?entry={told['entry']}")
    assert second.cookies == ""
    assert send(told["address"], second.headers["location"]).headers["location"].startswith("/login")


@pytest.mark.usefixtures("demo")
def test_the_demo_account_has_another_password_at_every_start(start: Start) -> None:
    first = start("--demo")
    log_in(first["address"], first["account"], first["password"])

    second = start("--demo")

    assert first["password"] != second["password"]
    old = post(second["address"], "/login", {"name": "demo", "password": first["password"]})
    assert old.status == 403
    assert log_in(second["address"], second["account"], second["password"])


@pytest.mark.usefixtures("demo")
def test_without_the_demo_option_there_is_no_key(start: Start) -> None:
    told = start()

    assert set(told) == {"address", "database"}
    assert send(told["address"], "/?entry=").cookies == ""


def test_a_site_without_accounts_says_how_to_make_one(start: Start) -> None:
    told = start()

    page = send(told["address"], "/login")

    assert "workbench user add" in page.body
    assert post(told["address"], "/login", {"name": "demo", "password": "demo"}).status == 403
