"""What some deeds find ready: a key, a file that was looked at, a backup, a database of an older version."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from functools import partial
from pathlib import Path

from pyrage.x25519 import Identity
from sqlalchemy import text

from tests.conftest import NOW
from tests.factories import CLERK, TOWN, make_register
from tests.faults.deeds import DEEDS, Deed, look_at_file, number, register_three, take_in
from tests.records.upgrading import lead, ledger_of, revision_of
from workbench.app import Workbench
from workbench.backup.make import make_backup
from workbench.backup.restore import PART, restore_backup
from workbench.backup.sealed import new_pair, read_private
from workbench.config import DATABASE_FILE, Config
from workbench.records.base import DERIVED, HEAD
from workbench.records.engine import open_engine

SECOND, OLDER, RESTORED = "second", "older", "restored"  # folders within the user's folder
KNOWN = "ledger.json"  # beside the older database: size and root that no upgrade may change
_done_once_more: set[tuple[str | None, ...]] = set()  # revision and files of what an upgrade left
BEFORE = str(int(DERIVED) - 1).zfill(4)  # so that an upgrade also derives anew


def names() -> tuple[str, ...]:
    """Return the names of the deeds."""
    return (*DEEDS, "import", "restore", "upgrade")


def prepared_deeds(home: Path, only: str = "") -> dict[str, Deed]:
    """Put into ``home`` what deeds need, and return ``only`` one, or all that are quickly prepared."""
    public, private = new_pair()
    (home / "backup.pub").write_text(f"{public}\n")

    def need_file() -> Deed:
        with closing(open_bench(home)) as bench:
            return take_in(look_at_file(bench))

    def need_backup() -> Deed:
        with closing(open_bench(home)) as bench:
            file = home.parent / "kept" / make_backup(bench, home.parent / "kept").file
        return partial(_restore, file, read_private(private))

    def need_older() -> Deed:
        _make_older(home)
        return upgrade

    need = {"import": need_file, "restore": need_backup, "upgrade": need_older}
    if not only:
        return {**DEEDS, "import": need_file()}
    return {only: need[only]() if only in need else DEEDS[only]}


def _restore(file: Path, private: Identity, bench: Workbench) -> int:
    """A backup into a new place, all of it replayed."""
    restore_backup(file, private, bench.config.home / RESTORED / number(), now=bench.now)
    return 0


def upgrade(bench: Workbench) -> int:
    """An older database with matters in it, as ``workbench init`` brings it up to date."""
    with closing(open_bench(bench.config.home / OLDER)) as older:
        older.initialise()
    return 0


def open_bench(home: Path) -> Workbench:
    """Return the workbench of a folder, its clock standing still."""
    return Workbench(Config(f"sqlite:///{home / DATABASE_FILE}", home), clock=lambda: NOW)


def _make_older(home: Path) -> None:
    older = home / OLDER
    older.mkdir(mode=0o700)
    for name in (DATABASE_FILE, "identity.key"):
        shutil.copy(home / name, older / name)
    with closing(open_bench(older)) as bench:
        for _ in range(3):
            register_three(bench)
        bench.perform(make_register(case_no=number(), unit=TOWN), actor=CLERK)
    engine = open_engine(f"sqlite:///{older / DATABASE_FILE}")
    lead(engine, BEFORE)
    (older / KNOWN).write_text(json.dumps(ledger_of(engine)))
    engine.dispose()


def left_faults(home: Path) -> list[str]:
    """Look at what deeds made in folders of their own: each is whole, or made whole by doing it once more."""
    found = []
    if (home / SECOND / DATABASE_FILE).exists():
        found += _once_more(home / SECOND)
    for place in (home / RESTORED).glob("*"):
        if place.name.endswith(PART):
            found.append("half a restored folder was left")
        else:
            with closing(open_bench(place)) as copy:
                found += [f"restored: {one.message}" for one in copy.verify_ledger().differences]
    if (home / OLDER).exists():
        found += _older_faults(home / OLDER)
    return found


def _older_faults(older: Path) -> list[str]:
    known = tuple(json.loads((older / KNOWN).read_text()))
    engine = open_engine(f"sqlite:///{older / DATABASE_FILE}")
    found = [] if revision_of(engine) in (BEFORE, HEAD) else ["an upgrade stopped half way"]
    if ledger_of(engine) != known:
        found.append("an upgrade changed the ledger")
    if revision_of(engine) == HEAD and not (older / f"{DATABASE_FILE}.before-{HEAD}").exists():
        found.append("upgraded without a copy")
    state = (revision_of(engine), *sorted(path.name for path in older.iterdir() if path.stat().st_size))
    engine.dispose()
    if state in _done_once_more:  # it takes longer than the deed
        return found
    _done_once_more.add(state)
    return found + _once_more(older)


def _once_more(home: Path) -> list[str]:
    try:
        with closing(open_bench(home)) as bench:
            bench.initialise()
            with bench.reading() as session:
                whole = session.connection().scalar(text("PRAGMA quick_check")) == "ok"
            sound = bench.verify_ledger().is_sound
    except Exception as error:
        return [f"{home.name}: not even once more: {error}"]
    return [] if whole and sound else [f"{home.name}: damaged, or not what the ledger says"]
