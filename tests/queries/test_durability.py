"""How closures held: windows that run still are told apart, linked matters count, silence is no praise."""

from datetime import date, timedelta

import pytest

from tests.factories import CLERK, OTHER_TOWN, TOWN, make_register, make_take
from tests.queries.test_signals import worked
from workbench.acts.handling import RegisterRepeat
from workbench.acts.repeats import DecideRepeat, LinkGrounds
from workbench.indicators.evaluate import Period
from workbench.law.facts import StepTaken
from workbench.queries.durability import SPANS, durability
from workbench.terms import Channel, RepeatRelation, RepeatVerdict, Satisfaction, Step

TODAY = date(2026, 3, 31)
YEAR = Period(date(2025, 4, 1), TODAY)
OLD, NEW = date(2025, 7, 1), date(2026, 3, 2)  # answered eight days later


def back(case_no, on):
    step = StepTaken(Step.REPEAT, on, received_on=on, channel=Channel.VISIT, people=1, unit="430682XF")
    return RegisterRepeat(case_no, "又来了", step)


def told(bench, *units, period=YEAR):
    found = bench.ask(durability, bench.snapshot(TODAY), period, units or (TOWN,))
    return {
        one.group: (
            one.closures,
            [(span.held, span.of, span.running) for span in one.spans],
            one.rated,
            one.online,
        )
        for one in found
    }


@pytest.fixture
def closed(bench):
    """Three closures of a town: nobody came back, somebody did after forty days, one is a month old."""
    bench.perform(
        *worked("A", OLD),
        *worked("B", OLD),
        *worked("C", NEW),
        make_take("A", Step.RATE, OLD + timedelta(20), satisfaction=Satisfaction.DISSATISFIED),
        actor=CLERK,
    )
    bench.perform(back("B", OLD + timedelta(8 + 40)), actor=CLERK)
    return bench


def test_each_window_counts_what_is_over_and_says_what_runs(closed):
    closures, spans, rated, online = told(closed)[TOWN]

    assert closures == 3 and len(spans) == len(SPANS)
    assert spans == [(2, 2, 1), (1, 2, 1), (1, 2, 1)]
    assert (rated, online) == (1, 0)


def test_a_matter_that_a_clerk_linked_counts_as_coming_back(closed):
    again = make_register(case_no="D", on=OLD + timedelta(20), channel=Channel.ONLINE)
    link = DecideRepeat(
        "A~D", "A", "D", TODAY, RepeatVerdict.CONFIRMED, LinkGrounds(RepeatRelation.AFTER_REPLY, 60, 12)
    )
    closed.perform(again, link, actor=CLERK)

    assert told(closed)[TOWN][1] == [(1, 2, 1), (0, 2, 1), (0, 2, 1)]


def test_units_stand_in_their_order_and_a_unit_without_closures_says_so(closed):
    found = told(closed, OTHER_TOWN, TOWN)

    assert list(found) == [TOWN, OTHER_TOWN]
    assert found[OTHER_TOWN] == (0, [(0, 0, 0)] * 3, 0, 0)
    assert told(closed, period=Period(NEW, TODAY))[TOWN][0] == 1


def test_closures_of_the_units_are_told_by_topic_too(closed):
    found = closed.ask(durability, closed.snapshot(TODAY), YEAR, (TOWN,), by_topic=True)

    assert sum(one.closures for one in found) == 3
    assert [one.group for one in found] == sorted(one.group for one in found)
    whole = told(closed)[TOWN]
    for at in range(len(SPANS)):
        assert sum(one.spans[at].held for one in found) == whole[1][at][0]
    assert closed.ask(durability, closed.snapshot(TODAY), YEAR, (OTHER_TOWN,), by_topic=True) == ()
