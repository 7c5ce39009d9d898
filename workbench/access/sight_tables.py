"""The views that lie over the tables of one session."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from workbench.access.sight import Sight
from workbench.access.sight_conditions import HIDDEN, conditions, is_seen, not_resting, parents_first
from workbench.terms import Holding

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

SEEN = "seen_case"
# Values that no screen has a use for: the views have the columns, and nothing in them.
_EMPTIED = {("account", "password_hash"), ("interface_token", "secret_hash")}


def narrow_session(connection: Connection, sight: Sight) -> None:
    """Lay the views of ``sight`` over the tables, for the rest of this transaction."""
    run = connection.exec_driver_sql
    is_sqlite = connection.dialect.name == "sqlite"
    home = "main" if is_sqlite else str(run("SELECT current_schema()").scalar())
    if sight.is_narrow:
        _gather(connection, sight, is_sqlite)
    of_all = replace(sight, own=sight.own and SEEN, units=frozenset())  # the views ask the table just made
    for statement in _statements(of_all, home):
        run(statement)


@lru_cache(maxsize=32)
def _statements(sight: Sight, home: str) -> tuple[str, ...]:
    from workbench.records.tables import metadata

    narrowed: set[str] = set()
    made = []
    for name in parents_first(metadata.tables):
        table = metadata.tables[name]
        wanted = _conditions(table, sight, home, narrowed)
        columns = [_column(table.name, column.name) for column in table.columns]
        if wanted:
            narrowed.add(table.name)
        if wanted or any(" AS " in one for one in columns):
            where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
            made.append(
                f'CREATE TEMPORARY VIEW "{table.name}" AS '
                f'SELECT {", ".join(columns)} FROM {home}."{table.name}"{where}'
            )
    return tuple(made)


def _gather(connection: Connection, sight: Sight, is_sqlite: bool) -> None:
    """Keep the matters that are seen, or those that are not, for as long as the transaction lasts."""
    run = connection.exec_driver_sql
    hidden = f"({', '.join(map(str, sight.hidden)) or 'NULL'})"
    name = HIDDEN if sight.own is None else SEEN
    end = "" if is_sqlite else " ON COMMIT DROP"
    run(f"CREATE TEMPORARY TABLE {name} (id INTEGER PRIMARY KEY, case_no VARCHAR(64) UNIQUE){end}")
    chosen = f"id IN {hidden}"
    if sight.own is not None:
        chosen = f"id IN ({sight.own})" + (f" AND id NOT IN {hidden}" if sight.hidden else "")
    run(f"INSERT INTO {name} (id, case_no) SELECT id, case_no FROM petition_case WHERE {chosen}")


def _conditions(table: Table, sight: Sight, home: str, narrowed: Collection[str]) -> list[str]:
    """Return what a row of the table must be like for the viewer to see it."""
    if table.name in sight.closed_tables:
        return ["1 = 0"]
    if table.name == "ledger_entry":
        return _of_entries(sight, home)
    if table.name == "ledger_payload":
        # By EXISTS: with IN each question about one matter reads the whole ledger first (0.6 s of 300,000).
        kept = 'SELECT 1 FROM "ledger_entry" AS one WHERE one."seq" = "ledger_payload"."seq"'
        return [f"EXISTS ({kept})"] if _of_entries(sight, home) else []
    found = conditions(table, sight, sight.closed_tables, narrowed)
    if table.name == "proceeding" and sight.proceedings is not None:
        found.append(f"id IN ({', '.join(map(str, sight.proceedings)) or 'NULL'})")
    if table.name == "proposal" and sight.is_narrow:  # it names all its matters: one unseen hides it
        unseen = (
            f'SELECT proposal_id FROM {home}."proposal_case" WHERE NOT case_no {is_seen("case_no", sight)}'
        )
        found.append(f"id NOT IN ({unseen})")
    return found


def _of_entries(sight: Sight, home: str) -> list[str]:
    """Entries on matters that are not seen, and on whatever rests on one, are left out.

    So are those on proceedings of which the viewer may not know.
    """
    unread = _unread_proceedings(sight, home)
    if not sight.is_narrow:
        return unread
    if sight.own is None:
        found = [f"object {is_seen('case_no', sight)}"]
    else:
        matter = f'SELECT 1 FROM {home}."petition_case" AS one WHERE one.case_no = object'
        found = [f"NOT EXISTS ({matter} AND NOT one.id {is_seen('id', sight)})"]
    return [*found, *unread, *not_resting(f"NOT {{}} {is_seen('case_no', sight)}", f"{home}.")]


def _unread_proceedings(sight: Sight, home: str) -> list[str]:
    """Return what keeps entries on proceedings away of which the viewer may not know (HR8)."""
    read = () if Holding.ACCOUNTABILITY in sight.closed else sight.proceedings
    if read is None:
        return []
    but = f"WHERE id NOT IN ({', '.join(map(str, read))})" if read else ""
    return [f'object NOT IN (SELECT proceeding_no FROM {home}."proceeding" {but})']


def _column(table: str, name: str) -> str:
    return f'NULL AS "{name}"' if (table, name) in _EMPTIED else f'"{name}"'
