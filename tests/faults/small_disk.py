"""A small disk, full or read-only: every deed is done or refused in a sentence, and all is kept.

The disk is a tmpfs within a name space of its own (``unshare``), so that nobody else sees it.
``python -m tests.faults.small_disk HOME [DEED [EVERY]]`` prints the outcome as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.deeds import Deed
from tests.faults.failing import after
from tests.faults.forked import Outcome, fork
from tests.faults.prepared import open_bench, prepared_deeds
from workbench.records.sqlite_file import let_go_of_files

LEFT = (0, 20_000, 60_000, 150_000, 400_000, 1_000_000, 3_000_000)  # bytes that are free
DISK = 96 * 1024 * 1024
INSIDE = "WORKBENCH_SMALL_DISK"


def namespace() -> list[str]:
    """Return the command by which a program may mount for itself, an empty one where that is refused."""
    for command in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
        if shutil.which("unshare") is None:
            return []
        with tempfile.TemporaryDirectory() as folder:
            tried = [*command, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
            if subprocess.run(tried, capture_output=True, check=False).returncode == 0:
                return command
    return []


def surroundings() -> dict[str, str]:
    """Return the surroundings of a process that may mount already."""
    return {**os.environ, INSIDE: "1"}


def main(home: Path, only: str = "", every: str = "1") -> Outcome:
    """Let ``only`` one deed, or all quickly prepared ones, be done with so many bytes left, and read-only.

    ``every`` is "3" for every third number of bytes.
    """
    if INSIDE not in os.environ:
        command = [*namespace(), sys.executable, "-m", "tests.faults.small_disk", str(home), only, every]
        done = subprocess.run(command, env=surroundings(), stdout=subprocess.PIPE, text=True, check=True)
        told = json.loads(done.stdout)
        del told["fault_count"]
        return Outcome(**told)
    outcome, began = Outcome("a disk that is full or read-only"), time.monotonic()
    deeds = prepared_deeds(home, only)
    disk = Path(tempfile.mkdtemp(prefix="disk-"))
    try:
        for name, deed in deeds.items():
            found = [
                fault
                for left in LEFT[:: int(every)]
                for fault in _full(disk, home, name, deed, left, outcome)
            ]
            found += _read_only(disk, home, name, deed, outcome)
            outcome.faults += [f"{name}: {fault}" for fault in found]
    finally:
        disk.rmdir()
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


def _full(disk: Path, home: Path, name: str, deed: Deed, left: int, outcome: Outcome) -> list[str]:
    copy, faults, start = _mounted(disk, home), list[str](), open_bench(home).ledger_size()
    try:
        filler = disk / "filler"
        free = shutil.disk_usage(disk).free - left
        filler.write_bytes(bytes(free - free % 4096))
        child = fork(_job(copy, deed))
        child.start()
        child.wait_for_word()
        filler.unlink()  # somebody has made room; nothing else is done for the database
        after(copy, start, name, child, outcome, faults, f"{left} bytes left", keep=True)
        again = fork(_job(copy, deed))
        again.start()
        if not isinstance(said := again.end()[-1], int):
            faults.append(f"{left} bytes left: not even with room again: {said}")
    finally:
        let_go_of_files()
        _run("umount", str(disk))
    return faults


def _read_only(disk: Path, home: Path, name: str, deed: Deed, outcome: Outcome) -> list[str]:
    copy, faults, start = _mounted(disk, home), list[str](), open_bench(home).ledger_size()
    try:
        _run("mount", "-o", "remount,ro", str(disk))
        child = fork(_job(copy, deed))
        child.start()
        child.wait_for_word()
        _run("mount", "-o", "remount,rw", str(disk))
        if after(copy, start, name, child, outcome, faults, "read-only", keep=True):
            faults.append("done on a read-only disk")
    finally:
        let_go_of_files()
        _run("umount", str(disk))
    return faults


def _mounted(disk: Path, home: Path) -> Path:
    _run("mount", "-t", "tmpfs", "-o", f"size={DISK},mode=700", "tmpfs", str(disk))
    return Path(shutil.copytree(home, disk / "home"))


def _job(copy: Path, deed: Deed) -> Callable[[Callable[[Any], None]], None]:
    def job(say: Callable[[Any], None]) -> None:
        say(deed(open_bench(copy)))

    return job


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    made = main(Path(sys.argv[1]), *sys.argv[2:])
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
