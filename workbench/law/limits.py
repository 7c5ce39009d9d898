"""The time limits of petition work as data: what the law gives, to whom, from when (regulation.toml)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from workbench.law.settings import Settings, settings
from workbench.law.tables import Entry, LawDataError, read_table
from workbench.terms import DayType

FILE: Final = "regulation.toml"
CONFIDENCES: Final = ("high", "medium", "low")
PERIODS: Final = ("month", "year", "setting")


class LimitNotInForceError(ValueError):
    """No table of this limit is in force on the day."""

    def __init__(self, rule_id: str, day: date) -> None:
        self.rule_id = rule_id
        self.day = day
        super().__init__(f"时限规则 {rule_id} 在 {day:%Y-%m-%d} 尚未施行或已经失效，请核对日期")


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit in one period of force.

    ``length`` is in days of ``day_type``, or ``None`` where the law gives no number; ``length_text`` always
    says it in Chinese. ``extension_days`` is the most that may be added, once. ``is_right`` marks a right,
    never a duty: letting it lapse is no miss. ``clauses`` may apply on a miss; a person judges.
    """

    rule_id: str
    title: str
    instrument: str
    article: str
    in_force: date
    until: date | None
    start: str
    length: int | None
    day_type: DayType | None
    length_text: str
    period: str | None
    extension_rule: str | None
    exclusion: str | None
    exemption: str | None
    bound: str
    is_right: bool
    on_miss: str
    clauses: tuple[str, ...]
    setting: str | None
    months: tuple[int, ...]
    years: int | None
    source: str
    confidence: str

    @property
    def basis(self) -> str:
        """Return instrument and article as a reader cites them."""
        return f"《{self.instrument}》{self.article}"


@cache
def limits() -> tuple[Limit, ...]:
    """Return every limit; ``LawDataError`` names the first wrong entry."""
    rows = read_table(FILE).get("limit", [])
    found = tuple(_limit(row, settings()) for row in rows)
    _check_periods(found)
    return found


def limit_on(rule_id: str, day: date) -> Limit:
    """Return the limit that binds a step begun on ``day``; ``LimitNotInForceError`` if there is none."""
    found = find_limit(rule_id, day)
    if found is None:
        raise LimitNotInForceError(rule_id, day)
    return found


def find_limit(rule_id: str, day: date) -> Limit | None:
    """Return as ``limit_on`` does, or ``None`` where none is in force."""
    for limit in _by_rule().get(rule_id, ()):
        if limit.in_force <= day and (limit.until is None or day < limit.until):
            return limit
    return None


def rule_title(rule_id: str) -> str:
    """Return the Chinese name of a limit, the newest one; the id itself if it is unknown."""
    found = _by_rule().get(rule_id)
    return found[0].title if found else rule_id


@cache
def _by_rule() -> Mapping[str, tuple[Limit, ...]]:
    found: defaultdict[str, list[Limit]] = defaultdict(list)
    for limit in sorted(limits(), key=lambda limit: limit.in_force, reverse=True):
        found[limit.rule_id].append(limit)
    return {rule_id: tuple(periods) for rule_id, periods in found.items()}


def _limit(values: Mapping[str, Any], local: Settings) -> Limit:
    entry = Entry(FILE, str(values.get("rule", "（无编号）")), values)
    day_type = entry.maybe_text("day_type")
    length, setting = entry.maybe_number("length"), entry.maybe_text("setting")
    length_text = entry.maybe_text("length_text")
    if setting is not None:
        local_number = getattr(local, setting, None)
        if not isinstance(local_number, int):
            raise entry.error("setting", f"local.toml 中没有“{setting}”")
        length = local_number if day_type else None
    if length is not None and day_type is None:
        raise entry.error("day_type", "有日数就应注明日或工作日")
    if length is None and length_text is None:
        raise entry.error("length_text", "没有日数时应写明规定原文")
    kind = DayType.coded(day_type) if day_type else None
    limit = Limit(
        rule_id=entry.text("rule"),
        title=entry.text("title"),
        instrument=entry.text("instrument"),
        article=entry.text("article"),
        in_force=entry.day("in_force"),
        until=entry.maybe_day("until"),
        start=entry.text("start"),
        length=length,
        day_type=kind,
        length_text=length_text or f"{length}{'个工作日' if kind is DayType.WORKING else '日'}",
        period=entry.maybe_text("period"),
        extension_rule=entry.maybe_text("extension_rule"),
        exclusion=entry.maybe_text("exclusion"),
        exemption=entry.maybe_text("exemption"),
        bound=entry.text("bound"),
        is_right=entry.flag("right"),
        on_miss=entry.text("on_miss"),
        clauses=entry.texts("clauses"),
        setting=setting,
        months=entry.numbers("months"),
        years=entry.maybe_number("years"),
        source=entry.text("source"),
        confidence=entry.text("confidence"),
    )
    entry.done()
    if limit.confidence not in CONFIDENCES:
        raise entry.error("confidence", f"应为 {'、'.join(CONFIDENCES)} 之一")
    if limit.period is not None and limit.period not in PERIODS:
        raise entry.error("period", f"应为 {'、'.join(PERIODS)} 之一")
    return limit


def _check_periods(found: tuple[Limit, ...]) -> None:
    """Two tables of one limit must not be in force on the same day, and an extension must exist."""
    known: dict[str, list[Limit]] = defaultdict(list)
    for limit in found:
        for other in known[limit.rule_id]:
            earlier, later = sorted((limit, other), key=lambda one: one.in_force)
            if earlier.until is None or earlier.until > later.in_force:
                raise LawDataError(f"规则数据文件 {FILE} 中“{limit.rule_id}”有两条同时施行，旧条须注明 until")
        known[limit.rule_id].append(limit)
    for limit in found:
        if limit.extension_rule is not None and limit.extension_rule not in known:
            raise LawDataError(
                f"规则数据文件 {FILE} 中“{limit.rule_id}”引用了不存在的“{limit.extension_rule}”"
            )
