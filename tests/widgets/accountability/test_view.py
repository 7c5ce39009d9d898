"""The screen of accountability: who sees what on it, forms that record, addresses, nothing left behind."""

import io
import json
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest
from ipywidgets.widgets import widget as widget_module

from tests import looked_back, reviewed
from tests.acts.test_accountability import SUPERVISOR, accusation
from tests.factories import DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register
from tests.proceedings import (
    NUMBER,
    PAPER,
    S,
    earlier,
    entered,
    known,
    opened,
    recommended,
    to_the_end,
    two_decisions_on_one_person,
)
from widgets.accountability import Accountability, AccountabilityState
from widgets.accountability.address import Shown, query_of, read_shown
from widgets.accountability.markup import what_stands
from widgets.accountability.questions import Questions
from workbench.access.viewer import Viewer
from workbench.acts.supervision import IssueOrder
from workbench.terms import (
    ProceedingDue,
    ProceedingState,
    ProceedingStep,
    ReexaminationResult,
    Responsibility,
    Role,
    SupervisionReason,
)

KEEPER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)
AUDITOR = Viewer("audit", "审计员", Role.AUDITOR, DEPARTMENT)
LEADER = Viewer("town.leader", "王镇长", Role.LEADER, TOWN)
SECOND = "责〔2026〕2号"


@pytest.fixture(autouse=True)
def only_these():
    """Widgets of other tests are none of this one's business."""
    before = set(widget_module._instances)
    yield
    for key in set(widget_module._instances) - before:
        if key in widget_module._instances:
            widget_module._instances[key].close()


def everything():
    """Everything a browser can read: every trait of every widget there is."""
    found = list(widget_module._instances.values())
    return json.dumps([one.get_state() for one in found], ensure_ascii=False, default=str)


def send(widget, **content):
    widget._handle_custom_msg(content, [])


def judge(panel, **values):
    send(panel.form, type="change", serial=1, values=values)
    return [one["why"] for one in panel.form.answer["blockers"]], panel.form.answer["errors"]


def submit(panel, **values):
    send(panel.form, type="submit", serial=2, token=panel.form.token, values=values)
    return panel.form.problem


@pytest.fixture
def bench_with_log(bench):
    bench.perform(make_register(case_no="A"), PAPER, actor=SUPERVISOR)
    known(bench)
    bench.perform(*earlier(to_the_end(), 35), opened(SECOND, on=date(2026, 3, 20)), actor=SUPERVISOR)
    return bench


@pytest.fixture
def screen(bench_with_log):
    def open_screen(viewer=KEEPER, **address):
        return Accountability(AccountabilityState(bench_with_log, address, viewer=lambda: viewer))

    return open_screen


def test_the_log_shows_every_proceeding_and_a_filter_narrows_it(screen):
    assert [line.proceeding.proceeding_no for line in screen().state.shown_lines] == [SECOND, NUMBER]
    assert [one.proceeding.proceeding_no for one in screen(state="open").state.shown_lines] == [SECOND]
    assert screen(state="x").state.complaint.startswith("状态筛选")


def test_the_unit_sees_its_concluded_entries_and_no_person(screen):
    shown = screen(LEADER, tab="counters")

    assert shown.state.tabs == ("log",) and shown.state.shown.tab == "log"
    assert screen(LEADER, id=NUMBER).page is not None
    assert "李明" not in everything() and "副所长" not in everything()
    assert shown.board.new.layout.display == "none"


def test_none_of_another_unit_sees_that_there_is_one(screen):
    other = screen(replace(LEADER, unit=OTHER_TOWN), id=NUMBER)

    assert other.page is None
    assert "没有您可以查看的" in everything()
    assert "忠防" not in json.dumps(other.board.entries.first, ensure_ascii=False)


def test_an_auditor_reads_everything_and_enters_nothing(screen):
    page = screen(AUDITOR, id=NUMBER).page

    assert not page.buttons and page.panel is None
    assert "李明" in everything()


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

    assert judge(panel, **values) == ([], {})
    assert submit(panel, **values) == ""
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


def test_only_what_is_next_is_emphasised(screen, bench_with_log):
    def next_ones(number):
        buttons = screen(id=number).page.buttons
        return {step for step, one in buttons.items() if "mod-primary" in one._dom_classes}

    number, on = "责〔2026〕3号", date(2026, 3, 20)
    *before, recommend = recommended(number, on=on)
    bench_with_log.perform(opened(number, on=on), *before, actor=SUPERVISOR)
    assert next_ones(number) == {S.RECOMMEND}
    bench_with_log.perform(recommend, actor=SUPERVISOR)
    assert next_ones(number) == {S.FEEDBACK}  # another body may be asked; it is not what comes next
    waiver = entered(S.WAIVER, on, number=number)
    bench_with_log.perform(waiver, actor=SUPERVISOR)
    assert next_ones(number) == {S.DECISION, S.FEEDBACK}
    decision = entered(
        S.DECISION, date(2026, 3, 21), number=number, unit=DEPARTMENT, form="circular", document_no="9号"
    )
    bench_with_log.perform(decision, actor=SUPERVISOR)
    assert next_ones(number) == {S.FEEDBACK}


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

    blockers, _ = judge(panel, **values, person_account="li.mng")
    assert ["没有账号“li.mng”" in one for one in blockers] == [True]
    assert judge(panel, **values, person_account="Li.Ming") == judge(panel, **values) == ([], {})


def test_a_decision_on_who_was_not_heard_is_blocked_before_the_button(screen, bench_with_log):
    number = "责〔2026〕3号"
    on = date(2026, 3, 20)
    bench_with_log.perform(opened(number, on=on), *recommended(number, on=on), actor=SUPERVISOR)
    invite = entered(S.INVITE, on, number=number, due_on=date(2027, 12, 31))
    bench_with_log.perform(invite, actor=SUPERVISOR)
    panel = screen(id=number, step="decision").page.panel
    panel.upload.kept = (_kept(),)
    panel.form.ask((*panel.entry.fields(), *panel.upload.fields(bench_with_log.today())))

    blockers, errors = judge(
        panel,
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
    assert submit(shown.new, **asked) == ""
    assert shown.state.shown.number == f"责〔{bench_with_log.today().year}〕3号"


def test_nothing_is_entered_on_a_past_day(screen):
    past = screen(id=SECOND, step="fact", as_of="2026-03-21")

    assert past.page.panel is None and not past.page.buttons


def test_the_content_of_an_accusation_is_in_no_widget(bench_with_log):
    bench_with_log.perform(accusation("B", against=OTHER_TOWN), actor=SUPERVISOR)
    number = "责〔2026〕3号"
    on = date(2026, 3, 21)
    acts = [opened(number, on=on, case_no="B"), entered(S.FACT, on, number=number, text="秘密内容")]
    bench_with_log.perform(*acts, actor=SUPERVISOR)

    for viewer in (KEEPER, AUDITOR):
        Accountability(AccountabilityState(bench_with_log, {"id": number}, viewer=lambda v=viewer: v))
    assert "秘密内容" not in everything()


def test_ledgers_name_units_and_persons_only_where_asked(screen):
    board = screen().board
    texts = []
    for with_persons in (False, True):
        sheet = openpyxl.load_workbook(io.BytesIO(board._file(with_persons=with_persons).content)).active
        texts.append(" ".join(str(cell.value) for row in sheet.iter_rows() for cell in row))

    assert "副所长" not in texts[0] and "副所长" in texts[1]


def test_small_cells_are_hidden_on_the_screen(screen):
    trends = screen(tab="trends").board.trends.value

    assert "＜5" in trends and ">1<" not in trends and ">2<" not in trends


@pytest.mark.parametrize(
    "shown",
    [
        Shown(),
        Shown(tab="due", units=(TOWN,), states=(ProceedingState.OPEN.value,)),
        Shown(number=NUMBER, step="fact", corrects=3),
        Shown(is_new=True, order="督〔2026〕1号", item="2026-1-1", case="A"),
        Shown(is_new=True, sheet="PC-1/A/1", check="HTK-2026-1:A"),
    ],
)
def test_an_address_says_what_is_shown(shown):
    from urllib.parse import parse_qsl

    assert read_shown(dict(parse_qsl(query_of(shown)))) == (shown, ())


def test_an_address_that_cannot_be_read_is_told(screen):
    _, problems = read_shown({"tab": "x", "state": "y", "step": "z", "corrects": "?"})
    assert len(problems) == 4
    assert screen(id="责〔2026〕9号").page is None


def test_the_unit_does_not_read_what_was_decided_on_a_person(screen):
    screen(LEADER, id=NUMBER)

    assert "临纪〔2026〕3号" in everything() and "临纪〔2026〕4号" not in everything()


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
