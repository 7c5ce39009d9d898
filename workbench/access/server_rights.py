"""Who may do what in PostgreSQL, as statements: groups for the roles of the office, rights to columns, rows.

The owner makes them in one transaction; made again they are made anew, so that nothing stays that the policy
does not say any more. What nobody named has no right and, with row-level security on, no row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from workbench.access.policy import Policy
from workbench.access.server_sight import ACCOUNT, OPEN, ROLE, SCHEMA, SEEN
from workbench.access.server_tables import ServerTable, server_tables
from workbench.access.sight import Sight
from workbench.access.sight_conditions import conditions, parents_first
from workbench.records.tables import metadata
from workbench.terms import Holding, Operation, Reach, Role


@dataclass(frozen=True, slots=True)
class Cell:
    """What one role reads of one table: the columns, and the conditions on its rows, all of them."""

    role: Role
    table: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


SITE_ROWS, BACKUP_ROWS, SEEN_ROWS = "site_rows", "backup_rows", "seen_rows"  # the names of the row policies
_SPECIAL: Final = {  # what a row must be like where no foreign key says it
    "proposal": f"id IN (SELECT id FROM {SCHEMA}.seen_proposal())",
    "ledger_entry": f"seq IN (SELECT seq FROM {SCHEMA}.seen_entry())",
    "login_record": f"name = {ACCOUNT}",
}
_OF_ALL: Final = frozenset({"login_record"})  # whose condition binds only those who see their own


def group(prefix: str, role: Role) -> str:
    """Return the name of the group of an office's role in the server."""
    return f"{prefix}_{role.value}"


def rights(rules: Policy, groups: dict[Role, str], site: str, backup: str, home: str) -> Iterator[str]:
    """Yield the statements; ``groups``, ``site`` and ``backup`` are quoted names, ``home`` has the tables."""
    everybody = ", ".join(groups.values())
    for name in metadata.tables:
        table = f'{home}."{name}"'
        yield f"REVOKE ALL ON {table} FROM PUBLIC, {everybody}"
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"CREATE POLICY {SITE_ROWS} ON {table} TO {site} USING (true) WITH CHECK (true)"
        yield f"CREATE POLICY {BACKUP_ROWS} ON {table} FOR SELECT TO {backup} USING (true)"
    yield f"REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {site}, {everybody}"
    yield f"GRANT USAGE ON SCHEMA {home} TO {everybody}"
    yield f"GRANT EXECUTE ON FUNCTION {SCHEMA}.rewrite(text) TO {site}"
    for function in OPEN:
        yield f"GRANT EXECUTE ON FUNCTION {SCHEMA}.{function} TO {everybody}"
    counting = [groups[role] for role in groups if _counts(rules, role)]
    if counting:
        yield f"GRANT SELECT ON {SCHEMA}.matter_totals TO {', '.join(counting)}"
    for cell in cells(rules):
        yield from _of_cell(cell, groups[cell.role], home)


def cells(rules: Policy) -> Iterator[Cell]:
    """Yield what each role reads by itself: a table, its columns, and what a row must be like."""
    narrowed = _narrowed()
    for role in Role:
        readable: set[str] = set()
        for table in parents_first(metadata.tables):
            told = server_tables().get(table)
            reach = Reach.NONE if told is None else told.reach(rules, role)
            if told is None or reach is Reach.NONE:
                continue
            asked = _rows(told, reach, (narrowed | {"petition_case"}) - readable - {table}, narrowed)
            if asked is not None:
                readable.add(table)
                yield Cell(role, table, told.read, (f"{ROLE} = '{role.value}'", *asked))


def _of_cell(cell: Cell, name: str, home: str) -> Iterator[str]:
    columns = ", ".join(f'"{column}"' for column in cell.columns)
    yield f'GRANT SELECT ({columns}) ON {home}."{cell.table}" TO {name}'
    yield (
        f'CREATE POLICY {SEEN_ROWS}_{cell.role.value} ON {home}."{cell.table}" FOR SELECT TO {name} '
        f"USING ({' AND '.join(cell.rows)})"
    )


def _rows(told: ServerTable, reach: Reach, closed: set[str], narrowed: set[str]) -> list[str] | None:
    """Return what a row must be like; ``None`` where one's own cannot be told from what is not.

    ``closed`` are the tables, among those on which who sees a row may rest, that the role does not read.
    """
    if told.name in _SPECIAL:
        return [] if told.name in _OF_ALL and reach is Reach.ALL else [_SPECIAL[told.name]]
    asked = conditions(metadata.tables[told.name], Sight(own=SEEN), closed, narrowed)
    if told.name == "proceeding" and reach is Reach.OWN:  # none that is not decided on him
        asked.append(f"id IN (SELECT id FROM {SCHEMA}.own_proceeding())")
    return None if reach is Reach.OWN and not asked else asked


def _narrowed() -> set[str]:
    """Return the tables of which a viewer may see a part: about a matter, or resting on what is."""
    narrowed = set(_SPECIAL) - _OF_ALL
    for name in parents_first(metadata.tables):
        if conditions(metadata.tables[name], Sight(own=SEEN), (), narrowed):
            narrowed.add(name)
    return narrowed


def _counts(rules: Policy, role: Role) -> bool:
    return rules.reach(role, Holding.CASE, Operation.COUNT) in (Reach.ALL, Reach.TOTALS)
