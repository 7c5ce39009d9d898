"""Waiting times and silence over a snapshot."""

from datetime import date

import pytest

from workbench.indicators.catalogue import DefinitionError, indicator
from workbench.indicators.evaluate import Period, evaluate, evaluate_cells
from workbench.indicators.waiting import bounds, durations

YEAR = {"period": Period(date(2026, 1, 1), date(2026, 12, 31)), "as_of": date(2026, 11, 20)}


def test_a_case_that_is_open_waits_until_the_day_of_the_snapshot(maker):
    maker.case(received_on="2026-10-01", replied_on="2026-10-11", is_open=0)
    maker.case(received_on="2026-10-01", replied_on="2026-10-21", is_open=0)
    maker.case(received_on="2026-10-31")

    (found,) = durations(maker.write(), indicator("answer_days"), **YEAR)

    assert (found.done, found.waiting, found.longest) == (2, 1, 20)
    assert found.days == (20, None, None)


@pytest.mark.parametrize(("cases", "is_small"), [(1, True), (4, True), (5, False)])
def test_days_of_fewer_than_five_cases_are_a_small_sample(maker, cases, is_small):
    for _ in range(cases):
        maker.case()

    (found,) = durations(maker.write(), indicator("answer_days"), **YEAR)

    assert found.is_small is is_small


def test_waiting_times_are_told_by_unit(maker):
    maker.case(replied_on="2026-10-04", is_open=0, unit="430682104")
    maker.case(replied_on="2026-10-06", is_open=0)

    found = durations(maker.write(), indicator("answer_days"), by="unit", **YEAR)

    assert [(one.group, one.days[0]) for one in found] == [("430682104", 3), ("430682D01", 5)]


def test_a_figure_that_counts_no_days_has_none(maker):
    with pytest.raises(DefinitionError, match="不是用时"):
        durations(maker.write(), indicator("received"), **YEAR)


def test_silence_is_neither_content_nor_discontent(maker):
    for satisfaction in ("satisfied", "mostly_satisfied", "dissatisfied", None):
        maker.case(satisfaction=satisfaction, replied_on="2026-10-20")
    maker.case()  # nobody has answered: nobody was asked
    snapshot = maker.write()

    (found,) = evaluate(snapshot, indicator("satisfied"), **YEAR)
    between = bounds(snapshot, found)

    assert (found.numerator, found.denominator) == (2, 3)
    assert (between.low, between.high, between.silent) == (0.5, 0.75, 1)


def test_bounds_of_a_group_are_of_its_own_silence(maker):
    maker.case(satisfaction="satisfied", replied_on="2026-10-20", unit="430682104")
    maker.case(replied_on="2026-10-20")
    snapshot = maker.write()

    (found,) = evaluate(snapshot, indicator("satisfied"), by="unit", **YEAR)

    assert bounds(snapshot, found, by="unit").silent == 0


def test_a_duty_counts_for_the_unit_that_is_bound(maker):
    maker.case(unit="430682104")
    maker.deadline("R-SUPPORT-EXECUTE", due="2026-10-10", met_on="2026-10-30", unit="430682D01")
    maker.case()
    maker.deadline("R-SUPPORT-EXECUTE", due="2026-10-10", unit="430682D01")
    maker.deadline("R-XF-FWD15", due="2026-10-10")

    found = evaluate(maker.write(), indicator("support_executed"), by="unit", **YEAR)

    assert [(one.group, one.numerator, one.denominator) for one in found] == [("430682D01", 1, 2)]


def test_two_dimensions_cross_and_their_cells_add_up(maker):
    for unit, month in (("430682104", "01"), ("430682104", "02"), ("430682D01", "02")):
        maker.case(unit=unit, registered_on=f"2026-{month}-03")

    cells = evaluate_cells(maker.write(), indicator("received"), by=("unit", "month"), **YEAR)

    assert [(cell.groups, cell.figure.denominator) for cell in cells] == [
        (("430682104", "2026-01"), 1),
        (("430682104", "2026-02"), 1),
        (("430682D01", "2026-02"), 1),
    ]


def test_the_version_of_a_definition_is_fixed_by_what_it_counts():
    assert indicator("received").version != indicator("person_times").version
    assert len(indicator("received").version) == 8
