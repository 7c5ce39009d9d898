from datetime import date

import pytest

from widgets.parts import Moment, Tag, explanation, facts, table, timeline
from widgets.parts.markup import tag

HOSTILE = "<script>x</script>"


def test_a_missing_fact_is_a_dash_and_a_zero_is_a_zero():
    shown = str(facts((("来源", None), ("备注", ""), ("批次", 0))))

    assert shown.count("<dd>—</dd>") == 2
    assert "<dd>0</dd>" in shown


def test_a_late_moment_is_marked_in_words_and_in_colour():
    shown = str(timeline([Moment(date(2026, 1, 29), "受理告知", "长安街道", late="晚于期限 2 日")]))

    assert 'data-tone="late"' in shown
    assert "晚于期限 2 日" in shown
    assert 'datetime="2026-01-29"' in shown


def test_an_empty_timeline_says_so():
    assert "还没有办理记录" in str(timeline([]))


def test_nothing_a_person_wrote_becomes_markup():
    moment = Moment(None, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    pieces = (
        timeline([moment]),
        facts([(HOSTILE, HOSTILE)]),
        explanation(HOSTILE, Tag(HOSTILE, "late"), [(HOSTILE, HOSTILE)]),
        table([HOSTILE], [[HOSTILE]], caption=HOSTILE),
    )

    assert all("<script" not in str(piece) for piece in pieces)


@pytest.mark.parametrize(
    ("cell", "is_kept"),
    [
        ("2026-03-05", True),
        (tag("a", "BA-430682-2026-00218-1", href="/x?a-1"), True),
        ("2026-03-05 前", False),
        (["2026-03-05", "，第 1 版"], False),
        ("没有", False),
    ],
)
def test_a_day_and_the_number_of_a_matter_break_nowhere(cell, is_kept):
    assert ('<td class="wb-keep">' in str(table(("期限",), [[cell]], caption="期限"))) == is_kept


def test_numbers_of_a_table_stand_right():
    assert '<td class="wb-number">12</td>' in str(
        table(["名", "数"], [["甲", 12]], caption="表", numbers=[1])
    )
