"""What to do where a database server does not let somebody in, or does not answer at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from workbench.records.sqlite_file import DatabaseError

UNANSWERED = "数据库打不开：请检查数据库服务是否启动、地址和权限是否正确"
NO_PASSWORD = (
    "数据库打不开：没有找到口令。请写进运行这条命令的用户的密码文件（主文件夹里的 .pgpass，"
    "或 PGPASSFILE 所指），一行“主机:端口:数据库:账号:口令”，权限 600（别人读得到的文件不算）；"
    "属主的口令不写进文件，用 PGPASSWORD 给出"
)
NOT_LET_IN = (
    "数据库打不开：数据库服务不让这个账号进来。"
    "请核对账号、口令（密码文件 .pgpass 或 PGPASSWORD）和数据库的名字"
)


def unanswered(error: object) -> str:
    """Return what to do where a server did not let somebody in, or did not answer at all.

    Its own sentence is in the language of its office; what its client knows of passwords is not.
    """
    line = getattr(error, "pgconn", None)  # there where it was the attempt to connect that failed
    if line is not None and line.needs_password:
        return NO_PASSWORD
    return NOT_LET_IN if line is not None and line.used_password else UNANSWERED


@contextmanager
def let_in() -> Iterator[None]:
    """Turn the failure to connect to a server into a ``DatabaseError`` that says what to do."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.orig, "pgconn", None) is None:
            raise
        raise DatabaseError(unanswered(error.orig)) from None
