"""One reviewed file, as acts: for every test that needs a row in each table of file reviews."""

from datetime import date

from tests.factories import OFFICE, TOWN, make_register, make_take
from workbench.acts.base import Actor
from workbench.acts.file_reviews import (
    AnswerItems,
    AssignReview,
    CloseReviewRound,
    DrawnFile,
    FindFails,
    GivenAnswer,
    GivenFail,
    LockReview,
    OpenReviewRound,
)
from workbench.law.review_sheet import sheet
from workbench.terms import Outcome, Role, Step

ON = date(2026, 3, 2)
ONE = Actor("reviewer-one", Role.REVIEWER, OFFICE)
OTHER = Actor("reviewer-two", Role.REVIEWER, "430682D13")
THIRD = Actor("reviewer-three", Role.REVIEWER, OFFICE)


def opened(*case_nos, unit=TOWN):
    """The act that opens the round ``PC-1`` with these files."""
    files = tuple(DrawnFile(case_no, unit) for case_no in case_nos)
    return OpenReviewRound(
        "PC-1", "一季度评查", ON, date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1), 7, 40, files
    )


def assigned(case_no, turn, reviewer):
    """The act that gives a turn on a file to a reviewer."""
    number = f"PC-1/{case_no}/{turn}"
    return AssignReview(number, "PC-1", case_no, turn, reviewer.id, ON, reviewer.unit)


def answered(case_no, turn, **points):
    """The act that answers every item with its most points, but for those given."""
    given = []
    for item in sheet().items:
        got = points.get(item.id, item.points)
        given.append(GivenAnswer(item.id, got, "没有支持意见" if got is None else None))
    return AnswerItems(f"PC-1/{case_no}/{turn}", ON, tuple(given))


def locked(case_no, turn):
    """The act that locks a sheet."""
    return LockReview(f"PC-1/{case_no}/{turn}", ON)


def reviewed_to_the_end(case_no):
    """Pairs of acts and actors: a file with two sheets, one of which finds a fail, in a closed round."""
    fail = FindFails(f"PC-1/{case_no}/1", ON, (GivenFail("F3", "送达日期与回证不符"),))
    return (
        (opened(case_no), ONE),
        (assigned(case_no, 1, ONE), ONE),
        (assigned(case_no, 2, OTHER), ONE),
        (answered(case_no, 1, E1=None), ONE),
        (fail, ONE),
        (locked(case_no, 1), ONE),
        (answered(case_no, 2), OTHER),
        (locked(case_no, 2), OTHER),
        (CloseReviewRound("PC-1", ON), ONE),
    )


def concluded(case_no, unit=TOWN, *, day=date(2026, 2, 20), persons=(), document=None):
    """The acts of a matter that a unit accepted, answered, served and concluded in February 2026."""
    papers = () if document is None else (document,)
    return (
        make_register(case_no=case_no, persons=persons),
        make_take(case_no, Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=unit),
        make_take(case_no, Step.ACCEPT, date(2026, 1, 12), unit=unit),
        make_take(
            case_no,
            Step.ISSUE_OPINION,
            date(2026, 2, 10),
            unit=unit,
            outcome=Outcome.EXPLAIN,
            documents=papers,
        ),
        make_take(case_no, Step.SERVE, date(2026, 2, 12), unit=unit),
        make_take(case_no, Step.CONCLUDE, day, unit=unit),
    )
