"""What the case-review screen knows: the day, the filter, the figures, the case that is open. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import traitlets as tl

from workbench.app import Workbench
from workbench.indicators.catalogue import DefinitionError, indicator
from workbench.indicators.evaluate import Figure, Period
from workbench.queries.case_filter import CaseFilter, ColumnTest, FigureCases
from workbench.queries.caseload import DEFAULT_SORT, Counts, counts
from workbench.queries.figures import breakdown, cases_behind, review_figures
from workbench.snapshots.read import Snapshot
from workbench.terms import Channel

if TYPE_CHECKING:
    from workbench.queries.case_page import CasePage  # loads the tables: only when a case is opened

PARTS = ("passed", "failed")
BREAKDOWNS = {"month": "按月", "unit": "按责任单位", "channel": "按信访渠道", "topic_group": "按内容分类"}


class AddressError(ValueError):
    """A link carries a value that this screen does not understand."""


class CaseReviewState(tl.HasTraits):
    """The list is described by ``wanted``; everything else follows from it and from the snapshot.

    ``case_no`` is the open case, empty while the list is shown. ``charted`` and ``by`` say which
    figure the chart breaks down, and by what.
    """

    sort = DEFAULT_SORT

    snapshot = tl.Instance(Snapshot)
    wanted = tl.Instance(CaseFilter)
    case_no = tl.Unicode("")
    charted = tl.Unicode("received")
    by = tl.Unicode("month")

    counts = tl.Instance(Counts, read_only=True)  # derived
    figures = tl.Tuple(read_only=True)  # derived: Figure
    bars = tl.Tuple(read_only=True)  # derived: Figure per group

    def __init__(self, bench: Workbench, address: Mapping[str, str] | None = None) -> None:
        self._bench = bench
        given = dict(address or {})
        self.complaint = ""  # what of the link could not be understood; the screen then shows everything
        try:
            snapshot = bench.snapshot(_day(given.get("as_of"), "截至日"))
            wanted = from_address(given, snapshot.as_of)
        except (AddressError, DefinitionError) as error:
            self.complaint = f"{error}。现在显示全部事项。"
            snapshot, wanted = bench.snapshot(), CaseFilter()
        super().__init__(snapshot=snapshot, wanted=wanted)
        self.case_no = given.get("case", "")
        self._refresh()
        self.observe(self._refresh, ["snapshot", "wanted"])
        self.observe(self._recount_bars, ["charted", "by"])

    @property
    def bench(self) -> Workbench:
        return self._bench

    @property
    def period(self) -> Period:
        """Return the period of the figures: the filter's days, else the twelve months up to the as-of day."""
        end = self.wanted.registered_until or self.snapshot.as_of
        start = self.wanted.registered_from or _year_before(end)
        return Period(min(start, end), end)

    @property
    def chips(self) -> tuple[str, ...]:
        """Return what narrows the list besides the filter bar, in words that a reader can take back."""
        found = []
        if self.wanted.figure is not None:
            found.append(self.describe(self.wanted.figure))
        if self.wanted.batch:
            found.append(f"导入批次 {self.wanted.batch}")
        if self.wanted.due_within is not None:
            found.append(f"{self.wanted.due_within} 日内到期")
        if self.wanted.answered_after is not None:
            found.append(f"收到后超过 {self.wanted.answered_after} 个 24 小时才答复")
        return tuple(found)

    def describe(self, cases: FigureCases) -> str:
        """Return in words which cases of which figure the list shows."""
        definition = indicator(cases.indicator)
        part = f"，{definition.parts[PARTS.index(cases.part)]}" if cases.part in PARTS else ""
        group = f"，{self.group_label(cases.group)}" if cases.by else ""
        return f"{definition.name}{part}{group}（{cases.period.label}，按{definition.date_name}）"

    def group_label(self, group: str | None) -> str:
        """Return the name of a bar: a month, a unit, a channel, a topic."""
        if not group:
            return "未定"
        if self.by == "unit":
            return self.snapshot.value("select name from unit_fact where code = ?", (group,)) or group
        if self.by == "channel":
            return Channel.coded(group).label
        return group

    def wanted_with(self, tests: tuple[ColumnTest, ...]) -> CaseFilter:
        """Return the filter together with what was typed into the heads of the columns."""
        return replace(self.wanted, columns=tests)

    def counts_with(self, tests: tuple[ColumnTest, ...]) -> Counts:
        """Return the counts of the list as it is shown."""
        return counts(self.snapshot, self.wanted_with(tests)) if tests else self.counts

    def page(self) -> CasePage:
        """Return the page of the open case; ``CaseNotFoundError`` if there is none by the as-of day."""
        return self._bench.case_page(self.case_no, as_of=self.snapshot.as_of)

    def set_as_of(self, as_of: date | None) -> None:
        """Show what was true at the end of ``as_of``; ``None`` means today."""
        self.snapshot = self._bench.snapshot(as_of)

    def open_figure(self, found: Figure, part: str = "all", *, in_breakdown: bool = False) -> None:
        """Lead from a figure or a bar to its cases."""
        by = self.by if in_breakdown else None
        self.case_no = ""
        self.wanted = replace(self.wanted, figure=cases_behind(found, part, by=by))

    def drop_chips(self) -> None:
        """Take back what a figure or a link narrowed; the filter bar stays."""
        self.wanted = replace(self.wanted, figure=None, batch="", due_within=None, answered_after=None)

    def refresh_after_act(self) -> None:
        """Read the snapshot again after something was recorded."""
        self.snapshot = self._bench.snapshot(self.snapshot.as_of)

    def _refresh(self, _change: object = None) -> None:
        self.set_trait("counts", counts(self.snapshot, self.wanted))
        self.set_trait(
            "figures", tuple(review_figures(self.snapshot, period=self.period, wanted=self.wanted))
        )
        self._recount_bars()

    def _recount_bars(self, _change: object = None) -> None:
        found = breakdown(self.snapshot, self.charted, period=self.period, by=self.by, wanted=self.wanted)
        self.set_trait("bars", tuple(found))


def from_address(given: Mapping[str, str], as_of: date) -> CaseFilter:
    """Return the filter that a link asks for; ``AddressError`` says in Chinese what it cannot read."""
    wanted = CaseFilter(
        units=_codes(given.get("unit")),
        channels=_codes(given.get("channel")),
        classes=_codes(given.get("class")),
        paths=_codes(given.get("path")),
        topics=_codes(given.get("topic")),
        states=_codes(given.get("state")),
        registered_from=_day(given.get("from"), "起始日"),
        registered_until=_day(given.get("until"), "截止日"),
        late_only=given.get("late") == "1",
        open_only=given.get("open") == "1",
        due_within=_number(given.get("due_within"), "到期天数"),
        answered_after=_number(given.get("answered_after"), "答复天数"),
        text=given.get("text", ""),
        batch=given.get("batch", ""),
    )
    if name := given.get("figure"):
        end = wanted.registered_until or as_of
        start = wanted.registered_from or _year_before(end)
        part = given.get("part", "all")
        indicator(name).condition(part)
        wanted = replace(wanted, figure=FigureCases(name, Period(start, end), part))
    return wanted


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(code for code in (text or "").split(",") if code)


def _day(text: str | None, what: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AddressError(f"链接中的{what}“{text}”不是形如 2026-03-01 的日期，请检查链接") from None


def _number(text: str | None, what: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 5:
        raise AddressError(f"链接中的{what}“{text}”不是天数，请检查链接")
    return int(text)


def _year_before(day: date) -> date:
    """Return the first day of the twelve months that end with ``day``."""
    following = day + timedelta(1) if day < date.max else day
    try:
        return following.replace(year=following.year - 1)
    except ValueError:  # 29 February
        return following.replace(year=following.year - 1, day=28)
