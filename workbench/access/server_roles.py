"""The rules of sight within PostgreSQL itself: made by the owner, and looked at whether they still hold.

The site and the backup read every row; whoever else connects reads, by the policy, the rows and columns of
the role that the workbench has given his account of the same name. Nobody but the site writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, text

from workbench.access.policy import Policy, policy
from workbench.access.server_rights import cells, group, rights
from workbench.access.server_sight import SCHEMA, functions
from workbench.access.server_tables import server_tables
from workbench.records.roles import MARK, RolesError, as_owner, grants, make_role, quoted, three_accounts
from workbench.records.tables import metadata
from workbench.terms import Role

PREFIX: Final = "petition"  # of the names of the groups
_PLACE: Final = (
    "SELECT relnamespace::regnamespace::text, current_database() FROM pg_class "
    "WHERE oid = to_regclass('ledger_head')"
)
_OURS: Final = "policyname IN ('site_rows', 'backup_rows') OR policyname LIKE 'seen\\_rows\\_%'"


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: how many tables have rules for their rows, how many cells roles may read."""

    tables: int
    cells: int


def make_roles(
    address: str, *, site: str, backup: str, prefix: str = PREFIX, rules: Policy | None = None
) -> Made:
    """Make accounts, groups, rights and rules for rows, all or nothing; once more makes them anew.

    Run by the owner of the database, after ``workbench init`` and after each upgrade. Passwords are not set.
    ``RolesError`` for SQLite, for names that are no roles, or where the server refuses.
    """
    three_accounts(address, site, backup)
    rules = rules or policy()
    with as_owner(address) as link:
        schema, database = _place(link)
        home = quoted(link, schema)
        first, second = (make_role(link, name, may_log_in=True) for name in (site, backup))
        groups = {role: make_role(link, group(prefix, role), may_log_in=False) for role in Role}
        _clear(link, schema)
        link.execute(text(f"GRANT CONNECT ON DATABASE {database} TO {', '.join(groups.values())}"))
        statements = [
            *grants(first, second, database, home),
            *functions(rules, home),
            *rights(rules, groups, first, second, home),
        ]
        for statement in statements:
            link.exec_driver_sql(statement.replace("%", "%%"))
        link.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS '{_print(rules)} {prefix}'")
        return Made(len(metadata.tables), len(list(cells(rules))))


def admit(address: str, account: str) -> Role:
    """Let an account of the workbench connect to the server as itself; return the role that it reads as.

    Called again after a change of role, it changes the group. ``RolesError`` for an account that is not
    there or closed, and for a name that the server knows as somebody else's.
    """
    with as_owner(address) as link:
        prefix = _prefix(link)
        asked = text("SELECT role FROM account WHERE name = :name AND disabled_utc IS NULL")
        code = link.scalar(asked, {"name": account})
        if code is None:
            raise RolesError(f"没有账号“{account}”，或已停用：请先用 workbench user add 新建")
        _require_ours(link, account)
        written, role = make_role(link, account, may_log_in=True), Role.coded(code)
        for one in Role:
            verb = "GRANT {} TO {}" if one is role else "REVOKE {} FROM {}"
            link.exec_driver_sql(verb.format(quoted(link, group(prefix, one)), written))
        return role


def dismiss(address: str, account: str) -> None:
    """Take the server's account away again; ``RolesError`` where this software did not make it."""
    with as_owner(address) as link:
        _prefix(link)
        if not link.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": account}):
            raise RolesError(f"数据库服务器上没有账号“{account}”")
        _require_ours(link, account)
        link.exec_driver_sql(f"DROP ROLE {quoted(link, account)}")


def check(address: str, rules: Policy | None = None) -> list[str]:
    """Return in Chinese what does not hold: tables without rules, rights that nobody wrote down."""
    rules = rules or policy()
    with as_owner(address) as link:
        prefix, (home, _) = _prefix(link), _place(link)
        found = []
        kept = link.scalar(
            text("SELECT obj_description(to_regnamespace(:name), 'pg_namespace')"), {"name": SCHEMA}
        )
        if str(kept).partition(" ")[0] != _print(rules):
            found.append("权限规则与本软件的不同：请重新运行 workbench database roles")
        open_ones = text(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relrowsecurity "
            "AND relnamespace = to_regnamespace(:home) AND relname <> 'alembic_version' ORDER BY 1"
        )
        found += [f"表 {name} 没有行级规则" for name in link.scalars(open_ones, {"home": home})]
        found += [
            f"表 {name} 没有写进 database.toml：除网站和备份外谁也读不了" for name in _unnamed(link, home)
        ]
        found += _strange_rights(link, home, prefix, rules)
    return found


def _unnamed(link: Connection, home: str) -> list[str]:
    asked = text("SELECT tablename FROM pg_tables WHERE schemaname = :home ORDER BY 1")
    return [
        name for name in link.scalars(asked, {"home": home})
        if name not in server_tables() and name != "alembic_version"
    ]  # fmt: skip


def _strange_rights(link: Connection, home: str, prefix: str, rules: Policy) -> list[str]:
    wanted = {(group(prefix, one.role), one.table, column) for one in cells(rules) for column in one.columns}
    asked = text(
        "SELECT grantee, table_name, column_name, privilege_type FROM information_schema.column_privileges "
        "WHERE table_schema = :home AND (grantee = 'PUBLIC' OR grantee = ANY(:groups))"
    )
    groups = [group(prefix, role) for role in Role]
    rows = link.execute(asked, {"home": home, "groups": groups}).all()
    held = {(who, table, column) for who, table, column, what in rows if what == "SELECT"}
    found = [f"{who} 多出对 {table}.{column} 的读取权" for who, table, column in sorted(held - wanted)]
    found += [f"{who} 缺少对 {table}.{column} 的读取权" for who, table, column in sorted(wanted - held)]
    writes = sorted({(who, table) for who, table, _, what in rows if what != "SELECT"})
    return found + [f"{who} 可以写 {table}" for who, table in writes]


def _clear(link: Connection, home: str) -> None:
    """Take away every rule for rows that an earlier run made, and the functions they rest on."""
    asked = text(f"SELECT policyname, tablename FROM pg_policies WHERE schemaname = :home AND ({_OURS})")
    for name, table in link.execute(asked, {"home": home}).all():
        link.exec_driver_sql(
            f"DROP POLICY {quoted(link, name)} ON {quoted(link, home)}.{quoted(link, table)}"
        )
    link.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def _place(link: Connection) -> tuple[str, str]:
    """Return the schema of the tables, and the database as SQL writes it."""
    home, database = link.execute(text(_PLACE)).one()
    return str(home), quoted(link, database)


def _prefix(link: Connection) -> str:
    kept = link.scalar(
        text("SELECT obj_description(to_regnamespace(:name), 'pg_namespace')"), {"name": SCHEMA}
    )
    if kept is None:
        raise RolesError("还没有建立数据库角色：请先运行 workbench database roles")
    return str(kept).partition(" ")[2]


def _require_ours(link: Connection, account: str) -> None:
    asked = text(
        "SELECT COALESCE(shobj_description(oid, 'pg_authid'), '') FROM pg_roles WHERE rolname = :name"
    )
    kept = link.scalar(asked, {"name": account})
    groups = {group(_prefix(link), role) for role in Role}
    if kept is not None and (kept != MARK or account in groups or _owns(link, account)):
        raise RolesError(f"数据库服务器上已有账号“{account}”，不是本软件为工作人员建立的：请另用一个账号名")


def _owns(link: Connection, account: str) -> bool:
    """Whether the site or the backup goes by this name: their rules read every row."""
    asked = text(
        "SELECT 1 FROM pg_policies WHERE policyname IN ('site_rows', 'backup_rows') AND :name = ANY(roles)"
    )
    return bool(link.scalar(asked, {"name": account}))


def _print(rules: Policy) -> str:
    told = [*functions(rules, "home"), *map(str, cells(rules))]
    return sha256("\n".join(told).encode()).hexdigest()[:16]
