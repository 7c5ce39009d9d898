"""The monthly appraisal: points by shares, what does not apply, objections, and a final sheet that stays."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.law.appraisal import Appraisal, AppraisalError, drafted, number_of
from workbench.law.appraisal_data import FILE, FULL, appraisal_data, read_appraisal
from workbench.law.appraisal_parts import AppraisedUnit, ItemObjection, SheetItem, SheetLine
from workbench.law.appraisal_points import item_points, said, total
from workbench.law.tables import LawDataError, read_table
from workbench.law.three_noes import three_noes
from workbench.terms import AppraisalState

MONTH, OUT, UNTIL = date(2026, 2, 1), date(2026, 3, 4), date(2026, 3, 11)
TOWN, OTHER = "430682101", "430682103"
NOTICE, ANSWER = "accepted_on_time", "concluded_on_time"
DRAFT = Appraisal(
    id=1,
    appraisal_no="KH-2026-02-1",
    month=MONTH,
    edition=1,
    as_of=date(2026, 3, 2),
    snapshot="a" * 64,
    ledger_size=10,
    drafted_on=date(2026, 3, 3),
    drafted_by="boss",
    units=(AppraisedUnit(TOWN), AppraisedUnit(OTHER)),
    items=(SheetItem(NOTICE, "按期告知率", "12345678", 40, 0, "第二十三条"),
           SheetItem(ANSWER, "按期办结率", "12345678", 60, 10, "第三十四条")),
    lines=(SheetLine(TOWN, NOTICE, 3, 4), SheetLine(OTHER, NOTICE, 1, 1)),
)  # fmt: skip
OUT_SHEET = DRAFT.published(OUT, UNTIL)
OBJECTION = ItemObjection(TOWN, NOTICE, date(2026, 3, 6), "town", "告知书已于2月3日送达，登记时漏录")
OBJECTED = OUT_SHEET.objected(OBJECTION)
shares = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


def answered(sheet, corrected, by="boss", on=date(2026, 3, 9), answer="经核对回证属实"):
    return sheet.answered(TOWN, NOTICE, on=on, by=by, answer=answer, corrected=corrected)


@given(st.integers(1, 100).flatmap(lambda p: st.tuples(st.just(p), st.integers(0, p - 1))), shares)
def test_points_run_from_the_floor_to_the_full_points_with_the_share(item, share):
    (points, floor), (passed, of) = item, share

    found = item_points(points, floor, passed, of)

    assert floor <= found <= points
    assert (found == points) == (passed == of)
    assert (found == floor) == (passed == 0)


@given(st.lists(st.tuples(st.integers(1, 50), shares), min_size=1, max_size=9), st.integers(0, 9))
def test_an_item_that_does_not_apply_is_neither_lost_nor_won(items, absent):
    applies = [(points, item_points(points, 0, *share)) for points, share in items]

    assert total([*applies, *[(10, None)] * absent]) == total(applies)
    assert 0 <= total(applies) <= FULL


@given(st.integers(1, 400), st.lists(st.integers(1, 50), min_size=1, max_size=9))
def test_a_unit_that_was_always_in_time_has_all_points_whatever_applied(of, points):
    assert total([(one, item_points(one, 0, of, of)) for one in points]) == FULL


def test_a_unit_without_cases_has_no_total():
    assert total([(40, None), (60, None)]) is None


@pytest.mark.parametrize(
    ("points", "printed"),
    [
        (Fraction(2, 3) * 100, "66.7"),
        (Fraction(665, 20), "33.3"),
        (Fraction(0), "0.0"),
        (Fraction(1999, 20), "100.0"),
    ],
)
def test_points_are_printed_to_one_decimal(points, printed):
    assert said(points) == printed


def test_the_items_of_every_month_add_up_and_have_a_basis():
    months = {item.in_force for item in appraisal_data().items}

    assert all(sum(one.points for one in appraisal_data().items_in(month)) == FULL for month in months)
    assert all("条" in item.basis or "本县规定" in item.basis for item in appraisal_data().items)
    assert appraisal_data().items_in(date(2022, 4, 1)) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"points": 11}, "101"),
        ({"floor": 10}, "保底分"),
        ({"until": date(2022, 1, 1)}, "早于"),
        ({"weight": 3}, "拼写"),
        ({"basis": ""}, "不能为空"),
        ({"figure": "concluded_on_time"}, "重复"),
    ],
)
def test_a_sheet_that_does_not_fit_together_is_refused_and_named(change, told):
    content = deepcopy(read_table(FILE))
    content["item"][0].update(change)

    with pytest.raises(LawDataError, match=told):
        read_appraisal(content)


def test_a_new_sheet_begins_in_its_month_and_the_old_one_stays_for_the_months_before():
    content = deepcopy(read_table(FILE))
    first = content["item"][0]
    content["item"].append({**first, "in_force": date(2027, 1, 1), "basis": "新规定第一条"})
    first["until"] = date(2026, 12, 1)

    found = read_appraisal(content)

    assert found.items_in(date(2026, 12, 1))[0].basis == "《信访工作条例》第二十二条第一款"
    assert "新规定第一条" in {one.basis for one in found.items_in(date(2027, 1, 1))}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"month": date(2026, 2, 2)}, "第一天"),
        ({"appraisal_no": "KH-2026-03-1"}, "KH-2026-02-1"),
        ({"as_of": date(2026, 2, 27)}, "当月结束以后"),
        ({"as_of": date(2026, 3, 4)}, "截至日"),
        ({"snapshot": "abc"}, "64位"),
        ({"edition": 2, "appraisal_no": "KH-2026-02-2"}, "更正哪一版"),
        ({"replaces": "KH-2026-02-0"}, "第一版"),
        ({"edition": 2, "appraisal_no": "KH-2026-02-2", "replaces": "KH-2026-02-1", "why": " "}, "理由"),
        ({"units": ()}, "单位"),
        ({"items": DRAFT.items[:1]}, "100"),
        ({"lines": (*DRAFT.lines, DRAFT.lines[0])}, "重复"),
        ({"lines": (SheetLine("430682D01", NOTICE, 1, 1),)}, "不属于"),
        ({"lines": (SheetLine(TOWN, NOTICE, 2, 1),)}, "之间"),
        ({"lines": (SheetLine(TOWN, NOTICE, 0, 0),)}, "不适用"),
    ],
)
def test_a_draft_that_does_not_fit_together_is_refused(change, told):
    with pytest.raises(AppraisalError, match=told):
        drafted(replace(DRAFT, **change))


def test_the_office_gives_the_sheet_out_once_with_time_to_object():
    assert OUT_SHEET.state(OUT) is AppraisalState.PUBLISHED
    assert OUT_SHEET.state(date(2026, 3, 3)) is AppraisalState.DRAFT
    for on, until, told in ((OUT, OUT, "晚于"), (date(2026, 3, 1), UNTIL, "早于")):
        with pytest.raises(AppraisalError, match=told):
            DRAFT.published(on, until)
    with pytest.raises(AppraisalError, match="已于"):
        OUT_SHEET.published(OUT, UNTIL)


@pytest.mark.parametrize(
    ("sheet", "change", "told"),
    [
        (DRAFT, {}, "还没有交"),
        (OUT_SHEET, {"objected_on": date(2026, 3, 12)}, "届满"),
        (OUT_SHEET, {"objected_on": date(2026, 3, 3)}, "早于"),
        (OUT_SHEET, {"unit": "430682D01"}, "考核范围"),
        (OUT_SHEET, {"figure": "received"}, "没有这一项"),
        (OUT_SHEET, {"reason": "  "}, "理由"),
        (OBJECTED, {}, "只提一次"),
        (OUT_SHEET.finalised(date(2026, 3, 12)), {}, "更正版"),
    ],
)
def test_a_unit_objects_item_by_item_in_time_and_with_a_reason(sheet, change, told):
    with pytest.raises(AppraisalError, match=told):
        sheet.objected(replace(OBJECTION, **change))


def test_an_accepted_objection_corrects_the_item_and_keeps_what_was_drafted():
    found = answered(OBJECTED, (4, 4))

    assert found.line(TOWN, NOTICE) == SheetLine(TOWN, NOTICE, 4, 4)
    assert found.drafted(TOWN, NOTICE) == SheetLine(TOWN, NOTICE, 3, 4)
    assert found.lines == DRAFT.lines


def test_an_accepted_objection_may_say_that_the_item_does_not_apply_or_that_it_does():
    assert answered(OBJECTED, (0, 0)).line(TOWN, NOTICE) is None
    missing = OUT_SHEET.objected(replace(OBJECTION, figure=ANSWER))
    told = missing.answered(TOWN, ANSWER, on=UNTIL, by="boss", answer="漏计一件", corrected=(1, 1))
    assert told.line(TOWN, ANSWER) == SheetLine(TOWN, ANSWER, 1, 1)


def test_an_objection_turned_down_changes_no_number_but_is_answered_in_writing():
    found = answered(OBJECTED, None, answer="回证日期为2月20日，已超期")

    assert found.line(TOWN, NOTICE) == DRAFT.lines[0]
    assert found.unanswered == ()


@pytest.mark.parametrize(
    ("sheet", "given", "told"),
    [
        (OUT_SHEET, {"corrected": None}, "没有等待"),
        (OBJECTED, {"corrected": (3, 4)}, "不同"),
        (OBJECTED, {"corrected": (5, 4)}, "之间"),
        (OBJECTED, {"corrected": None, "answer": " "}, "答复"),
        (OBJECTED, {"corrected": None, "by": "town"}, "自己答复"),
        (OBJECTED, {"corrected": None, "on": date(2026, 3, 5)}, "早于"),
    ],
)
def test_an_answer_is_one_answer_by_another_person_with_its_grounds(sheet, given, told):
    with pytest.raises(AppraisalError, match=told):
        answered(sheet, **given)


def test_a_sheet_is_final_only_after_the_time_to_object_and_all_answers():
    with pytest.raises(AppraisalError, match="还没有交"):
        DRAFT.finalised(UNTIL)
    with pytest.raises(AppraisalError, match="期满后"):
        OUT_SHEET.finalised(UNTIL)
    with pytest.raises(AppraisalError, match="没有书面答复"):
        OBJECTED.finalised(date(2026, 3, 12))
    with pytest.raises(AppraisalError, match="早于对异议的答复"):
        answered(OBJECTED, None, on=date(2026, 3, 14)).finalised(date(2026, 3, 12))
    assert (
        answered(OBJECTED, None).finalised(date(2026, 3, 12)).state(date(2026, 3, 12)) is AppraisalState.FINAL
    )


def test_a_final_sheet_takes_nothing_more():
    final = answered(OBJECTED, (4, 4)).finalised(date(2026, 3, 12))

    for change in (
        lambda: final.objected(OBJECTION),
        lambda: answered(final, None),
        lambda: final.finalised(date(2026, 3, 13)),
        lambda: final.published(OUT, UNTIL),
    ):
        with pytest.raises(AppraisalError):
            change()


def test_the_past_can_be_asked_again():
    final = answered(OBJECTED, (4, 4)).finalised(date(2026, 3, 12))

    then = final.until(date(2026, 3, 8))
    assert (then.final_on, then.line(TOWN, NOTICE)) == (None, DRAFT.lines[0])
    assert then.unanswered == (OBJECTION,)
    assert final.until(date(2026, 3, 5)).objections == ()
    assert final.until(date(2026, 3, 3)).published_on is None
    assert final.until(date(2026, 3, 12)) == final


@given(st.dates(date(2022, 5, 1), date(2040, 1, 1)), st.integers(1, 9))
def test_numbers_name_month_and_edition(day, edition):
    assert number_of(day.replace(day=1), edition) == f"KH-{day:%Y-%m}-{edition}"


def test_the_three_noes_are_duties_and_the_former_title_is_a_fact_with_its_source():
    told = three_noes()

    assert [one.figure for one in told.noes] == ["accepted_on_time", "concluded_on_time", "support_executed"]
    assert [(one.towns, one.of) for one in told.history] == [(6, 14), (10, 14)]
    assert all(one.source and one.when for one in told.history)
