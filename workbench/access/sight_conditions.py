"""What a row must be like for its reader to see it, as SQL: the rules that follow from the tables themselves.

Asked by the views of a session and by the rules that a PostgreSQL server keeps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from workbench.access.sight import Sight
from workbench.access.sight_rules import RESTS_ON

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

HIDDEN = "hidden_case"  # the matters that are not seen, where all others are


def parents_first(tables: Mapping[str, Table]) -> Iterator[str]:
    """Give the names of the tables in an order in which each comes after those that it refers to."""
    above = {
        name: {key.column.table.name for key in table.foreign_keys} - {name} for name, table in tables.items()
    }
    for (name, _), other in RESTS_ON.items():
        above[name].add(other)
    yield from TopologicalSorter({name: sorted(above[name]) for name in sorted(above)}).static_order()


def conditions(table: Table, sight: Sight, closed: Collection[str], narrowed: Collection[str]) -> list[str]:
    """Return what its matter, and the rows it rests on, ask of a row of the table.

    ``closed`` are the tables of which the viewer sees nothing, ``narrowed`` those of which he sees a part.
    """
    found = [seen for column in table.columns if (seen := _of_matter(table, column, sight))]
    is_of_matter = bool(found)
    for column in table.columns:
        other = RESTS_ON.get((table.name, column.name))
        if other in closed:
            found.append(_or_empty(column, "IN (NULL)"))
        elif other in narrowed:
            found.append(_or_empty(column, f'IN (SELECT "{column.name}" FROM "{other}")'))
        for key in column.foreign_keys:
            above = key.column.table.name
            if above in closed:
                found.append(_or_empty(column, "IN (NULL)"))
            elif above in narrowed and above != "petition_case" and not is_of_matter:
                found.append(_or_empty(column, f'IN (SELECT "{key.column.name}" FROM "{above}")'))
    return found


def dossiers_on_matters() -> Iterator[tuple[str, str, str]]:
    """Give the tables of what rests on a matter, with its own number and the column that names the matter."""
    from workbench.records.tables import metadata

    for table in metadata.sorted_tables:
        key = next((c.name for c in table.columns if c.unique and not c.primary_key), None)
        for column in table.columns:
            if key is not None and any(k.column.table.name == "petition_case" for k in column.foreign_keys):
                yield table.name, key, column.name


def numbered() -> dict[str, str]:
    """Return the tables whose rows go by a number of their own, with its column."""
    from workbench.records.tables import metadata

    keys = {
        table.name: next(
            (column.name for column in table.columns if column.unique and not column.primary_key), None
        )
        for table in metadata.sorted_tables
    }
    return {name: key for name, key in keys.items() if key is not None}


def not_resting(unseen: str, home: str = "") -> Iterator[str]:
    """Give what an entry's object must not be: a number of something that rests on a matter not seen.

    ``unseen`` is the condition that a matter is not seen, with ``{}`` for its number.
    """
    for name in numbered():
        selects = _resting(name, unseen, home)
        if selects and name != "petition_case":
            yield f"object NOT IN ({' UNION '.join(selects)})"


def _resting(name: str, unseen: str, home: str) -> list[str]:
    key = numbered()[name]
    start = f'SELECT "{key}" FROM {home}"{name}" WHERE '
    found = [
        start + unseen.format(f'"{column}"') for table, _, column in dossiers_on_matters() if table == name
    ]
    if name == "proposal":
        of_it = f'SELECT proposal_id FROM {home}"proposal_case" WHERE {unseen.format("case_no")}'
        found.append(f"{start}id IN ({of_it})")
    for (table, column), other in RESTS_ON.items():
        if table == name and (above := _resting(other, unseen, home)):
            found.append(f'{start}"{column}" IN ({" UNION ".join(above)})')
    return found


def _of_matter(table: Table, column: Column[Any], sight: Sight) -> str | None:
    """Return the condition on a column that names a matter, ``None`` for any other column."""
    if not sight.is_narrow:
        return None
    if (table.name, column.name) == ("petition_case", "id") or column.name == "case_id":
        return _or_empty(column, is_seen("id", sight))
    for key in column.foreign_keys:
        if key.column.table.name == "petition_case":
            return _or_empty(column, is_seen(key.column.name, sight))
    return None


def is_seen(key: str, sight: Sight) -> str:
    """Return the condition that a matter is seen; ``sight.own`` names what is."""
    name, word = (HIDDEN, "NOT IN") if sight.own is None else (sight.own, "IN")
    return f"{word} (SELECT {key} FROM {name})"


def _or_empty(column: Column[Any], condition: str) -> str:
    told = f'"{column.name}" {condition}'
    return f'("{column.name}" IS NULL OR {told})' if column.nullable else told
