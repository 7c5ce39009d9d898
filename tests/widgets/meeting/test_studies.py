"""That the standing committee heard of the work: shown beside the meetings, set and recorded by it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import OFFICE, TOWN
from tests.filled_forms import submit, text_of
from widgets.exports import Export
from widgets.meeting import MeetingApp, MeetingState
from widgets.meeting.address import STUDIES, Shown, query_of, read_shown
from widgets.meeting.studies_view import StudiesView
from workbench.access.viewer import Viewer
from workbench.queries.work_studies import study_lines
from workbench.terms import ActKind, Role, StudyBody

TODAY = date(2026, 3, 31)
OFFICER = Viewer("officer", "李晓红", Role.SUPERVISOR, OFFICE)
SECOND = Viewer("second", "王敏", Role.CLERK, OFFICE)
SESSION = {
    "on": "2026-03-30", "session": "市委常委会第三次会议", "paper": "纪要〔2026〕3号", 
    "heard": "一季度信访形势。", "decided": "按月调度超期事项",
}  # fmt: skip


def view(bench, viewer=OFFICER):
    said: list[str] = []
    shown = StudiesView(MeetingState(bench, Shown(room=STUDIES), viewer=viewer), on_done=said.append)
    return shown, said


def boxes(shown, body=StudyBody.STANDING_COMMITTEE):
    return {one.kind: one for one in shown.boxes[body]}


def fill(box, **answers):
    box.ask()
    return submit(box.form, **answers)


def test_the_tab_has_an_address():
    assert read_shown({"tab": "studies"}) == (Shown(room=STUDIES), ())
    assert query_of(Shown(room=STUDIES)) == "tab=studies"


def test_without_an_interval_the_page_says_that_the_law_has_none(bench):
    text = text_of(view(bench)[0])
    assert "《信访工作条例》第九条第二款" in text and "没有设定间隔" in text and "已逾期" not in text


def test_an_officer_sets_the_interval_records_a_session_and_strikes_it(bench):
    shown, said = view(bench)
    fill(boxes(shown)[ActKind.SET_STUDY_INTERVAL], months="2", since="2026-01-15", basis="市委办〔2026〕2号")
    assert "“设定听取汇报间隔”已记入台账" in said[0]
    shown, _ = view(bench)
    assert "2026-03-15" in text_of(shown) and "已逾期 16 日" in text_of(shown)

    fill(boxes(shown)[ActKind.RECORD_STUDY], **SESSION)
    shown, _ = view(bench)
    assert (
        "已逾期" not in text_of(shown)
        and "一季度信访形势；议定：按月调度超期事项" in text_of(shown)
        and "2026-05-30" in text_of(shown)
    )

    fill(boxes(shown)[ActKind.STRIKE_STUDY], number="1", why="登记错了会议")
    shown, _ = view(bench)
    assert "已逾期 16 日" in text_of(shown) and "登记错了会议" in text_of(shown)
    (committee, _) = bench.ask(study_lines, as_of=TODAY)
    assert committee.version == 3


def test_what_was_heard_is_exported_and_a_record_of_it_can_be_issued(bench):
    fill(boxes(view(bench)[0])[ActKind.RECORD_STUDY], **SESSION)
    shown, _ = view(bench)
    (ledger,) = (one for one in shown.children if isinstance(one, Export))
    assert ledger.make().name == f"听取信访工作汇报台账（{TODAY}）.xlsx"
    assert "letter=study_record" in text_of(shown)


def test_a_clerk_records_and_does_not_set_how_often(bench):
    found = boxes(view(bench, SECOND)[0])
    assert hasattr(found[ActKind.RECORD_STUDY], "button")
    assert not hasattr(found[ActKind.SET_STUDY_INTERVAL], "button")


def test_words_that_label_people_are_not_let_in(bench):
    refused = fill(boxes(view(bench)[0])[ActKind.RECORD_STUDY], **{**SESSION, "decided": "落实重点人员稳控"})
    assert "不登记对信访人的管控类标签" in refused["blockers"][0]["why"]
    assert bench.ask(study_lines, as_of=TODAY)[0].version == 0


@pytest.mark.parametrize("viewer", [OFFICER, Viewer("h", "承办人", Role.HANDLER, TOWN)])
def test_the_tab_is_there_for_who_may_read_meetings(bench, viewer, monkeypatch):
    monkeypatch.setattr("widgets.meeting.state.current_viewer", lambda: viewer)
    app = MeetingApp(MeetingState(bench, Shown(room=STUDIES), viewer=viewer))
    assert (app.state.shown.room == STUDIES) == (viewer is OFFICER)
