"""Reviews of case files for the reviewer: what is assigned to him, and one sheet beside its file.

Blind: until both of a pair have locked, a reviewer sees nothing of the other: no answer, no name, not even
whether he is done. A third sees neither of the two before he has locked. Whoever is not of the three sees
the sheets of a file once its result stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.gate import allow, require
from workbench.access.masking import scrub
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.file_reviews import SHEET
from workbench.acts.matter import read_matters
from workbench.law.calendar import CalendarHistory
from workbench.law.deadlines import obligations
from workbench.law.file_evidence import Contents, FiledDocument, Found, fails_found, prefilled
from workbench.law.file_review import Result, ReviewSheet, result
from workbench.law.review_round import ReviewRound
from workbench.law.review_sheet import sheet as sheet_in_force
from workbench.office import OFFICE
from workbench.queries.case_page import CasePage, case_page
from workbench.queries.review_rounds import review_round, sheets_by_file
from workbench.records.accounts import AccountRow
from workbench.records.file_reviews import ReviewRoundRow, ReviewSheetRow
from workbench.records.steps import Document
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnitTree
from workbench.snapshots.sources import read_names
from workbench.terms import DocumentKind, PetitionClass


class SheetNotFoundError(ValueError):
    """There is no such sheet, or not for this viewer, or not yet."""

    def __init__(self, sheet_no: str) -> None:
        super().__init__(
            f"没有您现在可以查看的评查表“{sheet_no}”：请核对编号；他人的评查表在结果确定后才能查看"
        )


class NowAnAccusationError(ValueError):
    """The matter has been found to be an accusation since it was drawn: its file is shown no more."""

    def __init__(self, case_no: str) -> None:
        super().__init__(f"“{case_no}”已认定为检举控告类事项，卷宗按权限查阅，不再评查：请告知联席办")


@dataclass(frozen=True, slots=True)
class MyReview:
    """One sheet of the viewer: how many of its items are answered; the score once he has locked it."""

    sheet: ReviewSheet
    round_name: str
    is_closed: bool
    unit_name: str
    answered: int
    of: int

    @property
    def is_open(self) -> bool:
        """Return whether there is still something to fill in."""
        return self.sheet.locked_on is None and not self.is_closed


@dataclass(frozen=True, slots=True)
class OtherSheet:
    """Another reviewer's sheet of the same file, once it may be seen."""

    sheet: ReviewSheet
    name: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet beside its file: ``found`` is what the file says by item, ``fails_found`` what fails it."""

    sheet: ReviewSheet
    round: ReviewRound
    reviewer_name: str
    unit_name: str
    is_mine: bool
    case: CasePage
    found: dict[str, Found]
    fails_found: tuple[str, ...]
    others: tuple[OtherSheet, ...]
    result: Result | None

    @property
    def closed(self) -> str:
        """Return why the sheet takes no more answers, "" if it does."""
        if self.sheet.locked_on is not None:
            return f"评查表已于{self.sheet.locked_on}锁定"
        if self.round.closed_on is not None:
            return f"“{self.round.name}”已于{self.round.closed_on}结束"
        return "" if self.is_mine else "只能填写分派给本人的评查表"


def my_reviews(connection: Connection, viewer: Viewer) -> tuple[MyReview, ...]:
    """Return the sheets assigned to the viewer: what is to be done first, then the latest locked."""
    head, of_round = table_of(ReviewSheetRow), table_of(ReviewRoundRow)
    mine = read_dossiers(connection, SHEET, select(head).where(head.c.reviewer == viewer.account))
    asked = select(of_round.c.round_no, of_round.c.name, of_round.c.closed_on)
    named = {row.round_no: row for row in connection.execute(asked)}
    units = UnitTree.read(connection)
    found = [
        MyReview(
            sheet=one,
            round_name=named[one.round_no].name,
            is_closed=named[one.round_no].closed_on is not None,
            unit_name=units.name_on(one.unit, one.assigned_on),
            answered=len(one.answers),
            of=len(sheet_in_force().items),
        )
        for one in mine
    ]
    return tuple(sorted(found, key=_to_be_done_first))


def _to_be_done_first(one: MyReview) -> tuple[int, int, str]:
    return (0 if one.is_open else 1, -(one.sheet.locked_on or date.min).toordinal(), one.sheet.sheet_no)


def sheet_page(
    connection: Connection, viewer: Viewer, sheet_no: str, *, calendars: CalendarHistory
) -> SheetPage:
    """Return a sheet as the viewer may see it; ``SheetNotFoundError`` also for one he may not see yet.

    The file stands as of the day on which it was drawn, for every reviewer the same.
    """
    require(viewer, "read:reviews")
    head = table_of(ReviewSheetRow)
    wanted = read_dossiers(connection, SHEET, select(head).where(head.c.sheet_no == sheet_no))
    if not wanted:
        raise SheetNotFoundError(sheet_no)
    one = wanted[0]
    of_file = sheets_by_file(connection, one.round_no).get(one.case_no, [])
    shown = {other.sheet_no for other in may_see(viewer, of_file)}
    if sheet_no not in shown:
        raise SheetNotFoundError(sheet_no)
    found_round = review_round(connection, one.round_no)
    contents, hidden = read_contents(connection, one.case_no, found_round.as_of, calendars)
    names = _names(connection, [other.reviewer for other in of_file])
    return SheetPage(
        sheet=one if one.reviewer == viewer.account else _scrubbed(one, hidden),
        round=found_round,
        reviewer_name=names.get(one.reviewer, one.reviewer),
        unit_name=UnitTree.read(connection).name_on(one.unit, found_round.as_of),
        is_mine=one.reviewer == viewer.account,
        case=case_page(connection, one.case_no, as_of=found_round.as_of, calendars=calendars),
        found={
            item: replace(said, why=scrub(said.why, hidden)) for item, said in prefilled(contents).items()
        },
        fails_found=fails_found(contents),
        others=tuple(
            OtherSheet(_scrubbed(other, hidden), names.get(other.reviewer, other.reviewer))
            for other in of_file
            if other.sheet_no in shown and other.sheet_no != sheet_no
        ),
        result=result(of_file) if len(shown) == len(of_file) else None,
    )


def may_see(viewer: Viewer, of_file: Sequence[ReviewSheet]) -> tuple[ReviewSheet, ...]:
    """Return the sheets of one file that the viewer may see now."""
    mine = next((one for one in of_file if one.reviewer == viewer.account), None)
    if mine is None:
        return tuple(of_file) if result(of_file) is not None and allow(viewer, "read:reviews") else ()
    pair = [one for one in of_file if one.turn in (1, 2)]
    are_locked = len(pair) == 2 and all(one.locked_on is not None for one in pair)
    if mine.locked_on is None or not are_locked:
        return (mine,)
    third = [one for one in of_file if one.turn == 3 and (one is mine or one.locked_on is not None)]
    return (*pair, *third)


def _scrubbed(one: ReviewSheet, names: list[str]) -> ReviewSheet:
    answers = (replace(answer, note=answer.note and scrub(answer.note, names)) for answer in one.answers)
    fails = (replace(fail, note=scrub(fail.note, names)) for fail in one.fails)
    return replace(one, answers=tuple(answers), fails=tuple(fails))


def read_contents(
    connection: Connection, case_no: str, as_of: date, calendars: CalendarHistory
) -> tuple[Contents, list[str]]:
    """Return what a file holds as of a day, unmasked, and the people's names to be masked in what is said.

    It is for the machine's look alone, never for showing. ``NowAnAccusationError`` if it is one by now.
    """
    matter = next(iter(read_matters(connection, case_nos=[case_no])))
    known = [step.petition_class for step in matter.file.steps if step.petition_class is not None]
    if known and known[-1] is PetitionClass.ACCUSATION:
        raise NowAnAccusationError(case_no)
    file = matter.file.until(as_of)
    last = file.steps[-1].number
    table = table_of(Document)
    asked = (
        select(table.c.kind, table.c.title, table.c.issued_on, table.c.text)
        .where(table.c.case_id == matter.id, table.c.step_number <= last)
        .order_by(table.c.step_number, table.c.number)
    )
    documents = tuple(
        FiledDocument(DocumentKind.coded(row.kind), row.title, row.issued_on, row.text)
        for row in connection.execute(asked)
    )
    owed = tuple(obligations(file, calendars, office=OFFICE))
    return Contents(file, owed, documents, as_of), read_names(connection, [matter.id]).get(matter.id, [])


def _names(connection: Connection, accounts: Sequence[str]) -> dict[str, str]:
    head = table_of(AccountRow)
    asked = select(head.c.name, head.c.display_name).where(head.c.name.in_(accounts))
    return {row.name: row.display_name for row in connection.execute(asked)}
