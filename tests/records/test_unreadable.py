"""What cannot be opened is told for what it is, and left alone."""

import os
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from tests.factories import CLERK, make_register
from workbench.app import Workbench
from workbench.config import Config
from workbench.records import sqlite_file
from workbench.records.sqlite_file import (
    AddressError,
    DamagedDatabaseError,
    DatabaseError,
    DatabaseMissingError,
    ForeignDatabaseError,
    sqlite_path,
)


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
            sqlite_file.read_ledger_head(path)
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


def test_a_server_that_is_not_there_is_named(tmp_path):
    address = f"postgresql+psycopg://nobody@/nothing?host={tmp_path}"
    with pytest.raises(DatabaseError, match="数据库打不开"):
        _ = Workbench(Config(address, tmp_path)).engine


def test_an_address_in_memory_is_refused(tmp_path):
    with pytest.raises(DatabaseError, match="文件地址"):
        Workbench(Config("sqlite://", tmp_path)).ledger_size()
