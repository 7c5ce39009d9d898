"""What the source screen knows: the period, topics and units against the year before, causes. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from widgets.today_state import TodayState, address_query
from workbench.access.gate import allow
from workbench.indicators.evaluate import Period

if TYPE_CHECKING:
    from workbench.queries.source_causes import CauseGroup
    from workbench.queries.source_topics import TopicTrend, UnitTrend

TOPICS, UNITS, CAUSES = "topics", "units", "causes"
TABS = {TOPICS: "反复出现的问题", UNITS: "各单位", CAUSES: "谁引发、谁担责"}
SPANS = {"half": ("近半年", 182), "quarter": ("近三个月", 91), "year": ("近一年", 365)}


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the reader is: a tab, and the span of the period up to today."""

    tab: str = TOPICS
    span: str = "half"

    @property
    def query(self) -> str:
        """Return the query that leads here; what is usual stands in none."""
        here = {
            "tab": "" if self.tab == TOPICS else self.tab,
            "span": "" if self.span == "half" else self.span,
        }
        return address_query(here)


class SourceState(TodayState[Shown]):
    """The screen of one viewer; ``go_to`` reads an address, ``address`` is the one that leads back."""

    def place(self, given: Mapping[str, str]) -> Shown:
        tab, span = given.get("tab", TOPICS), given.get("span", "half")
        return Shown(tab if tab in TABS else TOPICS, span if span in SPANS else "half")

    @property
    def address(self) -> str:
        """Return the query of what is shown."""
        return self.shown.query

    @property
    def period(self) -> Period:
        """The days of registration that are counted, up to today."""
        return Period(self.today - timedelta(SPANS[self.shown.span][1] - 1), self.today)

    @property
    def can_propose(self) -> bool:
        """Return whether the viewer may issue a proposal."""
        return allow(self.viewer, "act:issue_proposal")

    @cached_property
    def topics(self) -> tuple[TopicTrend, ...]:
        """Topics with matters in the period or a year earlier."""
        from workbench.queries.source_topics import topic_trends

        return topic_trends(self.bench.snapshot(), self.period)

    @cached_property
    def units(self) -> tuple[UnitTrend, ...]:
        """Units with matters in the period or a year earlier."""
        from workbench.queries.source_topics import unit_trends

        return unit_trends(self.bench.snapshot(), self.period)

    @cached_property
    def causes(self) -> tuple[CauseGroup, ...]:
        """What people found to have caused matters, by unit and clause."""
        from workbench.queries.source_causes import causes

        return self.bench.ask(causes, self.viewer, start=self.period.start, as_of=self.today)

    def matters_of(self, trend: TopicTrend) -> tuple[str, ...]:
        """Return the matters of a topic that a proposal may rest on."""
        from workbench.queries.source_topics import matters_of

        return matters_of(self.bench.snapshot(), trend, self.period)
