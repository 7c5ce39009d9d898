"""What a viewer may see of a snapshot: views over its flat tables, laid whenever the file is opened.

For who only counts no accusation is in them, nor what may be one: it would stand in the total of its unit
(HR2, HR9). The view ``accusation_year`` tells the county's total of each year, ``None`` for fewer than five.
"""

from __future__ import annotations

from workbench.access.masking import NOT_SHOWN
from workbench.access.sight import Ask, Sight
from workbench.access.sight_rules import listed, quoted
from workbench.snapshots.schema import TABLES
from workbench.terms import Holding, PetitionClass

SMALLEST = 5  # of a total that is told (条例未规定; the office's setting, as in ``indicators.small_cells``)
_BY_MATTER = ("deadline_fact", "petition_fact", "case_text")
_ACCUSES = f"petition_class = {quoted(PetitionClass.ACCUSATION.value)}"
_HELD = "SELECT id FROM petition_case WHERE held IS NOT NULL"


def snapshot_views(sight: Sight, ask: Ask, *, only_counts: bool = False) -> tuple[str, ...]:
    """Return the statements that lay the views; none where everything is seen.

    ``ask`` puts SQL to the records: which matters beside those of his units are the viewer's own.
    """
    views = []
    is_narrow = sight.is_narrow or only_counts
    seen = _seen(sight, ask) if is_narrow else "1 = 1"
    if only_counts:
        views.append(_accusation_years(seen))
        held = ", ".join(str(int(case_id)) for (case_id,) in ask(_HELD)) or "NULL"
        accusing = f"SELECT case_id FROM main.case_fact WHERE {_ACCUSES} OR case_id IN ({held})"
        seen = f"{seen} AND case_id NOT IN ({accusing})"
    if is_narrow:
        of_seen = "case_id IN (SELECT case_id FROM case_fact)" if sight.own else seen  # of the view
        promised = f"CASE WHEN case_id IS NULL THEN {_promised(sight)} ELSE {of_seen} END"
        views.append(_view("commitment_fact", promised))
    if is_narrow or Holding.TEXT in sight.closed:
        views.append(_view("case_fact", seen, _hidden_columns(sight)))
    for table in _BY_MATTER:
        if table == "case_text" and Holding.TEXT in sight.closed:
            views.append(_view(table, "1 = 0"))
        elif is_narrow:
            views.append(_view(table, of_seen))
    return tuple(views)


def _seen(sight: Sight, ask: Ask) -> str:
    hidden = f"case_id NOT IN ({', '.join(map(str, sight.hidden))})" if sight.hidden else "1 = 1"
    if sight.own is None:
        return hidden
    ids = sorted(int(case_id) for (case_id,) in ask(sight.own) if case_id is not None)
    own = f"case_id IN ({', '.join(map(str, ids)) or 'NULL'})"
    return f"{own} AND {hidden}"


def _accusation_years(seen: str) -> str:
    return (
        "CREATE TEMP VIEW accusation_year AS SELECT substr(registered_on, 1, 4) AS year, "
        f"CASE WHEN count(*) >= {SMALLEST} THEN count(*) END AS matters "
        f"FROM main.case_fact WHERE {_ACCUSES} AND {seen} GROUP BY 1"
    )


def _promised(sight: Sight) -> str:
    """A promise that rests on no matter is seen by the unit that made it."""
    return f"unit IN ({listed(sight.units)})" if sight.own else "1 = 1"


def _hidden_columns(sight: Sight) -> dict[str, str]:
    if Holding.TEXT not in sight.closed:
        return {}
    return {"title": quoted(NOT_SHOWN), "external_no": "NULL"}


def _view(table: str, where: str, instead: dict[str, str] | None = None) -> str:
    told = instead or {}
    columns = ", ".join(f"{told[name]} AS {name}" if name in told else name for name in TABLES[table])
    return f"CREATE TEMP VIEW {table} AS SELECT {columns} FROM main.{table} WHERE {where}"
