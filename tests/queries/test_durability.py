"""How closures held: windows that run still are told apart, linked matters beside, silence is no praise."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.queries.test_signals import worked
from workbench.acts.base import Actor
from workbench.acts.handling import RegisterRepeat
from workbench.acts.holding import DecideHold, HoldMatter
from workbench.acts.repeats import DecideRepeat, LinkGrounds
from workbench.indicators.evaluate import Period
from workbench.law.facts import StepTaken
from workbench.queries.durability import SPANS, durability
from workbench.queries.figures import figure
from workbench.terms import (
    Channel,
    HoldFinding,
    PetitionClass,
    RepeatRelation,
    RepeatVerdict,
    Role,
    Satisfaction,
    Step,
)

TODAY = date(2026, 3, 31)
BOSS = Actor("boss", Role.SUPERVISOR, OFFICE)
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


LINK = DecideRepeat(
    "A~D", "A", "D", TODAY, RepeatVerdict.CONFIRMED, LinkGrounds(RepeatRelation.AFTER_REPLY, 60, 12)
)


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


@pytest.fixture
def linked(closed):
    """The same, and a new matter twelve days after A's answer, which a clerk linked to A."""
    again = make_register(case_no="D", on=OLD + timedelta(20), channel=Channel.ONLINE)
    closed.perform(again, LINK, actor=CLERK)
    return closed


def test_each_window_counts_what_is_over_and_says_what_runs(closed):
    closures, spans, rated, online = told(closed)[TOWN]

    assert closures == 3 and len(spans) == len(SPANS)
    assert spans == [(2, 2, 1), (1, 2, 1), (1, 2, 1)]
    assert (rated, online) == (1, 0)


def test_who_came_with_a_new_matter_that_a_clerk_linked_came_back_and_that_is_told_beside(linked):
    """A's new matter came twelve days after its answer; B's petitioner came with B itself."""
    (found,) = linked.ask(durability, linked.snapshot(TODAY), YEAR, (TOWN,))

    assert [(span.held, span.of, span.linked) for span in found.spans] == [(1, 2, 1), (0, 2, 1), (0, 2, 1)]


def test_ninety_days_are_counted_as_the_catalogue_counts_them(linked):
    linked.perform(*worked("E", OLD), actor=CLERK)
    linked.perform(back("E", OLD + timedelta(8)), actor=CLERK)  # on the very day of the answer
    snapshot = linked.snapshot(TODAY)
    ((span,),) = [
        [span for span in one.spans if span.days == 90]
        for one in linked.ask(durability, snapshot, YEAR, (TOWN,))
    ]

    counted = figure(snapshot, "closure_held", period=YEAR)
    assert (span.held, span.of) == (counted.numerator, counted.denominator) == (0, 3)


@pytest.mark.parametrize(
    ("name", "more"),
    [("closure_held", -1), ("settled_at_first", -1), ("returned_after_first", 1), ("repeat_share", 1)],
)
def test_a_figure_counts_a_linked_matter_and_says_so(linked, name, more):
    """The link is there, is split again, and the patched snapshot follows; what is folded whole agrees."""
    found = figure(linked.snapshot(TODAY), name, period=YEAR)
    linked.perform(replace(LINK, verdict=RepeatVerdict.SPLIT, why="不是同一事项"), actor=CLERK)
    split = figure(linked.snapshot(TODAY), name, period=YEAR)

    assert (found.numerator - split.numerator, found.denominator) == (more, split.denominator)
    assert "经办人认定为同一事项的，也算" in found.indicator.caution
    linked.snapshot(TODAY).path.unlink()
    whole = figure(linked.snapshot(TODAY), name, period=YEAR)
    assert whole.numerator == split.numerator


def test_an_accusation_that_was_linked_moves_no_fact_of_the_matter_of_the_accused(linked):
    """The unit would read in its own figures that somebody accused it, and when."""
    asked = "select returned_on from case_fact where case_no = 'A'"
    assert linked.snapshot(TODAY).rows(asked) == [((OLD + timedelta(20)).isoformat(),)]

    linked.perform(HoldMatter("D", why="可能是检举"), actor=BOSS)
    assert linked.snapshot(TODAY).rows(asked) == [(None,)]

    day = date(2026, 3, 30)
    is_one = make_take("D", Step.CLASSIFY, day, unit=OFFICE, petition_class=PetitionClass.ACCUSATION)
    linked.perform(is_one, DecideHold("D", HoldFinding.ACCUSATION, None, "是检举"), actor=BOSS)
    assert linked.snapshot(TODAY).rows(asked) == [(None,)]
    linked.snapshot(TODAY).path.unlink()
    assert linked.snapshot(TODAY).rows(asked) == [(None,)]


def test_a_matter_that_was_linked_to_an_earlier_one_is_no_first_one(linked):
    """重件 is the same person with the same matter a second time, under whatever number."""
    linked.perform(*list(worked("D", OLD + timedelta(20)))[1:], actor=CLERK)
    found = figure(linked.snapshot(TODAY), "returned_after_first", period=YEAR)
    linked.perform(replace(LINK, verdict=RepeatVerdict.SPLIT, why="不是同一事项"), actor=CLERK)
    split = figure(linked.snapshot(TODAY), "returned_after_first", period=YEAR)

    assert (found.denominator, split.denominator) == (3, 4)  # A, B and C; D too


def test_a_matter_linked_to_an_accusation_is_not_told_to_have_come_before(linked):
    """Its unit would read in its own figures that the same person had accused somebody."""
    asked = "select petition_number from petition_fact join case_fact using (case_id) where case_no = 'D'"
    assert linked.snapshot(TODAY).rows(asked) == [(2,)]

    linked.perform(HoldMatter("A", why="可能是检举"), actor=BOSS)
    assert linked.snapshot(TODAY).rows(asked) == [(1,)]
    linked.snapshot(TODAY).path.unlink()
    assert linked.snapshot(TODAY).rows(asked) == [(1,)]

    linked.perform(DecideHold("A", HoldFinding.NONE, None, "已核对原信"), actor=BOSS)
    assert linked.snapshot(TODAY).rows(asked) == [(2,)]


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
