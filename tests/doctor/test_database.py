"""The database: whatever is wrong with it is a finding, and a restore is for what is damaged only."""

import itertools
import os
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from tests.conftest import NOW
from tests.doctor.looking import codes, well
from tests.factories import CLERK, make_register
from workbench.app import Workbench
from workbench.config import Config
from workbench.doctor import machine
from workbench.doctor.look import Monitor, examine
from workbench.records.failures import known_failure
from workbench.records.store import Store
from workbench.terms import Health


def told_by(monitor):
    return {code for code in monitor.answer()["findings"] if code.startswith(("database", "unexpected"))}


def test_a_missing_database_is_a_finding_and_no_error(tmp_path):
    bench = Workbench(Config(f"sqlite:///{tmp_path / 'w.sqlite'}", tmp_path), clock=lambda: NOW)

    assert "database_missing" in codes(bench)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_down_or_a_wrong_address_is_never_answered_by_a_restore(tmp_path):
    tmp_path.chmod(0o700)
    for address, code in (
        ("postgresql+psycopg://nobody@127.0.0.1:1/none", "database_unreachable"),
        ("postgresql+psycopg://a:b:c/x", "database_address"),
        ("foo://x", "database_address"),
    ):
        found = examine(Workbench(Config(address, tmp_path), clock=lambda: NOW))
        told = [one for one in found if one.health is Health.FAULT and one.code.startswith("database")]
        assert [one.code for one in told] == [code]
        assert "restore" not in told[0].todo
        assert "unexpected" not in {one.code for one in found}


def test_a_damaged_database_is_restored(tmp_path):
    (tmp_path / "w.sqlite").write_bytes(b"")
    found = examine(Workbench(Config(f"sqlite:///{tmp_path / 'w.sqlite'}", tmp_path), clock=lambda: NOW))

    (told,) = [one for one in found if one.code == "database"]
    assert "workbench restore" in told.todo


def test_a_page_that_rots_is_found_by_the_deep_look(bench):
    bench.perform(make_register(), actor=CLERK)
    bench.close()
    path = bench.config.home / "workbench.sqlite"
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - 4096 * 3)
        file.write(os.urandom(4096 * 2))

    assert "database_damaged" in codes(bench, deeply=True)


def test_a_monitor_hears_what_became_of_the_database_of_a_site_that_runs(bench, monkeypatch):
    well(bench)
    monitor = Monitor(bench, clock=itertools.count(step=100).__next__)
    assert told_by(monitor) == set()
    path = bench.config.home / "workbench.sqlite"

    path.rename(path.with_name("gone"))
    assert told_by(monitor) == {"database_missing"}
    path.write_bytes(b"")
    assert told_by(monitor) == {"database"}
    path.with_name("gone").replace(path)
    assert told_by(monitor) == set()


def test_a_full_disk_of_a_site_that_runs_is_told_as_such_and_nobody_is_sent_to_a_backup(bench, monkeypatch):
    well(bench)
    examine(bench)  # it has been opened

    @contextmanager
    def failing(*_, **__):
        raise known_failure("disk I/O error")
        yield

    monkeypatch.setattr(Store, "reading", failing)
    (told,) = [one for one in examine(bench) if one.health is Health.FAULT]
    assert (told.code, told.told) == ("database_unreachable", "磁盘读写出错")
    assert "必要时" not in told.todo and "不要恢复备份" in told.todo

    usage = shutil.disk_usage(bench.config.home)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage._replace(free=0))
    told = {one.code: one for one in examine(bench) if one.health is Health.FAULT}
    assert told.keys() == {"disk_full", "database_unreachable"}
    assert "磁盘已满" in told["database_unreachable"].told


@pytest.mark.parametrize(("month", "found"), [(11, set()), (12, {"holidays_missing"})])
def test_holidays_of_the_next_year_are_asked_for_when_they_should_be_known(bench, month, found):
    with bench.reading() as session:
        last = max(bench.calendars(session.connection()).latest.years)
    late = Workbench(bench.config, clock=lambda: datetime(last, month, 15, tzinfo=UTC))
    well(late)

    assert codes(late) == found
    late.close()


@pytest.mark.parametrize(
    ("ahead", "told"),
    [(1, "{0}年的"), (2, "{0}年、{1}年的"), (9, "{0}年至{8}年的")],
    ids=lambda value: str(value),
)
def test_every_year_without_holidays_up_to_this_one_is_named(bench, ahead, told):
    with bench.reading() as session:
        last = max(bench.calendars(session.connection()).latest.years)
    late = Workbench(bench.config, clock=lambda: datetime(last + ahead, 6, 15, tzinfo=UTC))

    (found,) = [one for one in examine(late) if one.code == "holidays_missing"]
    assert told.format(*range(last + 1, last + 10)) in found.told
    assert dict(found.measure) == {"year": last + 1}
    late.close()
