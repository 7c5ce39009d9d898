"""What the appraisal screen knows: where the reader is, the months, a sheet, the cases behind a point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from widgets.today_state import NothingHereError, TodayState, address_query
from workbench.terms import AppraisalState, Role

if TYPE_CHECKING:
    from workbench.indicators.evaluate import Period
    from workbench.queries.appraisals import AppraisalLine, Cell, MonthSheet, UnitSheet
    from workbench.queries.behind import CaseBehind
    from workbench.queries.three_noes import TownNoes
    from workbench.queries.year_assessments import YearLine, YearUnit
    from workbench.snapshots.frozen import FrozenSnapshot

MONTHS, YEARS, NOES = "months", "years", "noes"
TABS = {MONTHS: "月考核", YEARS: "年度考核", NOES: "三无（履职）"}
SPANS = {"year": "本年以来", "month": "上月", "twelve": "近十二个月"}
MONTHS_BACK = 6  # whole months that may still be appraised for the first time


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the reader is: a tab, or a sheet (``number``), a unit of it, an item of that, a new draft.

    At the tab of the years ``number`` is that of a yearly assessment.
    """

    tab: str = MONTHS
    number: str = ""
    unit: str = ""
    item: str = ""
    new: bool = False
    span: str = "year"


class AppraisalScreenState(TodayState[Shown]):
    """The screen of one viewer; ``go_to`` reads an address, ``address`` is the one that leads back."""

    def place(self, given: Mapping[str, str]) -> Shown:
        tab, span = given.get("tab", MONTHS), given.get("span", "year")
        number = given.get("no", "")[:64]
        unit = given.get("unit", "")[:32] if number else ""
        return Shown(
            tab=tab if tab in TABS else MONTHS,
            number=number,
            unit=unit,
            item=given.get("item", "")[:64] if unit else "",
            new=given.get("new") == "1" and self.may("draft_appraisal"),
            span=span if span in SPANS else "year",
        )

    @property
    def address(self) -> str:
        """Return the query of what is shown; what is usual stands in none."""
        return query_of(self.shown)

    @property
    def tabs(self) -> tuple[str, ...]:
        """Return the lists, which everybody has."""
        return tuple(TABS)

    @property
    def is_own_only(self) -> bool:
        """Return whether the viewer reads the sheet of his own unit only."""
        return self.viewer.role not in (Role.SUPERVISOR, Role.CLERK, Role.AUDITOR)

    @cached_property
    def lines(self) -> tuple[AppraisalLine, ...]:
        """The editions that the viewer may see, the latest month first."""
        from workbench.queries.appraisals import appraisals

        return self.bench.ask(appraisals, self.viewer, as_of=self.today)

    @cached_property
    def years(self) -> tuple[YearLine, ...]:
        """The yearly assessments that the viewer may see, the latest first."""
        from workbench.queries.year_assessments import year_lines

        return self.bench.ask(year_lines, self.viewer, as_of=self.today)

    @property
    def year(self) -> YearLine:
        """The yearly assessment that is open; ``NothingHereError`` if there is none."""
        for one in self.years:
            if one.assessment.assessment_no == self.shown.number:
                return one
        raise NothingHereError("年度考核")

    @property
    def year_unit(self) -> YearUnit:
        """The unit that is open in the yearly assessment; ``NothingHereError`` if there is none."""
        for one in self.year.units:
            if one.unit == self.shown.unit:
                return one
        raise NothingHereError("单位")

    @cached_property
    def sheet(self) -> MonthSheet:
        """The edition that is open; ``AppraisalNotFoundError`` if there is none."""
        from workbench.queries.appraisals import month_sheet

        return self.bench.ask(month_sheet, self.viewer, self.shown.number, as_of=self.today)

    @property
    def code(self) -> str:
        """Return by what the numbers of the open sheet can be made again: what was frozen for it."""
        told = self.sheet.appraisal
        return f"截至 {told.as_of} · 台账第 {told.ledger_size} 条 · 快照 {told.snapshot[:12]}"

    @property
    def unit(self) -> UnitSheet:
        """The sheet of the unit that is open; ``NothingHereError`` if there is none."""
        for one in self.sheet.units:
            if one.unit == self.shown.unit:
                return one
        raise NothingHereError("单位考核表")

    @property
    def cell(self) -> Cell:
        """The item of the open unit; ``NothingHereError`` if there is none."""
        for one in self.unit.cells:
            if one.item.figure == self.shown.item:
                return one
        raise NothingHereError("考核项目")

    @cached_property
    def cases(self) -> tuple[CaseBehind, ...]:
        """The cases behind the open point, from the frozen snapshot of the sheet, less titles told no more.

        ``FrozenSnapshotError`` where that snapshot is not kept here.
        """
        from workbench.figures.asking import covered_facts
        from workbench.queries.appraisal_draft import cases_behind_point
        from workbench.queries.appraisals import seen_cases

        with covered_facts(self.bench, self.snapshot, threads=1) as facts:
            found = cases_behind_point(facts, self.sheet.appraisal, self.unit.unit, self.cell.item.figure)
        return self.bench.ask(seen_cases, self.viewer, found)

    @property
    def snapshot(self) -> FrozenSnapshot:
        """The frozen snapshot of the open sheet."""
        return self.bench.shelf.find(self.sheet.appraisal.snapshot)

    def can_object(self) -> str:
        """Return why the viewer cannot object to the open point now, "" where he can."""
        sheet, cell = self.sheet, self.cell
        if not self.may("object_to_appraisal"):
            return "您的角色不提出异议"
        if self.viewer.role is Role.HANDLER and self.viewer.unit != self.unit.unit:
            return "只对本单位的考核表提出异议"
        if sheet.replaced_by is not None:
            return f"已由“{sheet.replaced_by}”取代"
        if sheet.state is not AppraisalState.PUBLISHED:
            return "不在核对期间"
        until = sheet.appraisal.object_until
        if until is not None and self.today > until:
            return f"提出异议的期限已于 {until} 届满"
        return "该项已提出过异议" if cell.objection is not None else ""

    def at(self, **changes: object) -> Shown:
        """Return where the reader is, changed."""
        return replace(self.shown, **changes)  # type: ignore[arg-type]

    def months_to_draft(self) -> tuple[date, ...]:
        """Return the whole months that may be drafted or corrected, the latest first."""
        first = self.today.replace(day=1)
        found = []
        for _ in range(MONTHS_BACK):
            first = (first - timedelta(1)).replace(day=1)
            found.append(first)
        drafted = {line.appraisal.month for line in self.lines}
        return tuple(sorted({*found, *drafted}, reverse=True))

    @property
    def period(self) -> Period:
        """The period of the three noes."""
        from workbench.indicators.evaluate import Period
        from workbench.queries.comparison import last_whole_month

        today = self.today
        if self.shown.span == "month":
            return last_whole_month(today)
        if self.shown.span == "twelve":
            end = last_whole_month(today).end
            first = end.year * 12 + end.month - 12  # months since year 0 of the eleventh month before
            return Period(date(first // 12, first % 12 + 1, 1), end)
        return Period(date(today.year, 1, 1), today)

    def noes(self) -> tuple[TownNoes, ...]:
        """Return the three noes of every town for the period."""
        from workbench.queries.three_noes import town_noes

        return town_noes(self.bench.snapshot(), self.period)


def query_of(shown: Shown) -> str:
    """Return the query that leads to what is shown."""
    here = {
        "tab": "" if shown.tab == MONTHS else shown.tab,
        "no": shown.number,
        "unit": shown.unit,
        "item": shown.item,
        "new": "1" if shown.new else "",
        "span": "" if shown.span == "year" else shown.span,
    }
    return address_query(here)
