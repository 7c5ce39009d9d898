"""What the screening's screen knows: the day, the reports, the posts, the report that is open. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from widgets.dated_state import DatedState
from widgets.screening.address import BOARD, MONTHLY, OPEN, POSTS, SERIES, Shown, query_of, read_shown
from workbench.access.viewer import Viewer
from workbench.law.screening_month import month_of
from workbench.queries.screening import ReportLine, ScreeningBoard, screening_board
from workbench.queries.screening_owed import SEES_ALL
from workbench.queries.screening_page import ReportPage, screening_page
from workbench.queries.staffing import UnitPosts, unit_posts

if TYPE_CHECKING:
    from workbench.app import Workbench

OFFICE_TABS = (MONTHLY, BOARD, OPEN, SERIES, POSTS)
UNIT_TABS = (MONTHLY, SERIES, POSTS)


class Lists:
    """Reports and posts of one day as one viewer may see them, each read when it is first asked for."""

    def __init__(self, bench: Workbench, viewer: Viewer, as_of: date) -> None:
        self.bench, self.viewer, self.as_of = bench, viewer, as_of

    @cached_property
    def board(self) -> ScreeningBoard:
        """Return the reports of the last twelve months."""
        with self.bench.reading() as session:
            link = session.connection()
            calendars = self.bench.calendars(link)
            return screening_board(link, self.viewer, as_of=self.as_of, calendars=calendars)

    @cached_property
    def posts(self) -> tuple[UnitPosts, ...]:
        """Return the posts of the units."""
        return self.bench.ask(unit_posts, self.viewer, as_of=self.as_of)


class ScreeningScreenState(DatedState[Shown]):
    """The monthly screening as of a day, as its viewer may see it."""

    def read(self, address: Mapping[str, str]) -> tuple[Shown, tuple[str, ...]]:
        shown, problems = read_shown(address)
        return shown if shown.tab in self.tabs else replace(shown, tab=MONTHLY), problems

    def query(self, as_of: str) -> str:
        return query_of(self.shown, as_of)

    def read_lists(self) -> None:
        self.lists = Lists(self.bench, self.viewer, self.snapshot.as_of)

    @property
    def sees_all(self) -> bool:
        """Return whether this viewer sees all units; others see their own."""
        return self.viewer.role in SEES_ALL

    @property
    def tabs(self) -> tuple[str, ...]:
        """Return the pages that this viewer has."""
        return OFFICE_TABS if self.sees_all else UNIT_TABS

    @property
    def month(self) -> str:
        """Return the month that is listed."""
        months = self.lists.board.months
        return self.shown.month if self.shown.month in months else month_of(self.as_of)

    @property
    def lines(self) -> tuple[ReportLine, ...]:
        """Return the reports that are listed: of a month for who sees all, of the unit else."""
        board = self.lists.board
        return board.of_month(self.month) if self.sees_all else board.of_unit(self.viewer.unit or "")

    def page(self) -> ReportPage:
        """Return the open report, also one that has not come in; ``ReportNotFoundError`` if there is none."""
        return self.page_of(*self.shown.report_of)

    def page_of(self, unit: str, month: str) -> ReportPage:
        """Return the report of a unit on a month; ``ReportNotFoundError`` if there is none."""
        with self.bench.reading() as session:
            link = session.connection()
            return screening_page(
                link, self.viewer, unit, month, as_of=self.as_of, calendars=self.bench.calendars(link)
            )

    def posts_of(self, unit: str) -> UnitPosts | None:
        """Return the posts of one unit, ``None`` for one that the viewer may not see."""
        return next((one for one in self.lists.posts if one.unit == unit), None)

    def objection(self, text: str) -> str:
        """Return why a text may not stand in a report, "" where it may."""
        from workbench.intake.screening_words import objection

        return self.bench.ask(objection, text)

    def closed(self) -> str:
        """Return why nothing can be recorded on this page now; "" if it can."""
        if self.as_of != self.today:
            return f"当前显示的是 {self.as_of:%Y-%m-%d} 的情况，填报须在今天的页面上进行：请先回到今天"
        return ""
