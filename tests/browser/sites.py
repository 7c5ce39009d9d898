"""A folder with a demo county, and commands of the workbench on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.app import Workbench


DEMO_CASES = 2_000  # enough that some are late today
OFFICER = "officer"  # the account under which the tests look
PASSWORD = "wet lanterns over the river"


@dataclass(frozen=True, slots=True)
class Site:
    """Where the site answers, the folder with its database, and the login of the officer."""

    address: str
    home: Path
    cookie: str = ""

    def at(self, path: str = "") -> str:
        """Return the address of a page: ``site.at("case_review?late=1")``."""
        return self.address + path.lstrip("/")


def make_demo(home: Path) -> None:
    from workbench.demo.appraisals import ensure_appraisals

    run_workbench(home, "init")
    run_workbench(home, "demo", "--cases", str(DEMO_CASES))
    # Now, before the site signs its first checkpoint: what the demo records bears moments of last year.
    bench = open_records(home)
    assert ensure_appraisals(bench, months=1) == 1
    bench.close()


def open_records(home: Path) -> Workbench:
    """Return the workbench whose database lies in a folder, with everything in sight."""
    from workbench.app import Workbench
    from workbench.config import Config

    return Workbench(Config(f"sqlite:///{(home / 'workbench.sqlite').as_posix()}", home))


def environment_of(home: Path) -> dict[str, str]:
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    return {
        **os.environ,
        "WORKBENCH_HOME": str(home),
        "WORKBENCH_DATABASE": database,
        "WORKBENCH_PAGES_PER_ACCOUNT": "60",  # who asks without a browser closes no page
    }


def open_account(home: Path) -> str:
    """Open the officer's account and return its one-time password, "" if there is one already."""
    if any(one["account"] == OFFICER for one in run_workbench(home, "user", "list")["accounts"]):
        return ""
    added = run_workbench(
        home, "user", "add", OFFICER, "--name", "李晓红", "--role", "supervisor", "--unit", "430682LX"
    )
    return str(added["password"])


def run_workbench(home: Path, *arguments: str) -> dict[str, Any]:
    """Run a command of the workbench on a folder of data, and return the object it answers."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "workbench", *arguments, "--json"],
        env=environment_of(home),
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.monotonic() - began
    assert done.returncode == 0, (
        f"workbench {' '.join(arguments)}（{took:.0f} 秒）：{done.stdout}{done.stderr}"
    )
    return dict(json.loads(done.stdout))
