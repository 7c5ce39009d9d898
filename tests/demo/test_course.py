"""What happens in one matter of the demo is told in an order that the law believes."""

from datetime import date, datetime, timedelta

import pytest

from workbench.china_time import CHINA
from workbench.demo.course import Course
from workbench.demo.dice import Dice
from workbench.demo.situations import situations
from workbench.demo.story import tell
from workbench.demo.workdays import Workdays
from workbench.law.calendar import shipped_calendars
from workbench.terms import Channel, Step

SERVED, AGAIN = date(2022, 6, 21), date(2022, 6, 30)


@pytest.fixture
def begun():
    """A matter whose final review has been served, before it is concluded."""
    dice = Dice(7)
    story = tell(dice, situations()[0], channel=Channel.VISIT, people=1, received_on=date(2022, 3, 1))
    days = Workdays(shipped_calendars().latest, date(2022, 1, 1), date(2022, 12, 31))
    return Course(dice, days, story, SERVED)


def declined(course):
    """Return the step that declines a petition which came after the end."""
    again = Course(course.dice, course.days, course.story, AGAIN)
    again.take(Step.DECLINE_FURTHER, again.not_before_conclusion(date(2022, 7, 1)))
    return again.steps[0]


@pytest.mark.parametrize("seed", range(40))
def test_what_is_declined_after_the_end_is_told_after_the_conclusion(begun, seed):
    begun.dice = Dice(seed)
    begun.conclude(1, 30)
    concluded = next(one for one in begun.steps if one.kind is Step.CONCLUDE)

    found = declined(begun)

    assert found.on >= concluded.on
    assert found.now > concluded.now


def test_a_conclusion_told_days_later_makes_what_follows_wait(begun):
    begun.conclude()
    late = datetime.combine(date(2022, 7, 8), datetime.min.time(), CHINA) + timedelta(hours=9)
    begun.story.conclusion_recorded = late

    assert declined(begun).now > late


def test_without_a_conclusion_the_day_stands(begun):
    assert declined(begun).on == date(2022, 7, 1)
