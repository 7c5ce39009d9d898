"""How alike texts are, which pairs and groups that gives, and where they say the same."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.repeats.groups import groups
from workbench.repeats.likeness import Pair, like_pairs, likeness
from workbench.repeats.passages import shared_passages
from workbench.repeats.words import _compatible, plain

LAMP = "甲溪村村口路灯坏了三个月，多次反映无人修理，晚上老人小孩出行不安全。"
LAMP_AGAIN = "再次反映：甲溪村村口路灯坏了，仍然无人修理，晚上出行很不安全。"
WAGE = "丁卯建筑劳务有限公司拖欠我们二十三人工资共十八万元，年前承诺支付没有兑现。"
RUBBISH = "白露苑小区门口垃圾堆放多日无人清运，臭气熏天，蚊蝇很多。"
TEXT = st.text(alphabet="甲乙丙丁戊己庚辛路灯坏了无人修理。， \n<b>", max_size=60)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("尊敬的领导：您好！<br>Ａ栋 路灯&nbsp;不亮。", "a栋路灯不亮"),
        ("胡书记：你好！路灯不亮", "路灯不亮"),
        ("路灯\u3000不亮\n\t😀", "路灯不亮"),
        ("3<5米，门太窄", "35米门太窄"),
        ("）", ""),
    ],
)
def test_what_is_compared_is_what_was_said_not_how_it_was_sent(written, compared):
    assert plain(written) == compared


@given(
    st.text(alphabet="甲路，。：！（）“”…～１２ＡｂＣ　·、《》①㎡ｶﾞe\u0301가\u3099は豈ab <>&;", max_size=40)
)
def test_usual_texts_are_made_plain_as_all_others_are(text):
    assert _compatible(text) == unicodedata.normalize("NFKC", text)


def test_two_letters_on_one_matter_are_a_pair_and_others_are_not():
    pairs = like_pairs([LAMP, WAGE, LAMP_AGAIN, RUBBISH], at_least=0.2)

    assert [(pair.first, pair.second) for pair in pairs] == [(0, 2)]


def test_a_copy_with_another_greeting_is_wholly_alike():
    assert likeness(LAMP, f"尊敬的领导：您好！{LAMP}", [WAGE, RUBBISH]) == 1.0


@pytest.mark.parametrize("texts", [[], [LAMP], ["", ""], ["路", "灯"], ["）", LAMP]])
def test_too_little_to_compare_gives_no_pairs(texts):
    assert like_pairs(texts, at_least=0.0) == []


def test_a_cancelled_search_returns_what_it_has():
    assert like_pairs([LAMP, LAMP], at_least=0.5, cancelled=lambda: True) == []


def test_progress_ends_with_all_texts():
    heard = []
    like_pairs(
        [LAMP, LAMP_AGAIN, WAGE], at_least=0.5, progress=lambda done, total: heard.append((done, total))
    )

    assert heard == [(3, 3)]


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, min_size=2, max_size=8))
def test_every_pair_is_between_nothing_and_wholly_alike_and_does_not_depend_on_the_order(texts):
    pairs = like_pairs(texts, at_least=0.1)
    turned = like_pairs(texts[::-1], at_least=0.1)
    last = len(texts) - 1

    assert all(0 <= pair.likeness <= 1 and pair.first < pair.second for pair in pairs)
    assert {(pair.first, pair.second) for pair in pairs} == {
        (last - pair.second, last - pair.first) for pair in turned
    }


def test_groups_follow_the_links_and_the_largest_comes_first():
    pairs = [Pair(0, 1, 0.9), Pair(4, 5, 0.9), Pair(1, 3, 0.4)]

    assert groups(pairs, 7) == [(0, 1, 3), (4, 5)]
    assert groups([], 3) == []


def test_shared_passages_point_into_both_texts():
    found = shared_passages(LAMP, LAMP_AGAIN)

    assert [LAMP[one.first : one.first + one.length] for one in found] == [
        "甲溪村村口路灯坏了",
        "无人修理，晚上",
    ]
    assert all(
        LAMP[one.first : one.first + one.length] == LAMP_AGAIN[one.second : one.second + one.length]
        for one in found
    )
    assert shared_passages("", LAMP) == ()


@settings(max_examples=60)
@given(TEXT, TEXT)
def test_passages_stand_in_order_and_are_long_enough(one, other):
    found = shared_passages(one, other, shortest=3)

    assert all(passage.length >= 3 for passage in found)
    assert all(a.first + a.length <= b.first and a.second + a.length <= b.second for a, b in pairwise(found))
