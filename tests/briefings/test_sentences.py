"""Sentences never say more than the counts carry, and nobody is praised for fewer petitions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.briefings.figures import BriefingFigure, percent
from workbench.briefings.sentences import late_sentence, sentence, waiting_sentence
from workbench.briefings.stock import LateMatters
from workbench.briefings.stock_tables import wait_table
from workbench.indicators.catalogue import catalogue
from workbench.indicators.evaluate import Figure, Period
from workbench.indicators.statistics import Verdict
from workbench.indicators.waiting import Bounds, Durations
from workbench.queries.comparison import Compared, change_between

NOW = Period(date(2026, 10, 1), date(2026, 10, 31))
LAST = Period(date(2026, 9, 1), date(2026, 9, 30))
AGO = Period(date(2025, 10, 1), date(2025, 10, 31))
AS_OF = date(2026, 10, 31)
WORDS = ("上月", "去年同月")
SHARES = sorted(one.id for one in catalogue().values() if one.is_share)
COUNTS = sorted(one.id for one in catalogue().values() if not one.is_share and not one.days)
PRAISE = re.compile(
    "好转|改善|成效|显著|大幅|明显|进步|优|向好|有效|喜人|成绩|良好|下降|减少|降低|回落|上升|增长|恶化"
)
DIRECTION = re.compile("[高低]\\d|[高低]不到|本期[多少]\\d")


def share(name, now, last, ago, law=""):
    definition = catalogue()[name]
    here, before, then = (
        Figure(definition, period, AS_OF, of, hits, 0)
        for period, (hits, of) in zip((NOW, LAST, AGO), (now, last, ago), strict=True)
    )
    return beside(here, before, then, law)


def count(name, now, last, ago):
    definition = catalogue()[name]
    here, before, then = (
        Figure(definition, period, AS_OF, rows, None, people)
        for period, (rows, people) in zip((NOW, LAST, AGO), (now, last, ago), strict=True)
    )
    return beside(here, before, then, "")


def beside(here, before, then, law):
    if here.indicator.ripens:
        return BriefingFigure(here, Compared(here, None, None), Compared(here, None, None), law)
    pairs = (Compared(here, one, change_between(here, one)) for one in (before, then))
    return BriefingFigure(here, *pairs, law)


parts = st.integers(0, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
counted = st.integers(0, 300).flatmap(lambda rows: st.tuples(st.just(rows), st.integers(rows, rows * 9)))


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(SHARES), parts, parts, parts)
def test_a_share_tells_a_direction_only_where_it_is_more_than_chance(name, now, last, ago):
    one = share(name, now, last, ago, "《信访工作条例》第三十四条")

    said = sentence(one, WORDS)

    verdicts = [found.change.verdict for found in (one.last, one.ago) if found.change is not None]
    directions = sum(verdict in (Verdict.RISE, Verdict.FALL) for verdict in verdicts)
    assert len(DIRECTION.findall(said)) == (directions if now[1] >= 5 else 0)
    assert not PRAISE.search(said)
    if DIRECTION.search(said):
        assert "个百分点" in said and "超出偶然范围" in said


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(SHARES), parts, parts)
def test_a_share_always_tells_its_parts_and_few_cases_give_no_per_cent(name, now, last):
    said = sentence(share(name, now, last, last), WORDS)

    if not now[1]:
        assert "没有应计入的事项" in said
    else:
        assert f"{now[0]}" in said and f"{now[1]}" in said
    if now[1] < 5:
        assert "%" not in said and "百分点" not in said
    elif now[0] < now[1]:
        assert "100%" not in said.partition("；")[0]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(COUNTS), counted, counted, counted)
def test_a_count_is_compared_in_words_that_judge_nothing(name, now, last, ago):
    one = count(name, now, last, ago)

    said = sentence(one, WORDS)

    assert not PRAISE.search(said)
    assert "百分点" not in said
    for found, word in zip((one.last, one.ago), WORDS, strict=True):
        told = said.partition(word)[2].partition("；")[0]
        if found.change.verdict is Verdict.CHANCE:
            assert "偶然范围内" in told and not DIRECTION.search(told)
        elif found.change.verdict is Verdict.TOO_FEW:
            assert "太少" in told and not DIRECTION.search(told)
        elif direction := DIRECTION.search(told):
            assert ("多" in direction[0]) == (one.now.count > found.before.count)


@given(st.integers(0, 10**6).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_all_and_none_are_said_of_all_and_none_alone(pair):
    hits, of = pair
    if of:
        assert (percent(hits, of) == "100%") == (hits == of)
        assert (percent(hits, of) == "0%") == (hits == 0)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ((0, 0), "没有应计入的事项"),
        ((3, 4), "应计入4件，其中按期3件；不足5件，不计算比率，不作比较"),
        ((60, 65), "按期办结率92.3%（65件中按期60件，未按期5件）"),
        ((60, 65), "《信访工作条例》第三十四条要求全部按期，还差5件"),
        ((65, 65), "《信访工作条例》第三十四条的要求全部做到"),
    ],
)
def test_what_the_law_demands_is_told_with_what_is_missing(now, words):
    law = "《信访工作条例》第三十四条"
    assert words in sentence(share("concluded_on_time", now, (1, 3), (9, 10), law), WORDS)


def test_a_fall_of_petitions_beyond_chance_is_told_as_a_number():
    said = sentence(count("received", (300, 400), (420, 500), (310, 320)), WORDS)

    assert said == (
        "登记件数300批次；上月420批次，本期少120批次（28.6%），超出偶然范围；"
        "去年同月310批次，差别在偶然范围内。"
    )


def test_an_official_share_is_labelled_and_told_with_both_ends_of_silence():
    official = share("satisfied", (80, 100), (0, 0), (0, 0))
    silent = replace(official, ends=Bounds(0.2, 0.95, 300))

    assert "未评价" not in sentence(official, WORDS)
    assert sentence(silent, WORDS).startswith(
        "群众满意率（系统口径）80.0%（100件中满意或基本满意80件，不满意20件）；"
        "未评价的300件不在内，全部不满意时为20.0%，全部满意或基本满意时为95.0%；"
    )


def test_a_share_that_ripens_is_not_compared():
    said = sentence(share("satisfied", (80, 90), (10, 90), (10, 90)), WORDS)

    assert said.endswith("这一项会随时间继续变化，不与往期比较。")


def test_waiting_tells_those_who_wait_and_what_is_not_known():
    def told(done, waiting, days, longest):
        return waiting_sentence(
            Durations(catalogue()["answer_days"], NOW, AS_OF, done, waiting, days, longest)
        )

    assert "不足5件，不作判断" in told(2, 1, (3, 5, None), 9)
    assert told(40, 10, (12, 30, None), 61) == (
        "答复用时（共50件，其中10件还在等，等得最久的已61日）：一半在12日以内，四分之三在30日以内，九成尚不可知。"
        "按日历日计，还在等的也计入。"
    )


def test_waiting_times_of_few_matters_are_marked_in_their_table():
    few, more = (
        Durations(catalogue()["answer_days"], NOW, AS_OF, done, 1, (3, 5, None), 9) for done in (3, 4)
    )

    assert [row[0] for row in wait_table("用时", (few, more)).rows] == ["答复用时（样本过小）", "答复用时"]


def test_what_lies_open_and_late_is_told_plainly():
    nothing = LateMatters(0, 0, 0, 0)
    assert late_sentence(0, nothing) == "没有在办事项。"
    assert late_sentence(9, nothing) == "在办9件，没有超期未完成的。"
    assert late_sentence(1200, LateMatters(31, 0, 8, 77)) == (
        "在办1,200件；超期未完成31件（均在办），涉及8个单位，最久的已超期77日。"
    )
    assert late_sentence(1200, LateMatters(31, 8, 9, 120)) == (
        "在办1,200件；超期未完成39件（在办31件，已答复或办结、仍欠反馈等8件），涉及9个单位，最久的已超期120日。"
    )
    assert late_sentence(0, LateMatters(0, 2, 1, 5)).startswith("没有在办事项；超期未完成2件（在办0件，")
