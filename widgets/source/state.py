"""What the source screen knows: the period, topics and units against the year before, causes. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from widgets.duties import reminder
from workbench.access.gate import allow
from workbench.access.viewer import Viewer, current_viewer
from workbench.indicators.evaluate import Period

if TYPE_CHECKING:
    from workbench.app import Workbench
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
        return urlencode({key: value for key, value in here.items() if value})


class SourceState:
    """The screen of one viewer; ``go_to`` reads an address, ``address`` is the one that leads back."""

    def __init__(
        self,
        bench: Workbench,
        address: Mapping[str, str] | None = None,
        *,
        viewer: Callable[[], Viewer] = current_viewer,
    ) -> None:
        self.bench = bench
        self.viewer = viewer()
        self.shown = Shown()
        self.go_to(address or {})

    def go_to(self, given: Mapping[str, str]) -> None:
        """Show what an address asks for; what it cannot mean is left out."""
        tab, span = given.get("tab", TOPICS), given.get("span", "half")
        self.shown = Shown(tab if tab in TABS else TOPICS, span if span in SPANS else "half")
        for name in ("topics", "units", "causes", "reminder"):
            self.__dict__.pop(name, None)

    @property
    def address(self) -> str:
        """Return the query of what is shown."""
        return self.shown.query

    @property
    def today(self) -> date:
        """Return the day up to which everything is counted."""
        return self.bench.today()

    @property
    def period(self) -> Period:
        """The days of registration that are counted, up to today."""
        return Period(self.today - timedelta(SPANS[self.shown.span][1] - 1), self.today)

    @property
    def can_propose(self) -> bool:
        """Return whether the viewer may issue a proposal."""
        return allow(self.viewer, "act:issue_proposal")

    @cached_property
    def reminder(self) -> object:
        """What the head reminds the viewer of."""
        return reminder(self.bench)

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
