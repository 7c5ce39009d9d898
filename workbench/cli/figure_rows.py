"""A figure on the command line: as lines to read and as a row of JSON, with all that stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.indicators.catalogue import Indicator
    from workbench.queries.comparison import Compared
    from workbench.queries.told_figures import ToldFigure
    from workbench.snapshots.asked import Asked


class GroupNames:
    """What groups are called: a unit by its name, a channel by its word; the code stands beside it."""

    def __init__(self, facts: Asked, by: Sequence[str]) -> None:
        from workbench.queries.situation import unit_names

        self._by = tuple(by)
        self._units = unit_names(facts) if "unit" in self._by else {}

    def of(self, codes: Sequence[str | None]) -> tuple[str, ...]:
        """Return the names of a group's codes, in their order; a code without a name stays as it is."""
        return tuple(self._name(by, code) for by, code in zip(self._by, codes, strict=True))

    def words(self, codes: Sequence[str | None]) -> str:
        """Return names with their codes: 来访（visit）."""
        pairs = zip(self.of(codes), codes, strict=True)
        return "、".join(name if code in (None, "", name) else f"{name}（{code}）" for name, code in pairs)

    def part_month(self, told: ToldFigure) -> str:
        """Return which days count of a month that is not whole, "" of any other group."""
        from workbench.queries.part_months import part_months

        found = part_months(told.figure.period, self._by)
        return next((found[code] for code in told.groups if code in found), "")

    def _name(self, by: str, code: str | None) -> str:
        from workbench.queries.columns import BY_KEY
        from workbench.queries.situation import UNDECIDED, UNTOLD

        if not code:
            return UNTOLD if by == "asked_by" else UNDECIDED
        if by == "unit":
            return self._units.get(code, code)
        return BY_KEY[by].say(code) if by in BY_KEY else code


def figure_lines(
    definition: Indicator,
    told: Sequence[ToldFigure],
    remarks: Sequence[str],
    names: GroupNames,
    *,
    only: str,
    change: Compared | None,
) -> list[str]:
    """Return the lines of a figure: one for each group, what a reader must know, and what fixes it.

    ``only`` says by what the cases were narrowed, ``change`` how it differs from the year before.
    """
    from workbench.queries.comparison import year_on_year_words

    official = f"（{definition.official}）" if definition.official else ""
    lines = [f"{definition.name}{official}{_line(one, names)}" for one in told]
    if not told:
        lines.append(f"{definition.name}{official}：无案件")
    basis = f"按{definition.date_name} · 定义 {definition.version} · 编号 {definition.id}"
    narrowed = [f"筛选条件：{only}"] if only else []
    beside = [year_on_year_words(change)] if change else []
    return [*lines, *(f"    {one}" for one in (*beside, *narrowed, *remarks, basis))]


def figure_row(
    told: ToldFigure,
    remarks: Sequence[str],
    names: GroupNames,
    *,
    only: str,
    change: Compared | None,
    snapshot: str | None,
) -> dict[str, Any]:
    """Return a figure as a row of JSON; shares from 0 to 1, waiting times in calendar days."""
    figure, ends, waits = told.figure, told.ends, told.waits
    definition = figure.indicator
    from workbench.indicators.waiting import SHARES

    return {
        "indicator": definition.id,
        "name": definition.name,
        "group": figure.group,
        "group_name": "、".join(names.of(told.groups)) or None,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "person_times": figure.person_times,
        "value": figure.value,
        "small": waits.is_small if waits else figure.is_small,
        "official": definition.official or None,
        "ends": ends and {"low": ends.low, "high": ends.high, "silent": ends.silent},
        "silent_name": definition.silent_name if ends else None,
        "waits": waits
        and {
            "done": waits.done,
            "waiting": waits.waiting,
            "longest": waits.longest,
            "days": {f"{share:.0%}": day for share, day in zip(SHARES, waits.days, strict=True)},
        },
        "part_month": names.part_month(told) or None,
        "year_on_year": _change(change),
        "filter": only or None,
        "remarks": list(remarks),
        "date": definition.date_name,
        "definition": definition.version,
        "snapshot": snapshot,
    }


def _change(found: Compared | None) -> dict[str, Any] | None:
    if found is None:
        return None
    before, change = found.before, found.change
    return {
        "words": found.words,
        "amount": change and change.amount,
        "verdict": change and change.verdict.value,
        "before": before and (before.value if before.indicator.is_share else before.count),
        "numerator": before and before.numerator,
        "denominator": before and before.denominator,
    }


def _line(told: ToldFigure, names: GroupNames) -> str:
    from workbench.queries.part_months import PART
    from workbench.queries.told_figures import ends_words, waits_words

    figure = told.figure
    group = f"  {names.words(told.groups)}" if told.groups else ""
    part = f"  {PART}" if names.part_month(told) else ""
    if figure.indicator.days:
        return f"{group}：{waits_words(told.waits)}{part}"
    parts = "" if figure.numerator is None else f"（{figure.numerator:,}/{figure.denominator:,}）"
    small = "  样本过小" if figure.is_small else ""
    between = ""
    if told.groups and told.ends is not None:
        between = f"  {figure.indicator.silent_name} {told.ends.silent:,} 件，{ends_words(told)}"
    return f"{group}：{figure.label}{parts}{small}{part}{between}"
