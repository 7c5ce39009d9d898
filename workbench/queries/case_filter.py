"""What a supervisor looks for in the caseload, and the SQL condition it becomes.

One filter serves the list, the counts, the figures and the export, so that they never disagree.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from workbench.access.masked_words import to_find
from workbench.indicators.catalogue import GRAIN_DIMENSIONS, GRAINS, Indicator
from workbench.indicators.evaluate import Facts, Period, dimension
from workbench.queries.columns import BY_KEY
from workbench.queries.conditions import Condition, Conditions, like
from workbench.queries.duties import DutyCases, duty_condition
from workbench.queries.in_force import in_force
from workbench.queries.lateness import LATE
from workbench.snapshots.asked import Asked, FrozenFacts


class FilterError(ValueError):
    """A filter asks for a column or a value that does not exist."""


@dataclass(frozen=True, slots=True)
class ColumnTest:
    """A test typed into the head of a column: part of a text, chosen codes, or a range of days/numbers."""

    key: str
    contains: str = ""
    any_of: tuple[str, ...] = ()
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class FigureCases:
    """The cases behind a figure: ``part`` is all, passed, failed or silent; ``by``, ``group`` name a cell.

    ``besides`` are groups of ``by`` that are left out, instead of the one ``group``. ``within`` names further
    dimensions with their codes, where several cross.
    """

    indicator: str
    period: Period
    part: str = "all"
    by: str | None = None
    group: str | None = None
    within: tuple[tuple[str, str | None], ...] = ()
    besides: tuple[str | None, ...] = ()

    @property
    def cells(self) -> tuple[tuple[str, str | None], ...]:
        """Return the dimensions that name the cell, each with its code."""
        named = () if self.by is None or self.besides else ((self.by, self.group),)
        return (*named, *self.within)

    @property
    def left_out(self) -> tuple[tuple[str, str | None], ...]:
        """Return the cells whose cases are left out."""
        return () if self.by is None else tuple((self.by, group) for group in self.besides)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Conditions that all hold; an empty one does not narrow. Days are days of registration."""

    units: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    registered_from: date | None = None
    registered_until: date | None = None
    late_only: bool = False
    open_only: bool = False
    due_within: int | None = None  # calendar days from the as-of day
    answered_after: int | None = None  # days of 24 hours from receipt to the reply
    text: str = ""
    batch: str = ""
    figure: FigureCases | None = None
    duty: DutyCases | None = None
    columns: tuple[ColumnTest, ...] = field(default=())


def narrow(snapshot: Asked, wanted: CaseFilter, *, grain: str = "case") -> Condition:
    """Return the condition of ``wanted`` in a snapshot, with its texts already searched.

    ``grain`` is what is counted: rows of a grain that say their unit or channel themselves are narrowed by
    that, as they are broken down by it.

    A search reads every text, and a screen asks list, counts, figures and bars of one filter: the matters
    found are remembered for the last few. What is frozen has no texts, and is asked with its own definitions.
    """
    if isinstance(snapshot, FrozenFacts):
        if wanted.text.split():
            raise FilterError("固定快照中没有正文，不能按文字查找")
        below = units_below(snapshot, wanted.units)
        return condition(wanted, snapshot.as_of, below=below, kept=snapshot.definitions, grain=grain)
    if not wanted.text.split():
        return condition(wanted, snapshot.as_of, grain=grain)
    where, values = condition(replace(wanted, text=""), snapshot.as_of, grain=grain)
    found = _search(snapshot, " ".join(wanted.text.split()))
    return f"case_id in (select value from json_each(:found)) and {where}", {**values, "found": found}


@lru_cache(maxsize=16)
def _search(snapshot: Asked, text: str) -> str:
    """Return the ids of the matters in which every word occurs, as a JSON list."""
    where, values = condition(CaseFilter(text=text), snapshot.as_of)
    ids = snapshot.rows(f"select case_id from case_fact where {where}", values)
    return json.dumps([case_id for (case_id,) in ids])


def condition(
    wanted: CaseFilter,
    as_of: date,
    *,
    below: tuple[str, ...] | None = None,
    kept: Mapping[str, Indicator] | None = None,
    grain: str = "case",
) -> Condition:
    """Return the SQL condition over the rows of a grain and its values; ``FilterError`` if it is none.

    ``below`` are the wanted units with those below them (``units_below``), for an engine that cannot walk the
    tree while it counts: Spark. ``kept`` are definitions that go before those of the catalogue.
    """
    found = Conditions()
    figure = None
    if wanted.figure is not None:
        figure = (kept or {}).get(wanted.figure.indicator) or in_force(wanted.figure.indicator)
    of_rows = GRAIN_DIMENSIONS.get(figure.grain, {}) if figure is not None else {}
    among_rows: list[tuple[str, tuple[str, ...]]] = []
    for by, told, codes in _by_row(wanted, below):
        if by in of_rows:  # of the rows that the figure counts, not of the matter that they are of
            among_rows.append((told.format(of_rows[by], "{}"), codes))
        else:
            found.add(told.format(GRAIN_DIMENSIONS.get(grain, {}).get(by, by), "{}"), codes)
    found.is_one_of("petition_class", wanted.classes)
    found.is_one_of("path", wanted.paths)
    found.is_one_of("state", wanted.states)
    found.is_one_of("topic_group", wanted.topics)
    if wanted.registered_from:
        found.add("registered_on >= {}", wanted.registered_from.isoformat())
    if wanted.registered_until:
        found.add("registered_on <= {}", wanted.registered_until.isoformat())
    if wanted.late_only:
        found.add(LATE)
    if wanted.open_only:
        found.add("is_open = 1")
    if wanted.due_within is not None:
        found.add("next_due >= {}", as_of.isoformat())
        found.add("next_due <= {}", (as_of + timedelta(wanted.due_within)).isoformat())
    if wanted.answered_after is not None:
        found.add("answer_minutes > {}", wanted.answered_after * 24 * 60)
    if wanted.batch:
        found.add("batch = {}", wanted.batch)
    for word in map(to_find, wanted.text.split()):
        found.add(
            "(case_no like {0} escape '!' or external_no like {0} escape '!' or case_id in "
            "(select case_id from case_text where instr(body, {1}) > 0))",
            like(word),
            word.lower(),
        )
    for test in wanted.columns:
        _add_test(found, test)
    if wanted.figure is not None and figure is not None:
        _add_figure(found, wanted.figure, as_of, figure, among_rows)
    if wanted.duty is not None:
        where, values = duty_condition(wanted.duty, as_of)
        found.add(where)
        found.values.update(values)
    return " and ".join(found.parts) or "true", found.values


def _by_row(wanted: CaseFilter, below: tuple[str, ...] | None) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Return the conditions that a row of a grain may answer itself: dimension, test of a column, codes."""
    if wanted.units and below is not None:
        yield "unit", "{} in {}", below
    elif wanted.units:
        # A unit answers for the units below it.
        yield (
            "unit",
            "{} in (with recursive below(code) as (select code from unit_fact where code in {} "
            "union select u.code from unit_fact u join below b on u.parent = b.code) select code from below)",
            wanted.units,
        )
    if wanted.channels:
        yield "channel", "{} in {}", wanted.channels


def units_below(facts: Facts, units: tuple[str, ...]) -> tuple[str, ...]:
    """Return the units with all those below them, in the order of codes."""
    above = {code: parent for code, parent in facts.execute("select code, parent from unit_fact", {})}
    found = set(units)
    while more := {code for code, parent in above.items() if parent in found} - found:
        found |= more
    return tuple(sorted(found))


def _add_test(found: Conditions, test: ColumnTest) -> None:
    if (column := BY_KEY.get(test.key)) is None:
        raise FilterError(f"案件清单没有“{test.key}”这一列")
    if column.is_of_coming:
        raise FilterError(f"不按“{column.label}”筛选：群众来了几次、来了多少人不作挑选的条件")
    if test.contains:
        found.add(f"{column.key} like {{}} escape '!'", like(to_find(test.contains)))
    found.is_one_of(column.key, test.any_of)
    for sign, edge in ((">=", test.low), ("<=", test.high)):
        if edge:
            found.add(f"{column.key} {sign} {{}}", _bound(column.kind, column.label, edge))


def _bound(kind: str, label: str, text: str) -> object:
    try:
        return int(text) if kind == "number" else date.fromisoformat(text).isoformat()
    except ValueError:
        what = "整数" if kind == "number" else "形如 2026-03-01 的日期"
        raise FilterError(f"“{label}”的范围请填{what}") from None


def _add_figure(
    found: Conditions,
    cases: FigureCases,
    as_of: date,
    definition: Indicator,
    among_rows: Iterable[tuple[str, tuple[str, ...]]],
) -> None:
    sql = definition.condition(cases.part)
    values: list[object] = []
    for by, group in cases.cells:
        sql += f" and {dimension(definition, by)} is {{}}"
        values.append(group)
    for by, group in cases.left_out:
        sql += f" and not ({dimension(definition, by)} is {{}})"
        values.append(group)
    for test, codes in among_rows:
        sql += f" and {test}"
        values.append(codes)
    if definition.grain != "case":
        sql = f"case_id in (select case_id from {GRAINS[definition.grain][0]} where {sql})"
    found.add(f"({sql})", *values)
    found.values.update(
        start=cases.period.start.isoformat(), end=cases.period.end.isoformat(), as_of=as_of.isoformat()
    )
