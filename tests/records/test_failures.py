"""A database that fails says so in a sentence, and never tells a value."""

import sqlite3
from contextlib import closing

import pytest
from psycopg import errors
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.factories import CLERK, make_register
from workbench.records import engine
from workbench.records.failures import ConstraintError, DatabaseBusyError, in_words
from workbench.records.sqlite_file import DamagedDatabaseError, DatabaseError


def test_a_broken_promise_is_named_without_its_value(either_bench):
    statement = text("INSERT INTO import_batch VALUES (:id, '王某某', '留言', 1, 1)")
    with pytest.raises(ConstraintError) as caught, either_bench.transaction() as session:
        session.execute(statement, {"id": 1})
        session.execute(statement, {"id": 2})

    assert "import_batch" in caught.value.constraint
    assert "王某某" not in f"{caught.value}{caught.value.__cause__}"
    assert either_bench.verify_ledger().is_sound


def test_a_writer_who_waits_too_long_is_told(bench, reopen, monkeypatch):
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.05)
    other = reopen(bench)
    with bench.transaction(), pytest.raises(DatabaseBusyError, match="稍后重试"):
        other.perform(make_register(), actor=CLERK)


def test_a_torn_page_is_recognised(file_bench):
    file_bench.perform(make_register(), actor=CLERK)
    file_bench.close()
    path = file_bench.config.home / "workbench.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        page = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ledger_entry'"
        ).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)

    with pytest.raises(DamagedDatabaseError, match="已损坏"):
        file_bench.verify_ledger()


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("database or disk is full", "磁盘已满"),
        ("attempt to write a readonly database", "只读"),
        ("unable to open database file", "打不开"),
        ("file is not a database", "已损坏"),
    ],
)
def test_what_sqlite_says_is_said_in_chinese(message, sentence):
    with pytest.raises(DatabaseError, match=sentence), in_words():
        raise OperationalError("INSERT", {}, sqlite3.OperationalError(message))


def test_an_unknown_failure_passes_as_it_is():
    with pytest.raises(OperationalError), in_words():
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("something new"))


@pytest.mark.parametrize(
    ("raised", "sentence"),
    [
        (errors.LockNotAvailable, "数据库正忙"),
        (errors.IdleInTransactionSessionTimeout, "停得太久.*没有保存"),
        (errors.DiskFull, "磁盘已满"),
        (errors.ReadOnlySqlTransaction, "只读"),
        (errors.IoError, "读写出错"),
        (errors.DataCorrupted, "已损坏"),
        (errors.AdminShutdown, "连接中断"),
    ],
)
def test_a_server_is_understood_in_whatever_language_it_speaks(raised, sentence):
    with pytest.raises(DatabaseError, match=sentence), in_words():
        raise OperationalError("INSERT", {}, raised("由于某种原因，取消语句操作"))
