"""A month as typed or pasted: what can be planned, and a sentence for each row that cannot."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.reception.schedule_rows import COLUMNS, read_sheet, read_time
from workbench.terms import ReceptionKind

APRIL = date(2026, 4, 1)
UNITS = {
    "430682": "临湘市",
    "430682107": "桃林镇",
    "430682D08": "临湘市教育局",
    "430682D02": "中共临湘市委组织部",
}
GOOD = {"day": "2026-04-03", "leader": "刘书记", "post": "市委书记", "place": "市信访局接访大厅"}


def read(*rows):
    return read_sheet(rows, APRIL, UNITS, city="430682")


def test_a_row_is_read_with_what_is_usual_where_nothing_is_said():
    (draft,) = read(GOOD).drafts.values()

    assert (draft.day, draft.kind, draft.unit) == (date(2026, 4, 3), ReceptionKind.RECEIVE, "430682")
    assert (draft.start, draft.end, draft.charge, draft.is_main_leader) == (None, None, None, False)


def test_a_full_row_is_read_whole():
    full = {"start": "9:00-11:30", "main": "是", "charge": "全面工作", "unit": "桃林镇", "kind": "下访"}
    (draft,) = read({**GOOD, **full}).drafts.values()

    assert (draft.start, draft.end) == (time(9), time(11, 30))
    assert (draft.is_main_leader, draft.unit, draft.kind) == (True, "430682107", ReceptionKind.GOING_DOWN)


@pytest.mark.parametrize(
    "text",
    [
        "3日",
        "3",
        "4月3日",
        "4/3",
        "2026/4/3",
        "2026.4.3",
        "2026年4月3日",
        "４月３日",
        "4月3日（星期五）",
        "2026-4-3 0:00",
    ],
)
def test_a_day_is_read_as_people_write_it(text):
    assert [one.day for one in read({**GOOD, "day": text}).drafts.values()] == [date(2026, 4, 3)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9:00", time(9)),
        ("9：30", time(9, 30)),
        ("9点", time(9)),
        ("9点半", time(9, 30)),
        ("下午2:30", time(14, 30)),
        ("14时05分", time(14, 5)),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_write_it(text, found):
    assert read_time(text) == found


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("教育局", "430682D08"),
        ("临湘市教育局", "430682D08"),
        ("市委组织部", "430682D02"),
        ("桃林镇", "430682107"),
        ("", "430682"),
    ],
)
def test_a_unit_is_known_by_its_name_with_and_without_the_city(unit, code):
    found = read({**GOOD, "unit": unit})

    assert [one.unit for one in found.drafts.values()] == [code]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": ""}, "缺少日期：请填写"),
        ({"leader": " "}, "缺少姓名：请填写"),
        ({"post": ""}, "缺少职务：请填写"),
        ({"place": ""}, "缺少地点：请填写"),
        ({"day": "下周五"}, "日期“下周五”不是日期：请写成 2026-04-05 或 5日 的样子"),
        ({"day": "31日"}, "日期“31日”不是日期：请写成 2026-04-05 或 5日 的样子"),
        ({"day": "5月3日"}, "日期 2026-05-03 不在2026年4月：请核对，或换到该月录入"),
        ({"start": "上班后"}, "时间“上班后”无法识别：请写成 9:00 的样子"),
        ({"start": "25:00"}, "时间“25:00”无法识别：请写成 9:00 的样子"),
        ({"start": "11:00", "end": "9:00"}, "结束时间应晚于开始时间：请核对"),
        ({"unit": "某某局"}, "“某某局”不在单位名录中：请写名录中的名称，市级领导可以不填"),
        ({"kind": "视频"}, "方式“视频”无法识别：请填接访、约访、下访之一，不填为接访"),
        ({"main": "也许"}, "主要领导一栏的“也许”无法识别：党委书记、市长填“是”，其他人不填"),
    ],
)
def test_every_bad_row_has_its_sentence(wrong, sentence):
    found = read({**GOOD, **wrong})

    assert found.problems == {0: (sentence,)} and not found.drafts


def test_all_that_is_wrong_in_a_row_is_said_at_once_and_other_rows_stay_good():
    found = read(GOOD, {}, {"day": "32日", "leader": "李市长"}, {**GOOD, "day": "4日"})

    assert sorted(found.drafts) == [0, 3]
    assert len(found.problems[2]) == 3


def test_the_same_leader_twice_on_a_day_is_a_mistake_of_the_second_row():
    found = read(GOOD, dict(GOOD), {**GOOD, "kind": "下访"})

    assert found.problems == {1: ("与第1行重复：请删去一行",)}
    assert sorted(found.drafts) == [0, 2]


cells = st.text(alphabet="2026-04/月日3 9:至是接访市局\t刘０（）", max_size=12)


@given(st.lists(st.fixed_dictionaries({one.key: cells for one in COLUMNS}), max_size=6))
def test_no_row_is_lost_whatever_was_typed(rows):
    found = read(*rows)

    filled = {place for place, row in enumerate(rows) if any(text.strip("\t ") for text in row.values())}
    assert filled - found.drafts.keys() - found.problems.keys() == set()
    assert not found.drafts.keys() & found.problems.keys()
    assert all(sentences for sentences in found.problems.values())
