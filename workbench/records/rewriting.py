"""Tables of a PostgreSQL server written anew, so that their files hold nothing that was deleted."""

from __future__ import annotations

from sqlalchemy import Engine, text

from workbench.records.sqlite_file import DatabaseError
from workbench.records.tables import metadata


class NotRewrittenError(DatabaseError):
    """Values are deleted, but bytes of them may still lie in the files of the server."""

    def __init__(self) -> None:
        super().__init__(
            "已删除并记入台账，但数据库账号无权整理数据文件，其中可能还有残留："
            "请由数据库属主运行 workbench database roles 后，再运行 workbench database rewrite"
        )


def rewrite_tables(engine: Engine) -> None:
    """Write every table anew: as the owner, or by the function that the owner has made for the site.

    ``VACUUM FULL`` passes over the tables of others with a warning only, so whose they are is asked first.
    ``NotRewrittenError`` where this account can do neither.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as link:
        asked = (
            "SELECT count(*) FROM pg_tables "
            "WHERE schemaname = current_schema() AND NOT pg_has_role(tableowner, 'USAGE')"
        )
        if not link.scalar(text(asked)):
            link.execute(text("VACUUM FULL"))
            return
        if link.scalar(text("SELECT to_regprocedure('petition_sight.rewrite(text)')")) is None:
            raise NotRewrittenError
        for table in metadata.tables:
            link.execute(text("SELECT petition_sight.rewrite(:table)"), {"table": table})
