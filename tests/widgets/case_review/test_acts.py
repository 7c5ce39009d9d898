"""Recording one act from the screen: what is asked, what it would do, what is recorded, and what is not."""

import subprocess
import sys
from datetime import date

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN, make_register, make_take
from widgets.case_review import CaseReview, CaseReviewState
from widgets.case_review.act_state import ActClosedError, ActState
from widgets.case_review.step_forms import bulk_steps, step_forms
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.terms import Outcome, Role, Step

CLERK_VIEWER = Viewer("zhang", "张科员", Role.CLERK, OFFICE)
HANDLER = Viewer("wang", "王经办", Role.HANDLER, TOWN)
AUDITOR = Viewer("sun", "孙审计", Role.AUDITOR)


@pytest.fixture
def viewer(monkeypatch):
    def become(who):
        monkeypatch.setattr("workbench.access.viewer._known", [who])

    become(CLERK_VIEWER)
    return become


@pytest.fixture
def opened(caseload, viewer):
    """A matter of 23 March that was transferred to a town, open on the screen."""
    caseload.perform(
        make_register(case_no="NEW", on=date(2026, 3, 23), title="反映路灯不亮"),
        make_take("NEW", Step.TRANSFER, date(2026, 3, 24), unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )
    view = CaseReview(CaseReviewState(caseload, {"case": "NEW"}))
    return view


def choose(view, step):
    view._case.next_steps._handle_custom_msg({"type": "choose", "step": step}, [])
    return view._case.panel


def change(form, **values):
    form._handle_custom_msg({"type": "change", "serial": 2, "values": values}, [])
    return form.answer


def submit(form, **values):
    message = {"type": "submit", "token": form.token, "serial": 3, "values": values}
    form._handle_custom_msg(message, [])
    return message


def test_every_step_but_the_first_can_be_recorded_from_the_screen():
    assert set(step_forms()) == set(Step) - {Step.REGISTER}


def test_the_forms_ask_what_the_law_insists_on():
    asked = {step: dict(form.asks) for step, form in step_forms().items()}

    assert asked[Step.TRANSFER]["to_unit"] and asked[Step.ASSIGN]["to_unit"]
    assert asked[Step.ASSIGN]["due_on"]  # 指定办理期限, article 22(1)(3)
    assert asked[Step.ISSUE_OPINION]["outcome"]
    assert asked[Step.EXTEND]["days"] and asked[Step.EXTEND]["approved_by_head"]
    assert asked[Step.RATE]["satisfaction"]


def test_no_word_of_a_petitioner_is_recorded_in_bulk():
    assert Step.RATE not in bulk_steps()
    assert Step.RESOLVE not in bulk_steps()


def test_the_next_steps_have_a_button_each(opened):
    steps = {one["step"]: one for one in opened._case.next_steps.allowed}

    assert steps["accept"]["opens"] and not steps["accept"]["closed"]
    assert opened._case.next_steps.closed == ""
    assert "extend" not in steps


def test_choosing_a_step_asks_just_what_it_needs(opened):
    panel = choose(opened, "accept")

    keys = [one["key"] for one in panel.form.shape]
    assert keys[:5] == ["on", "unit", "petition_class", "path", "procedure"]
    initial = {one["key"]: one["initial"] for one in panel.form.shape}
    assert initial["on"] == "2026-03-31"
    assert initial["unit"] == TOWN
    assert opened.state.address.endswith("act=accept")


def test_the_preview_shows_state_and_deadlines_before_anything_is_written(opened, caseload):
    size = caseload.ledger_size()
    panel = choose(opened, "accept")

    answer = change(panel.form, on="2026-03-30", unit=TOWN)

    assert answer["blockers"] == [] and answer["errors"] == {}
    shown = panel.outcome.value
    assert "已转送" in shown and "办理中" in shown
    assert "按期履行" in shown
    assert "2026-05-29" in shown
    assert caseload.ledger_size() == size


def test_confirming_records_the_act_as_the_viewer_and_says_its_position(opened, caseload):
    panel = choose(opened, "accept")
    submit(
        panel.form,
        on="2026-03-30",
        unit=TOWN,
        **{"document.kind": "acceptance_notice", "document.number": "忠信受〔2026〕3号"},
    )

    position = caseload.ledger_size()
    page = caseload.case_page("NEW")
    assert page.state == "办理中"
    assert page.nodes[-1].actor == "zhang"
    assert page.nodes[-1].recorded == position
    assert page.nodes[-1].documents[0].document_no == "忠信受〔2026〕3号"
    assert f"台账第 {position} 条" in opened.notice.sentences[0]
    assert opened._case.panel is None
    assert "act=" not in opened.state.address


def test_the_page_and_the_list_follow(opened):
    panel = choose(opened, "accept")
    submit(panel.form, on="2026-03-30", unit=TOWN)

    head, *_ = opened._case.children
    assert "办理中" in head.value
    opened._close_case()
    row = next(row for row in opened.grid.first["rows"] if row[0] == "NEW")
    assert ["办理中", "accent"] in row


def test_confirming_twice_records_once(opened, caseload):
    panel = choose(opened, "transfer")
    size = caseload.ledger_size()
    message = submit(panel.form, on="2026-03-30", unit=OFFICE, to_unit=DEPARTMENT)

    panel.form._handle_custom_msg(message, [])

    assert caseload.ledger_size() == size + 1


def test_what_is_not_allowed_says_why_with_the_article(opened):
    panel = choose(opened, "transfer")

    answer = change(panel.form, on="2026-03-23", unit=OFFICE, to_unit=DEPARTMENT)

    assert answer["blockers"] == [
        {
            "why": "日期 2026-03-23 早于上一步骤“转送”的日期 2026-03-24，请核对",
            "article": "《信访工作条例》第二十一条第二款",
        }
    ]
    assert "现在不能办理" in panel.outcome.value


def test_somebody_elses_act_is_told_and_nothing_is_lost(opened, caseload):
    panel = choose(opened, "transfer")
    basis = panel.form.draft["basis"]
    caseload.perform(make_take("NEW", Step.OBJECT, date(2026, 3, 27), unit=TOWN), actor=CLERK)
    size = caseload.ledger_size()

    panel.form.on_change = lambda values: []  # the answers were judged before: only the version can tell
    submit(panel.form, on="2026-03-30", unit=OFFICE, to_unit=DEPARTMENT)

    assert caseload.ledger_size() == size
    assert "提出异议" in panel.form.problem and "都还在" in panel.form.problem
    assert panel.form.phase == "open"
    assert panel.form.draft["basis"] != basis
    assert opened._case.panel is panel
    assert "退回异议" in opened._case.children[0].value
    assert "异议尚待核实" in panel.outcome.value


def test_a_form_that_was_open_comes_back_with_the_address(caseload, opened):
    view = CaseReview(CaseReviewState(caseload, {"case": "NEW", "act": "accept"}))

    assert view._case.panel.form.draft["key"] == "NEW/accept"
    assert view._case.panel.form.draft["owner"] == "zhang"


def test_a_link_to_a_step_that_cannot_be_taken_says_why(caseload, opened):
    view = CaseReview(CaseReviewState(caseload, {"case": "NEW", "act": "extend"}))

    assert change(view._case.panel.form)["blockers"][0]["why"].startswith("尚未告知受理")


def test_a_link_to_no_step_opens_the_case_alone(caseload, opened):
    view = CaseReview(CaseReviewState(caseload, {"case": "NEW", "act": "register"}))

    assert view._case.panel is None
    assert view.notice.sentences


def test_cancelling_leaves_the_page_without_the_form(opened):
    panel = choose(opened, "accept")
    panel.form._handle_custom_msg({"type": "cancel"}, [])

    assert opened._case.panel is None
    assert opened.state.act == ""


def test_the_past_cannot_be_acted_in(caseload, opened):
    view = CaseReview(CaseReviewState(caseload, {"case": "NEW", "as_of": "2026-03-26"}))

    assert "改回今天" in view._case.next_steps.closed
    choose(view, "accept")
    assert view._case.panel is None
    with pytest.raises(ActClosedError):
        ActState(caseload, view.state.snapshot, "NEW", Step.ACCEPT)


def test_a_role_that_only_looks_is_told_so(caseload, opened, viewer):
    viewer(AUDITOR)
    view = CaseReview(CaseReviewState(caseload, {"case": "NEW"}))

    assert "只能查看" in view._case.next_steps.closed
    assert choose(view, "accept") is None
    with pytest.raises(NotPermittedError):
        ActState(caseload, view.state.snapshot, "NEW", Step.ACCEPT)


def test_a_handler_acts_for_his_own_unit_alone(caseload, opened, viewer):
    viewer(HANDLER)
    view = CaseReview(CaseReviewState(caseload, {"case": "NEW"}))
    panel = choose(view, "accept")
    size = caseload.ledger_size()

    unit = next(one for one in panel.form.shape if one["key"] == "unit")
    assert [choice["code"] for choice in unit["choices"]] == [TOWN]
    submit(panel.form, on="2026-03-30", unit=DEPARTMENT)

    assert caseload.ledger_size() == size
    assert "无法识别" in panel.form.problem


def test_a_repeat_petition_is_one_more_batch(opened, caseload):
    panel = choose(opened, "repeat")
    submit(panel.form, on="2026-03-31", unit=OFFICE, channel="visit", people="3", note="再次来访询问进度。")

    page = caseload.case_page("NEW")
    assert ("批次 / 人次", "2 批次 / 4 人次") in page.facts


def test_labels_for_stopping_people_are_refused(opened, caseload):
    panel = choose(opened, "accept")

    answer = change(panel.form, on="2026-03-30", unit=TOWN, note="稳控在家")

    assert "不登记" in answer["blockers"][0]["why"]


def test_a_document_needs_its_kind(opened):
    panel = choose(opened, "accept")

    answer = change(panel.form, on="2026-03-30", unit=TOWN, **{"document.number": "3号"})

    assert answer["blockers"][0]["why"] == "已填写文书，请选择文书种类"


def test_a_crafted_choice_of_a_step_is_refused(opened):
    assert choose(opened, "extend") is None
    assert choose(opened, "register") is None


def test_the_outcome_and_the_days_reach_the_law_as_they_are(opened, caseload):
    submit(choose(opened, "accept").form, on="2026-03-25", unit=TOWN)
    form = choose(opened, "extend").form
    answer = change(form, on="2026-03-31", unit=TOWN, days="31", approved_by_head="true", note="案情复杂")
    assert "延长期限不得超过30日" in answer["blockers"][0]["why"]

    submit(
        form,
        on="2026-03-31",
        unit=TOWN,
        days="30",
        approved_by_head="true",
        told_on="2026-03-31",
        note="案情复杂",
    )
    submit(choose(opened, "issue_opinion").form, on="2026-03-31", unit=TOWN, outcome=Outcome.EXPLAIN.value)

    assert caseload.case_page("NEW").state == "已出具处理意见"


def test_the_first_view_still_loads_no_tables():
    code = (
        "import sys, widgets.case_review, widgets.case_review.view\n"
        "print(sorted({'sqlalchemy', 'pandas', 'numpy', 'xlsxwriter'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
