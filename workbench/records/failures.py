"""What a database says when it fails, as a sentence for the officer; values never stand in it.

PostgreSQL tells the offending value in the detail of a violated constraint, and hiding the parameters does
not hide that: so only the name of the constraint passes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from workbench.records.sqlite_file import DamagedDatabaseError, DatabaseError


class ConstraintError(ValueError):
    """The records refused a row; ``constraint`` is the name of the promise it would have broken."""

    def __init__(self, constraint: str) -> None:
        self.constraint = constraint
        super().__init__(f"数据不符合约束“{constraint}”，没有保存：请核对录入内容")


class DatabaseBusyError(DatabaseError):
    """Another writer held the database for too long."""


class ConnectionLostError(DatabaseError):
    """The server went away; what was asked of it last may have been kept or not."""


_LOST = "与数据库的连接中断：刚才这一步可能已经保存，也可能没有。请刷新后核对，再决定要不要重新提交"
_HELD = "数据库正忙：请稍后重试；一直这样的，请管理员看看有没有停住的导入、升级或会话"
_IDLE = "这一步停得太久，数据库已把它撤回，没有保存：请重新提交"
_FULL = "磁盘已满，没有保存：请清理磁盘后重试"
_READ_ONLY = "数据库是只读的，没有保存：请检查文件权限或存储介质"
_UNREADABLE = "磁盘读写出错，没有保存：请检查存储介质，必要时从备份恢复"
_CLOSED = "数据库打不开：请检查文件和文件夹的权限，或存储介质"
_DAMAGED = "数据库已损坏：请从备份恢复"
_SENTENCES = (
    ("locked", DatabaseBusyError, "数据库正忙：请稍后重试"),
    ("disk is full", DatabaseError, _FULL),
    ("readonly", DatabaseError, _READ_ONLY),
    ("disk I/O error", DatabaseError, _UNREADABLE),
    ("unable to open", DatabaseError, _CLOSED),
    ("failed to open", DatabaseError, _CLOSED),  # the driver by which a fold reads a file
    ("malformed", DamagedDatabaseError, _DAMAGED),
    ("not a database", DamagedDatabaseError, _DAMAGED),
    ("closed the connection", ConnectionLostError, _LOST),
    ("connection is closed", ConnectionLostError, _LOST),
    ("connection is lost", ConnectionLostError, _LOST),
    ("connection failed", ConnectionLostError, _LOST),
    ("consuming input failed", ConnectionLostError, _LOST),
    ("could not receive data", ConnectionLostError, _LOST),
    ("could not send data", ConnectionLostError, _LOST),
    ("lost synchronization", ConnectionLostError, _LOST),
)
# A server tells its sentences in the language of its office; its codes (SQLSTATE) are the same everywhere.
_CODES = {
    "55P03": (DatabaseBusyError, _HELD),
    "25P03": (ConnectionLostError, _IDLE),
    "53100": (DatabaseError, _FULL),
    "25006": (DatabaseError, _READ_ONLY),
    "58030": (DatabaseError, _UNREADABLE),
    "XX001": (DamagedDatabaseError, _DAMAGED),
    "XX002": (DamagedDatabaseError, _DAMAGED),
    "57P01": (ConnectionLostError, _LOST),
    "57P02": (ConnectionLostError, _LOST),
    "57P03": (ConnectionLostError, _LOST),
}


@contextmanager
def in_words() -> Iterator[None]:
    """Turn the failures of a database into domain errors."""
    try:
        yield
    except IntegrityError as error:
        raise ConstraintError(_constraint(error)) from None
    except DBAPIError as error:
        known = _coded(error) or known_failure(str(error.orig))
        if known is None and error.connection_invalidated:
            known = ConnectionLostError(_LOST)
        if known is None:
            raise
        raise known from None
    except sqlite3.Error as error:  # of a file that is read or written without SQLAlchemy
        known = known_failure(str(error))
        if known is None:
            raise
        raise known from None


def known_failure(message: str) -> DatabaseError | None:
    """Return the error for what a database said, ``None`` if it is not one that an officer can mend."""
    return next((kind(sentence) for sign, kind, sentence in _SENTENCES if sign in message), None)


def _coded(error: DBAPIError) -> DatabaseError | None:
    """What the code of a server says; a file has none."""
    kind, sentence = _CODES.get(getattr(error.orig, "sqlstate", None) or "", (None, ""))
    return None if kind is None else kind(sentence)


def _constraint(error: IntegrityError) -> str:
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name or diagnosis.column_name)
    return str(error.orig).partition(": ")[2] or str(error.orig)  # SQLite names columns, never values
