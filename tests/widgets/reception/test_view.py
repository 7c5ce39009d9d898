"""The reception screen by its state: what is shown, what opens what, what is recorded, what is refused."""

import io
from datetime import date

import openpyxl
import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN
from tests.widgets.reception.conftest import AUDITOR, HANDLER, PROOF
from widgets.reception import ReceptionScreen, ReceptionState, open_reception
from widgets.reception.lists import duty_lines, instruction_rows, matter_lines
from widgets.reception.month_calendar import weeks_of
from widgets.reception.recording import RecordingClosedError, plan, record
from widgets.reception.rights import why_not
from widgets.reception.schedule_rows import read_sheet
from workbench.access.viewer import Viewer
from workbench.acts.base import Actor
from workbench.acts.instructions import ConfirmInstruction, ReportInstruction
from workbench.acts.receptions import HoldReception
from workbench.terms import Role

SUPERVISOR = Viewer("liu", "刘督查", Role.SUPERVISOR, "430682LX")


def opened(bench, **address):
    return ReceptionScreen(ReceptionState(bench, address))


def change(form, **values):
    form._handle_custom_msg({"type": "change", "serial": 2, "values": values}, [])
    return form.answer


def submit(form, **values):
    form._handle_custom_msg({"type": "submit", "token": form.token, "serial": 3, "values": values}, [])


def press(widget, **message):
    widget._handle_custom_msg({"type": "open", **message}, [])


def texts(lines):
    return [[cell.text for cell in line.cells] for line in lines]


# What is shown


def test_an_empty_workbench_says_what_to_do_first(bench, viewer):
    bench.snapshot()
    screen = open_reception(bench)

    assert "录入月度接访安排" in screen.day.told.value
    assert screen.head.numbers[0]["value"] == "没有已到期的安排"
    assert screen.head.numbers[1]["value"] == "没有登记"


def test_the_month_is_told_in_numbers_that_open_their_lists(march):
    screen = opened(march)
    rate, main, matters, owed = screen.head.numbers

    assert (rate["value"], rate["note"]) == ("50%", "已到期 4 日，03-01 至 03-31，样本过小")
    assert (main["value"], main["tone"]) == ("1/2 位", "soon")
    assert (matters["value"], owed["value"], owed["tone"]) == ("1 件", "3 件", "late")
    press(screen.head, tab="list", part="missed")
    assert [line["key"] for line in screen.list.lines] == ["JF-3", "JF-5"]
    assert screen.place.query == "tab=list&part=missed"
    press(screen.head, tab="instructions", part="late")
    assert [line["key"] for line in screen.instructions.lines] == ["PS-1"]


def test_nothing_opens_that_was_not_offered(march, viewer):
    screen = opened(march)

    press(screen.head, tab="list", part="everything")
    press(screen.calendar, day="2026-07-01")
    press(screen.list, key="JF-99")
    assert (screen.state.tab, screen.state.day, screen.state.reception_no) == ("calendar", None, "")


def test_the_calendar_has_whole_weeks_and_says_how_each_came_out(march):
    found = ReceptionState(march).found
    weeks = weeks_of(found.first, found.receptions, found.as_of)

    assert [len(week) for week in weeks] == [7] * 6 and weeks[0][0]["day"] == "2026-02-23"
    said = {one["day"]: [entry["tone"] for entry in one["entries"]] for week in weeks for one in week}
    assert said["2026-03-03"] == ["done"] and said["2026-03-12"] == ["late"]
    assert said["2026-03-17"] == ["quiet"] and said["2026-03-20"] == ["soon"]
    assert said["2026-03-31"] == ["accent", "accent"]


def test_a_day_opens_beside_the_calendar_and_its_only_reception_with_it(march):
    screen = opened(march)
    press(screen.calendar, day="2026-03-03")

    assert "刘书记" in screen.day.told.value and "09:00–12:00" in screen.day.told.value
    assert [line["cells"][0]["text"] for line in screen.day.matters.lines] == ["A"]
    press(screen.calendar, day="2026-03-31")
    assert [line["key"] for line in screen.day.day_lines.lines] == ["JF-6", "JF-8"]
    press(screen.day.day_lines, key="JF-8")
    assert screen.place.query == "reception=JF-8"


def test_a_moved_reception_says_where_it_went_and_the_new_one_whence_it_came(march):
    assert "4月2日" in opened(march, reception="JF-4").day.told.value
    screen = opened(march, reception="JF-7")
    assert screen.state.month == date(2026, 4, 1) and "JF-4" in screen.day.told.value


def test_main_leaders_stand_against_the_duty_of_the_month(march):
    rows = {row[0]: row for row in texts(duty_lines(ReceptionState(march)))}

    assert rows["刘书记"][-1] == "已满 1 日" and rows["李市长"][-1] == "还差 1 日"
    assert rows["周某5"][-1] == "按公布的日程" and rows["周某5"][5] == "1 日"
    past = {row[0]: row for row in texts(duty_lines(ReceptionState(march, {"month": "2026-02"})))}
    assert past == {}


def test_texts_are_escaped_masked_and_of_accusations_not_there(march):
    screen = opened(march, tab="instructions", part="all")
    shown = repr([screen.instructions.lines, screen.matters.lines, screen.day.told.value])

    assert "机密" not in shown and "周大山" not in shown and "周某某" in shown
    opened_one = opened(march, tab="instructions", instruction="PS-2")
    assert (
        "按权限查阅" in opened_one.instruction.told.value and "机密" not in opened_one.instruction.told.value
    )


def test_instructions_that_are_done_are_listed_when_they_are_asked_for(march):
    supervisor = Actor("liu", Role.SUPERVISOR, "430682LX")
    march.perform(
        ReportInstruction("PS-3", date(2026, 3, 20), date(2026, 3, 20), PROOF.sha256, "回执", "已付清"),
        ConfirmInstruction("PS-3", date(2026, 3, 21)),
        actor=supervisor,
    )

    def listed(part):
        state = ReceptionState(march, {"tab": "instructions", "part": part})
        return {row[0] for row in texts(instruction_rows(state))}

    assert (listed(""), listed("done")) == ({"PS-1", "PS-2"}, {"PS-3"})
    assert listed("all") == listed("nonsense") | {"PS-3"} and listed("late") == {"PS-1"}
    chips = opened(march, tab="instructions").states.buttons
    assert [button.description for button in chips.values() if button.layout.display != "none"] == [
        "未落实 2",
        "全部 3",
        "落实中 1",
        "逾期未报 1",
        "已落实 1",
    ]
    chips["all"].click()
    assert chips["all"].button_style == "primary"


def test_a_units_own_official_sees_his_units_matters_alone(march, viewer):
    viewer(HANDLER)
    state = ReceptionState(march, {"tab": "instructions"})

    assert [row[0] for row in texts(instruction_rows(state))] == ["PS-1"]
    assert [row[1] for row in texts(matter_lines(state))] == ["A"]
    viewer(Viewer("x", "某", Role.HANDLER, "430682105"))
    assert ReceptionState(march, {"instruction": "PS-1"}).complaint.startswith(
        "截至 2026-03-31 没有您可以查看"
    )


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        {},
        {"month": "2026-02", "tab": "list"},
        {"tab": "list", "part": "held"},
        {"day": "2026-03-31"},
        {"reception": "JF-1"},
        {"reception": "JF-6", "do": "hold"},
        {"tab": "instructions", "part": "late", "instruction": "PS-1", "do": "report"},
        {"as_of": "2026-03-15", "reception": "JF-2"},
        {"do": "plan"},
    ],
)
def test_an_address_leads_back_to_where_one_was(march, address):
    from urllib.parse import urlencode

    state = ReceptionState(march, address)

    assert (state.address, state.complaint) == (urlencode(address), "")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({"month": "三月"}, "不是形如 2026-03 的月份"),
        ({"day": "2026-02-30"}, "不是形如 2026-03-05 的日期"),
        ({"reception": "JF-99"}, "没有编号为“JF-99”的接访安排"),
        ({"instruction": "PS-99"}, "没有您可以查看的批示“PS-99”"),
        ({"as_of": "2027-01-01"}, "还没有到"),
    ],
)
def test_a_crooked_address_gives_a_sentence_and_the_month(march, address, sentence):
    state = ReceptionState(march, address)

    assert sentence in state.complaint and len(state.found.receptions) == 7


def test_back_leads_to_what_was_shown_before(march):
    screen = opened(march, reception="JF-1")
    screen._go_to({"tab": "list", "part": "held"})

    assert (screen.tabs.current, screen.state.reception_no) == ("list", "")
    screen._go_to({"reception": "JF-6", "do": "hold"})
    assert screen.form is not None and screen.form.do == "hold"
    screen._go_to({})
    assert screen.form is None


# Recording


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


def test_both_workbooks_are_made_of_the_month_that_is_shown(march):
    screen = opened(march)
    schedule, record_button = screen._tools.children[-2:]

    rows = openpyxl.load_workbook(io.BytesIO(schedule.make().content)).active.max_row
    assert schedule.make().name == "领导干部接访安排（2026-03）.xlsx" and rows >= 7
    text = repr(list(openpyxl.load_workbook(io.BytesIO(record_button.make().content)).active.values))
    assert "接访履职率 50%" in text and "周大山" not in text and "机密" not in text


def test_turning_months_leaves_no_widget_behind(march):
    from ipywidgets.widgets.widget import _instances

    def turn(times):
        for _ in range(times):
            screen._turn_month(1)
            screen._turn_month(-1)
            screen._open_day(date(2026, 3, 3))
            screen._open_form("receive")
            screen._leave_form()
        return len(_instances)

    screen = opened(march)
    assert turn(3) == turn(5)
