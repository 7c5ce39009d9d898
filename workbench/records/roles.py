"""Roles of a PostgreSQL server: the owner upgrades, the site writes rows, the backup only reads.

Who runs the site then cannot alter a table, take away a trigger, or change an entry of the ledger: the server
refuses, whatever the program is told.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from workbench.records.engine import open_engine
from workbench.records.sqlite_file import DatabaseError, sqlite_path

APPEND_ONLY: Final = ("ledger_entry", "ledger_payload")


class RolesError(ValueError):
    """The roles cannot be made; the sentence says why."""


def make_roles(address: str, *, site: str, backup: str) -> None:
    """Make two roles that may log in (where they are not there yet) and give each what it needs, no more.

    Run by the owner of the database, after ``workbench init``. Passwords are not set. What later upgrades add
    is covered too. ``RolesError`` for SQLite, for names that are no roles, or where the server refuses.
    """
    if sqlite_path(address) is not None:
        raise RolesError("SQLite 没有账号权限：只有 PostgreSQL 才需要建立角色")
    if len({site, backup, make_url(address).username}) < 3:
        raise RolesError("网站、备份和数据库属主须是三个不同的账号")
    engine = open_engine(address)
    try:
        with engine.begin() as link:
            quoted = {name: _quoted(link, name) for name in (site, backup)}
            for name in (site, backup):
                if not link.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}):
                    link.execute(text(f"CREATE ROLE {quoted[name]} LOGIN"))
            for statement in _grants(quoted[site], quoted[backup], _quoted(link, engine.url.database or "")):
                link.execute(text(statement))
    except DatabaseError:
        raise
    except Exception as error:
        if type(error).__module__.startswith("sqlalchemy"):
            raise RolesError(
                "数据库不允许建立角色：请用数据库属主账号运行，并由管理员先执行 ALTER ROLE 属主 CREATEROLE"
            ) from None
        raise
    finally:
        engine.dispose()


def _grants(site: str, backup: str, database: str) -> list[str]:
    rows = "SELECT, INSERT, UPDATE, DELETE"
    made = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {site}, {backup}",
        f"GRANT USAGE ON SCHEMA public TO {site}, {backup}",
        f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {site}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {site}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {backup}",
        f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {backup}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO {site}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {site}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {backup}",
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {site}",
    ]
    return made + [f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {site}" for table in APPEND_ONLY]


def _quoted(link: Connection, name: str) -> str:
    if not name or "\x00" in name or len(name.encode()) > 63:
        raise RolesError("账号名称不能为空，也不能超过 63 个字节")
    return link.dialect.identifier_preparer.quote_identifier(name)
