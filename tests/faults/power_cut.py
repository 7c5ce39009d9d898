"""The power fails while people work: what was acknowledged is on the disk, what was not is whole or gone.

SIGKILL leaves what the system holds in memory; a power cut does not. LazyFS is a file system that keeps what
is written in memory until ``fsync`` and forgets the rest when told to. It is not in Debian and has to be
built; the program ``lazyfs`` is looked for on the path.

``python -m tests.faults.power_cut HOME CUTS SEED [careless]`` prints the outcome as JSON. ``careless`` lets
the database do without ``fsync``: then acknowledged acts are lost, or this attack sees nothing.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from tests.factories import CLERK, OFFICE
from tests.faults.deeds import keep_paper, look_at_file, number, register, register_three, take_in
from tests.faults.forked import Outcome, fork
from tests.faults.growth import Growth
from tests.faults.killed import LARGEST, ROWS
from tests.faults.prepared import open_bench
from tests.faults.readers import warm_readers
from workbench.access.accounts import AccountBook
from workbench.acts.base import Actor
from workbench.app import Workbench
from workbench.intake.preview import Preview
from workbench.records.sqlite_file import let_go_of_files
from workbench.snapshots.record_rows import LedgerMovedOnError
from workbench.terms import Role

OFFICERS = 3
IMPORTS = 0.3  # of the cuts: a file is taken in
LONGEST = 0.4  # seconds from the first word to the cut
PATIENCE = 20.0
SETTINGS = """[faults]
fifo_path = "{folder}/faults"
fifo_path_completed = "{folder}/done"
[cache]
apply_eviction = false
[cache.simple]
custom_size = "600mb"
blocks_per_page = 1
[filesystem]
log_all_operations = false
logfile = "{folder}/log"
"""


def has_lazyfs() -> bool:
    """Whether the file system that forgets is there."""
    return shutil.which("lazyfs") is not None


class Disk:
    """A mounted LazyFS: ``home`` lies on it, ``cut`` makes it forget what was not put on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mounted = folder / "mounted"

    def cut(self) -> None:
        """Forget what was written and not synced; return when it is forgotten."""
        with (self.folder / "done").open("rb") as done:
            (self.folder / "faults").write_text("lazyfs::clear-cache\n")
            done.readline()


@contextmanager
def mounted_disk(folder: Path) -> Iterator[Disk]:
    """Mount a LazyFS over a folder of ``folder`` until the end."""
    disk, root, settings = Disk(folder), folder / "root", folder / "lazyfs.toml"
    for one in (disk.mounted, root):
        one.mkdir()
    settings.write_text(SETTINGS.format(folder=folder))
    options = f"modules=subdir,subdir={root},attr_timeout=0,entry_timeout=0"
    # It takes ten words at most, and a path with "-o" in it for one of them.
    command = ["lazyfs", str(disk.mounted), "--config-path", settings.name, "-o", options, "-f"]
    with (
        (folder / "out").open("wb") as out,
        subprocess.Popen(command, stdout=out, stderr=out, cwd=folder) as program,
    ):
        try:
            ends = time.monotonic() + PATIENCE
            while not (disk.mounted.is_mount() and (folder / "done").exists()):
                if program.poll() is not None or time.monotonic() > ends:
                    raise RuntimeError((folder / "out").read_text("utf-8"))
                time.sleep(0.05)
            yield disk
        finally:
            let_go_of_files()
            subprocess.run(["fusermount3", "-u", "-z", str(disk.mounted)], capture_output=True, check=False)
            program.terminate()


def main(
    home: Path, cuts: int, seed: int, tick: Callable[[int], None] | None = None, *, careless: bool = False
) -> Outcome:
    """Cut the power ``cuts`` times while officers write; look after each, replay the ledger at the end."""
    chance, outcome, began = random.Random(seed), Outcome("power cut"), time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="power-", dir=home.parent)))
        disk = stack.enter_context(mounted_disk(folder))
        copy = Path(shutil.copytree(home, disk.mounted / "home"))
        subprocess.run(["sync", "-f", str(copy)], check=True)
        for file in copy.rglob("*"):
            if file.is_file():
                subprocess.run(["sync", str(file)], check=True)
        stack.enter_context(warm_readers())
        with closing(open_bench(copy)) as bench:
            growth = Growth(bench)
        for turn in range(cuts):
            outcome.faults += [
                f"cut {turn}: {fault}" for fault in _turn(disk, copy, growth, chance, outcome, careless)
            ]
            if tick is not None:
                tick(outcome.rounds)
        with closing(open_bench(copy)) as bench:
            sound = bench.verify_ledger()
            outcome.faults += [] if sound.is_sound else [sound.differences[0].message]
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


def _turn(
    disk: Disk, home: Path, growth: Growth, chance: random.Random, outcome: Outcome, careless: bool
) -> list[str]:
    officers = [replace(CLERK, id=f"clerk{place}") for place in range(OFFICERS)]
    with closing(open_bench(home)) as bench:  # looked at by the one who lives on
        looked = look_at_file(bench, ROWS) if chance.random() < IMPORTS else None
    files = [looked, *[None] * (OFFICERS - 1)]
    children = [
        fork(_acting(home, officer, file, chance.random(), careless))
        for officer, file in zip(officers, files, strict=True)
    ]
    keeper = fork(_keeping(home, chance.random(), careless))
    for child in (*children, keeper):
        child.start()
    children[0].wait_for_word()
    time.sleep(chance.random() * LONGEST)
    for child in (*children, keeper):
        child.kill()
    said, kept = [child.end() for child in children], keeper.end()
    disk.cut()
    outcome.rounds += 1
    outcome.struck += 1
    faults = [
        f"error while alive: {word}" for words in (*said, kept) for word in words if "error" in str(word)
    ]
    try:
        with closing(open_bench(home)) as bench:
            faults += growth.look(bench)
            for officer, words in zip(officers, said, strict=True):
                promised = sum(word for word in words if isinstance(word, int))
                outcome.acts += promised
                there = growth.by[officer.id]
                if not promised <= there <= promised + LARGEST:
                    faults.append(f"{officer.id}: {promised} acknowledged, {there} there")
            with bench.reading() as session:
                if session.connection().scalar(text("PRAGMA quick_check")) != "ok":
                    faults.append("the file is damaged")
            faults += _lost(bench, [word for word in kept if isinstance(word, list)])
            outcome.acts += len(kept)
    except Exception as error:  # whatever it is: the office cannot open its records
        faults.append(f"not to be opened: {type(error).__name__}: {error}")
    return faults


def _acting(
    home: Path, officer: Actor, file: Preview | None, seed: float, careless: bool
) -> Callable[[Callable[[Any], None]], None]:
    def job(say: Callable[[Any], None]) -> None:
        bench, chance = _opened(home, careless), random.Random(seed)
        if file is not None:
            say(take_in(file)(bench, officer))
        while True:
            say(chance.choice((register, register_three, keep_paper))(bench, officer))

    return job


def _keeping(home: Path, seed: float, careless: bool) -> Callable[[Callable[[Any], None]], None]:
    """What is kept in files beside the records: accounts, checkpoints, frozen snapshots."""

    def job(say: Callable[[Any], None]) -> None:
        bench, chance = _opened(home, careless), random.Random(seed)
        while True:
            kind = chance.choice(("account", "checkpoint", "snapshot"))
            if kind == "account":
                name = f"u{number()[2:]}"
                AccountBook(bench).add(name, "李晓红", Role.CLERK, OFFICE, by="admin")
            elif kind == "checkpoint":
                name = bench.anchors.checkpoint().note
            else:
                try:
                    name = bench.shelf.create(bench.today()).hash
                except LedgerMovedOnError:  # three times: the others never rest
                    continue
            say([kind, name])

    return job


def _opened(home: Path, careless: bool) -> Workbench:
    bench = open_bench(home)
    if careless:
        bench.engine.dispose()
        event.listen(bench.engine, "connect", lambda link, _: link.execute("PRAGMA synchronous = OFF"))
    return bench


def _lost(bench: Workbench, kept: list[list[str]]) -> list[str]:
    """Return what was said to be kept and is not."""
    faults = []
    for kind, name in kept:
        if kind == "account" and AccountBook(bench).find(name) is None:
            faults.append(f"account {name} is lost")
        elif kind == "checkpoint" and name not in {one.note for one in bench.anchors.notes.newest_first()}:
            faults.append("a checkpoint is lost")
        elif kind == "snapshot":
            faults += [
                f"snapshot {name[:12]}: {fault}" for fault in bench.shelf.verify(bench.shelf.find(name))
            ]
    return [*faults, *map(str, bench.anchors.faults())]


if __name__ == "__main__":
    made = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), careless="careless" in sys.argv[4:])
    sys.stdout.write(json.dumps(made.told(), ensure_ascii=False) + "\n")
