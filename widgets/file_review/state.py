"""What the screen of file reviews knows: where the reader is, his sheets, the round that is open. No widgets.

Everything is as of today: a file is read as of the day on which it was drawn, a round as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from widgets.today_state import TodayState, address_query
from workbench.access.gate import require
from workbench.law.review_round import ReviewRound

if TYPE_CHECKING:
    from workbench.queries.file_review import MyReview, SheetPage
    from workbench.queries.review_agreement import Agreement
    from workbench.queries.review_results import OverTime, RoundResult
    from workbench.queries.review_rounds import ReviewerLoad, RoundProgress

MINE, ROUNDS = "mine", "rounds"
PROGRESS, UNITS, ITEMS, AGREEMENT = "progress", "units", "items", "agreement"
TABS = {MINE: "我的评查", ROUNDS: "评查批次"}
PARTS = {PROGRESS: "进度和分派", UNITS: "分单位结果", ITEMS: "分项结果", AGREEMENT: "评查一致性"}


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the reader is: a tab, or a round with its part, or a sheet, or the form of a new round."""

    tab: str = MINE
    round: str = ""
    part: str = PROGRESS
    sheet: str = ""
    new: bool = False


class FileReviewState(TodayState[Shown]):
    """The screen of one viewer; ``go_to`` reads an address, ``address`` is the one that leads back."""

    def place(self, given: Mapping[str, str]) -> Shown:
        usual = self.tabs[0]
        tab = given.get("tab", usual)
        part = given.get("part", PROGRESS)
        return Shown(
            tab=tab if tab in self.tabs else usual,
            round=given.get("round", "")[:64],
            part=part if part in PARTS else PROGRESS,
            sheet=given.get("sheet", "")[:160],
            new=given.get("new") == "1" and self.may("open_review_round"),
        )

    @property
    def address(self) -> str:
        """Return the query of what is shown; what is usual stands in none."""
        one = self.shown
        here = {
            "tab": "" if one.tab == self.tabs[0] or one.round or one.sheet else one.tab,
            "round": one.round,
            "part": "" if one.part == PROGRESS else one.part,
            "sheet": one.sheet,
            "new": "1" if one.new else "",
        }
        return address_query(here)

    @property
    def tabs(self) -> tuple[str, ...]:
        """Return the lists of this viewer: who only audits reviews no file."""
        return (MINE, ROUNDS) if self.may("answer_items") else (ROUNDS,)

    @cached_property
    def mine(self) -> tuple[MyReview, ...]:
        """The sheets assigned to the viewer."""
        from workbench.queries.file_review import my_reviews

        return self.bench.ask(my_reviews, self.viewer)

    @cached_property
    def rounds(self) -> tuple[ReviewRound, ...]:
        """All rounds, the latest first."""
        from workbench.queries.review_rounds import rounds

        return self.bench.ask(rounds)

    def progress(self, round_no: str) -> RoundProgress:
        """Return how far a round is, as the viewer may see it."""
        from workbench.queries.review_rounds import progress

        require(self.viewer, "read:reviews")
        return self.bench.ask(progress, self.viewer, round_no)

    def reviewers(self) -> tuple[ReviewerLoad, ...]:
        """Return the accounts that may review files of the open round."""
        from workbench.queries.review_rounds import reviewers

        return self.bench.ask(reviewers, self.shown.round)

    def result(self, round_no: str) -> RoundResult:
        """Return what came of a round."""
        from workbench.queries.review_results import round_result

        return self.bench.ask(round_result, self.viewer, round_no)

    def over_time(self) -> tuple[OverTime, ...]:
        """Return the rounds in which something is decided, the earliest first."""
        from workbench.queries.review_results import over_time

        return self.bench.ask(over_time, self.viewer)

    def agreement(self) -> Agreement:
        """Return how far the pairs of the open round agree; ``TooFewPairsError`` of few."""
        from workbench.queries.review_agreement import agreement

        return self.bench.ask(agreement, self.viewer, self.shown.round)

    def sheet_page(self) -> SheetPage:
        """Return the open sheet; ``SheetNotFoundError`` if the viewer may not see it now."""
        from workbench.queries.file_review import sheet_page

        with self.bench.reading() as session:
            link = session.connection()
            calendars = self.bench.calendars(link)
            return sheet_page(link, self.viewer, self.shown.sheet, calendars=calendars)

    def at(self, **changes: object) -> Shown:
        """Return where the reader is, changed."""
        return replace(self.shown, **changes)  # type: ignore[arg-type]
