"""The urgency of a matter on its page: noted, shown, ended; offered to the office alone, and for today."""

import re
from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register
from tests.filled_forms import submit, text_of
from widgets.case_review import CaseReview, CaseReviewState
from widgets.meeting import MeetingState
from widgets.meeting.address import Shown
from widgets.meeting.prepare import PrepareView
from widgets.meeting.urgent import NOTING, UrgencyBox, noting
from workbench.access.viewer import Viewer
from workbench.acts.meetings import PlanMeeting
from workbench.queries.urgencies import urgencies_of
from workbench.terms import AgendaReason, MeetingKind, Role, UrgencyReason

TODAY = date(2026, 3, 31)
OFFICER = Viewer("officer", "李晓红", Role.SUPERVISOR, "430682LX")
HANDLER = Viewer("handler", "承办人", Role.HANDLER, TOWN)
ANSWERS = {
    "reason": "safety", "facts": "坝体渗漏", "known_on": "2026-03-30", "reported_to": "市政府、水利局"
}  # fmt: skip


@pytest.fixture
def matter(bench):
    bench.perform(make_register(case_no="A", title="水库坝体渗漏"), actor=CLERK)
    return bench


def box(bench, viewer=OFFICER, as_of=None):
    said = []
    return UrgencyBox(bench, bench.snapshot(as_of), "A", viewer=viewer, on_done=said.append), said


def told(bench):
    return bench.ask(urgencies_of, "A", as_of=TODAY)


def test_it_is_said_to_whom_the_office_reports():
    (asked,) = (one for one in noting(TODAY) if one.key == "reported_to")

    assert asked.hint.endswith("上一级信访部门，同时报告国家信访局")


def test_an_officer_notes_what_is_urgent_and_ends_it_later(matter):
    shown, said = box(matter)
    assert text_of(shown) == f"<p>{NOTING}</p>登记重大紧急"
    shown.ask()
    submit(shown.form, **ANSWERS)

    (one,) = told(matter)
    assert (one.reason, one.known_on, one.reported_on) == (UrgencyReason.SAFETY, date(2026, 3, 30), TODAY)
    assert "“登记重大紧急”已记入台账" in said[0]
    again, said = box(matter)
    assert "知悉 1 日后报告" in text_of(again) and "由有权机关核查是否隐瞒、谎报、缓报" in text_of(again)
    assert re.search("可能适用的条款：《信访工作条例》.*（可能适用，由有权机关判断）", text_of(again))
    assert again.kind.value == "end_urgency"
    again.ask()
    submit(again.form, why="已降低水位")
    assert told(matter)[0].ended_on == TODAY
    assert "2026-03-31 解除" in text_of(box(matter)[0])


def test_words_that_label_people_are_not_let_in(matter):
    shown, _ = box(matter)
    shown.ask()

    refused = submit(shown.form, **{**ANSWERS, "facts": "重点人员需要稳控"})
    assert "不登记对信访人的管控类标签" in refused["blockers"][0]["why"]
    assert told(matter) == ()


@pytest.mark.parametrize(
    ("viewer", "as_of"), [(HANDLER, None), (Viewer("a", "审计", Role.AUDITOR), None), (OFFICER, "2026-03-01")]
)
def test_it_is_offered_to_the_office_alone_and_not_in_the_past(matter, viewer, as_of):
    day = date.fromisoformat(as_of) if as_of else None

    assert text_of(box(matter, viewer, day)[0]) == ""


def test_the_page_of_the_matter_shows_it_and_the_next_agenda_proposes_it(matter, monkeypatch):
    monkeypatch.setattr("widgets.case_review.case_screen.current_viewer", lambda: OFFICER)
    page = CaseReview(CaseReviewState(matter, {"case": "A"}))
    page._case.urgency.ask()
    submit(page._case.urgency.form, **ANSWERS)
    assert "危及人身或者公共安全" in text_of(page._case)

    plan = PlanMeeting("2026-03", MeetingKind.WORKING, TODAY, "09:00", "赵某", "副书记", "三楼")
    matter.perform(plan, actor=CLERK)
    state = MeetingState(matter, Shown(no="2026-03"), viewer=OFFICER)
    (proposal,) = [one for one in state.proposals(state.page()) if one.key == "A"]
    assert proposal.reasons[0] is AgendaReason.URGENT


def test_a_clerk_adds_only_topics_that_no_rule_finds(matter):
    plan = PlanMeeting("2026-03", MeetingKind.WORKING, TODAY, "09:00", "赵某", "副书记", "三楼")
    matter.perform(plan, actor=CLERK)
    state = MeetingState(matter, Shown(no="2026-03"), viewer=Viewer("c", "王敏", Role.CLERK, OFFICE))
    view = PrepareView(state, on_changed=print)
    (form,) = view._own().children

    assert "reason" not in {one.key for one in form.fields}
    submit(form, subject="春耕用水")
    (topic,) = state.page().topics
    assert (topic.reason, topic.item.subject) == (AgendaReason.OTHER, "春耕用水")
