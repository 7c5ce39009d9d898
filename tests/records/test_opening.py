"""Opening a database: asking creates nothing, who upgrades is alone, what is kept is private (case 86)."""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.conftest import a_bench_on
from tests.factories import CLERK, TOWN, make_register
from workbench.access.accounts import AccountBook
from workbench.access.viewer import Viewer
from workbench.acts.handling import Person
from workbench.app import Workbench, open_workbench
from workbench.config import Config
from workbench.records.base import REVISIONS
from workbench.records.identity import IdentityKeyError
from workbench.records.migrate import create_or_upgrade
from workbench.records.sqlite_file import (
    DatabaseMissingError,
    NewerDatabaseError,
    OlderDatabaseError,
)
from workbench.terms import Role


def test_a_missing_database_is_not_created_by_asking(at, tmp_path):
    for ask in (Workbench.ledger_size, Workbench.verify_ledger):
        with pytest.raises(DatabaseMissingError, match="workbench init"):
            ask(at())
    assert list(tmp_path.iterdir()) == []


def test_what_a_newer_version_wrote_can_be_read_and_not_written(either_bench, reopen):
    either_bench.perform(make_register(case_no="A"), actor=CLERK)
    with either_bench.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    either_bench.close()
    newer = reopen(either_bench)

    assert newer.is_read_only
    assert newer.case_page("A").case_no == "A" and newer.verify_ledger().is_sound
    with newer.seen_by(Viewer("x", "某", Role.HANDLER, TOWN)).reading() as session:  # narrowed by views
        assert session.scalar(text("SELECT count(*) FROM petition_case")) == 0
    for ask in (Workbench.initialise, lambda bench: bench.perform(make_register(), actor=CLERK)):
        with pytest.raises(NewerDatabaseError, match="升级软件"):
            ask(newer)
    with pytest.raises(DBAPIError), newer.engine.begin() as connection:  # the database itself refuses, too
        connection.execute(text("UPDATE ledger_head SET size = 0"))


def test_an_older_schema_is_refused_until_upgraded(bench, reopen, monkeypatch):
    monkeypatch.setattr("workbench.records.engine.HEAD", "next")
    monkeypatch.setattr("workbench.records.engine.REVISIONS", (*REVISIONS, "next"))

    with pytest.raises(OlderDatabaseError, match="workbench init"):
        _ = reopen(bench).engine


def test_an_older_database_is_copied_aside_before_the_upgrade(file_bench, reopen, monkeypatch):
    file_bench.perform(make_register(), actor=CLERK)
    monkeypatch.setattr("workbench.records.migrate.HEAD", "next")
    monkeypatch.setattr("workbench.records.migrate.REVISIONS", (*REVISIONS, "next"))

    reopen(file_bench).initialise()  # while another connection still holds the write-ahead log

    aside = file_bench.config.home / "workbench.sqlite.before-next"
    assert aside.stat().st_mode & 0o777 == 0o600
    copy = Workbench(Config(f"sqlite:///{aside}", file_bench.config.home))
    assert copy.ledger_size() == file_bench.ledger_size()
    assert copy.verify_ledger().is_sound
    copy.close()


def test_an_open_process_does_not_write_into_what_a_newer_version_has_upgraded(either_bench, reopen):
    _, size = either_bench.engine, either_bench.ledger_size()
    with reopen(either_bench).engine.begin() as upgraded:
        upgraded.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    for _ in range(2):
        with pytest.raises(NewerDatabaseError, match="只能查看"):
            either_bench.perform(make_register(), actor=CLERK)
    with pytest.raises(NewerDatabaseError, match="只能查看"):
        AccountBook(either_bench).add("anna", "安娜", Role.SUPERVISOR, "430682LX", by="test")

    assert either_bench.is_read_only
    assert either_bench.ledger_size() == size


@pytest.mark.postgres
def test_a_writer_who_waited_for_an_upgrade_sees_it(request, tmp_path, reopen):
    with a_bench_on("postgres", request, tmp_path / "home") as bench:
        _ = bench.engine
        with ThreadPoolExecutor(1) as others, reopen(bench).engine.connect() as upgrade:
            upgrade.execute(text("SELECT size FROM ledger_head FOR UPDATE"))
            waiting = others.submit(bench.perform, make_register(), actor=CLERK)
            while not upgrade.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                time.sleep(0.01)
            upgrade.execute(text("UPDATE alembic_version SET version_num = '9999'"))
            upgrade.commit()
            with pytest.raises(NewerDatabaseError):
                waiting.result()


def test_the_key_of_another_database_is_refused(bench, reopen):
    path = bench.config.home / "identity.key"
    path.write_bytes(bytes(32))

    with pytest.raises(IdentityKeyError, match="不是本数据库的密钥"):
        reopen(bench).perform(make_register(), actor=CLERK)


def test_without_the_key_everything_but_numbers_can_be_registered(bench, reopen):
    (bench.config.home / "identity.key").unlink()
    other = reopen(bench)

    other.perform(make_register(persons=(Person(name="王某某"),)), actor=CLERK)

    with pytest.raises(IdentityKeyError, match="缺少身份证件密钥文件"):
        other.perform(make_register(persons=(Person(id_number="11010519491231002X"),)), actor=CLERK)


def test_today_is_the_civil_date_in_china(bench):
    evening = datetime(2026, 3, 30, 16, 0, tzinfo=UTC)
    assert Workbench(bench.config, clock=lambda: evening).today() == date(2026, 3, 31)
    assert Workbench(bench.config, clock=lambda: evening - timedelta(seconds=1)).today() == date(2026, 3, 30)


def test_an_empty_database_is_initialised_once(database_address, tmp_path):
    bench = Workbench(Config(database_address, tmp_path / "fresh"))

    made = bench.initialise()

    assert (made.is_new, made.units) == (True, 51)
    assert made.notices > 0
    assert bench.verify_ledger().is_sound
    bench.close()


def test_a_start_cut_off_after_the_tables_is_made_good(database_address, tmp_path):
    bench = Workbench(Config(database_address, tmp_path / "fresh"))
    create_or_upgrade(database_address)

    made = bench.initialise()

    assert (made.is_new, made.units) == (False, 51)
    assert bench.verify_ledger().is_sound
    bench.close()


def test_initialising_twice_changes_nothing(either_bench):
    before = either_bench.ledger_size()

    made = either_bench.initialise()

    assert (made.is_new, made.units, made.notices) == (False, 51, 0)
    assert either_bench.ledger_size() == before


def test_files_are_private(file_bench):
    file_bench.perform(make_register(), actor=CLERK)
    mode = {path.name: path.stat().st_mode & 0o777 for path in file_bench.config.home.iterdir()}

    assert mode["workbench.sqlite"] == mode["identity.key"] == 0o600
    assert file_bench.config.home.stat().st_mode & 0o777 == 0o700


def test_a_new_database_is_private_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        bench = Workbench(Config(f"sqlite:///{tmp_path}/new/folder/w.sqlite", tmp_path / "home"))
        bench.initialise()
        bench.perform(make_register(), actor=CLERK)
    finally:
        os.umask(before)
    folder = tmp_path / "new" / "folder"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    bench.close()


def test_sqlite_keeps_its_promises_switched_on(file_bench):
    with file_bench.engine.connect() as connection:
        ask = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "secure_delete", "synchronous", "trusted_schema")
        }
    assert ask == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
        "synchronous": 2,
        "trusted_schema": 0,
    }


def test_a_violated_constraint_does_not_tell_the_values(either_bench):
    either_bench.perform(make_register(), actor=CLERK)
    with either_bench.engine.begin() as connection, pytest.raises(Exception) as caught:
        statement = text("INSERT INTO petition_text (petition_id, narrative) VALUES (999999, :told)")
        connection.execute(statement, {"told": "王某某的住址"})
    assert "王某某" not in str(caught.value)


def test_importing_the_workbench_and_asking_the_size_loads_no_sqlalchemy(file_bench):
    code = (
        "import sys\n"
        "from workbench.app import open_workbench\n"
        "print(open_workbench().ledger_size(), 'sqlalchemy' in sys.modules, 'pandas' in sys.modules)"
    )
    environment = {
        **os.environ,
        "WORKBENCH_DATABASE": file_bench.config.database,
        "WORKBENCH_HOME": str(file_bench.config.home),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.split() == [str(file_bench.ledger_size()), "False", "False"]


def test_the_address_can_be_given(tmp_path, file_bench):
    file_bench.close()
    shutil.copy(file_bench.config.home / "workbench.sqlite", tmp_path / "other.sqlite")

    other = open_workbench(f"sqlite:///{tmp_path / 'other.sqlite'}")

    assert other.ledger_size() == file_bench.ledger_size()
