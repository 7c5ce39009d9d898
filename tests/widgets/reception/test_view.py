"""The reception screen by its state and its address: what is shown, what opens what, what is not there."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from tests.march_receptions import PROOF
from tests.widgets.reception.conftest import AUDITOR, HANDLER, opened
from widgets.reception import ReceptionState, open_reception
from widgets.reception.lists import duty_lines, instruction_rows, matter_lines, reception_lines
from widgets.reception.month_calendar import weeks_of
from workbench.access.viewer import Viewer
from workbench.acts.base import Actor
from workbench.acts.instructions import ConfirmInstruction, ReportInstruction
from workbench.terms import Role


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
    viewer(AUDITOR)  # who may not record is not told to
    assert "本月还没有接访安排。" in open_reception(bench).day.told.value


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


def test_a_day_that_may_lie_in_another_year_is_written_with_its_year(march):
    """January is made public in December, and what cannot be held in December is moved into January."""
    state = ReceptionState(march)
    one = replace(state.found.receptions[0], published_on=date(2025, 12, 29))
    state.found = replace(state.found, receptions=(one,))
    assert reception_lines(state)[0].cells[5].text == "2025-12-29"

    told = opened(march, reception="JF-4").day.told.value
    assert "2026年4月2日" in told.partition("改到")[2]


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
