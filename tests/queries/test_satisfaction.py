"""How satisfied people said they are: the official share, the two ends, who rated, who asked."""

from datetime import date

import pytest

from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter
from workbench.queries.figures import cases_behind
from workbench.queries.satisfaction import ASKERS, satisfaction, satisfaction_by_unit
from workbench.queries.situation import group_label
from workbench.snapshots.read import Snapshot
from workbench.terms import RatingAsker

YEAR = Period(date(2025, 11, 21), date(2026, 11, 20))
CLOSED = {
    "replied_on": "2026-03-02",
    "closed_on": "2026-03-02",
    "closed_by": "430682D01",
    "closed_days": 100,
    "is_open": 0,
}
TOLD = (  # what was said, and who asked
    ("satisfied", "unit"),
    ("mostly_satisfied", "unit"),
    ("dissatisfied", "supervisor"),
    ("satisfied", "supervisor"),
    ("dissatisfied", None),
)


@pytest.fixture
def rated(maker):
    for said, asked_by in TOLD:
        maker.case(satisfaction=said, asked_by=asked_by, rated_on="2026-03-09", **CLOSED)
    for _ in range(3):
        maker.case(**CLOSED)
    maker.case()  # not answered: nobody could be asked
    maker.case(**{**CLOSED, "closed_by": "430682104"})
    return maker.write()


def shares(found):
    return [None if one is None else (one.numerator, one.denominator) for one in found.askers]


@pytest.mark.parametrize("name", ["closure_satisfied", "satisfied"])
def test_silence_opens_two_ends_beside_the_official_share_and_is_never_satisfied(rated, name):
    found = satisfaction(rated, name, period=YEAR)

    assert (found.official.numerator, found.official.denominator) == (3, 5)
    assert found.official.indicator.official == "系统口径"
    assert (found.ends.low, found.ends.high, found.ends.silent) == (3 / 9, 7 / 9, 4)
    assert (found.rated, found.asked, found.response) == (5, 9, 5 / 9)
    assert found.ends.low <= found.official.value <= found.ends.high


def test_ratings_stand_apart_by_who_asked_and_what_nobody_said_is_no_guess(rated):
    found = satisfaction(rated, "satisfied", period=YEAR)

    assert ASKERS == (*(one.value for one in RatingAsker), None)
    assert shares(found) == [(2, 2), (1, 2), None, (0, 1)]
    names = [group_label(rated, "asked_by", code) for code in ASKERS]
    assert names == ["责任单位征求", "信访部门征求", "系统自动征求", "未注明"]


def test_the_cases_of_an_asker_are_just_those_counted(rated):
    for found in satisfaction(rated, "satisfied", period=YEAR).askers:
        if found is not None:
            from workbench.queries.caseload import counts

            wanted = CaseFilter(figure=cases_behind(found, "all", by="asked_by"))
            assert counts(rated, wanted).cases == found.denominator


def test_units_stand_in_their_order_and_one_where_all_are_silent_has_no_official_share(rated):
    found = satisfaction_by_unit(
        rated, "closure_satisfied", period=YEAR, units=("430682D02", "430682D01", "430682104")
    )

    assert list(found) == ["430682104", "430682D01", "430682D02"]
    assert found["430682104"].official.value is None
    assert (found["430682104"].ends.low, found["430682104"].ends.high) == (0, 1)
    assert found["430682104"].response == 0
    assert (found["430682D01"].official.value, found["430682D01"].ends.silent) == (3 / 5, 3)
    assert shares(found["430682D01"]) == [(2, 2), (1, 2), None, (0, 1)]
    assert found["430682D02"].ends is None and found["430682D02"].response is None


def test_a_filter_narrows_official_share_ends_and_askers_alike(maker):
    maker.case(channel="visit", satisfaction="satisfied", asked_by="unit", **CLOSED)
    maker.case(channel="call", satisfaction="dissatisfied", asked_by="system", **CLOSED)
    maker.case(channel="call", **CLOSED)
    snapshot: Snapshot = maker.write()

    found = satisfaction(snapshot, "satisfied", period=YEAR, wanted=CaseFilter(channels=("call",)))

    assert (found.official.value, found.ends.low, found.ends.high) == (0, 0, 0.5)
    assert shares(found) == [None, None, (0, 1), None]
