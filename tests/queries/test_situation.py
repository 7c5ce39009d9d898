"""What lies open, and changes against earlier periods."""

from datetime import date

import pytest

from workbench.indicators.catalogue import indicator
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter, ColumnTest, FigureCases
from workbench.queries.caseload import counts, late_words, page
from workbench.queries.comparison import (
    METHOD,
    TOO_FEW,
    compared,
    last_whole_month,
    month_before,
    year_earlier,
)
from workbench.queries.figures import cells, figure, not_applied, silence, waits
from workbench.queries.lateness import ENDED_STATES
from workbench.queries.situation import load_by, open_ages

YEAR = Period(date(2025, 11, 21), date(2026, 11, 20))
BEGUN = "2024-01-02"  # the first record: before the year before


def begin(maker):
    """Records of before: a single one would be a stray."""
    for _ in range(10):
        maker.case(registered_on=BEGUN)


def test_a_unit_shows_what_is_open_late_and_soon_due(maker):
    maker.case(unit="430682104", late_deadlines=1)
    maker.case(unit="430682104", next_due="2026-12-04")
    maker.case(unit="430682104", next_due="2026-12-05", is_open=0)
    maker.case(unit=None)

    found = load_by(maker.write(), "unit")

    assert [(one.label, one.open_cases, one.late, one.soon) for one in found] == [
        ("甲镇", 2, 1, 1),
        ("未定", 1, 0, 0),
    ]


def test_a_concluded_matter_whose_report_is_owed_is_late_but_in_no_group_of_what_lies_open(maker):
    maker.case(late_deadlines=1)
    owed = maker.case(late_deadlines=1, is_open=0, state="concluded")
    maker.case(is_open=0, state="concluded")
    snapshot = maker.write()

    found = counts(snapshot, CaseFilter())
    assert (found.late_cases, found.open_late, found.ended_late) == (2, 1, 1)
    for by in ("unit", "channel", "topic_group", "path"):
        assert sum(one.late for one in load_by(snapshot, by)) == found.open_late
    assert sum(one.late for one in open_ages(snapshot)) == found.open_late
    opened = page(snapshot, CaseFilter(late_only=True, states=ENDED_STATES))
    assert [row.case_no for row in opened] == [owed]
    assert late_words(found) == "超期未完成 2 件（在办1件，已答复或办结、仍欠反馈等1件）"
    assert late_words(counts(snapshot, CaseFilter(open_only=True))) == "超期未完成 1 件"


def test_groups_are_said_in_words(maker):
    maker.case(channel="visit", path="31-6", topic_group="民政")
    snapshot = maker.write()

    assert load_by(snapshot, "channel")[0].label == "来访"
    assert load_by(snapshot, "path")[0].label == "信访程序"
    assert load_by(snapshot, "topic_group")[0].label == "民政"


def test_ages_part_the_open_matters_and_leave_none_out(maker):
    for days in (0, 15, 16, 60, 61, 180, 181, 900):
        maker.case(elapsed_days=days, late_deadlines=int(days > 60))

    found = open_ages(maker.write())

    assert [one.open_cases for one in found] == [2, 1, 1, 1, 1, 2]
    assert [one.late for one in found] == [0, 0, 0, 1, 1, 2]
    assert (found[0].label, found[-1].label) == ("0–15 日", "180 日以上")


def test_a_few_cases_are_not_compared(maker):
    begin(maker)
    maker.case(registered_on="2026-10-01")
    maker.case(registered_on="2025-10-01")
    maker.case(registered_on="2025-10-02")
    snapshot = maker.write()
    now = figure(snapshot, "received", period=YEAR)

    assert compared(snapshot, now, year_earlier(YEAR)).words == TOO_FEW


def test_a_change_that_counts_support_is_a_percentage(maker):
    begin(maker)
    for number in range(160):
        maker.case(registered_on="2025-10-01" if number < 100 else "2026-10-01")
    snapshot = maker.write()
    now = figure(snapshot, "received", period=YEAR)

    assert compared(snapshot, now, year_earlier(YEAR)).words == "−40.0%"


def test_months_of_unlike_length_are_compared_as_everybody_calculates_and_per_day_beside_it(maker):
    begin(maker)
    for month, count in (("2026-10", 157), ("2026-11", 129), ("2026-03", 60), ("2026-02", 58)):
        maker.case(registered_on=f"{month}-05", batches=count)
    snapshot = maker.write()

    def words(now: Period) -> str:
        return compared(snapshot, figure(snapshot, "received", period=now), month_before(now)).words

    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert words(Period(date(2026, 11, 1), date(2026, 11, 30))) == "−17.8%（按日均 −15.1%），可能是偶然"
    assert words(march) == "+3.4%（按日均 −6.6%），可能是偶然"
    assert "按日均" in METHOD


def test_what_ripens_is_compared_only_with_what_was_known_then(maker):
    begin(maker)
    maker.case(registered_on="2026-10-01")
    snapshot = maker.write()
    now = figure(snapshot, "handled", period=YEAR)

    assert compared(snapshot, now, year_earlier(YEAR)).words == "须按当时的截至日比较"
    assert compared(snapshot, now, year_earlier(YEAR), as_it_was=snapshot).words == TOO_FEW


PRESENT = (
    CaseFilter(open_only=True),
    CaseFilter(late_only=True),
    CaseFilter(states=("handling",)),
    CaseFilter(due_within=14),
    CaseFilter(answered_after=60),
    CaseFilter(columns=(ColumnTest("late_days", low="1"),)),
)


@pytest.mark.parametrize("wanted", PRESENT)
def test_cases_chosen_by_their_present_state_are_compared_only_with_those_of_then(maker, wanted):
    """Of the year before, hardly a case is still open: that is no rise of what comes in."""
    begin(maker)
    for on, is_open in (("2025-10-01", 0), ("2026-10-01", 1)):
        for _ in range(40):
            maker.case(registered_on=on, is_open=is_open, state="handling" if is_open else "concluded")
    snapshot = maker.write()
    now = figure(snapshot, "received", period=YEAR, wanted=wanted)

    asked = (snapshot, now, year_earlier(YEAR))
    assert compared(*asked, wanted=wanted).words == "须按当时的截至日比较"
    assert compared(*asked, wanted=wanted, as_it_was=snapshot).before is not None
    lasting = CaseFilter(channels=("online",), columns=(ColumnTest("title", contains="路灯"),))
    assert compared(*asked, wanted=lasting).before is not None


def test_months_and_leap_days():
    assert last_whole_month(date(2026, 11, 20)) == Period(date(2026, 10, 1), date(2026, 10, 31))
    assert last_whole_month(date(2026, 11, 30)) == Period(date(2026, 11, 1), date(2026, 11, 30))
    assert month_before(Period(date(2026, 3, 1), date(2026, 3, 31))).end == date(2026, 2, 28)
    assert year_earlier(Period(date(2024, 2, 29), date(2024, 2, 29))).start == date(2023, 2, 28)


def test_a_figure_says_which_part_of_a_filter_it_does_not_follow():
    wanted = CaseFilter(registered_from=date(2026, 1, 1), figure=FigureCases("received", YEAR))

    on_time, received = indicator("accepted_on_time"), indicator("received")
    assert len(not_applied(on_time, wanted)) == 2
    assert len(not_applied(received, wanted)) == 1
    followed = CaseFilter(channels=("visit",), columns=(ColumnTest("title", contains="路灯"),))
    assert not_applied(on_time, followed) == ()
    assert "表头" in not_applied(on_time, CaseFilter(), has_heads=True)[0]


def test_cells_bounds_and_waits_follow_the_filter(maker):
    maker.case(channel="visit", replied_on="2026-10-04", is_open=0, satisfaction="satisfied")
    maker.case(channel="visit", replied_on="2026-10-04", is_open=0)
    maker.case(channel="call", replied_on="2026-10-09", is_open=0)
    snapshot, wanted = maker.write(), CaseFilter(channels=("visit",))

    (cell,) = cells(snapshot, "received", period=YEAR, by=("unit", "month"), wanted=wanted)
    assert (cell.groups, cell.figure.denominator) == (("430682D01", "2026-10"), 2)
    rated = figure(snapshot, "satisfied", period=YEAR, wanted=wanted)
    assert silence(snapshot, rated, wanted=wanted).silent == 1
    assert waits(snapshot, "answer_days", period=YEAR, wanted=wanted)[0].days == (3, 3, 3)
