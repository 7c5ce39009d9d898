"""What a viewer may see of a snapshot: views over its flat tables, laid whenever the file is opened."""

from __future__ import annotations

from workbench.access.masking import NOT_SHOWN
from workbench.access.sight import Ask, Sight
from workbench.access.sight_rules import listed, quoted
from workbench.snapshots.schema import TABLES
from workbench.terms import Holding

_BY_MATTER = ("deadline_fact", "petition_fact", "case_text")


def snapshot_views(sight: Sight, ask: Ask) -> tuple[str, ...]:
    """Return the statements that lay the views; none where everything is seen.

    ``ask`` puts SQL to the records: which matters beside those of his units are the viewer's own.
    """
    views = []
    if sight.is_narrow:
        seen = _seen(sight, ask)
        of_seen = "case_id IN (SELECT case_id FROM case_fact)" if sight.own else seen  # of the view
        promised = f"CASE WHEN case_id IS NULL THEN {_promised(sight)} ELSE {of_seen} END"
        views.append(_view("commitment_fact", promised))
    if sight.is_narrow or Holding.TEXT in sight.closed:
        views.append(_view("case_fact", seen if sight.is_narrow else "1 = 1", _hidden_columns(sight)))
    for table in _BY_MATTER:
        if table == "case_text" and Holding.TEXT in sight.closed:
            views.append(_view(table, "1 = 0"))
        elif sight.is_narrow:
            views.append(_view(table, of_seen))
    return tuple(views)


def _seen(sight: Sight, ask: Ask) -> str:
    hidden = f"case_id NOT IN ({', '.join(map(str, sight.hidden))})" if sight.hidden else "1 = 1"
    if sight.own is None:
        return hidden
    ids = sorted(int(case_id) for (case_id,) in ask(sight.own) if case_id is not None)
    own = f"case_id IN ({', '.join(map(str, ids)) or 'NULL'})"
    return f"{own} AND {hidden}"


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
