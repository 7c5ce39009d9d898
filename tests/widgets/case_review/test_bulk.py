"""One step for several matters: each is judged, recorded and told by itself."""

import io
from datetime import date

import openpyxl
import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.filled_forms import send
from widgets.case_review import CaseReview, CaseReviewState
from widgets.case_review.act_state import ActClosedError
from widgets.case_review.bulk_state import CANCELLED, MOST, BulkState
from widgets.parts.form_values import read_values
from widgets.parts.progress import CancelledByViewerError
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.terms import Role, Step

CLERK_VIEWER = Viewer("zhang", "张科员", Role.CLERK, OFFICE)
HANDLER = Viewer("wang", "王经办", Role.HANDLER, TOWN)
ANSWERS = {"on": "2026-03-31", "unit": OFFICE, "to_unit": DEPARTMENT}


@pytest.fixture(autouse=True)
def viewer(monkeypatch):
    def become(who):
        monkeypatch.setattr("workbench.access.viewer._known", [who])

    become(CLERK_VIEWER)
    return become


@pytest.fixture
def several(bench):
    """Two that wait to be sent on, one that is handled already."""
    bench.perform(
        make_register(case_no="A", on=date(2026, 3, 20), title="反映甲"),
        make_register(case_no="B", on=date(2026, 3, 23), title="反映乙"),
        make_register(case_no="C", on=date(2026, 3, 2), title="反映丙"),
        make_take("C", Step.TRANSFER, date(2026, 3, 3), unit=OFFICE, to_unit=TOWN),
        make_take("C", Step.ACCEPT, date(2026, 3, 6), unit=TOWN),
        actor=CLERK,
    )
    return bench


def chosen(bench, *case_nos, step=Step.TRANSFER):
    return BulkState(bench, bench.snapshot(), case_nos, step)


def answers(state, **sent):
    return read_values(state.fields(), sent or ANSWERS)


def no_report(_fraction, _detail=""):
    pass


def test_each_matter_is_judged_by_itself(several):
    state = chosen(several, "A", "B", "C")

    assert state.judge(answers(state)) == []

    why = {one.case_no: state.why_not(one) for one in state.previews}
    assert (why["A"], why["B"]) == ("", "")
    assert "第二十二条第一款" in why["C"]


def test_each_gets_an_act_of_its_own_and_the_refused_ones_their_reason(several):
    state = chosen(several, "A", "C", "B")
    values = answers(state)
    state.judge(values)
    size = several.ledger_size()

    found = state.perform(values, no_report)

    assert [(one.case_no, one.position) for one in found] == [("A", size + 1), ("C", None), ("B", size + 2)]
    assert "已转送" not in found[1].why and found[1].why
    assert several.case_page("B").state == "已转送"
    assert several.case_page("B").nodes[-1].actor == "zhang"


def test_when_none_may_take_the_step_the_button_is_blocked(several):
    state = chosen(several, "C")

    assert "都不能" in state.judge(answers(state))[0].why


def test_what_somebody_else_changed_since_is_left_out(several):
    state = chosen(several, "A", "B")
    values = answers(state)
    several.perform(
        make_take("A", Step.TRANSFER, date(2026, 3, 30), unit=OFFICE, to_unit=OTHER_TOWN), actor=CLERK
    )
    state.judge(values)

    found = state.perform(values, no_report)

    assert [one.position is None for one in found] == [True, False]
    assert "已由他人更新" in found[0].why
    assert several.case_page("A").facts[0] == ("责任单位", "聂市镇")


def test_a_change_between_preview_and_act_is_told_too(several):
    state = chosen(several, "A", "B")
    values = answers(state)
    state.judge(values)
    several.perform(
        make_take("A", Step.TRANSFER, date(2026, 3, 30), unit=OFFICE, to_unit=OTHER_TOWN), actor=CLERK
    )

    found = state.perform(values, no_report)

    assert "已被他人更新" in found[0].why
    assert found[1].position


def test_stopping_keeps_what_is_done_and_names_what_is_not(several):
    state = chosen(several, "A", "B")
    values = answers(state)
    state.judge(values)

    def stop_at_the_second(fraction, _detail=""):
        if fraction:
            raise CancelledByViewerError("已停止")

    found = state.perform(values, stop_at_the_second)

    assert found[0].position
    assert (found[1].position, found[1].why) == (None, CANCELLED)
    assert several.case_page("B").state == "已登记"


def test_without_a_unit_each_acts_through_the_one_it_lies_with(several):
    several.perform(
        make_take("A", Step.TRANSFER, date(2026, 3, 24), unit=OFFICE, to_unit=TOWN),
        make_take("B", Step.TRANSFER, date(2026, 3, 24), unit=OFFICE, to_unit=OTHER_TOWN),
        actor=CLERK,
    )
    state = chosen(several, "A", "B", step=Step.ACCEPT)
    values = answers(state, on="2026-03-31")
    state.judge(values)
    state.perform(values, no_report)

    assert [several.case_page(no).nodes[-1].unit for no in "AB"] == ["忠防镇", "聂市镇"]


def test_a_handler_never_acts_for_another_unit(several, viewer):
    several.perform(
        make_take("A", Step.TRANSFER, date(2026, 3, 24), unit=OFFICE, to_unit=OTHER_TOWN), actor=CLERK
    )
    viewer(HANDLER)
    state = chosen(several, "A", step=Step.ACCEPT)

    assert [one.code for one in state.fields()[1].choices] == [TOWN]
    assert state._unit(state._matters[0]) == TOWN


def test_too_many_the_past_and_single_steps_are_refused(several, viewer):
    with pytest.raises(ActClosedError, match="逐件"):
        chosen(several, "A", step=Step.RATE)
    with pytest.raises(ActClosedError, match=f"最多批量办理 {MOST} 件"):
        BulkState(several, several.snapshot(), ["A"] * (MOST + 1), Step.TRANSFER)
    with pytest.raises(ActClosedError, match="今天"):
        BulkState(several, several.snapshot(date(2026, 3, 30)), ["A"], Step.TRANSFER)
    viewer(Viewer("sun", "孙审计", Role.AUDITOR))
    with pytest.raises(NotPermittedError):
        chosen(several, "A")


def test_from_ticking_rows_to_the_saved_results(several):
    view = CaseReview(CaseReviewState(several))
    send(view.grid, type="check", keys=["A", "B", "C"])
    assert view.bulk_bar.count == 3

    send(view.bulk_bar, type="choose", step="transfer")
    screen = view._bulk
    send(screen.form, type="change", serial=1, values=ANSWERS)
    assert "可以办理 2 件，不能办理 1 件" in screen.table.value
    size = several.ledger_size()

    message = {"type": "submit", "token": screen.form.token, "serial": 2, "values": ANSWERS}
    send(screen.form, **message)
    send(screen.form, **message)
    screen.progress._thread.join(20)

    assert several.ledger_size() == size + 2
    assert [one.position is None for one in screen.results] == [False, False, True]
    assert screen.progress.detail == "已办理 2 件，未办理 1 件"
    assert view.grid.checked == [] and view.bulk_bar.count == 0
    assert view._bulk is screen
    sheet = openpyxl.load_workbook(io.BytesIO(screen._file().content)).active
    assert [cell.value for cell in sheet[1]] == ["编号", "事项名称", "结果", "台账序号", "原因"]
    assert sheet["D2"].value == size + 1

    view._leave_bulk()
    assert ["已转送", "accent"] in next(row for row in view.grid.first["rows"] if row[0] == "A")


def test_ticks_are_cleared_and_crafted_ones_refused(several):
    view = CaseReview(CaseReviewState(several))
    send(view.grid, type="check", keys=["A"])
    send(view.bulk_bar, type="clear")
    assert view.grid.checked == [] and view.bulk_bar.count == 0

    for keys in ("A", [1], ["A" * 101], [str(n) for n in range(501)]):
        send(view.grid, type="check", keys=keys)
        assert view.grid.checked == []
    send(view.bulk_bar, type="choose", step="transfer")
    assert view._bulk is None


def test_an_unknown_matter_among_the_ticked_is_told(several):
    view = CaseReview(CaseReviewState(several))
    send(view.grid, type="check", keys=["A", "NONE"])
    send(view.bulk_bar, type="choose", step="transfer")

    assert view._bulk is None
    assert "没有编号为“NONE”" in view.notice.sentences[0]


def test_in_the_past_nothing_is_offered(several):
    view = CaseReview(CaseReviewState(several, {"as_of": "2026-03-30"}))
    send(view.grid, type="check", keys=["A"])

    assert "改回今天" in view.bulk_bar.closed
