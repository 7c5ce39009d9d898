"""What the case-review screen knows: the day, the filter, the figures, the case that is open. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import traitlets as tl

from widgets.address import asked_day
from widgets.case_review.address import (
    from_address,
    query_text,
    to_address,
    year_before,
)
from widgets.case_review.list_heads import ListHeads, heads_from_address, heads_to_address
from workbench.app import Workbench
from workbench.indicators.evaluate import Figure, Period
from workbench.queries.case_filter import CaseFilter, ColumnTest
from workbench.queries.caseload import DEFAULT_SORT, Counts, counts
from workbench.queries.figures import REVIEW_FIGURES, breakdown, cases_behind, review_figures
from workbench.queries.filter_words import links_words
from workbench.queries.situation import group_label
from workbench.snapshots.read import Snapshot
from workbench.terms import Step

if TYPE_CHECKING:
    from workbench.queries.case_page import CasePage  # loads the tables: only when a case is opened

TABS = ("list", "chart")
STEPS = frozenset(step.value for step in Step)
BREAKDOWNS = {"month": "按月", "unit": "按责任单位", "channel": "按信访渠道", "topic_group": "按内容分类"}


class CaseReviewState(tl.HasTraits):
    """The list is described by ``wanted`` and ``heads``; everything else follows from them and the snapshot.

    ``case_no`` is the open case, empty while the list is shown; ``act`` the step whose form is open in it;
    ``tab`` is the list or the chart.
    ``charted`` and ``by`` say which figure the chart breaks down, and by what. ``answers`` rises when the
    list, its counts and the figures are to be shown anew, ``charts`` when the bars are, which are counted
    only when asked for, ``acts`` with what was recorded here: rows may have changed although no count has.
    """

    sort = DEFAULT_SORT

    snapshot = tl.Instance(Snapshot)
    wanted = tl.Instance(CaseFilter)
    heads = tl.Instance(ListHeads)
    case_no = tl.Unicode("")
    act = tl.Unicode("")
    tab = tl.Enum(TABS, "list")
    charted = tl.Unicode("received")
    by = tl.Unicode("month")
    acts = tl.Int(0)
    answers = tl.Int(0)
    charts = tl.Int(0)

    counts = tl.Instance(Counts, read_only=True)  # derived
    figures = tl.Tuple(read_only=True)  # derived: Figure

    def __init__(self, bench: Workbench, address: Mapping[str, str] | None = None) -> None:
        self._bench = bench
        self._is_going = False
        self._bars: tuple[Figure, ...] | None = None
        asked, self.complaint = self._read(address or {})
        super().__init__(**asked)
        self._refresh()
        self.observe(self._refresh, ["snapshot", "wanted"])
        self.observe(self._recount_bars, ["charted", "by"])

    @property
    def bench(self) -> Workbench:
        return self._bench

    @property
    def address(self) -> str:
        """Return the query of the one address that shows just this; today stands in none."""
        as_of = self.snapshot.as_of
        day = "" if as_of == self._bench.today() else as_of.isoformat()
        act = self.act if self.case_no else ""
        return query_text(self._filter | {"as_of": day, "case": self.case_no, "act": act})

    @property
    def filter_address(self) -> str:
        """Return the query of the filter and its chart alone, without the day and the open case."""
        return query_text(self._filter)

    @property
    def _filter(self) -> dict[str, str]:
        chart = {"tab": self.tab, "chart": self.charted, "by": self.by} if self.tab == "chart" else {}
        return to_address(self.wanted) | heads_to_address(self.heads) | chart

    def go_to(self, address: Mapping[str, str]) -> str:
        """Show what an address asks for; return what of it could not be understood, in words."""
        asked, complaint = self._read(address)
        list_before, chart_before = self._list_asked, (self.charted, self.by)
        self._is_going = True  # one answer for all that changes
        try:
            for name, value in asked.items():
                setattr(self, name, value)
        finally:
            self._is_going = False
        if self._list_asked != list_before:
            self._refresh()
        elif (self.charted, self.by) != chart_before:
            self._recount_bars()
        return complaint

    @property
    def _list_asked(self) -> tuple[object, ...]:
        return self.snapshot, self.wanted, self.heads

    def _read(self, given: Mapping[str, str]) -> tuple[dict[str, Any], str]:
        """Return the traits that an address asks for, and a sentence on what of it cannot be read."""
        problems: list[str] = []
        snapshot = self._bench.snapshot(asked_day(given, self._bench.today(), problems))

        def is_unit(code: str) -> bool:
            return bool(snapshot.value("select 1 from unit_fact where code = ?", (code,)))

        wanted, unread = from_address(given, snapshot.as_of, is_unit=is_unit)
        heads, unread_heads = heads_from_address(given)
        problems += (*unread, *unread_heads)
        charted, by, tab = given.get("chart"), given.get("by"), given.get("tab")
        act = given.get("act") if given.get("case") else ""
        asked = {
            "snapshot": snapshot,
            "wanted": wanted,
            "heads": heads,
            "act": act if act in STEPS else "",  # before the case, which is drawn with it
            "case_no": given.get("case", ""),
            "tab": tab if tab in TABS else "list",
            "charted": charted if charted in REVIEW_FIGURES else REVIEW_FIGURES[0],
            "by": by if by in BREAKDOWNS else "month",
        }
        if not problems:
            return asked, ""
        return (
            asked,
            f"链接中有看不懂的条件，没有按它筛选：{'；'.join(problems)}。其余条件照常，请核对后使用。",
        )

    def day_of(self, address: Mapping[str, str]) -> date | None:
        """Return the as-of day that an address asks for, ``None`` for today."""
        return asked_day(address, self._bench.today(), [])

    @property
    def bars(self) -> tuple[Figure, ...]:
        """Return the figure of the chart per group."""
        if self._bars is None:
            found = breakdown(self.snapshot, self.charted, period=self.period, by=self.by, wanted=self.wanted)
            self._bars = tuple(found)
        return self._bars

    @property
    def period(self) -> Period:
        """Return the period of the figures: the filter's days, else the twelve months up to the as-of day."""
        end = self.wanted.registered_until or self.snapshot.as_of
        start = self.wanted.registered_from or year_before(end)
        return Period(min(start, end), end)

    @property
    def chips(self) -> tuple[str, ...]:
        """Return what narrows the list besides the filter bar, in words that a reader can take back."""
        return links_words(self.snapshot, self.wanted)

    def group_label(self, group: str | None, by: str | None = None) -> str:
        """Return the name of a bar: a month, a unit, a channel, a topic. Without ``by``, of the chart's."""
        return group_label(self.snapshot, by or self.by, group)

    def wanted_with(self, tests: tuple[ColumnTest, ...]) -> CaseFilter:
        """Return the filter together with the tests in the heads of the columns."""
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
        self.wanted = replace(
            self.wanted, figure=None, duty=None, batch="", due_within=None, answered_after=None
        )

    def refresh_after_act(self) -> None:
        """Read the snapshot again after something was recorded."""
        self.snapshot = self._bench.snapshot(self.snapshot.as_of)
        self.acts += 1

    def _refresh(self, _change: object = None) -> None:
        if self._is_going:
            return
        self.set_trait("counts", counts(self.snapshot, self.wanted))
        self.set_trait(
            "figures", tuple(review_figures(self.snapshot, period=self.period, wanted=self.wanted))
        )
        self._recount_bars()
        self.answers += 1

    def _recount_bars(self, _change: object = None) -> None:
        if self._is_going:
            return
        self._bars = None
        self.charts += 1
