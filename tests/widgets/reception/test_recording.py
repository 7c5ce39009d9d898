"""What the reception screen records by its forms, and why it refuses: who may, and when."""

from datetime import date

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN
from tests.march_receptions import PROOF
from tests.widgets.reception.conftest import AUDITOR, HANDLER, opened
from widgets.reception import ReceptionState
from widgets.reception.recording import RecordingClosedError, plan, record
from widgets.reception.rights import why_not
from widgets.reception.schedule_rows import read_sheet
from workbench.access.viewer import Viewer
from workbench.acts.receptions import HoldReception
from workbench.terms import Role

SUPERVISOR = Viewer("liu", "刘督查", Role.SUPERVISOR, "430682LX")


def change(form, **values):
    form._handle_custom_msg({"type": "change", "serial": 2, "values": values}, [])
    return form.answer


def submit(form, **values):
    form._handle_custom_msg({"type": "submit", "token": form.token, "serial": 3, "values": values}, [])


def test_a_month_is_planned_from_a_sheet_in_the_order_of_its_days(march):
    state = ReceptionState(march, {"month": "2026-04"})
    rows = [
        {"day": f"{day}日", "leader": f"领导{day}", "post": "副市长", "place": "信访局", "start": "9:00"}
        for day in (20, 8)
    ]
    plan(state, tuple(read_sheet(rows, state.month, state.unit_names, city="430682").drafts.values()))

    state.refresh()
    new = [one for one in state.found.receptions if one.reception_no.startswith("JF-2026")]
    assert [(one.reception_no, one.leader, one.unit) for one in new] == [
        ("JF-202604-01", "领导8", "430682"),
        ("JF-202604-02", "领导20", "430682"),
    ]


def sheet_row(**told):
    from widgets.reception.schedule_rows import COLUMNS

    return [told.get(one.key, "") for one in COLUMNS]


def test_the_sheet_saves_only_what_is_whole_and_keeps_what_was_typed(march):
    screen = opened(march, month="2026-04", do="plan")
    sheet = screen.form.sheet
    good = sheet_row(day="8日", leader="王某", post="副市长", place="信访局")
    bad = sheet_row(day="9日", leader="李某")

    message = {"type": "save", "token": sheet.token, "serial": 1, "rows": [good, bad]}
    sheet._handle_custom_msg(message, [])
    assert sheet.answer["problems"] == {"1": ["缺少职务：请填写", "缺少地点：请填写"]}
    assert sheet.phase == "open" and sheet.answer["good"] == 1
    sheet._handle_custom_msg({**message, "rows": [good]}, [])
    assert screen.form is None and screen.place.query == "month=2026-04"
    assert "安排" in screen.notice.sentences[0]
    assert [one.leader for one in screen.state.found.receptions] == ["周某4", "王某"]


def test_a_second_press_and_a_plan_that_exists_change_nothing(march):
    screen = opened(march, month="2026-04", do="plan")
    sheet, row = screen.form.sheet, sheet_row(day="2日", leader="周某4", post="副市长", place="信访局")
    before = march.ledger_size()
    message = {"type": "save", "token": sheet.token, "serial": 1, "rows": [row]}

    sheet._handle_custom_msg({**message, "token": "another"}, [])
    sheet._handle_custom_msg(message, [])
    assert "周某4在2026-04-02的接访已有安排" in sheet.problem
    assert march.ledger_size() == before


@pytest.mark.parametrize("rows", ["x", [["a"]], [[1] * 10], [["x" * 300] * 10], [[""] * 10] * 201])
def test_a_crafted_sheet_is_refused(march, rows):
    sheet = opened(march, do="plan").form.sheet
    before = march.ledger_size()

    sheet._handle_custom_msg({"type": "save", "token": sheet.token, "serial": 1, "rows": rows}, [])
    assert march.ledger_size() == before and sheet.problem


def test_todays_reception_is_recorded_as_held_with_its_hours(march):
    screen = opened(march, reception="JF-6", do="hold")
    assert change(screen.form.form, came="true", start="上班后")["blockers"]
    submit(screen.form.form, came="true", start="9:05", end="11点半")

    one = screen.state.reception
    assert (f"{one.held_from:%H:%M}", f"{one.held_until:%H:%M}", one.nobody_came) == ("09:05", "11:30", False)
    assert "已记入台账第" in screen.notice.sentences[0]
    assert screen.place.query == "reception=JF-6"


def test_nobody_came_is_held_and_takes_no_matters(march):
    screen = opened(march, reception="JF-6", do="hold")
    submit(screen.form.form, came="false")

    assert screen.state.reception.nobody_came is True
    assert "记录了有人来访" in why_not(screen.state, "register")


def test_an_outcome_is_set_right_only_with_a_reason(march):
    screen = opened(march, reception="JF-3", do="hold")
    assert "correction" in change(screen.form.form, came="true")["errors"]
    submit(screen.form.form, came="true", correction="核对签到簿")

    assert screen.state.reception.held_on == date(2026, 3, 12)


def test_a_reception_is_moved_to_a_number_of_its_new_month(march):
    screen = opened(march, reception="JF-6", do="move")
    submit(screen.form.form, to_day="2026-04-09", place="桃林镇", reason="leave", text="公休")

    assert screen.state.reception.moved_to == "JF-202604-01"
    assert screen.state.following.place == "桃林镇"


def test_a_new_matter_is_registered_and_received_in_one_stroke(march):
    screen = opened(march, reception="JF-1", do="register")
    told = {
        "case_no": "JF-1-2",
        "title": "自来水浑浊",
        "people": "3",
        "unit": OFFICE,
        "contact_known": "true",
        "narrative": "已有两周",
        "petition_class": "claim",
    }
    promise = {"promise.to_unit": TOWN, "promise.text": "三日内处理"}
    assert change(screen.form.form, **told, **{"promise.to_unit": TOWN})["blockers"]
    submit(screen.form.form, **told, **promise)

    assert [one.case_no for one in screen.state.reception.matters] == ["A", "JF-1-2"]
    page = march.case_page("JF-1-2")
    assert page.title == "自来水浑浊" and ("信访渠道", "来访") in page.facts
    assert ("批次 / 人次", "1 批次 / 3 人次") in page.facts
    assert {one.instruction.instruction_no for one in screen.state.instructions} >= {"JF-1-P2"}
    assert march.verify_ledger().is_sound


def test_if_the_matter_cannot_be_received_it_is_not_registered_either(march):
    screen = opened(march, reception="JF-1", do="register")
    march.perform(HoldReception("JF-1", date(2026, 3, 3), why="补时间"), actor=CLERK)
    before = march.ledger_size()
    told = {
        "case_no": "N",
        "title": "水",
        "people": "1",
        "unit": OFFICE,
        "contact_known": "true",
        "narrative": "浑",
    }
    submit(screen.form.form, **told)

    assert march.ledger_size() == before
    assert "领导接访“JF-1”已被他人更新（clerk于3月31日09:00办理“记录接访”）" in screen.form.form.problem
    submit(screen.form.form, **told)  # the same answers, upon what it is now
    assert [one.case_no for one in screen.state.reception.matters] == ["A", "N"]


def test_an_existing_matter_is_received_by_its_number(march):
    screen = opened(march, reception="JF-1", do="receive")

    assert "没有编号为“Q”" in change(screen.form.form, case_no="Q")["blockers"][0]["why"]
    submit(screen.form.form, case_no="B")
    assert [one.case_no for one in screen.state.reception.matters] == ["A", "B"]


def test_words_that_label_people_are_not_let_in(march):
    screen = opened(march, reception="JF-6", do="miss")

    blockers = change(screen.form.form, reason="other", text="去做稳控工作")["blockers"]
    assert "管控类标签" in blockers[0]["why"]


def test_what_waits_is_published_and_an_instruction_is_written_down(march):
    screen = opened(march, do="publish")
    submit(screen.form.form, on="2026-03-31")
    assert [one.published_on for one in screen.state.found.on(date(2026, 3, 31))] == [date(2026, 3, 31)] * 2
    assert screen.buttons["publish"].disabled

    screen._open_form("instruct")
    told = {"number": "PS-9", "case_no": "B", "leader": "刘书记", "post": "市委书记", "on": "2026-03-30"}
    submit(screen.form.form, **told, to_unit=DEPARTMENT, text="请阅处")
    assert "PS-9" in {one.instruction.instruction_no for one in screen.state.instructions}


def test_an_accused_unit_gets_no_instruction_and_the_form_says_why(march):
    screen = opened(march, do="instruct")
    told = {"number": "PS-9", "case_no": "X", "leader": "刘书记", "post": "市委书记", "on": "2026-03-30"}
    submit(screen.form.form, **told, to_unit="430682103", text="请阅处")

    assert "第三十条第三款" in screen.form.form.problem
    assert screen.form.form.phase == "open"


def test_an_instruction_goes_from_report_to_anothers_verdict(march, viewer):
    viewer(HANDLER)
    screen = opened(march, tab="instructions", instruction="PS-1", do="report")
    screen.form.upload.kept = (_kept(),)
    screen.form.upload._ask_again(screen.form.form)
    proof = {"evidence.sha256": PROOF.sha256, "evidence.title": "回执", "evidence.dated_on": "2026-03-30"}
    submit(screen.form.form, on="2026-03-31", text="已修好", **proof)
    assert screen.state.instruction.instruction.waiting is not None
    assert "只能查看" in why_not(screen.state, "confirm")

    viewer(SUPERVISOR)
    screen = opened(march, tab="instructions", instruction="PS-1", do="return")
    submit(screen.form.form, on="2026-03-31", why="照片不是现场")
    assert "照片不是现场" in screen.instruction.told.value
    viewer(HANDLER)
    again = opened(march, tab="instructions", instruction="PS-1", do="report")
    again.form.upload.kept = (_kept(),)
    again.form.upload._ask_again(again.form.form)
    submit(again.form.form, on="2026-03-31", text="补拍", **proof)
    viewer(SUPERVISOR)
    screen = opened(march, tab="instructions", instruction="PS-1", do="confirm")
    submit(screen.form.form, on="2026-03-31")
    assert "认定落实" in screen.instruction.told.value
    assert screen.instruction.files.children
    assert march.verify_ledger().is_sound


def _kept():
    from workbench.queries.evidence import KeptFile

    return KeptFile(PROOF.sha256, PROOF.file_name, PROOF.size)


# Who may, and when


def test_who_only_looks_has_no_forms(march, viewer):
    viewer(AUDITOR)
    screen = opened(march, reception="JF-6", do="hold")

    assert screen.form is None
    assert "只能查看" in screen.day.buttons.children[0].value
    assert all(button.disabled for button in screen.buttons.values())


def test_of_a_past_day_nothing_is_recorded(march, viewer):
    state = ReceptionState(march, {"as_of": "2026-03-20", "reception": "JF-5"})

    assert "截至日改回今天" in why_not(state, "hold")
    with pytest.raises(RecordingClosedError):
        record(state, "hold", None)


@pytest.mark.parametrize(
    ("reception", "do", "why"),
    [
        ("JF-7", "hold", "还没有到接访日（2026-04-02）"),
        ("JF-4", "move", "已改期"),
        ("JF-1", "move", "不能改期"),
        ("JF-5", "move", "不能改期"),
        ("JF-1", "miss", "已登记来访事项"),
        ("JF-6", "receive", "记录了有人来访"),
        ("", "hold", "请先在日历中选择"),
    ],
)
def test_what_cannot_be_done_says_why(march, reception, do, why):
    assert why in why_not(ReceptionState(march, {"reception": reception}), do)


def test_the_unit_that_owes_is_told_that_it_may_not_judge(march, viewer):
    viewer(Viewer("q", "某", Role.CLERK, TOWN))

    assert "不能自行认定" in why_not(ReceptionState(march, {"instruction": "PS-1"}), "confirm")
