"""Draw appraisals: the months, a month for the office, a unit's own sheet, a point with its cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.appraisal import lists, noes, pages, point, recording
from widgets.appraisal.panels import AnswerPanel, DraftPanel, ObjectPanel, PublishPanel
from widgets.appraisal.state import MONTHS, NOES, TABS, YEARS, AppraisalScreenState, Shown
from widgets.appraisal.year_forms import YearForms
from widgets.appraisal.year_pages import year_page, year_unit_page, years_page
from widgets.as_of import opened
from widgets.exports import Export
from widgets.letter_links import letter_links
from widgets.parts.confirm import Confirm
from widgets.parts.guard import guard
from widgets.parts.line_table import LineTable
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Panel
from widgets.parts.progress import Step
from widgets.tabbed import TabbedScreen
from workbench.indicators.appraisal_scores import METHOD
from workbench.letters.appraisal_sheet import subject_of
from workbench.terms import AppraisalState, Holding, IssuedKind

if TYPE_CHECKING:
    from workbench.app import Workbench

TITLE = "月考核"
FINAL_QUESTION = "定稿以后不再变动，更正只能另出一版并写明理由。确定定稿？"
NOTE = "只由履行义务的情况构成；来信来访的数量、再次信访、向哪一级反映、评价都不计分"
ORDER_NOTE = "按单位名录排列，不排名次；点开任一得分看所依据的事项；带*的有异议或更正"


def open_appraisal(bench: Workbench, address: Mapping[str, str] | None = None) -> ipw.Widget:
    """Return the screen that an address shows; where today is not folded yet, in sight of the reader."""
    given = address or {}
    return opened(
        TITLE, "appraisal", bench, None, lambda: AppraisalScreen(AppraisalScreenState(bench, given))
    )


class AppraisalScreen(TabbedScreen):
    """The screen; what it knows is in ``state``."""

    TITLE = TITLE
    APP = "appraisal"
    STYLES = (Path(__file__).with_name("appraisal.css"),)
    NAMES = TABS
    BACK = ("‹ 返回", "appraisal-back")
    state: AppraisalScreenState

    def made(self) -> ipw.Widget | None:
        """Return the form, the point, the unit's sheet or the month that is opened."""
        shown = self.state.shown
        if shown.new:
            return DraftPanel(self.state, on_draft=self._draft, on_cancel=self.leave)
        if shown.tab == YEARS:
            return self._year() if shown.number else None
        if shown.item:
            return self._point()
        if shown.unit:
            return self._unit()
        if shown.number:
            return self._unit_of_viewer() if self.state.is_own_only else self._month()
        return None

    def makers(self) -> Mapping[str, Callable[[], ipw.Widget]]:
        """Return what makes the lists of months and of years, and that of the three noes."""
        return {MONTHS: self._months, YEARS: self._years, NOES: self._noes}

    def at_tab(self, tab: str) -> Shown:
        """Return the place of a tab alone; the span of the three noes stays chosen."""
        return Shown(tab=tab, span=self.state.shown.span if tab == NOES else "year")

    def leave(self) -> None:
        """Go back: from a point to its sheet, from a sheet to its month, from a month to the list."""
        shown = self.state.shown
        if shown.tab == YEARS and shown.unit and not self.state.is_own_only:
            self.go(Shown(tab=YEARS, number=shown.number))
        elif shown.tab == YEARS:
            self.go(Shown(tab=YEARS))
        elif shown.item:
            self.go(Shown(number=shown.number, unit=shown.unit))
        elif shown.unit and not self.state.is_own_only:
            self.go(Shown(number=shown.number))
        else:
            self.go(Shown(tab=shown.tab))

    def _draw(self) -> None:
        super()._draw()
        if not self.state.shown.number or self.state.shown.tab == YEARS:
            return
        size = self.state.bench.ledger_size()
        self.set_as_of(self.state.sheet.appraisal.as_of)  # a sheet stands on the snapshot frozen for it
        self.set_code(self.state.code, self.state.bench.ledger_code(size), size)

    def _months(self) -> ipw.Widget:
        self.months = LineTable(
            lists.MONTH_HEAD,
            label="月考核",
            empty="还没有交本单位核对的月考核。" if self.state.is_own_only else "还没有编制过月考核。",
            on_open=lambda number: self.go(Shown(number=number)),
        )
        self.months.show([lists.month_line(one) for one in self.state.lines])
        above: tuple[ipw.Widget, ...] = ()
        if self.state.may("draft_appraisal"):
            above = (_button("编制月考核", lambda: self.go(Shown(new=True))),)
        return Panel("月考核", *above, self.months, note=NOTE)

    def _years(self) -> ipw.Widget:
        self.forms = YearForms(self.state, on_done=self._recorded)
        return years_page(self.state, self.forms, lambda number: self.go(Shown(tab=YEARS, number=number)))

    def _year(self) -> ipw.Widget:
        if self.state.shown.unit:
            return year_unit_page(self.state)
        self.forms = YearForms(self.state, self.state.year, on_done=self._recorded)
        return year_page(self.state, self.forms)

    def _noes(self) -> ipw.Widget:
        return ipw.VBox(
            [
                Panel("三无（履职）", Static(noes.spans(self.state)), Static(noes.towns(self.state))),
                Panel("旧的“三无”称号", Static(noes.history()), note="历史记载，不计算"),
            ]
        )

    def _month(self) -> ipw.Widget:
        sheet = self.state.sheet
        told = sheet.appraisal
        parts: list[ipw.Widget] = [
            Panel(
                told.appraisal_no,
                Static(lists.month_facts(sheet)),
                Export("导出月考核", lambda: pages.export(self.state), self.state.viewer, Holding.FIGURES),
            ),
        ]
        waiting = [one for one in told.objections if one.answered_on is None]
        if told.objections:
            parts.append(
                Panel("异议", Static(lists.objection_table(sheet)), note=f"待答复 {len(waiting)} 项")
            )
        if sheet.replaced_by is None:
            parts += self._acts(sheet.state, len(waiting))
        method = Static(tag("p", METHOD, class_="appraisal-quiet"))
        parts.append(Panel("各单位", Static(lists.matrix(sheet)), method, note=ORDER_NOTE))
        return ipw.VBox(parts)

    def _acts(self, state: AppraisalState, waiting: int) -> list[ipw.Widget]:
        if state is AppraisalState.DRAFT and self.state.may("publish_appraisal"):
            self.form = PublishPanel(self.state, on_done=self._recorded)
            return [self.form]
        if state is not AppraisalState.PUBLISHED or not self.state.may("finalise_appraisal"):
            return []
        until = self.state.sheet.appraisal.object_until
        blockers = [f"还有 {waiting} 项异议没有书面答复"] if waiting else []
        if until is not None and self.state.today <= until:
            blockers.append(f"{until} 以前各单位可以提出异议")
        self.final = Confirm(
            "定稿", self._finalise, question=FINAL_QUESTION, is_grave=True, blockers=blockers
        )
        return [Panel("定稿", self.final)]

    def _unit_of_viewer(self) -> ipw.Widget:
        self.state.shown = self.state.at(unit=self.state.sheet.units[0].unit)
        return self._unit()

    def _unit(self) -> ipw.Widget:
        sheet, unit = self.state.sheet, self.state.unit
        can_print = sheet.state is not AppraisalState.DRAFT and sheet.replaced_by is None
        kinds = (IssuedKind.UNIT_SHEET,) if can_print else ()
        letters = letter_links(self.state.viewer, kinds, subject_of(sheet.appraisal.appraisal_no, unit.unit))
        return ipw.VBox(
            [
                Panel(
                    f"{unit.name}考核表",
                    Static(lists.month_facts(sheet)),
                    *letters,
                    note=sheet.appraisal.appraisal_no,
                ),
                Panel(
                    "折算总分",
                    Static(lists.score_facts(unit)),
                    Export(
                        "导出考核表", lambda: pages.export(self.state), self.state.viewer, Holding.FIGURES
                    ),
                    note="没有事项的项目不适用，不是0分也不是满分",
                ),
                Panel(
                    "各项得分",
                    Static(lists.unit_table(sheet, unit)),
                    Static(tag("p", METHOD, class_="appraisal-quiet")),
                    note="点开项目看所依据的事项，核对期间可以逐项提出异议",
                ),
            ]
        )

    def _point(self) -> ipw.Widget:
        sheet, unit, cell = self.state.sheet, self.state.unit, self.state.cell
        parts: list[ipw.Widget] = [
            Panel(cell.item.title, Static(point.point_facts(sheet, unit, cell)), note=unit.name)
        ]
        if cell.objection is not None:
            parts.append(Panel("异议", Static(point.objection_facts(sheet, cell.objection))))
            is_open = cell.objection.answered_on is None and sheet.replaced_by is None
            is_own = self.state.viewer.unit == unit.unit
            if is_open and self.state.may("answer_appraisal") and not is_own:
                self.form = AnswerPanel(self.state, on_done=self._recorded)
                parts.append(self.form)
        elif not self.state.can_object():
            self.form = ObjectPanel(self.state, on_done=self._recorded)
            parts.append(self.form)
        parts.append(Panel("所依据的事项", pages.cases(self.state), note="取自固定快照，未做到的在前"))
        return ipw.VBox(parts)

    # What the reader does

    def _draft(self, month: date, why: str) -> None:
        def work(step: Step) -> str:
            def tell(done: int, of: int) -> None:
                step(done / of if of else None, f"{done:,} / {of:,} 件")

            step(None)
            return recording.draft(self.state, month, why, progress=tell)

        def then(number: str) -> None:
            self.go(Shown(number=number), f"已编制“{number}”，快照已定格。请核对后交单位核对。")

        self.wait(f"正在编制{month.year}年{month.month}月的月考核", work, then)

    def _finalise(self) -> None:
        position = recording.finalise(self.state)
        self._recorded(f"已定稿，记入台账第 {position:,} 条；不再变动。")


def _button(words: str, act: Callable[[], None]) -> ipw.Button:
    button = ipw.Button(description=words)
    button.add_class("mod-primary")
    button.on_click(guard(lambda _button: act()))
    return button
