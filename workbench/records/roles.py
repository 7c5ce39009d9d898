"""Accounts of a PostgreSQL server: the owner upgrades, the site writes rows, the backup only reads.

Who runs the site then cannot alter a table, take away a trigger, or change an entry of the ledger: the server
refuses, whatever the program is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from workbench.records.engine import open_engine
from workbench.records.let_in import let_in
from workbench.records.naming import server_url
from workbench.records.sqlite_file import sqlite_path

APPEND_ONLY: Final = ("ledger_entry", "ledger_payload")
MARK: Final = "petition-workbench"  # the comment on accounts that this software has made

_NO_ROLES: Final = "数据库不允许建立角色：请由管理员先执行 ALTER ROLE 属主 CREATEROLE"
_NOT_OWNED: Final = (
    "这个数据库里的表不归这个账号，建立不了权限：请用数据库属主账号运行；"
    "库是由别的账号（如备份账号）恢复出来的，请由属主另恢复一次"
)


class RolesError(ValueError):
    """The roles cannot be made; the sentence says why."""


@contextmanager
def as_owner(address: str) -> Iterator[Connection]:
    """Give a connection within one transaction; ``RolesError`` for SQLite, or where the server refuses."""
    require_server(address)
    engine = open_engine(address)
    try:
        with let_in(), engine.begin() as link:
            yield link
    except DBAPIError as error:
        if type(error.orig).__name__ != "InsufficientPrivilege":
            raise
        with engine.connect() as link:
            owns = owns_tables(link)
        raise RolesError(_NO_ROLES if owns else _NOT_OWNED) from None
    finally:
        engine.dispose()


def owns_tables(link: Connection) -> bool:
    """Return whether this account of a server owns the tables, or may act as who does."""
    asked = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('ledger_head')"
    return bool(link.scalar(text(asked)))


def require_server(address: str) -> None:
    """Refuse a database that is a file."""
    if sqlite_path(address) is not None:
        raise RolesError("SQLite 没有账号权限：只有 PostgreSQL 才需要建立角色")


def three_accounts(address: str, site: str, backup: str) -> None:
    """Refuse unless owner, site and backup are three accounts."""
    if len({site, backup, server_url(address).username}) < 3:
        raise RolesError("网站、备份和数据库属主须是三个不同的账号")


def make_role(link: Connection, name: str, *, may_log_in: bool) -> str:
    """Make a role where it is not there yet; return its quoted name. Passwords are not set."""
    written = quoted(link, name)
    if not link.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}):
        link.execute(text(f"CREATE ROLE {written} {'LOGIN' if may_log_in else 'NOLOGIN'}"))
        link.execute(text(f"COMMENT ON ROLE {written} IS '{MARK}'"))
    return written


def grants(site: str, backup: str, database: str, home: str) -> list[str]:
    """Return the statements that give site and backup what each needs; all names are quoted.

    What later upgrades add is covered too. A value of the ledger may be deleted only where an entry says so:
    the trigger sees to that. Tables of passing views are the site's alone.
    """
    rows = "SELECT, INSERT, UPDATE, DELETE"
    made = [
        f"REVOKE CREATE ON SCHEMA {home} FROM PUBLIC",
        f"REVOKE CONNECT, TEMPORARY ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {site}, {backup}",
        f"GRANT TEMPORARY ON DATABASE {database} TO {site}",
        f"GRANT USAGE ON SCHEMA {home} TO {site}, {backup}",
        f"GRANT {rows} ON ALL TABLES IN SCHEMA {home} TO {site}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {home} TO {site}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {home} TO {backup}",
        f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA {home} TO {backup}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {home} GRANT {rows} ON TABLES TO {site}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {home} GRANT USAGE ON SEQUENCES TO {site}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {home} GRANT SELECT ON TABLES TO {backup}",
        f"REVOKE INSERT, UPDATE, DELETE ON {home}.alembic_version FROM {site}",
    ]
    made += [f"REVOKE UPDATE, DELETE, TRUNCATE ON {home}.{table} FROM {site}" for table in APPEND_ONLY]
    return [*made, f"GRANT DELETE ON {home}.ledger_payload TO {site}"]


def quoted(link: Connection, name: str) -> str:
    """Return a name as SQL writes it; ``RolesError`` for what is no name."""
    if not name or "\x00" in name or len(name.encode()) > 63:
        raise RolesError("账号名称不能为空，也不能超过 63 个字节")
    return link.dialect.identifier_preparer.quote_identifier(name)
