from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.indicators.catalogue import DefinitionError
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import (
    CaseFilter,
    ColumnTest,
    FigureCases,
    FilterError,
    condition,
    units_below,
)
from workbench.queries.caseload import counts, page


def found(snapshot, **wanted):
    return {row.case_no for row in page(snapshot, CaseFilter(**wanted), limit=None)}


def test_an_empty_filter_leaves_everything(maker):
    first, second = maker.case(), maker.case()

    assert found(maker.write()) == {first, second}


def test_late_only_leaves_cases_with_a_missed_open_deadline(maker):
    late = maker.case(late_deadlines=1, late_days=3)
    maker.case()

    assert found(maker.write(), late_only=True) == {late}


def test_a_unit_answers_for_the_units_below_it(maker):
    below = maker.case(unit="430682104A", unit_name="甲镇某站")
    own = maker.case(unit="430682104", unit_name="甲镇")
    maker.case()

    assert found(maker.write(), units=("430682104",)) == {below, own}


def test_every_word_searched_for_must_occur_somewhere_in_the_matter(maker):
    both = maker.case(body="小区物业乱收停车费")
    maker.case(body="小区电梯")

    assert found(maker.write(), text="停车 物业") == {both}


def test_letters_are_found_in_either_case(maker):
    hit = maker.case(body="找不到App里的WiFi选项")

    assert found(maker.write(), text="app wifi") == {hit}


@pytest.mark.parametrize("text", ["100%", "a_b", "!"])
def test_wildcards_of_the_database_are_searched_for_as_they_are_written(maker, text):
    hit = maker.case(body=f"说的是{text}这件事")
    maker.case(body="说的是100元、aXb")

    assert found(maker.write(), text=text) == {hit}


MASKS = ("王某某", "****2X", "138****5678")


@pytest.mark.parametrize("mask", MASKS)
def test_a_masked_name_or_number_finds_nothing_wherever_it_is_asked(maker, mask):
    hit = maker.case(title=f"关于{mask}反映某某公司欠薪", body=f"{mask} 某村")
    snapshot = maker.write()

    assert found(snapshot, text=mask) == found(snapshot, text=f"欠薪 {mask}") == set()
    assert found(snapshot, columns=(ColumnTest("title", contains=mask),)) == set()
    assert found(snapshot, columns=(ColumnTest("case_no", contains=mask),)) == set()
    assert found(snapshot, text="某某公司 某村") == found(snapshot, text=hit) == {hit}
    assert found(snapshot, columns=(ColumnTest("title", contains="某某公司"),)) == {hit}


@pytest.mark.parametrize("mask", MASKS)
def test_the_question_is_the_same_for_a_mask_as_for_any_word(mask):
    def asked(word):
        wanted = CaseFilter(text=word, columns=(ColumnTest("title", contains=word),))
        return condition(wanted, date(2026, 11, 20))[0]

    assert asked(mask) == asked("路灯")


def test_due_within_counts_calendar_days_from_the_as_of_day(maker):
    soon = maker.case(next_due="2026-11-27")
    maker.case(next_due="2026-11-28")
    maker.case(next_due="2026-11-19")

    assert found(maker.write(), due_within=7) == {soon}


def test_answered_after_leaves_out_what_was_never_answered(maker):
    slow = maker.case(answer_minutes=60 * 24 * 60 + 1)
    maker.case(answer_minutes=60 * 24 * 60)
    maker.case(elapsed_days=400)

    assert found(maker.write(), answered_after=60) == {slow}


def test_conditions_of_several_kinds_hold_together(maker):
    hit = maker.case(channel="visit", state="served", topic_group="民政", body="低保")
    maker.case(channel="visit", state="handling", topic_group="民政", body="低保")

    assert found(
        maker.write(), channels=("visit", "letter"), states=("served",), topics=("民政",), text="低保"
    ) == {hit}


def test_column_tests_narrow_by_text_code_and_range(maker):
    hit = maker.case(title="关于噪声的问题", channel="call", late_days=4, registered_on="2026-03-05")
    maker.case(title="关于噪声的问题", channel="call", late_days=9, registered_on="2026-03-05")

    assert found(
        maker.write(),
        columns=(
            ColumnTest("title", contains="噪声"),
            ColumnTest("channel", any_of=("call",)),
            ColumnTest("late_days", low="1", high="5"),
            ColumnTest("registered_on", low="2026-03-01", high="2026-03-31"),
        ),
    ) == {hit}


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (ColumnTest("petitioner", contains="王"), "没有“petitioner”这一列"),
        (ColumnTest("late_days", low="很多"), "请填整数"),
        (ColumnTest("registered_on", high="去年"), "请填形如"),
    ],
)
def test_a_test_that_makes_no_sense_is_refused_in_chinese(test, said):
    with pytest.raises(FilterError, match=said):
        condition(CaseFilter(columns=(test,)), date(2026, 11, 20))


def test_the_cases_behind_a_figure_are_those_that_pass_or_fail(maker):
    on_time = maker.case(path="31-6", handling_due="2026-10-30", handling_on="2026-10-30")
    too_late = maker.case(path="31-6", handling_due="2026-10-30", handling_on="2026-10-31")
    never = maker.case(path="31-6", handling_due="2026-10-30")
    maker.case(path="31-6", handling_due="2026-11-25")
    maker.case(path="31-1", handling_due=None)
    snapshot = maker.write()
    period = Period(date(2026, 1, 1), date(2026, 12, 31))

    def behind(part):
        return found(snapshot, figure=FigureCases("concluded_on_time", period, part))

    assert behind("passed") == {on_time}
    assert behind("failed") == {too_late, never}
    assert behind("all") == {on_time, too_late, never}


def test_the_cases_besides_some_groups_are_those_of_all_others(maker):
    maker.case(unit="430682001")
    other, undecided = maker.case(unit="430682002"), maker.case(unit=None)
    snapshot = maker.write()
    period = Period(date(2026, 1, 1), date(2026, 12, 31))

    def besides(*groups):
        return found(snapshot, figure=FigureCases("open_late", period, by="unit", besides=groups))

    assert besides("430682001") == {other, undecided}
    assert besides("430682001", None) == {other}


def test_a_figure_is_never_grouped_by_what_is_not_offered():
    cases = FigureCases("received", Period(date(2026, 1, 1), date(2026, 2, 1)), "all", "petitioner", "x")

    with pytest.raises(DefinitionError, match="不能按"):
        condition(CaseFilter(figure=cases), date(2026, 11, 20))


@given(text=st.text(max_size=30), batch=st.text(max_size=10))
def test_nothing_that_is_typed_becomes_part_of_the_question(text, batch):
    plain = CaseFilter(text=" ".join("x" for _ in text.split()), batch="y" if batch else "")

    sql, values = condition(CaseFilter(text=text, batch=batch), date(2026, 11, 20))

    assert sql == condition(plain, date(2026, 11, 20))[0]
    assert set(map(type, values.values())) <= {str}


def test_counts_are_given_in_batches_and_person_times(maker):
    maker.case(batches=2, person_times=9, late_deadlines=1)
    maker.case(batches=1, person_times=1, is_open=0)

    result = counts(maker.write(), CaseFilter())

    assert (result.cases, result.batches, result.person_times) == (2, 3, 10)
    assert (result.open_cases, result.late_cases) == (1, 1)


def test_counts_of_no_cases_are_zero(maker):
    assert counts(maker.write(), CaseFilter()).person_times == 0


def test_units_looked_up_beforehand_leave_the_cases_that_walking_the_tree_leaves(maker):
    for unit in ("430682104", "430682104A", "430682D01", None):
        maker.case(unit=unit)
    snapshot = maker.write()

    for units in (("430682104",), ("430682104A", "430682D01"), ("430682",), ("nowhere",)):
        wanted, below = CaseFilter(units=units), units_below(snapshot, units)
        counted = [
            snapshot.value(f"select count(*) from case_fact where {where}", values)
            for where, values in (
                condition(wanted, snapshot.as_of),
                condition(wanted, snapshot.as_of, below=below),
            )
        ]
        assert counted[0] == counted[1], units
    assert units_below(snapshot, ("430682104",)) == ("430682104", "430682104A")
