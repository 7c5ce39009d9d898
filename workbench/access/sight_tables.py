"""The views that lie over the tables of one session."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from workbench.access.sight import Sight
from workbench.access.sight_rules import RESTS_ON

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection, Table

SEEN, HIDDEN = "seen_case", "hidden_case"
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
    for name in _parents_first(metadata.tables):
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


def _parents_first(tables: Mapping[str, Table]) -> Iterator[str]:
    """Give the names of the tables in an order in which each comes after those that it refers to."""
    above = {
        name: {key.column.table.name for key in table.foreign_keys} - {name} for name, table in tables.items()
    }
    for (name, _), other in RESTS_ON.items():
        above[name].add(other)
    yield from TopologicalSorter({name: sorted(above[name]) for name in sorted(above)}).static_order()


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
        return ['"seq" IN (SELECT "seq" FROM "ledger_entry")'] if sight.is_narrow else []
    found = [seen for column in table.columns if (seen := _of_matter(table, column, sight))]
    is_of_matter = bool(found)
    for column in table.columns:
        other = RESTS_ON.get((table.name, column.name))
        if other in narrowed:
            found.append(_or_empty(column, f'IN (SELECT "{column.name}" FROM "{other}")'))
        for key in column.foreign_keys:
            above = key.column.table.name
            if above in sight.closed_tables or (
                above in narrowed and above != "petition_case" and not is_of_matter
            ):
                found.append(_or_empty(column, f'IN (SELECT "{key.column.name}" FROM "{above}")'))
    if table.name == "proposal" and sight.hidden:  # it names all its matters, so one that is hidden hides it
        numbers = f"case_no IN ({_hidden_numbers(sight, home)})"
        found.append(f'id NOT IN (SELECT proposal_id FROM {home}."proposal_case" WHERE {numbers})')
    return found


def _hidden_numbers(sight: Sight, home: str) -> str:
    return f'SELECT case_no FROM {home}."petition_case" WHERE id IN ({", ".join(map(str, sight.hidden))})'


def _of_matter(table: Table, column: Column[Any], sight: Sight) -> str | None:
    """Return the condition on a column that names a matter, ``None`` for any other column."""
    if not sight.is_narrow:
        return None
    if (table.name, column.name) == ("petition_case", "id") or column.name == "case_id":
        return _or_empty(column, _is_seen("id", sight))
    for key in column.foreign_keys:
        if key.column.table.name == "petition_case":
            return _or_empty(column, _is_seen(key.column.name, sight))
    return None


def _is_seen(key: str, sight: Sight) -> str:
    name, word = (HIDDEN, "NOT IN") if sight.own is None else (SEEN, "IN")
    return f"{word} (SELECT {key} FROM {name})"


def _or_empty(column: Column[Any], condition: str) -> str:
    told = f'"{column.name}" {condition}'
    return f'("{column.name}" IS NULL OR {told})' if column.nullable else told


def _of_entries(sight: Sight, home: str) -> list[str]:
    """Entries on matters that are not seen, and on what rests on a hidden one, are left out."""
    if not sight.is_narrow:
        return []
    if sight.own is None:
        found = [f"object {_is_seen('case_no', sight)}"]
    else:
        matter = f'SELECT 1 FROM {home}."petition_case" AS one WHERE one.case_no = object'
        found = [f"NOT EXISTS ({matter} AND NOT one.id {_is_seen('id', sight)})"]
    if sight.hidden:
        hidden = _hidden_numbers(sight, home)
        found += [
            f'object NOT IN (SELECT "{key}" FROM {home}."{table}" WHERE "{column}" IN ({hidden}))'
            for table, key, column in _dossiers_on_matters()
        ]
    return found


def _dossiers_on_matters() -> Iterator[tuple[str, str, str]]:
    """Give the tables of what rests on a matter, with its own number and the column that names the matter."""
    from workbench.records.tables import metadata

    for table in metadata.sorted_tables:
        key = next((c.name for c in table.columns if c.unique and not c.primary_key), None)
        for column in table.columns:
            if key is not None and any(k.column.table.name == "petition_case" for k in column.foreign_keys):
                yield table.name, key, column.name


def _column(table: str, name: str) -> str:
    return f'NULL AS "{name}"' if (table, name) in _EMPTIED else f'"{name}"'
