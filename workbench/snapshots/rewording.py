"""A question to SQLite in the words of an engine over Parquet: how a value is marked, what is not joined.

SQLite's ``like`` does not tell ``A`` from ``a``; DuckDB and Spark call that ``ilike``. Its ``is`` compares
values of which one may be missing; they call that ``is not distinct from``. Where a frozen
snapshot repeats of a matter all that the question asks, the rows of petitions, deadlines and promises are not
joined with their matters.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from workbench.indicators.catalogue import GRAINS
from workbench.snapshots.schema import CASE_COLUMNS, OF_MATTER

# A text in quotes, a cast, a named value, the word like, ``is`` before a named value: what comes first is it.
_TOKENS: Final = re.compile(
    r"'(?:[^']|'')*'|::|:(?P<name>[A-Za-z_]\w*)|(?P<like>\blike\b)|(?P<is>\bis(?=\s+:))",
    re.IGNORECASE,
)


# The relation that tells the rows of a grain without a join, its table, and its own columns.
RELATIONS: Final = {
    "petition": (
        "petition_row",
        "petition_fact",
        "case_id, petition_number, petition_on, petition_channel, petition_people",
    ),
    "deadline": (
        "deadline_row",
        "deadline_fact",
        "case_id, rule_id, round, unit as bound_unit, due, met_on, ended_on, days_late",
    ),
    "commitment": (
        "commitment_row",
        "commitment_fact",
        "commitment as pledge, kind as pledge_kind, case_id, unit as bound_unit, raised_on, due_on, met_on, "
        "ended_on",
    ),
}
# A condition that names one of these needs the matter itself.
_NOT_REPEATED: Final = frozenset(CASE_COLUMNS) - {"case_id"} - frozenset(OF_MATTER)
_WORDS: Final = re.compile(r"'(?:[^']|'')*'|(?P<name>[A-Za-z_]\w*)")


def relation(grain: str, columns: Collection[str]) -> str:
    """Return the question for the rows of a grain, over a file with ``columns``.

    A file of an older layout repeats nothing of the matter: there the rows are joined.
    """
    _, table, own = RELATIONS[grain]
    if "case_unit" in columns:
        return f"select {own}, {', '.join(f'case_{name} as {name}' for name in OF_MATTER)} from {table}"
    told = ", ".join((*(one.rpartition(" ")[2] for one in own.split(", ")), *OF_MATTER))
    return f"select {told} from {GRAINS[grain][0]}"


def _unjoined(sql: str) -> str:
    for grain, (name, *_) in RELATIONS.items():
        rows = GRAINS[grain][0]
        if rows in sql:
            rest = sql.replace(rows, name)
            if not _NOT_REPEATED & {found["name"] for found in _WORDS.finditer(rest)}:
                sql = rest
    return sql


def reworded(sql: str, mark: str) -> tuple[str, list[str]]:
    """Return the question with ``mark`` before the names of its values, and these names, each once."""
    sql = _unjoined(sql)
    names: dict[str, None] = {}

    def reword(found: re.Match[str]) -> str:
        name = found["name"]
        if name is not None:
            names[name] = None
            return f"{mark}{name}"
        if found["is"] is not None:
            return "is not distinct from"
        return "ilike" if found["like"] else found.group()

    return _TOKENS.sub(reword, sql), list(names)
