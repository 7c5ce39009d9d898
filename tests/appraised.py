"""One appraised month, as acts: for every test that needs a row in each table of appraisals."""

from datetime import date

from tests.factories import OFFICE, OTHER_TOWN, TOWN
from workbench.acts.appraisals import (
    AnswerAppraisal,
    DraftAppraisal,
    FinaliseAppraisal,
    ObjectToAppraisal,
    PublishAppraisal,
)
from workbench.acts.base import Actor
from workbench.indicators.appraisal_items import items_in
from workbench.law.appraisal import number_of
from workbench.law.appraisal_parts import AppraisedUnit, SheetItem, SheetLine
from workbench.terms import Role

MONTH, ON, OUT, UNTIL = date(2026, 1, 1), date(2026, 2, 3), date(2026, 2, 4), date(2026, 2, 11)
NUMBER = number_of(MONTH, 1)
NOTICE, ANSWER = "accepted_on_time", "concluded_on_time"
BOSS = Actor("boss", Role.SUPERVISOR, OFFICE)
OWN = Actor("town", Role.HANDLER, TOWN)


def drafted(edition=1, *, month=MONTH, snapshot="a" * 64, lines=None, on=ON, **changes):
    """The act that drafts a month for two towns."""
    told = tuple(
        SheetItem(
            one.indicator.id,
            one.indicator.name,
            one.indicator.version,
            one.law.points,
            one.law.floor,
            one.law.basis,
        )
        for one in items_in(month)
    )
    counted = (SheetLine(TOWN, NOTICE, 3, 4), SheetLine(OTHER_TOWN, NOTICE, 1, 1))
    return DraftAppraisal(
        number_of(month, edition),
        month,
        edition,
        on,
        snapshot,
        10,
        on,
        (AppraisedUnit(TOWN), AppraisedUnit(OTHER_TOWN)),
        told,
        counted if lines is None else lines,
        **changes,
    )


def published(number=NUMBER, on=OUT, until=UNTIL):
    """The act that gives the sheet to the units."""
    return PublishAppraisal(number, on, until)


def objected(figure=NOTICE, unit=TOWN, number=NUMBER, on=date(2026, 2, 5)):
    """The act by which a unit objects to an item."""
    return ObjectToAppraisal(number, unit, figure, on, "告知书已送达，登记时漏录")


def accepted(numerator=4, denominator=4, figure=NOTICE, number=NUMBER, on=date(2026, 2, 6)):
    """The act that corrects an item."""
    return AnswerAppraisal(number, TOWN, figure, on, True, "经核对回证属实", numerator, denominator)


def declined(figure=ANSWER, number=NUMBER, on=date(2026, 2, 6)):
    """The act that turns an objection down."""
    return AnswerAppraisal(number, TOWN, figure, on, False, "没有应办结的事项，不适用")


def final(number=NUMBER, on=date(2026, 2, 12)):
    """The act that makes the sheet final."""
    return FinaliseAppraisal(number, on)


def appraised_to_the_end():
    """Pairs of acts and actors: a month with two objections, made final, and a corrected edition of it."""
    return (
        (drafted(), BOSS),
        (published(), BOSS),
        (objected(), OWN),
        (objected(ANSWER), OWN),
        (accepted(), BOSS),
        (declined(), BOSS),
        (final(), BOSS),
        (drafted(2, replaces=NUMBER, why="漏计一件", on=date(2026, 2, 20)), BOSS),
    )
