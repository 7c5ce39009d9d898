"""Forms of accountability: what they ask, what blocks them, what they record, where a lead begins."""

from datetime import date, timedelta

import pytest

from tests import looked_back, reviewed
from tests.acts.test_accountability import SUPERVISOR
from tests.factories import DEPARTMENT, OFFICE, TOWN
from tests.filled_forms import judged, pressed
from tests.proceedings import (
    NUMBER,
    PAPER,
    S,
    earlier,
    entered,
    opened,
    recommended,
    two_decisions_on_one_person,
)
from tests.widgets.accountability.conftest import KEEPER, SECOND
from widgets.accountability import AccountabilityState
from widgets.accountability.markup import what_stands
from widgets.accountability.questions import Questions
from workbench.acts.supervision import IssueOrder
from workbench.terms import (
    ProceedingDue,
    ProceedingStep,
    ReexaminationResult,
    Responsibility,
    SupervisionReason,
)


def test_a_fact_is_entered_from_the_page_and_stands_in_the_log(screen, bench_with_log):
    shown = screen(id=SECOND, step="fact")
    panel = shown.page.panel
    values = {
        "happened_on": bench_with_log.today().isoformat(),
        "text": "超期20日",
        "evidence.sha256": PAPER.sha256,
        "evidence.title": "核实情况",
        "evidence.dated_on": "2026-03-02",
    }
    panel.upload.kept = (_kept(),)
    panel.form.ask((*panel.entry.fields(), *panel.upload.fields(bench_with_log.today())))

    assert judged(panel.form, **values) == ([], {})
    assert pressed(panel.form, **values) == ""
    line = AccountabilityState(bench_with_log, {"id": SECOND}, viewer=lambda: KEEPER).page().line
    assert [one.text for one in line.of(S.FACT)] == ["超期20日"]
    assert bench_with_log.verify_ledger().is_sound


def _kept():
    from workbench.queries.evidence import KeptFile

    return KeptFile(PAPER.sha256, "核实情况.pdf", 11)


@pytest.mark.parametrize("step", [one for one in ProceedingStep if one is not S.LEAD])
def test_each_form_asks_what_its_entry_needs_or_says_why_not(screen, step):
    for number in (NUMBER, SECOND):
        shown = screen(id=number, step=step.value)
        if shown.page.panel is None:
            assert step not in shown.state.page().line.steps
        else:
            asked = {one.key for one in shown.page.panel.form.fields}
            assert len(asked) > 1


def test_a_correction_is_filled_in_with_what_stood_and_needs_its_reason(screen, bench_with_log):
    page = screen(id=NUMBER, step="fact", corrects="3").page
    panel = page.panel
    assert page.correct.description == "更正"
    asked = {one.key: one for one in panel.form.fields}

    assert asked["text"].initial == "李明承办，超期20日"
    assert asked["why"].required
    gone = screen(id=NUMBER, step="publication", corrects="17").page
    assert gone.panel is None  # corrected before


def test_a_person_is_not_named_by_an_account_that_nobody_has(screen, bench_with_log):
    number, on = "责〔2026〕3号", date(2026, 3, 20)
    bench_with_log.perform(opened(number, on=on), *recommended(number, on=on), actor=SUPERVISOR)
    panel = screen(id=number, step="person").page.panel
    panel.upload.kept = (_kept(),)
    panel.form.ask((*panel.entry.fields(), *panel.upload.fields(bench_with_log.today())))
    values = {
        "happened_on": bench_with_log.today().isoformat(),
        "name": "李明", "post": "副所长", "responsibility": "direct", "author": "第一监督检查室",
        "evidence.sha256": PAPER.sha256, "evidence.title": "认定", "evidence.dated_on": "2026-03-02",
    }  # fmt: skip

    blockers, _ = judged(panel.form, **values, person_account="li.mng")
    assert ["没有账号“li.mng”" in one for one in blockers] == [True]
    assert judged(panel.form, **values, person_account="Li.Ming") == judged(panel.form, **values) == ([], {})


def test_a_decision_on_who_was_not_heard_is_blocked_before_the_button(screen, bench_with_log):
    number = "责〔2026〕3号"
    on = date(2026, 3, 20)
    bench_with_log.perform(opened(number, on=on), *recommended(number, on=on), actor=SUPERVISOR)
    invite = entered(S.INVITE, on, number=number, due_on=date(2027, 12, 31))
    bench_with_log.perform(invite, actor=SUPERVISOR)
    panel = screen(id=number, step="decision").page.panel
    panel.upload.kept = (_kept(),)
    panel.form.ask((*panel.entry.fields(), *panel.upload.fields(bench_with_log.today())))

    blockers, errors = judged(
        panel.form,
        happened_on=bench_with_log.today().isoformat(),
        subject="0",
        unit=DEPARTMENT,
        form="circular",
        document_no="3号",
        **{
            "evidence.sha256": PAPER.sha256,
            "evidence.title": "决定",
            "evidence.dated_on": "2026-03-02",
        },
    )

    assert not errors
    assert "陈述申辩" in blockers[0]


def test_a_lead_is_opened_from_an_order_by_its_address(screen, bench_with_log):
    order = IssueOrder(
        "督〔2026〕1号", TOWN, OFFICE, SupervisionReason.LATE, date(2026, 3, 2), date(2026, 3, 17),
        "超期12日", "第四十条", "限期办结", case_no="A",
    )  # fmt: skip
    bench_with_log.perform(order, actor=SUPERVISOR)
    shown = screen(order=order.order_no, new="1")
    asked = {one.key: one.initial for one in shown.new.form.fields}

    assert asked == {
        "source": "order_ignored",
        "unit": TOWN,
        "case_no": "A",
        "order_no": order.order_no,
        "item_no": "",
        "sheet_no": "",
        "check_no": "",
        "paper_no": "",
        "text": "超期12日",
    }
    assert pressed(shown.new.form, **asked) == ""
    assert shown.state.shown.number == f"责〔{bench_with_log.today().year}〕3号"


def test_a_corrected_person_is_named_and_offered_by_what_stands(screen, bench_with_log):
    found = entered(
        S.PERSON, date(2026, 3, 20), happened_on=date(2026, 1, 28), name="王强", post="所长", corrects=6,
        responsibility=Responsibility.DIRECT, author="监督检查室", why="认错人", dated_on=date(2026, 1, 28),
    )  # fmt: skip
    bench_with_log.perform(found, actor=SUPERVISOR)
    state = screen(id=NUMBER).state

    stands = str(what_stands(state.page(), str))
    assert "李明" not in stands and "王强：政务警告" in stands
    (subject,) = (
        one for one in Questions(state, state.page().line, S.OBJECTION, 0).all() if one.key == "subject"
    )
    assert [one.code for one in subject.choices] == ["0", "6"] and "王强" in subject.choices[1].label


def test_which_decision_is_objected_to_is_asked_where_somebody_has_several(screen, bench_with_log):
    def asked(state, step=S.OBJECTION):
        return {one.key: one for one in Questions(state, state.page().line, step, 0).all()}

    assert "form" not in asked(screen(id=NUMBER).state)
    bench_with_log.perform(*earlier(two_decisions_on_one_person(), 35), actor=SUPERVISOR)
    state = screen(id=NUMBER).state

    choices = {one.code: one.label for one in asked(state)["form"].choices}
    assert choices["demerit"] == "政务记过（临纪〔2026〕4号）" and "party_warning" in choices
    stands = str(what_stands(state.page(), str))
    assert "李明：政务警告" in stands and "李明：党内警告" in stands


def test_which_objection_a_result_answers_is_asked_where_somebody_has_several(screen, bench_with_log):
    bench_with_log.perform(*earlier(two_decisions_on_one_person(), 35), actor=SUPERVISOR)

    def asked():
        state = screen(id=NUMBER).state
        return {one.key: one for one in Questions(state, state.page().line, S.REEXAMINATION, 0).all()}

    assert "answers" not in asked()
    more = entered(
        S.OBJECTION, date(2026, 4, 24), text="不服", due_on=date(2026, 5, 26), subject=6, form="demerit",
        paper=False,
    )  # fmt: skip
    bench_with_log.perform(*earlier([more], 35), actor=SUPERVISOR)
    first, second = asked()["answers"].choices
    assert list(asked()).index("answers") == 2 and "党内警告" in first.label and "政务记过" in second.label

    result = entered(
        S.REEXAMINATION, date(2026, 4, 30), unit=DEPARTMENT, result=ReexaminationResult.UPHELD,
        document_no="临纪〔2026〕9号", subject=6, answers=int(second.code),
    )  # fmt: skip
    bench_with_log.perform(*earlier([result], 35), actor=SUPERVISOR)
    assert "answers" not in asked()
    page = screen(id=NUMBER).state.page()
    assert page.line.entries[-1].entry.answers == int(second.code)
    (waiting,) = [one for one in page.line.awaited if one.what is ProceedingDue.REEXAMINATION]
    assert waiting.due_on == date(2026, 5, 25) - timedelta(35)


def test_of_several_bodies_the_one_that_has_not_answered_is_offered(screen, bench_with_log):
    more = entered(S.RECOMMEND, date(2026, 4, 22), text="超期20日", unit="430682LX", due_on=date(2026, 5, 22))
    bench_with_log.perform(*earlier([more], 35), actor=SUPERVISOR)
    state = screen(id=NUMBER).state

    asked = {one.key: one for one in Questions(state, state.page().line, S.FEEDBACK, 0).all()}
    assert (asked["unit"].label, asked["unit"].initial) == ("反馈的机关", "430682LX")
    forms = {one.key: one for one in Questions(state, state.page().line, S.DECISION, 0).all()}["form"]
    assert {"talk", "warning"} <= {one.code for one in forms.choices}


def reviewed_alike(case_no):
    yield reviewed.opened(case_no), reviewed.ONE
    for turn, reviewer in enumerate((reviewed.ONE, reviewed.OTHER), 1):
        yield reviewed.assigned(case_no, turn, reviewer), reviewed.ONE
        yield reviewed.answered(case_no, turn, C1=0), reviewer
        yield reviewed.locked(case_no, turn), reviewer


@pytest.mark.parametrize(
    ("acts", "origin", "source"),
    [
        (reviewed_alike, {"sheet": "PC-1/A/1"}, "file_review"),
        (looked_back.looked_back_to_the_end, {"check": "HTK-2026-1:A"}, "look_back"),
    ],
)
def test_a_lead_begins_with_what_a_review_or_a_look_back_found(screen, bench_with_log, acts, origin, source):
    for act, actor in acts("A"):
        bench_with_log.perform(act, actor=actor)
    fields = {one.key: one.initial for one in screen(new="1", **origin).new.lead.fields()}

    assert (fields["source"], fields["unit"], fields["case_no"]) == (source, TOWN, "A")
    assert next(iter(origin.values())) in (fields["sheet_no"], fields["check_no"]) and fields["text"]
