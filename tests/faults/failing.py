"""The n-th write fails, for n = 1, 2, 3 … until the deed passes: all is there or nothing, and a sentence.

Three ways: a limit on the size of files (no tools needed; a full disk to the byte); the n-th call of a kind
answered with an error by libfiu (within the process, quick); the same by strace (from outside, and also for
the calls that libfiu does not know).

``python -m tests.faults.failing HOME limit|fiu|calls STRIDE [DEED [CALLS]]`` prints the outcome as JSON.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.faults import fiu
from tests.faults.deeds import Deed
from tests.faults.forked import Child, Outcome, fork
from tests.faults.prepared import left_faults, open_bench, prepared_deeds
from workbench.app import Workbench
from workbench.backup.kept import ENDING, good_backups

CALLS = (
    ("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("write", "ENOSPC"), ("fdatasync", "EIO"), ("fsync", "EIO"),
    ("ftruncate", "EIO"), ("rename", "EIO"), ("unlink", "EACCES"), ("openat", "EROFS"), ("mkdir", "ENOSPC"),
)  # fmt: skip
WITHOUT_FIU = "openat,mkdir"  # those of them that libfiu does not know
ROOT = Path(__file__).parents[2]
STEP = 1_500  # bytes between two limits
WHOLE = {  # entries that may come of a deed whose last words were lost
    "register": {1}, "register_three": {3}, "keep_paper": {1}, "import": {21}, "ask_and_erase": {1, 2, 3},
}  # fmt: skip


def has_fiu() -> bool:
    """Return whether libfiu is installed here."""
    return bool(fiu.libraries())


def main(
    home: Path,
    way: str,
    stride: int,
    only: str = "",
    calls: str = "1",
    tick: Callable[[int], None] | None = None,
) -> Outcome:
    """Strike ``only`` one deed, or all quickly prepared ones, at every ``stride``-th place, each in a copy.

    ``calls`` is "1" for every kind of system call, "3" for every third; or their names, with commas.
    """
    if way == "fiu" and os.environ.get("LD_PRELOAD") != fiu.environment()["LD_PRELOAD"]:
        return _under_fiu(home, stride, only, calls)
    outcome, began = Outcome(f"the n-th write fails ({way})"), time.monotonic()
    deeds = prepared_deeds(home, only)
    strikes = {
        "limit": _strike_with_limit,
        "fiu": partial(_strike_with_fiu, _chosen(fiu.POINTS, calls)),
        "calls": partial(_strike_with_calls, _chosen(CALLS, calls)),
    }
    strike = strikes[way]
    for name, deed in deeds.items():
        warm = _copy(home)
        deed(open_bench(warm))  # so that everything is imported: it is the deed that shall fail
        gc.collect()
        gc.freeze()  # a child that collects would copy every page of its parent
        for fault in strike(home, name, deed, stride, outcome):
            outcome.faults.append(f"{name}: {fault}")
        if tick is not None:
            tick(outcome.rounds)
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


def _chosen(known: tuple[tuple[str, Any], ...], calls: str) -> tuple[tuple[str, Any], ...]:
    if calls.isdigit():
        return known[:: int(calls)]
    return tuple(one for one in known if one[0] in calls.split(","))


def _strike_with_limit(home: Path, name: str, deed: Deed, stride: int, outcome: Outcome) -> list[str]:
    faults: list[str] = []
    start = open_bench(home).ledger_size()
    for n in count(0, stride):
        copy = _copy(home)
        held = max(path.stat().st_size for path in copy.rglob("*") if path.is_file())
        # Small files first, then those that are larger than what there was.
        limit = n * STEP if n * STEP < 60_000 else held + n * STEP - 60_000

        def job(say: Callable[[Any], None], *, copy: Path = copy, limit: int = limit) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            say(deed(open_bench(copy)))

        child = fork(job)
        child.start()
        if after(copy, start, name, child, outcome, faults, f"limit {limit}"):
            break
    return faults


def _strike_with_calls(
    calls: tuple[tuple[str, str], ...], home: Path, name: str, deed: Deed, stride: int, outcome: Outcome
) -> list[str]:
    faults: list[str] = []
    start = open_bench(home).ledger_size()
    for call, error in calls:
        for n in count(1, stride):
            copy = _copy(home)

            def job(say: Callable[[Any], None], *, copy: Path = copy) -> None:
                say(deed(open_bench(copy)))

            child, log = fork(job), home.parent / "strace.log"
            tracer = _attach(child, call, error, n, log)
            child.start()
            after(copy, start, name, child, outcome, faults, f"{call} {n} {error}")
            tracer.wait()
            if "INJECTED" not in log.read_text("utf-8", "replace"):
                outcome.reached[f"{name} {call} {error}"] = n
                break
    return faults


def _strike_with_fiu(
    points: tuple[tuple[str, int], ...], home: Path, name: str, deed: Deed, stride: int, outcome: Outcome
) -> list[str]:
    faults: list[str] = []
    start = open_bench(home).ledger_size()
    for point, error in points:
        for n in count(1, stride):
            copy = _copy(home)

            def job(say: Callable[[Any], None], *, copy: Path = copy, n: int = n) -> None:
                bench = open_bench(copy)
                with fiu.failing(point, error, n) as struck:  # noqa: B023 - the child is over before the next
                    try:
                        done = deed(bench)
                    finally:
                        (copy / "struck.json").write_text(json.dumps(struck.fired))
                say(done)

            child = fork(job)
            child.start()
            where = f"{point} {n} {errno.errorcode[error]}"
            if not after(copy, start, name, child, outcome, faults, where, fired=copy / "struck.json"):
                outcome.reached[f"{name} {point.rpartition('/')[2]} {errno.errorcode[error]}"] = n
                break
    return faults


def _under_fiu(home: Path, stride: int, only: str, calls: str) -> Outcome:
    """Run this module in a process that libfiu was loaded into."""
    command = [sys.executable, "-m", "tests.faults.failing", str(home), "fiu", str(stride), only, calls]
    done = subprocess.run(
        command, env=fiu.environment(), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    told = json.loads(done.stdout)
    del told["fault_count"]
    return Outcome(**told)


def _attach(child: Child, call: str, error: str, n: int, log: Path) -> subprocess.Popen[bytes]:
    command = ["strace", "-q", "-p", str(child.pid), "-o", str(log), "-e", f"trace={call},gettid"]
    tracer = subprocess.Popen(
        [*command, "-e", f"inject={call}:error={error}:when={n}"], stderr=subprocess.PIPE
    )
    assert tracer.stderr is not None
    tracer.stderr.close()
    status = Path(f"/proc/{child.pid}/status")
    while "TracerPid:\t0" in status.read_text():
        time.sleep(0.001)
    return tracer


def after(
    copy: Path,
    start: int,
    name: str,
    child: Child,
    outcome: Outcome,
    faults: list[str],
    where: str,
    fired: Path | None = None,
    keep: bool = False,
) -> bool:
    """Look after one strike at a deed on ``start`` entries; return whether it passed.

    With ``fired`` return whether anything was struck.
    """
    said = child.end()
    before = open_bench(copy)
    struck = fired is not None and fired.is_file() and fired.read_text() == "true"
    outcome.rounds += 1
    passed = bool(said) and isinstance(said[-1], int)
    outcome.struck += struck if fired is not None else not passed
    if not said:
        faults.append(f"{where}: died without a word")
    elif not passed and not said[-1]["error"]:
        faults.append(f"{where}: no sentence for {said[-1]['type']}: {said[-1]['raw']}")
    added = before.ledger_size() - start
    # Whose last words were lost may have done it: then all of it.
    wanted = {said[-1]} if passed else {0} | WHOLE.get(name, set())
    if added not in wanted:
        faults.append(f"{where}: {added} entries came, said {said[-1:]}")
    outcome.acts += passed
    faults += [f"{where}: {fault}" for fault in _state(before, copy)]
    before.close()
    if not keep:
        shutil.rmtree(copy)
    return passed if fired is None else struck


def _state(bench: Workbench, home: Path) -> list[str]:
    with bench.reading() as session:
        link = session.connection()
        found = [] if link.scalar(text("PRAGMA quick_check")) == "ok" else ["the file is damaged"]
        if link.scalar(text("SELECT count(*) FROM ledger_entry")) != bench.ledger_size():
            found.append("head and entries differ")
    found += [f"checkpoint: {fault.message}" for fault in bench.anchors.faults()]
    for path in (home / "disk").glob(f"*{ENDING}"):
        if path.name not in {one.file for one in good_backups(home / "disk")}:
            found.append("a backup without its paper")
    return found + left_faults(home)


def _copy(home: Path) -> Path:
    copy = home.parent / "struck"
    shutil.rmtree(copy, ignore_errors=True)
    return Path(shutil.copytree(home, copy))


if __name__ == "__main__":
    made = main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
