"""What a paper tells of the limit: of who has the matter now, with the extension that the paper brings."""

from datetime import date

import pytest

from tests.factories import OFFICE, OTHER_TOWN, TOWN
from workbench.law.calendar import shipped_calendars
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.handling_now import extended
from workbench.terms import PetitionClass, StatutoryChannel, Step

CALENDARS = shipped_calendars()


def accepted_and_extended(accepted, *more):
    file = CaseFile("X")
    for step in (
        StepTaken(Step.REGISTER, accepted, unit=OFFICE, petition_class=PetitionClass.CLAIM,
                  path=StatutoryChannel.PETITION_HANDLING),
        StepTaken(Step.TRANSFER, accepted, unit=OFFICE, to_unit=TOWN),
        StepTaken(Step.ACCEPT, accepted, unit=TOWN),
        StepTaken(Step.EXTEND, accepted, unit=TOWN, days=30, approved_by_head=True),
        *more,
    ):  # fmt: skip
        file = file.with_step(step)
    return file


def told(file, on):
    return extended(file, CALENDARS, office=OFFICE, told_on=on)


@pytest.mark.parametrize(
    ("accepted", "due", "is_rolled"),
    [
        (date(2025, 1, 2), date(2025, 4, 2), True),
        (date(2025, 1, 5), date(2025, 4, 7), True),  # the ninetieth day is Saturday 5 April, in 清明
        (date(2026, 11, 2), date(2027, 1, 31), False),  # the holidays of 2027 are not known
    ],
)
def test_an_extension_that_waits_for_its_notice_has_the_day_that_the_notice_brings(accepted, due, is_rolled):
    found = told(accepted_and_extended(accepted), accepted)

    assert (found.days, found.due_on, found.is_rolled, found.void_why) == (30, due, is_rolled, None)


def test_the_extension_of_a_unit_that_passed_the_matter_on_is_none_of_the_next():
    day = date(2026, 1, 12)
    file = accepted_and_extended(day, StepTaken(Step.TRANSFER, day, unit=OFFICE, to_unit=OTHER_TOWN))

    assert told(file, date(2026, 2, 12)) is None
