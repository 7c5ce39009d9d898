"""Figures with all that must stand beside them: what silence leaves open, how long people waited, remarks.

The command line and the analyst's answer are made of these, whoever counts: SQLite, DuckDB or Spark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.indicators.catalogue import Indicator, catalogue
from workbench.indicators.evaluate import Cell, Figure, Period, evaluate_cells
from workbench.indicators.waiting import SHARES, Bounds, Durations, durations, ends, silences
from workbench.queries.case_filter import CaseFilter
from workbench.queries.figures import narrowing, not_applied
from workbench.queries.left_out import left_out_of
from workbench.queries.part_months import empty_months_words, part_months, part_months_words
from workbench.queries.records_begin import missing_words, records_begin
from workbench.snapshots.asked import Asked, FrozenFacts

if TYPE_CHECKING:
    from workbench.snapshots.figure_change import FigureChange

Groups = tuple[str | None, ...]
BY_ASKER: Final = "asked_by"


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure of one group; ``groups`` are the codes of the dimensions asked for, in their order.

    ``ends`` are the two ends that silence leaves open, ``None`` where the definition knows no silence or
    nobody was asked. ``waits`` are the waiting times, ``None`` where no days are counted. ``is_newer`` says
    that a frozen snapshot does not define the figure itself, so that it is counted as defined now.
    """

    groups: Groups
    figure: Figure
    ends: Bounds | None = None
    waits: Durations | None = None
    is_newer: bool = False


def told_figures(
    snapshot: Asked,
    definition: Indicator,
    *,
    period: Period,
    by: Sequence[str] = (),
    wanted: CaseFilter | None = None,
) -> tuple[ToldFigure, ...]:
    """Return the figure of each group in the order of codes, one for all where ``by`` is empty.

    A group in which everybody was silent is there too, with nobody counted. Raises ``DefinitionError`` for a
    dimension that is not offered.
    """
    where, values = narrowing(snapshot, wanted, definition)
    cells = evaluate_cells(
        snapshot,
        definition,
        by=by,
        period=period,
        as_of=snapshot.as_of,
        where=where,
        parameters=values,
    )
    found = {cell.groups: cell.figure for cell in cells}
    # Who said nothing was asked by nobody that is known: there silence belongs to no group.
    has_ends = definition.silent is not None and BY_ASKER not in by
    silent = {}
    if has_ends:
        silent = silences(
            snapshot, definition, by=by, period=period, as_of=snapshot.as_of, where=where, parameters=values
        )
    for groups in silent.keys() - found.keys():
        group = groups[0] if len(groups) == 1 else None
        found[groups] = Figure(definition, period, snapshot.as_of, 0, 0, 0, group)
    is_newer = isinstance(snapshot, FrozenFacts) and definition.id not in snapshot.definitions
    waited: dict[Groups, Durations] = {}
    if definition.days:
        told = durations(
            snapshot,
            definition,
            by=by[0] if by else None,
            period=period,
            as_of=snapshot.as_of,
            where=where,
            parameters=values,
        )
        waited = {(one.group,) if by else (): one for one in told}
    return tuple(
        ToldFigure(
            groups,
            found[groups],
            ends(found[groups], silent.get(groups, 0)) if has_ends else None,
            waited.get(groups),
            is_newer,
        )
        for groups in sorted(found, key=_by_code)
    )


def cells_of(told: Sequence[ToldFigure]) -> tuple[Cell, ...]:
    """Return the figures alone, with their groups."""
    return tuple(Cell(one.groups, one.figure) for one in told)


def remarks_on(
    snapshot: Asked,
    definition: Indicator,
    wanted: CaseFilter,
    told: Sequence[ToldFigure],
    by: Sequence[str],
    *,
    period: Period,
) -> tuple[str, ...]:
    """Return what a reader must know beside the numbers.

    That is what of the filter is not followed, days before the records or the definition, months that are not
    whole, silence, the official way. ``by`` is what it is broken down by.
    """
    found = [f"筛选说明：{one}" for one in not_applied(definition, wanted)]
    is_dated = wanted.registered_from is not None or wanted.registered_until is not None
    if is_dated and not any("登记日期" in one for one in found):
        found.append("筛选说明：登记日期的筛选未用于本指标，按统计期计")
    if missing := missing_words(snapshot, definition, period):
        found.append(missing)
    if period.start < definition.since:
        found.append(f"统计期早于 {definition.since}：本指标的口径自该日起，此前的部分仅供参考")
    if told and (part := part_months_words(part_months(period, by))):
        found.append(part)
    if told and tuple(by) == ("month",):
        begun = records_begin(snapshot, definition.grain)
        if empty := empty_months_words(period, begun, [one.groups[0] for one in told]):
            found.append(empty)
    whole = told[0] if len(told) == 1 and not told[0].groups else None
    if whole is not None and whole.ends is not None:
        found.append(f"{definition.silent_name} {whole.ends.silent:,} 件：{ends_words(whole)}")
    elif any(one.ends is not None for one in told):
        yes, no = definition.parts
        found.append(f"两端：{definition.silent_name}的全部算{no}、全部算{yes}时的{definition.name}")
    if definition.silent is not None and BY_ASKER in by:
        (all_told,) = told_figures(snapshot, definition, period=period, wanted=wanted)
        if all_told.ends is not None and all_told.ends.silent:
            silent = f"{definition.silent_name} {all_told.ends.silent:,} 件，不属于任何一组"
            found.append(f"{silent}：全体{ends_words(all_told)}")
    if left_out := left_out_of(snapshot, definition, wanted, period):
        found.append(left_out)
    if definition.official:
        found.append(f"上面的比率是{definition.official}：{definition.source}")
    if any(one.is_newer for one in told):
        found.append("本快照固定时还没有这一指标，按现行定义计算")
    now = catalogue().get(definition.id)
    if now is not None and now.version != definition.version:
        found.append(f"按快照所存的定义（{definition.version}）计算；现行的定义是 {now.version}")
    return tuple(found)


def ends_words(told: ToldFigure) -> str:
    """Return the two ends in words, "" where there are none."""
    if told.ends is None:
        return ""
    yes, no = told.figure.indicator.parts
    return f"全部{no}时 {told.ends.low:.1%}，全部{yes}时 {told.ends.high:.1%}"


def waits_words(found: Durations | None) -> str:
    """Return after how many days which share had it, and who waits still."""
    if found is None:
        return "无案件"
    days = "，".join(
        f"{share:.0%} 在 {day} 日内" if day is not None else f"{share:.0%} 尚不可知"
        for share, day in zip(SHARES, found.days, strict=True)
    )
    waiting = f"还在等 {found.waiting:,} 件" + (f"，等得最久 {found.longest} 日" if found.waiting else "")
    small = "，样本过小" if found.is_small else ""
    return f"{days}（已有 {found.done:,} 件，{waiting}）{small}"


def compared_words(change: FigureChange) -> tuple[str, str]:
    """Return a figure of two snapshots as it was and as it is: shares, counts, or waiting times."""
    was, now = (
        _parts_words(parts) if parts is None or change.waits == (None, None) else waits_words(waits)
        for parts, waits in zip((change.before, change.after), change.waits, strict=True)
    )
    return was, now


def _parts_words(parts: tuple[int | None, int] | None) -> str:
    if parts is None:
        return "未定义"
    hits, count = parts
    return f"{count:,}" if hits is None else f"{hits:,}/{count:,}"


def _by_code(groups: Groups) -> tuple[tuple[bool, str], ...]:
    return tuple((code is not None, code or "") for code in groups)
