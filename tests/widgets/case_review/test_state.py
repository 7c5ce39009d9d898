from dataclasses import replace
from datetime import date

import pytest

from widgets.case_review.case_list import CaseList
from widgets.case_review.figure_parts import definition_words, not_followed, totals
from widgets.case_review.state import CaseReviewState
from widgets.parts.grid_query import ColumnFilter, GridQuery
from workbench.indicators.catalogue import indicator
from workbench.indicators.evaluate import Figure, Period
from workbench.queries.case_filter import CaseFilter
from workbench.queries.case_page import CaseNotFoundError

KEYS = ("case_no", "title", "state", "late_days", "registered_on")


def listed(state, **query):
    source = CaseList(state)
    asked = GridQuery(columns=KEYS, **query)
    rows = source.page(asked, 0, 50)
    assert source.count(asked) == len(rows)
    return [row.key for row in rows]


def test_the_screen_opens_on_today_with_what_is_late_first(caseload):
    state = CaseReviewState(caseload)

    assert state.snapshot.as_of == date(2026, 3, 31)
    assert listed(state)[0] == "LATE"
    assert (state.counts.cases, state.counts.late_cases) == (3, 1)


def test_a_link_brings_its_filter(caseload):
    state = CaseReviewState(caseload, {"late": "1", "channel": "visit", "as_of": "2026-03-30"})

    assert state.wanted == CaseFilter(late_only=True, channels=("visit",))
    assert state.snapshot.as_of == date(2026, 3, 30)
    assert listed(state) == ["LATE"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"from": "昨天"}, "起始日"),
        ({"as_of": "2026-13-01"}, "截至日"),
        ({"due_within": "-1"}, "到期天数"),
        ({"figure": "no_figure"}, "no_figure"),
    ],
)
def test_a_link_that_cannot_be_read_shows_everything_and_says_what_is_wrong(caseload, address, said):
    state = CaseReviewState(caseload, address)

    assert said in state.complaint
    assert state.wanted == CaseFilter()
    assert state.counts.cases == 3


def test_changing_the_filter_changes_list_counts_and_figures_together(caseload):
    state = CaseReviewState(caseload)

    state.wanted = replace(state.wanted, text="社保")

    assert listed(state) == ["ANSWERED"]
    assert (state.counts.batches, state.counts.person_times) == (2, 3)
    assert state.figures[0].denominator == 2


def test_an_earlier_day_shows_what_was_true_then(caseload):
    state = CaseReviewState(caseload)

    state.set_as_of(date(2026, 2, 15))

    assert listed(state) == ["LATE", "ANSWERED"]
    assert state.counts.late_cases == 0
    assert state.period.end == date(2026, 2, 15)


def test_a_bar_leads_to_its_cases_and_says_so_in_words(caseload):
    state = CaseReviewState(caseload)
    march = next(bar for bar in state.bars if bar.group == "2026-03")

    state.open_figure(march, in_breakdown=True)

    assert sorted(listed(state)) == ["ANSWERED", "SECRET"]
    assert march.denominator == 2
    assert "登记件数，2026-03" in state.chips[0]


def test_the_failed_part_of_a_figure_lists_just_those_cases(caseload):
    state = CaseReviewState(caseload)
    concluded = next(figure for figure in state.figures if figure.indicator.id == "concluded_on_time")

    state.open_figure(concluded, "failed")

    assert listed(state) == ["LATE"]
    assert "未按期" in state.chips[0]


def test_chips_can_be_taken_back_without_losing_the_filter_bar(caseload):
    state = CaseReviewState(caseload, {"due_within": "7", "text": "社保"})

    state.drop_chips()

    assert state.wanted == CaseFilter(text="社保")


@pytest.mark.parametrize("by", ["month", "unit", "channel", "topic_group"])
def test_every_breakdown_names_its_groups_and_adds_up(caseload, by):
    state = CaseReviewState(caseload)

    state.by = by

    assert sum(bar.denominator for bar in state.bars) == 4
    assert all(state.group_label(bar.group) for bar in state.bars)


def test_tests_in_the_heads_narrow_the_list(caseload):
    state = CaseReviewState(caseload)

    assert listed(state, filters=(ColumnFilter("title", contains="塌方"),)) == ["LATE"]
    assert listed(state, sort=(("registered_on", True),)) == ["SECRET", "ANSWERED", "LATE"]


def test_opening_a_case_that_was_not_registered_by_then_says_so(caseload):
    state = CaseReviewState(caseload, {"as_of": "2026-01-31", "case": "SECRET"})

    with pytest.raises(CaseNotFoundError, match="截至 2026-01-31 没有"):
        state.page()


def test_what_is_recorded_meanwhile_appears_after_a_refresh(caseload):
    from tests.factories import CLERK, make_register

    state = CaseReviewState(caseload)
    caseload.perform(make_register(case_no="NEW", on=date(2026, 3, 30)), actor=CLERK)

    state.refresh_after_act()

    assert "NEW" in listed(state)


def test_a_figure_says_its_definition_and_what_it_does_not_follow(caseload):
    state = CaseReviewState(caseload, {"figure": "accepted_on_time", "figure_by": "path", "group": "31-6"})

    assert "信访程序" in state.chips[0]
    assert "第二十三条" in definition_words(state)
    assert "不限于" in not_followed(state, indicator("received"))

    state.drop_chips()
    assert definition_words(state) == not_followed(state, indicator("received")) == ""


def test_above_the_bars_of_a_share_stands_the_share_and_of_few_matters_how_many():
    def bar(name, denominator, numerator):
        span = Period(date(2026, 1, 1), date(2026, 1, 31))
        return Figure(indicator(name), span, date(2026, 2, 1), denominator, numerator, denominator)

    shares = tuple(bar("concluded_on_time", *counted) for counted in ((80, 72), (3, 2), (0, 0)))

    assert totals(shares, indicator("concluded_on_time")) == ("90.0%", "2/3", "无案件")
    assert totals((bar("received", 7, None),), indicator("received")) == ()
