"""What several processes of one test run need and one of them makes: a folder, copied for each."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENCE = 600  # seconds; the maker may be on a busy machine


def made_once(
    tmp_path_factory: pytest.TempPathFactory, what: str, make: Callable[[Path], None], into: Path
) -> Path:
    """Return ``into``, a copy of the folder ``what`` that the first who asks has made.

    Those who ask meanwhile wait; where the making failed, all who ask fail.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    made, done, failed = (shared / f"{what}{end}" for end in ("", ".done", ".failed"))
    try:
        made.mkdir()
    except FileExistsError:
        _wait_for(done, failed)
    else:
        try:
            make(made)
        except BaseException:
            failed.touch()
            raise
        done.touch()
    return Path(shutil.copytree(made, into, dirs_exist_ok=True))


def _wait_for(done: Path, failed: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done.exists():
        if failed.exists() or time.monotonic() > deadline:
            pytest.fail(f"另一测试进程没有做成“{done.stem}”")
        time.sleep(0.2)
