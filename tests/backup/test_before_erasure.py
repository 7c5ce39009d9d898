"""The copy that an upgrade kept, not sealed, does not hold for ever what somebody had erased."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.backup.places import MARK
from tests.factories import CLERK, make_register
from tests.faults.deeds import AUDITOR
from tests.records.upgrading import lead
from workbench.acts.erasing import EraseValues, RequestErasure, values_to_erase
from workbench.app import Workbench
from workbench.backup.before_erasure import copies_before_erasure
from workbench.backup.make import make_backup
from workbench.backup.sealed import new_pair
from workbench.config import Config
from workbench.doctor.look import examine
from workbench.records.base import REVISIONS
from workbench.terms import ErasureBasis


def upgraded(bench):
    """The same workbench after an upgrade, which kept a copy."""
    lead(bench.engine, REVISIONS[-2])
    bench.close()
    newer = Workbench(bench.config, clock=bench.now)
    newer.initialise()
    return newer


def erase(bench, case):
    basis, on = ErasureBasis.CONSENT_WITHDRAWN, bench.today()
    with bench.reading() as session:
        values = values_to_erase(session.connection(), [(case, "narrative")])
    bench.perform(RequestErasure("S-1", values, basis, on, "撤回"), actor=CLERK)
    bench.perform(EraseValues("S-1", values, basis, on), actor=AUDITOR)


def told(bench):
    return "copies_before_erasure" in {one.code for one in examine(bench)}


def holding(bench):
    """The files in the user's folder that hold what was erased, as the disk has them."""
    return [
        path.name
        for path in bench.config.home.rglob("*")
        if path.is_file() and MARK.encode() in path.read_bytes()
    ]


def test_a_copy_of_an_upgrade_that_holds_what_was_erased_is_told_and_goes_with_the_next_good_backup(
    bench, target
):
    (bench.config.home / "backup.pub").write_text(new_pair()[0])
    (case,) = bench.perform(make_register(narrative=MARK), actor=CLERK)
    newer = upgraded(bench)
    copies = holding(newer)
    assert not told(newer)
    make_backup(newer, target)  # nothing was erased: the way back to the older version stays
    erase(newer, case)
    assert holding(newer) and set(holding(newer)) < set(copies)
    assert told(newer)

    later = Workbench(newer.config, clock=lambda: datetime(2026, 4, 1, tzinfo=UTC))
    make_backup(later, target)

    assert holding(later) == []
    assert not told(later)
    later.close()
    newer.close()


def test_a_dump_of_a_server_is_older_by_its_time_and_a_copy_by_its_ledger(bench):
    home = bench.config.home
    (home / "postgresql.before-0022.dump").write_bytes(b"PGDMP")
    now, size = datetime.now(UTC), bench.ledger_size()
    upgraded(bench).close()
    assert {one.name for one in copies_before_erasure(bench.config, (size + 1, now.replace(year=2000)))} == {
        next(home.glob("*.sqlite.before-*")).name
    }
    aside = Config(bench.config.database, home / "elsewhere")

    found = copies_before_erasure(aside, (size, now.replace(year=now.year + 1)))

    assert {one.name for one in found} == {"postgresql.before-0022.dump"}
    assert copies_before_erasure(aside, None) == []
    assert not list(home.glob("*.before-*-*m"))  # asking leaves nothing beside it
