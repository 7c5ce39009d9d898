"""The page of a unit: everything it owes with the way to answer, what it did, its notice as page and file."""

import io
import json
import re
from datetime import date
from itertools import pairwise
from urllib.parse import quote

import openpyxl
import pytest
from ipywidgets.widgets import widget as widget_module

from tests.appraised import NUMBER, appraised_to_the_end
from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.proceedings import PAPER, S, earlier, known, to_the_end
from tests.screened import posts, reported
from widgets.unit import UnitScreen, UnitState
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts.base import Actor
from workbench.acts.instructions import GiveInstruction
from workbench.acts.screenings import ReturnScreening
from workbench.acts.supervision import IssueOrder, ReplyOrder, ReturnReply
from workbench.cli import main
from workbench.law.limits import rule_title
from workbench.queries.notice_files import notice_workbook, text_file
from workbench.queries.unit_duties import LATE, MONTH, TODAY, WEEK, Owed, by_span
from workbench.terms import PetitionClass, Role, Step, SupervisionReason

OFFICER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)
HANDLER = Viewer("handler", "李经办", Role.HANDLER, TOWN)
ON = date(2026, 3, 2)


def order(number, due, to_unit=TOWN):
    return IssueOrder(
        f"督〔2026〕{number}号",
        to_unit,
        OFFICE,
        SupervisionReason.LATE,
        ON,
        due,
        "超期",
        "第四十条",
        "限期办结",
    )


@pytest.fixture
def busy(bench):
    """A unit with a late matter, orders of every kind, a returned report and one to come."""
    february = reported()
    bench.perform(
        make_register(case_no="A"),
        make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        order(1, date(2026, 3, 17)),
        order(2, date(2026, 3, 31)),
        order(3, date(2026, 4, 3)),
        order(4, date(2026, 3, 17)),
        order(5, date(2026, 3, 17), DEPARTMENT),
        ReplyOrder("督〔2026〕4号", date(2026, 3, 26), TOWN, "已办"),
        *posts(),
        february,
        ReturnScreening(february.report_no, date(2026, 3, 27), date(2026, 4, 2), "期限不清"),
        actor=CLERK,
    )
    bench.perform(
        order(6, date(2026, 3, 20)), ReplyOrder("督〔2026〕6号", date(2026, 3, 19), TOWN, "已办"), actor=CLERK
    )
    bench.perform(ReturnReply("督〔2026〕6号", date(2026, 3, 30), date(2026, 4, 8), "未附材料"), actor=CLERK)
    return bench


def state(bench, viewer=HANDLER, **address):
    return UnitState(bench, address, viewer=lambda: viewer)


def told(owed):
    return [(one.what, one.number) for one in owed]


def test_everything_a_unit_owes_stands_in_one_place_by_when(busy):
    spans = state(busy).page.spans

    late = told(spans[LATE])
    assert ("反馈督办", "督〔2026〕1号") in late and ("报送排查月报", f"{TOWN}-2026-03") in late
    assert any(number == "A" for _, number in late)
    assert told(spans[TODAY]) == [("反馈督办", "督〔2026〕2号")]
    assert set(told(spans[WEEK])) == {("反馈督办", "督〔2026〕3号"), ("更正排查月报", f"{TOWN}-2026-02")}
    assert told(spans[MONTH]) == [("反馈督办", "督〔2026〕6号")]
    assert spans[MONTH][0].is_returned


def test_what_a_unit_may_do_is_no_duty(busy):
    busy.perform(
        make_register(case_no="D", on=date(2026, 3, 27)),
        make_take("D", Step.TRANSFER, date(2026, 3, 30), unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )

    assert [one.what for one in state(busy).page.duties if one.number == "D"] == [
        rule_title("R-UNIT-NOTICE15-FWD")
    ]


@pytest.mark.parametrize("is_mended", [False, True])
def test_a_decision_on_the_unit_is_owed_until_it_is_mended(busy, is_mended):
    acts = [act for act in earlier(to_the_end(), 35)][:-2]
    if not is_mended:
        acts = [act for act in acts if getattr(act, "step", None) is not S.RECTIFICATION]
    known(busy)
    busy.perform(PAPER, *acts, actor=Actor("supervisor", Role.SUPERVISOR, OFFICE))

    owed = [one for one in state(busy).page.duties if one.app == "accountability"]
    assert [one.number for one in owed] == ([] if is_mended else ["责〔2026〕1号"])


def test_every_duty_leads_to_where_it_is_answered(busy):
    due = date(2026, 4, 2)
    told = GiveInstruction("PS-2026-001", "A", ON, TOWN, "赵某", "市长", "请核实", due)
    busy.perform(told, actor=CLERK)
    where = {one.number: (one.app, dict(one.at)) for one in state(busy).page.duties}

    assert where["A"] == ("case_review", {"case": "A"})
    assert where["PS-2026-001"] == ("reception", {"tab": "instructions", "instruction": "PS-2026-001"})
    assert where["督〔2026〕1号"] == ("supervision", {"order": "督〔2026〕1号"})
    assert where[f"{TOWN}-2026-03"] == ("screening", {"report": f"{TOWN}-2026-03"})


def test_a_duty_is_placed_by_its_day():
    day = date(2026, 3, 31)

    def owed(due):
        return Owed("反馈督办", "1", "", due, "supervision", ())

    dues = [date(2026, 3, 30), day, date(2026, 4, 7), date(2026, 4, 8), None]
    assert [one.span(day) for one in map(owed, dues)] == ["late", "today", "week", "month", "open"]
    assert sum(map(len, by_span([owed(due) for due in dues], day).values())) == 5
    assert owed(dues[0]).days_late(day) == 1


def test_the_unit_itself_sees_no_accusation_against_it_nor_does_its_page(busy):
    busy.perform(
        make_register(case_no="X", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN),
        order(7, date(2026, 3, 17), DEPARTMENT),
        actor=CLERK,
    )

    for viewer in (HANDLER, OFFICER):
        assert all(one.number != "X" for one in state(busy, viewer, unit=TOWN).page.duties)


def test_an_official_has_his_own_page_only_and_the_office_any(busy):
    assert state(busy).unit == TOWN and not state(busy).sees_all
    assert state(busy, OFFICER, unit=OTHER_TOWN).page.name == "聂市镇"
    assert state(busy, OFFICER, unit="x").complaint.startswith("没有代码为")
    with pytest.raises(NotPermittedError):
        state(busy, unit=OTHER_TOWN)


def test_what_it_did_in_time_tells_numerator_and_denominator(busy):
    made = {one.indicator.id: (one.numerator, one.denominator) for one in state(busy).page.record}

    assert made["screening_on_time"] == (1, 2)
    assert made["orders_answered"] == (1, 3)
    assert made["accepted_on_time"] == (0, 1)


def test_every_number_opens_just_the_cases_that_it_counts(busy):
    state = UnitState(busy, {"unit": TOWN, "tab": "done"}, viewer=lambda: OFFICER)

    counted = {one.indicator.id: (one.numerator, one.denominator) for one in state.page.record}
    opened = {figure: state.page.cases(figure) for figure in counted}

    assert sum(bool(cases) for cases in opened.values()) >= 2
    for figure, cases in opened.items():
        assert (sum(one.is_passed for one in cases), len(cases)) == (
            counted[figure][0] or 0,
            counted[figure][1],
        )
        assert [one.is_passed for one in cases] == sorted(one.is_passed for one in cases)


def test_the_cases_of_a_figure_stand_in_an_address_and_one_that_is_none_is_told(busy):
    screen = UnitScreen(UnitState(busy, {"unit": TOWN, "tab": "done"}, viewer=lambda: OFFICER))
    assert f"/unit?tab=done&amp;unit={TOWN}&amp;figure=orders_answered" in screen.parts["done"].value

    opened = UnitState(
        busy, {"unit": TOWN, "tab": "done", "figure": "orders_answered"}, viewer=lambda: OFFICER
    )
    assert "figure=orders_answered" in opened.address
    assert "所依据的事项" in UnitScreen(opened).parts["done"].value
    wrong = UnitState(busy, {"unit": TOWN, "tab": "done", "figure": "visits"}, viewer=lambda: OFFICER)
    assert "本页没有指标“visits”" in wrong.complaint and wrong.figure == ""


def test_what_it_objected_to_and_what_came_of_it(busy):
    busy.perform(
        make_register(case_no="B", on=date(2026, 3, 2)),
        make_take("B", Step.TRANSFER, date(2026, 3, 3), unit=OFFICE, to_unit=TOWN),
        make_take("B", Step.OBJECT, date(2026, 3, 5), unit=TOWN),
        make_take("B", Step.GRANT_OBJECTION, date(2026, 3, 6), unit=OFFICE, sender_agreed=True),
        make_register(case_no="C", on=date(2026, 3, 2)),
        make_take("C", Step.TRANSFER, date(2026, 3, 25), unit=OFFICE, to_unit=TOWN),
        make_take("C", Step.OBJECT, date(2026, 3, 30), unit=TOWN),
        actor=CLERK,
    )

    found = state(busy, OFFICER, unit=TOWN).page.objections
    assert [(one.case_no, one.is_granted) for one in found if one.case_no == "C"] == [("C", None)]


def test_what_it_objected_to_in_its_appraisals_stands_with_the_written_answer(busy):
    for act, actor in appraised_to_the_end():
        busy.perform(act, actor=actor)

    shown = UnitScreen(state(busy, OFFICER, unit=TOWN, tab="objected")).parts["objected"].value
    other = UnitScreen(state(busy, OFFICER, unit=OTHER_TOWN, tab="objected")).parts["objected"].value

    assert "2026年1月第1版" in shown and "经核对回证属实" in shown and "没有应办结的事项，不适用" in shown
    assert f"/appraisal?no={quote(NUMBER)}&amp;unit={TOWN}" in shown
    assert "没有对月考核提出过异议" in other and "经核对回证属实" not in other


@pytest.mark.parametrize("tab", ["owed", "done", "objected", "posts", "notice"])
def test_every_tab_is_drawn_and_its_address_leads_back(busy, tab):
    screen = UnitScreen(state(busy, OFFICER, unit=TOWN, tab=tab))

    shown = json.dumps([one.get_state() for one in widget_module._instances.values()], default=str)
    assert screen.tabs.current == tab and screen.parts[tab].value
    assert f"unit={TOWN}" in screen.state.address and shown


@pytest.mark.parametrize("tab", ["owed", "objected", "notice"])
def test_no_heading_stands_below_one_that_is_missing(busy, tab):
    """The title of the page is the first, so that the next may be a second one and no third."""
    part = UnitScreen(state(busy, tab=tab)).parts[tab]
    levels = [int(level) for level in re.findall("<h([1-6])", part.value)]

    assert levels
    assert all(after <= before + 1 for before, after in pairwise([1, *levels]))


def test_the_notice_tells_what_is_due_answered_and_sent_back(busy):
    found = state(busy).page.notice

    assert [one.number for one in found.returned] == ["督〔2026〕6号", "2026年2月"]
    assert [one.number for one in found.answered] == ["督〔2026〕4号"]
    text = text_file(found)
    assert "忠防镇信访工作每日提醒（2026年3月31日）" in text and "未附材料" in text
    assert "逾期 14 日" in text and "督〔2026〕5号" not in text
    proof = busy.proof(busy.snapshot())
    last = text_file(found, proof=proof).splitlines()[-1]
    assert last == f"台账第 {busy.ledger_size()} 条，校验码 {proof.code}" and len(proof.code) > 20
    sheet = openpyxl.load_workbook(io.BytesIO(notice_workbook(found))).active
    assert [cell.value for cell in sheet[1]][:3] == ["类别", "要办的事", "编号"]
    assert sheet.max_row > len(found.late) + len(found.today) + len(found.week)


def test_the_command_writes_the_notices_and_sends_nothing(busy, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(busy.config.home))
    monkeypatch.setenv("WORKBENCH_DATABASE", busy.config.database)
    out = tmp_path / "提醒"

    status = main(["notice", "--day", "2026-03-31", "--unit", TOWN, "--out", str(out), "--json"])

    told_object = json.loads(capsys.readouterr().out)
    assert status == 0
    assert sorted(one.name for one in out.iterdir()) == ["2026-03-31 忠防镇.txt", "2026-03-31 忠防镇.xlsx"]
    assert "校验码" in (out / "2026-03-31 忠防镇.txt").read_text("utf-8").splitlines()[-1]
    assert told_object["units"][0]["late"] >= 3
    assert main(["notice", "--unit", "x", "--out", str(out)]) == 1
    assert "没有单位“x”。名称或代码都可以写" in capsys.readouterr().err
    named = ["--unit", "忠防镇", "--unit", TOWN, "--unit", "聂市镇"]
    assert main(["notice", "--day", "2026-03-31", *named, "--out", str(out), "--json"]) == 0
    assert [one["unit"] for one in json.loads(capsys.readouterr().out)["units"]] == [TOWN, OTHER_TOWN]
    assert main(["notice", "--day", "2099-01-01", "--out", str(out)]) == 2
