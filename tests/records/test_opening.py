"""Opening a database: what is not one of ours is refused in words, and nothing is created (case 86)."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
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
from workbench.records import sqlite_file
from workbench.records.base import REVISIONS
from workbench.records.identity import IdentityKeyError
from workbench.records.migrate import create_or_upgrade
from workbench.records.sqlite_file import (
    AddressError,
    DamagedDatabaseError,
    DatabaseError,
    DatabaseMissingError,
    ForeignDatabaseError,
    NewerDatabaseError,
    OlderDatabaseError,
    sqlite_path,
)
from workbench.terms import Role


@pytest.fixture
def at(tmp_path):
    def opened(name="workbench.sqlite"):
        return Workbench(Config(f"sqlite:///{tmp_path / name}", tmp_path))

    return opened


def test_a_missing_database_is_not_created_by_asking(at, tmp_path):
    for ask in (Workbench.ledger_size, Workbench.verify_ledger):
        with pytest.raises(DatabaseMissingError, match="workbench init"):
            ask(at())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空文件"),
        (b"PK\x03\x04 a workbook", "不是数据库文件"),
        (b"SQLite format 3\x00", "不完整"),
    ],
    ids=["zero bytes", "no database", "only a beginning"],
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(at, tmp_path, content, sentence):
    path = tmp_path / "workbench.sqlite"
    path.write_bytes(content)

    for ask in (Workbench.ledger_size, Workbench.verify_ledger, Workbench.initialise):
        with pytest.raises(DamagedDatabaseError, match=sentence):
            ask(at())
    assert path.read_bytes() == content


def test_a_truncated_database_is_recognised(file_bench):
    file_bench.perform(make_register(), actor=CLERK)
    file_bench.close()
    path = file_bench.config.home / "workbench.sqlite"
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)

    for ask in (Workbench.ledger_size, Workbench.verify_ledger, Workbench.initialise):
        with pytest.raises(DamagedDatabaseError, match="截断"):
            ask(Workbench(file_bench.config))


def test_a_database_that_grows_between_two_looks_is_not_called_truncated(file_bench, monkeypatch):
    """Who closes it last writes his log into it and takes the log away: its length was asked before."""
    file_bench.close()
    path, header, sizes = file_bench.config.home / "workbench.sqlite", sqlite_file._header, [512]
    whole = path.stat()

    def stat(self, **_):
        asked = list(whole)
        if self == path and sizes:
            asked[6] = sizes.pop()
        return os.stat_result(asked)

    monkeypatch.setattr(sqlite_file, "_header", lambda _: header_before)
    header_before = header(path)
    monkeypatch.setattr(sqlite_file, "_has_log", lambda _: False)
    monkeypatch.setattr("pathlib.Path.stat", stat)

    sqlite_file.check_file(path)

    assert not sizes


def test_a_database_that_somebody_holds_or_whose_disk_fails_is_not_called_damaged(file_bench, monkeypatch):
    path = sqlite_path(file_bench.config.database)
    file_bench.close()
    monkeypatch.setattr(sqlite_file, "WAIT_SECONDS", 0)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseError, match="正忙") as caught:
            sqlite_file.read_ledger_size(path)
    assert type(caught.value) is DatabaseError

    for code, said in (
        (sqlite3.SQLITE_IOERR_READ, "磁盘读写出错"),
        (sqlite3.SQLITE_CANTOPEN, "打不开"),
        (sqlite3.SQLITE_READONLY | 5 << 8, "不能写"),  # a folder in which no log can be made
        (sqlite3.SQLITE_PERM, "不能写"),
        (sqlite3.SQLITE_CORRUPT, "已损坏"),
    ):
        failed = sqlite3.OperationalError("in its own words")
        failed.sqlite_errorcode = code
        with pytest.raises(DatabaseError, match=said) as caught, sqlite_file.asking(path):
            raise failed
        assert isinstance(caught.value, DamagedDatabaseError) == (code == sqlite3.SQLITE_CORRUPT)

        def fail(*_, failed=failed, **__):
            raise failed  # already when the file is opened

        for reading in (sqlite_file.asking, sqlite_file.kept_open):
            with monkeypatch.context() as patched, pytest.raises(DatabaseError, match=said):
                patched.setattr(sqlite_file.sqlite3, "connect", fail)
                with reading(path):
                    pass


def test_a_file_that_opens_for_nobody_is_not_called_a_service_that_is_down(file_bench, monkeypatch):
    file_bench.close()
    failed = sqlite3.OperationalError("unable to open database file")
    failed.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN

    def fail(*_, **__):
        raise failed

    monkeypatch.setattr(sqlite3, "connect", fail)
    with pytest.raises(DatabaseError, match="检查文件和文件夹的权限") as caught:
        _ = Workbench(file_bench.config).engine
    assert not isinstance(caught.value, DamagedDatabaseError) and "数据库服务" not in str(caught.value)


def test_a_folder_that_may_not_be_entered_is_told_as_one(at, tmp_path, monkeypatch):
    def closed(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(sqlite_file.Path, "stat", closed)

    with pytest.raises(DatabaseError, match="权限") as caught:
        sqlite_file.check_file(tmp_path / "workbench.sqlite")
    assert not isinstance(caught.value, DatabaseMissingError)


@pytest.mark.parametrize(
    "address",
    ["postgresql+psycopg://a:b:c/x", "postgresql+nothing://a@b/x", "postgresql://a@b/x"],
    ids=["no address", "unknown driver", "no driver"],
)
def test_an_address_of_a_server_that_cannot_be_read_is_told_without_its_password(tmp_path, address):
    bench = Workbench(Config(address, tmp_path))

    with pytest.raises(AddressError, match="数据库地址写得不对"):
        _ = bench.engine


def test_a_database_of_another_program_is_left_alone(at, tmp_path):
    with closing(sqlite3.connect(tmp_path / "workbench.sqlite")) as other:
        other.execute("CREATE TABLE song (title TEXT)")
    before = (tmp_path / "workbench.sqlite").read_bytes()

    for ask in (Workbench.ledger_size, Workbench.verify_ledger, Workbench.initialise):
        with pytest.raises(ForeignDatabaseError, match="其他软件"):
            ask(at())
    assert (tmp_path / "workbench.sqlite").read_bytes() == before


def test_tables_of_another_program_on_any_engine_are_left_alone(either_bench, reopen):
    with either_bench.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    either_bench.close()

    with pytest.raises(ForeignDatabaseError):
        reopen(either_bench).initialise()
    with pytest.raises(ForeignDatabaseError):
        _ = reopen(either_bench).engine


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


def test_an_address_in_memory_is_refused(tmp_path):
    with pytest.raises(DatabaseError, match="文件地址"):
        Workbench(Config("sqlite://", tmp_path)).ledger_size()


def test_a_server_that_is_not_there_is_named(tmp_path):
    address = f"postgresql+psycopg://nobody@/nothing?host={tmp_path}"
    with pytest.raises(DatabaseError, match="数据库打不开"):
        _ = Workbench(Config(address, tmp_path)).engine


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
