"""The screen of file reviews by its state: what is filled in and kept, what stays blind, a whole round."""

import io

import openpyxl
import pytest

from tests.filled_forms import send, text_of
from tests.reviewed import ON, ONE, OTHER, answered, locked
from tests.widgets.file_review.conftest import AUDITOR, SUPERVISOR, as_viewer
from widgets.file_review import FileReview, FileReviewState, open_file_review
from workbench.acts.file_reviews import FindFails, GivenFail

SHEET = {"sheet": "PC-1/A1/1"}


def screen(bench, **address):
    return FileReview(FileReviewState(bench, address))


def save(page, *answers, section="登记转办"):
    told = [{"item": item, "points": points, "note": note} for item, points, note in answers]
    send(page.form, type="save", section=section, answers=told)


def items(page):
    return {item["id"]: item for group in page.form.groups for item in group["items"]}


# My reviews


def test_a_reviewer_finds_what_is_assigned_to_him_and_opens_it(drawn):
    found = open_file_review(drawn)

    assert [line["key"] for line in found.mine.lines] == ["PC-1/A1/1"]
    send(found.mine, type="open", key="PC-1/A1/1")
    assert found.place.query == "sheet=PC-1%2FA1%2F1"
    assert found.page.page.sheet.case_no == "A1"
    assert "办结" in text_of(found.page.file) and "时限" in text_of(found.page.file)


def test_what_the_file_says_is_filled_in_with_its_reason(drawn):
    found = items(screen(drawn, **SHEET).page)

    assert found["D1"]["found"]["points"] == 8 and "按期完成" in found["D1"]["found"]["why"]
    assert found["E1"]["found"]["points"] is None and found["B1"]["found"] is None
    assert all(one["given"] is None for one in found.values())


def test_a_section_is_saved_and_a_changed_prefill_needs_a_reason(drawn):
    shown = screen(drawn, **SHEET)
    save(shown.page, ("A1", 5, ""), ("A2", 0, ""))

    assert "理由" in shown.page.form.trouble["text"] and shown.page.form.trouble["section"] == "登记转办"
    assert items(shown.page)["A1"]["given"] is None  # all or none
    save(shown.page, ("A1", 5, ""), ("A2", 0, "转送单日期与系统不符"))
    assert items(shown.page)["A2"]["given"] == {"points": 0, "note": "转送单日期与系统不符"}
    assert shown.page.form.trouble == {} and "已保存 2 / 21 项" in text_of(shown.page.head)
    answers = shown.page.page.sheet.answers
    assert (answers[1].was_found, answers[1].found) == (True, 6)  # what the file said is the server's word


@pytest.mark.parametrize("answer", [("Z9", 1, ""), ("A1", 101, ""), ("A1", "5", ""), ("A1", 5, "长" * 501)])
def test_what_no_script_of_ours_sends_is_refused(drawn, answer):
    shown = screen(drawn, **SHEET)
    save(shown.page, answer)

    assert shown.page.form.trouble["text"] and shown.page.page.sheet.answers == ()


def test_the_lock_waits_for_every_item_and_for_what_is_not_saved(drawn):
    shown = screen(drawn, **SHEET)
    assert "还有 21 项没有保存" in shown.page.lock.blockers[0]
    drawn.perform(answered("A1", 1), actor=ONE)
    shown = screen(drawn, **SHEET)
    send(shown.page.form, type="dirty", count=2)
    assert shown.page.lock.blockers == ["有 2 处改动没有保存"]
    send(shown.page.form, type="dirty", count=0)
    send(shown.page.lock, type="confirm")

    assert shown.page.page.sheet.locked_on and shown.page.form.closed
    assert "另一名评查人员锁定后显示" in text_of(shown.page.head)
    save(shown.page, ("A1", 0, "再改"))
    assert "不能填写" in shown.page.form.trouble["text"]


def test_what_fails_a_file_is_kept_with_its_facts(drawn):
    shown = screen(drawn, **SHEET)
    send(shown.page.form, type="fails", section="fails", fails=[{"fail": "F3", "note": " "}])
    assert "写明事实" in shown.page.form.trouble["text"]
    send(shown.page.form, type="fails", section="fails", fails=[{"fail": "F3", "note": "回证日期倒签"}])

    assert {one["id"]: one["note"] for one in shown.page.form.fails}["F3"] == "回证日期倒签"


def test_two_windows_on_one_sheet_lose_nothing(drawn):
    one, two = screen(drawn, **SHEET), screen(drawn, **SHEET)
    save(one.page, ("A1", 5, ""))
    save(two.page, ("A2", 6, ""))

    assert "填写评查表" in two.page.form.trouble["text"] or "刷新" in two.page.form.trouble["text"]
    assert items(two.page)["A1"]["given"]  # the newer state is shown, and may be saved upon
    save(two.page, ("A2", 6, ""))
    assert len(two.page.page.sheet.answers) == 2


# Blind


def test_the_other_reviewer_is_not_on_the_page_before_both_have_locked(drawn, viewer):
    drawn.perform(answered("A1", 2, C1=3), locked("A1", 2), actor=OTHER)
    shown = screen(drawn, **SHEET)

    assert "李评查" not in text_of(shown.page.head) and not items(shown.page)["C1"]["others"]
    assert "没有您现在可以查看" in str(screen(drawn, sheet="PC-1/A1/2").notice.shown)
    drawn.perform(answered("A1", 1), locked("A1", 1), actor=ONE)
    both = screen(drawn, **SHEET)
    assert "李评查：95 分" in text_of(both.page.head) and "结果：97.5 分，优秀" in text_of(both.page.head)
    assert items(both.page)["C1"]["others"] == [{"name": "李评查", "points": 3}]
    assert "登记追责线索" not in text_of(both.page.lead)  # a reviewer opens none
    viewer(SUPERVISOR)
    assert "accountability?sheet=PC-1%2FA1%2F1&amp;new=1" in text_of(screen(drawn, **SHEET).page.lead)


def test_progress_shows_who_is_how_far_but_no_points(drawn, viewer):
    drawn.perform(answered("A1", 2, C1=3), locked("A1", 2), actor=OTHER)
    viewer(SUPERVISOR)
    shown = screen(drawn, round="PC-1")

    (first, *rest) = shown.page.files.lines
    assert [cell["text"] for cell in first["cells"][2:4]] == ["陈评查", "李评查"]
    assert first["key"] == "" and "95" not in str(first) and rest[0]["cells"][-1]["text"] == "待分派"
    viewer(as_viewer(ONE))
    assert "李评查" not in str(screen(drawn, round="PC-1").page.files.lines)


def test_who_audits_sees_rounds_and_assigns_nothing(drawn, viewer):
    viewer(AUDITOR)
    shown = screen(drawn)

    assert shown.state.tabs == ("rounds",) and shown.rounds.lines[0]["key"] == "PC-1"
    opened = screen(drawn, round="PC-1")
    assert opened.page.boxes == {}
    assert screen(drawn, new="1").state.shown.new is False


# A round


def test_a_supervisor_draws_a_round_after_seeing_the_sample(drawn, viewer):
    viewer(SUPERVISOR)
    shown = screen(drawn, new="1")
    given = {
        "name": "二月",
        "start": "2026-02-01",
        "end": "2026-02-28",
        "way": "size",
        "size": "2",
        "seed": "5",
    }
    send(
        shown.page.form, type="change", serial=2, values={**given, "start": "2026-03-01", "end": "2026-03-05"}
    )
    assert "没有可抽取" in shown.page.form.answer["blockers"][0]["why"]
    send(shown.page.form, type="change", serial=3, values=given)
    assert "忠防镇" in text_of(shown.page.told) and "检举控告类" in text_of(shown.page.told)
    send(shown.page.form, type="submit", token=shown.page.form.token, serial=4, values=given)

    assert shown.state.shown.round == "PC-2026-01" and len(shown.page.found.files) == 2
    assert shown.page.found.round.seed == 5 and shown.page.found.round.population == 3


def test_chosen_reviewers_are_assigned_by_lot(drawn, viewer):
    viewer(SUPERVISOR)
    shown = screen(drawn, round="PC-1")
    assert "将分派 4 份评查表" in text_of(shown.page.offer)  # those who have files already are ticked
    for box in shown.page.boxes.values():
        box.value = False
    assert "请勾选" in shown.page.assign.blockers[0]
    for box in shown.page.boxes.values():
        box.value = True
    send(shown.page.assign, type="confirm")

    assert shown.page.found.unassigned == 0
    assert {len(file.turns) for file in shown.page.found.files} == {2}


def test_a_round_is_closed_and_takes_no_more(drawn, viewer):
    viewer(SUPERVISOR)
    shown = screen(drawn, round="PC-1")
    send(shown.page.close_round, type="confirm")

    assert shown.page.found.round.closed_on and shown.page.boxes == {}
    viewer(as_viewer(ONE))
    assert screen(drawn, **SHEET).page.page.closed


def test_results_stand_with_their_uncertainty_and_go_out_as_workbooks(drawn, viewer):
    for turn, actor in ((1, ONE), (2, OTHER)):
        drawn.perform(answered("A1", turn, C1=4), actor=actor)
        fail = FindFails(f"PC-1/A1/{turn}", ON, (GivenFail("F3", "倒签"),))
        drawn.perform(fail, locked("A1", turn), actor=actor)
    viewer(SUPERVISOR)
    units = screen(drawn, round="PC-1", part="units")
    panel = units.page.tabs.children[1]
    assert "0/1" in text_of(panel.children[2]) and "样本过小" in text_of(panel.children[2])
    assert "弄虚作假、倒签日期 1 件" in text_of(panel.children[2])
    file = panel.children[1].make()
    assert openpyxl.load_workbook(io.BytesIO(file.content)).active["A2"].value == "忠防镇"
    by_item = screen(drawn, round="PC-1", part="items").page.tabs.children[1]
    assert "失分最多的是 C1" in text_of(by_item.children[0].children[1])
    agreement = screen(drawn, round="PC-1", part="agreement").page.tabs.children[1]
    assert "不足10件" in text_of(agreement.children[1])
    files = units.page.files.lines
    assert files[0]["key"] == "A1" and files[0]["cells"][-1]["text"] == "不合格"
    send(units.page.files, type="open", key="A1")
    assert units.state.shown.sheet == "PC-1/A1/1" and units.page.form.closed


def test_a_round_that_is_not_there_leads_to_the_list(drawn):
    shown = screen(drawn, round="PC-9")

    assert "没有编号为“PC-9”" in str(shown.notice.shown) and shown.state.shown.round == ""
