"""What the overview knows of one day: what is open and late, how it changed. By topic and unit, no person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from widgets.duties import reminder
from widgets.overview.chosen import AFTER_CLOSING, MONTH_FIGURES, YEAR_FIGURES
from widgets.overview.filters import address_of, within
from widgets.overview.links import Links
from widgets.overview.spans import earlier_days, twelve_months, whole_months
from workbench.access.gate import allow
from workbench.access.viewer import Viewer, site_viewer
from workbench.indicators.catalogue import Indicator, indicator
from workbench.indicators.evaluate import Cell, Figure, Period
from workbench.indicators.waiting import Bounds, Durations
from workbench.queries.case_filter import CaseFilter
from workbench.queries.caseload import Counts, counts
from workbench.queries.comparison import Compared, compared, last_whole_month, month_before, year_earlier
from workbench.queries.duties import SOON_DAYS
from workbench.queries.figures import breakdown, cells, figure, not_applied, silence, waits
from workbench.queries.left_out import left_out_of
from workbench.queries.of_then import must_be_of_then
from workbench.queries.satisfaction import Satisfied, satisfaction
from workbench.queries.situation import (
    Age,
    Load,
    answering_units,
    city_name,
    first_day,
    load_by,
    open_ages,
    unit_names,
)

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.snapshots.read import Snapshot

EVERYTHING = CaseFilter()


@dataclass(frozen=True, slots=True)
class Stock:
    """What lay open and late on an earlier day, or ``None`` while nobody has folded that day."""

    day: date
    counts: Counts | None


class OverviewState:
    """The overview of one day; everything is read when it is first asked for."""

    def __init__(
        self,
        bench: Workbench,
        as_of: date | None = None,
        *,
        wanted: CaseFilter = EVERYTHING,
        viewer: Viewer | None = None,
    ) -> None:
        """``viewer`` is who looks, by default whoever is logged in; outside the site everything opens."""
        self.bench = bench
        self.wanted = wanted
        self.viewer = who = viewer or site_viewer()
        can_open = who is None or allow(who, "open:case_review")
        self.today = bench.today()
        self.snapshot: Snapshot = bench.snapshot(as_of)
        self.as_of = self.snapshot.as_of
        self.links = Links(None if self.as_of == self.today else self.as_of, wanted, can_open=can_open)
        self.reminder = reminder(bench)

    @property
    def address(self) -> str:
        """Return the query of the address that shows this day and filter; today needs none."""
        return address_of(self.wanted, "" if self.as_of == self.today else str(self.as_of))

    @property
    def root(self) -> str:
        """Return the root code of the ledger that the numbers come from."""
        return self.bench.ledger_code(self.snapshot.ledger_size)

    @cached_property
    def year(self) -> Period:
        """The twelve months up to the day."""
        return twelve_months(self.as_of)

    @cached_property
    def month(self) -> Period:
        """The last month that is over."""
        return last_whole_month(self.as_of)

    @cached_property
    def counts(self) -> Counts:
        """Return how much is there, open and late."""
        return counts(self.snapshot, self.wanted)

    @cached_property
    def soon(self) -> int:
        """Return how many matters have a deadline within fourteen calendar days."""
        return counts(self.snapshot, within(CaseFilter(due_within=SOON_DAYS), self.wanted)).cases

    @cached_property
    def stocks(self) -> tuple[Stock, Stock]:
        """Return what lay open a month and a year before, as far as these days are folded."""
        a_month, a_year = self.earlier_days
        return self._stock(a_month), self._stock(a_year)

    @property
    def earlier_days(self) -> tuple[date, date]:
        """Return the days that this one is compared with: a month and a year before."""
        return earlier_days(self.as_of)

    def _stock(self, day: date) -> Stock:
        ready = self.bench.ready_snapshot(day)
        return Stock(day, counts(ready, self.wanted) if ready is not None else None)

    @cached_property
    def figures(self) -> tuple[Compared, ...]:
        """Return the figures of the twelve months beside those of the twelve months before."""
        before = year_earlier(self.year)
        as_it_was = self.bench.ready_snapshot(before.end)
        return tuple(
            compared(self.snapshot, now, before, as_it_was=as_it_was, wanted=self.wanted)
            for now in (self._figure(name, self.year) for name in YEAR_FIGURES)
        )

    @cached_property
    def satisfaction(self) -> Satisfied:
        """How satisfied people said they are: officially, with what silence leaves open, by who asked."""
        return satisfaction(self.snapshot, "satisfied", period=self.year, wanted=self.wanted)

    def _figure(self, name: str, period: Period) -> Figure:
        return figure(self.snapshot, name, period=period, wanted=self.wanted)

    def _breakdown(self, name: str, period: Period, by: str) -> list[Figure]:
        return breakdown(self.snapshot, name, period=period, by=by, wanted=self.wanted)

    def _cells(self, name: str, *by: str) -> list[Cell]:
        return cells(self.snapshot, name, period=self.year, by=by, wanted=self.wanted)

    def remarks(self, name: str) -> tuple[str, ...]:
        """Return which parts of the filter a figure does not follow, to stand on it."""
        return not_applied(indicator(name), self.wanted)

    def left_out(self, definition: Indicator, period: Period) -> str:
        """Return what a figure of a period leaves out, with its number, as a sentence; "" for nothing."""
        said = left_out_of(self.snapshot, definition, self.wanted, period)
        return f"{said}。" if said else ""

    @cached_property
    def answers(self) -> Durations | None:
        """Return after how many days people were answered, with those who still wait."""
        return next(iter(waits(self.snapshot, "answer_days", period=self.year, wanted=self.wanted)), None)

    def loads(self, by: str) -> tuple[Load, ...]:
        """Return what lies open by unit, topic, channel or path."""
        return load_by(self.snapshot, by, self.wanted)

    @cached_property
    def ages(self) -> tuple[Age, ...]:
        """Return how old the open matters are."""
        return open_ages(self.snapshot, self.wanted)

    @cached_property
    def since(self) -> date:
        """Return the day of the first registration."""
        return first_day(self.snapshot)

    def months(self, name: str) -> list[tuple[str, Figure | None]]:
        """Return a figure for each of the last whole months, oldest first; ``None`` where nothing counts."""
        ordered = whole_months(self.month)
        whole = Period(ordered[0].start, ordered[-1].end)
        found = {one.group: one for one in self._breakdown(name, whole, "month")}
        names = [f"{month.start:%Y-%m}" for month in ordered]
        return [(month, found.get(month)) for month in names]

    @cached_property
    def changes(self) -> tuple[tuple[Compared, Compared], ...]:
        """Return the figures of the last month beside the month before and the month a year ago."""
        before, then = month_before(self.month), year_earlier(self.month)
        found = []
        for name in MONTH_FIGURES:
            now = self._figure(name, self.month)
            found.append((self._compared(now, before), self._compared(now, then)))
        return tuple(found)

    def _compared(self, now: Figure, period: Period) -> Compared:
        is_of_then = must_be_of_then(now.indicator, self.wanted)
        as_it_was = self.bench.ready_snapshot(period.end) if is_of_then else None
        return compared(self.snapshot, now, period, as_it_was=as_it_was, wanted=self.wanted)

    @cached_property
    def by_unit(self) -> list[Figure]:
        """Return the share answered in time of each unit in the twelve months."""
        return self._breakdown("concluded_on_time", self.year, "unit")

    @property
    def idle_units(self) -> tuple[str, ...]:
        """Return the names of the units of which nothing fell due in the twelve months."""
        told = {one.group for one in self.by_unit}
        asked = answering_units(self.snapshot, self.wanted)
        return tuple(self.names[code] for code in asked if code not in told)

    @cached_property
    def unit_months(self) -> list[Cell]:
        """Return the same for each unit and month."""
        return self._cells("concluded_on_time", "unit", "month")

    @cached_property
    def topic_months(self) -> list[Cell]:
        """Return the petitions of each topic and month of the twelve months."""
        return self._cells("received", "topic_group", "month")

    @cached_property
    def by_topic(self) -> list[Figure]:
        """Return the petitions of each topic, in the order of topics: how many came is no ranking."""
        return self._breakdown("received", self.year, "topic_group")

    @cached_property
    def days(self) -> list[Figure]:
        """Return how many petitions were registered on each day of the twelve months."""
        return self._breakdown("received", self.year, "day")

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the names of the units by code."""
        return unit_names(self.snapshot)

    @cached_property
    def city(self) -> str:
        """Return the name of the city that the units belong to, "" where none is recorded."""
        return city_name(self.snapshot)

    @cached_property
    def after_closing(self) -> tuple[tuple[Figure, Bounds | None], ...]:
        """Return how closures of the twelve months held, beside who is answered and heard."""
        found = (self._figure(name, self.year) for name in AFTER_CLOSING)
        return tuple((one, silence(self.snapshot, one, wanted=self.wanted)) for one in found)

    @property
    def is_empty(self) -> bool:
        """True before the first matter has been registered or imported."""
        return counts(self.snapshot, EVERYTHING).cases == 0
