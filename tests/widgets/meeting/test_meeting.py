"""The joint conference by its state: what is offered to whom, what a clerk records, what comes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN, make_register, make_take
from widgets.meeting import MeetingApp, MeetingState
from widgets.meeting.address import ITEMS, SESSION, Shown, query_of, read_shown
from widgets.meeting.agenda_list import AgendaList
from widgets.meeting.attendance import AttendanceSheet
from widgets.meeting.item_acts import doings
from widgets.meeting.item_view import ItemView, item_facts
from widgets.meeting.items_view import ItemsView
from widgets.meeting.minutes_view import minutes_markup
from widgets.meeting.prepare import PrepareView
from widgets.meeting.recording import Recording
from widgets.meeting.session import SessionView
from widgets.meeting.state import NothingChosenError, SavedAlreadyError
from widgets.meeting.wall import MeetingWall
from widgets.parts.base import CraftedMessageError, Message
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts import evidence
from workbench.acts.agreed_items import ConfirmItem, ReportItem
from workbench.acts.meetings import Mark, PlanMeeting
from workbench.law.agreed_item import OwnReportError
from workbench.records.base import StaleError
from workbench.terms import AgendaReason, AttendanceStatus, MeetingKind, Role, Step

if TYPE_CHECKING:
    from workbench.app import Workbench

TODAY = date(2026, 3, 31)
OFFICER = Viewer("officer", "李晓红", Role.SUPERVISOR, "430682LX")
SECOND = Viewer("second", "王敏", Role.CLERK, OFFICE)
HANDLER = Viewer("handler", "承办人", Role.HANDLER, TOWN)
MINUTES_QUERY = {"no": "2026-03", "page": "minutes"}
ANSWERS = {"text": "三十日内修复村道", "lead_unit": TOWN, "within": "30"}


@pytest.fixture
def state(bench: Workbench) -> MeetingState:
    """A meeting in session today, with a late matter on its agenda."""
    bench.perform(
        make_register(case_no="LATE", on=date(2026, 1, 5), title="反映村道塌方"),
        make_take("LATE", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=TOWN),
        PlanMeeting("2026-03", MeetingKind.PLENARY, TODAY, "09:00", "赵某", "副书记", "三楼"),
        actor=CLERK,
    )
    found = MeetingState(bench, Shown(no="2026-03", page=SESSION), viewer=OFFICER)
    page = found.page()
    found.put(page, found.proposals(page))
    found.mark(page, [Mark(TOWN, AttendanceStatus.PRESENT, "钱某", "镇长")])
    found.begin(found.page())
    return found


def record(state: MeetingState, **changed: str) -> str:
    recording = Recording(state, state.page(), 1)
    form = SessionView(state, on_turn=print, on_saved=print).form
    assert form is not None
    values = form.read({**ANSWERS, **changed})
    assert not values.errors
    assert not recording.judge(values)
    return recording.record(values)[0]


@pytest.mark.parametrize(
    "shown",
    [Shown(), Shown(no="2026-03", page=SESSION, topic=2), Shown(room=ITEMS, item="2026-03-01"),
     Shown(room=ITEMS, part="failed")],
)  # fmt: skip
def test_an_address_is_read_back_as_it_was_written(shown: Shown) -> None:
    from urllib.parse import parse_qsl

    assert read_shown(dict(parse_qsl(query_of(shown)))) == (shown, ())


def test_what_an_address_gets_wrong_is_said(state: MeetingState) -> None:
    assert read_shown({"page": "x", "topic": "-1"})[1] == ("议题编号“-1”不是数字", "页面“x”不存在")


def test_the_leader_is_who_came_for_the_lead_unit_unless_another_is_named(state: MeetingState) -> None:
    record(state)
    record(state, leader="孙某", leader_post="副镇长", text="另一件")

    told = [(row.item.item_no, row.item.leader, row.item.leader_post) for row in state.page().items]
    assert told == [("2026-03-01", "钱某", "镇长"), ("2026-03-02", "孙某", "副镇长")]
    assert state.page().items[0].item.due_on == TODAY + timedelta(30)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"lead_unit": DEPARTMENT}, "没有登记参会人：请填写责任领导"),
        ({"supporting": "环保厅"}, "不在名录中"),
        ({"supporting": "街道"}, "不止一个"),
        ({"supporting": "忠防"}, "不必再写在配合单位里"),
    ],
)
def test_what_is_unclear_stands_beside_the_button(
    state: MeetingState, answers: dict[str, str], sentence: str
) -> None:
    recording = Recording(state, state.page(), 1)
    form = SessionView(state, on_turn=print, on_saved=print).form
    assert form is not None

    assert any(sentence in one.why for one in recording.judge(form.read({**ANSWERS, **answers})))


def test_supporting_units_are_found_by_a_part_of_their_names(state: MeetingState) -> None:
    recording = Recording(state, state.page(), 1)

    assert recording.supporting("交通、公安局，聂市") == ("430682D18", "430682D06", "430682103")


def test_the_same_item_is_not_recorded_twice_when_its_answer_was_lost(state: MeetingState) -> None:
    record(state)

    with pytest.raises(SavedAlreadyError, match="2026-03-01"):
        record(state)


def test_two_clerks_who_record_at_once_both_keep_their_item(state: MeetingState, reopen, monkeypatch) -> None:
    other = MeetingState(reopen(state.bench), state.shown, viewer=SECOND)
    stale = other.page()
    record(state)
    fresh, asked = other.page, iter([stale])
    monkeypatch.setattr(other, "page", lambda: next(asked, None) or fresh())

    recording = Recording(other, fresh(), 1)
    form = SessionView(state, on_turn=print, on_saved=print).form
    assert form is not None
    number, _ = recording.record(form.read({**ANSWERS, "text": "同时记录的另一件"}))

    assert number == "2026-03-02"


def test_the_second_of_two_clerks_who_reorder_is_told_who_did(state: MeetingState) -> None:
    from workbench.acts.meetings import AgendaEntry, PutOnAgenda

    state.perform(PutOnAgenda("2026-03", TODAY, (AgendaEntry(AgendaReason.OTHER, subject="用水"),)))
    page = state.page()
    state.move(page, 1, 1)

    with pytest.raises(StaleError, match="officer于3月31日09:00办理“调整议题顺序”"):
        MeetingState(state.bench, state.shown, viewer=SECOND).move(page, 1, 1)
    state.move(state.page(), 1, 1)  # at the end nothing happens
    assert [one.number for one in state.page().topics] == [2, 1]


def test_the_half_typed_item_belongs_to_the_account_and_the_meeting(state: MeetingState) -> None:
    form = SessionView(state, on_turn=print, on_saved=print).form
    assert form is not None
    assert form.draft == {"owner": "officer", "key": "meeting/2026-03/item", "basis": "2026-03-01"}


def test_nothing_is_recorded_before_or_after_the_session(state: MeetingState) -> None:
    state.end(state.page())

    assert SessionView(state, on_turn=print, on_saved=print).form is None


def test_what_is_proposed_is_put_on_by_a_tick_and_never_twice(state: MeetingState) -> None:
    view = PrepareView(state, on_changed=print)

    assert view.proposals == ()  # the late matter stands on the agenda already
    with pytest.raises(NothingChosenError):
        state.put(state.page(), ())


def test_a_crafted_wish_of_the_agenda_is_refused(state: MeetingState) -> None:
    heard: list[tuple[str, int]] = []
    agenda = AgendaList(lambda wish, number: heard.append((wish, number)), can_choose=True)
    agenda.show(state.page())

    agenda.receive(Message({"type": "choose", "number": 1}), ())
    for sent in ({"type": "remove", "number": 1}, {"type": "choose", "number": 9}, {"type": "choose"}):
        with pytest.raises(CraftedMessageError):
            agenda.receive(Message(sent), ())
    assert heard == [("choose", 1)]


def test_attendance_takes_only_units_and_marks_that_there_are(state: MeetingState) -> None:
    saved: list[object] = []
    sheet = AttendanceSheet(state.invited(), saved.append, can_change=True, draft={})
    sheet.show(state.page().meeting.attendance)
    assert len(sheet.rows) == 45

    row = {"unit": DEPARTMENT, "status": "excused", "name": " 吴某 ", "post": ""}
    sheet.receive(Message({"type": "save", "rows": [row]}), ())
    assert saved == [[(DEPARTMENT, AttendanceStatus.EXCUSED, "吴某", "")]]
    for wrong in ({"unit": "999"}, {"status": "late"}, {"status": ""}, {"name": "长" * 41}):
        with pytest.raises(CraftedMessageError):
            sheet.receive(Message({"type": "save", "rows": [{**row, **wrong}]}), ())


def test_a_handler_sees_his_items_alone_and_may_report_but_not_confirm(state: MeetingState) -> None:
    record(state)
    his = MeetingState(state.bench, Shown(), viewer=HANDLER)
    assert his.shown.room == ITEMS
    with pytest.raises(NotPermittedError):
        his.lines()

    (row,) = his.items()
    assert [one.kind.value for one in doings(his, row)] == ["report_item"]
    paper = evidence.keep("验收单.pdf", b"done")
    his.bench.perform(paper, actor=HANDLER.actor)
    his.perform(
        ReportItem("2026-03-01", TODAY, TOWN, TODAY, paper.sha256, "修好了", "验收单"), seen=row.item.version
    )
    with pytest.raises(NotPermittedError):
        his.perform(ConfirmItem("2026-03-01", TODAY))
    with pytest.raises(OwnReportError):
        own = Viewer("own", "镇里的人", Role.SUPERVISOR, TOWN)
        MeetingState(state.bench, viewer=own).perform(ConfirmItem("2026-03-01", TODAY))

    (row,) = state.items()
    assert [one.kind.value for one in doings(state, row)] == ["confirm_item", "return_item", "amend_item"]


def test_the_item_page_keeps_the_first_due_date_in_sight(state: MeetingState) -> None:
    from workbench.acts.agreed_items import AmendItem

    record(state)
    state.perform(AmendItem("2026-03-01", TODAY, date(2026, 6, 30), "2026-03", "雨季"))

    told = str(item_facts(state.items()[0]))
    assert "2026-06-30（议定时为 2026-04-30，变更 1 次）" in told


def test_there_is_no_share_while_nothing_was_due_and_tiles_open_their_items(
    state: MeetingState,
) -> None:
    record(state)
    opened: list[str] = []
    view = ItemsView(state, on_open=print, on_part=opened.append)

    assert view.share is None
    view.tiles.receive(Message({"type": "open", "key": "open", "part": "all"}), ())
    assert opened == ["open"]


def test_minutes_are_a_draft_until_the_meeting_ended(state: MeetingState) -> None:
    record(state)

    assert "会议还没有结束" in str(minutes_markup(state.minutes()))
    state.end(state.page())
    told = str(minutes_markup(state.minutes()))
    assert "会议还没有结束" not in told
    assert "三十日内修复村道" in told


def test_the_wall_follows_what_is_recorded_and_reads_only_when_the_ledger_grew(state: MeetingState) -> None:
    wall = MeetingWall(MeetingState(state.bench, viewer=Viewer("tv", "大屏", Role.DISPLAY)))
    before = wall.told
    wall.receive(Message({"type": "look"}), ())
    assert wall.told is before

    record(state)
    wall.receive(Message({"type": "look"}), ())

    (item,) = wall.told["slides"][0]["items"]
    assert (item["text"], item["due"]) == ("三十日内修复村道", "2026年4月30日前")
    assert (wall.told["agreed"], wall.told["last"], wall.told["in_session"]) == (1, 1, True)
    assert "村道塌方" not in repr(wall.told)


def test_the_wall_of_a_meeting_that_ended_does_not_say_that_it_still_considers(state: MeetingState) -> None:
    wall = MeetingWall(MeetingState(state.bench, viewer=Viewer("tv", "大屏", Role.DISPLAY)))
    assert wall.told["nothing"] == "正在研究"

    state.end(state.page())
    ended = MeetingWall(
        MeetingState(state.bench, viewer=Viewer("tv", "大屏", Role.DISPLAY)), wall.told["meeting_no"]
    )

    assert ended.told["nothing"] == "没有议定事项"


def test_who_may_not_see_the_wall_gets_none(state: MeetingState) -> None:
    with pytest.raises(NotPermittedError):
        MeetingWall(MeetingState(state.bench, viewer=HANDLER))


@pytest.mark.parametrize("viewer", [OFFICER, SECOND, HANDLER, Viewer("audit", "审计", Role.AUDITOR)])
@pytest.mark.parametrize(
    "query", [{}, {"tab": "items"}, {"no": "2026-03"}, {"no": "2026-03", "page": "minutes"}]
)
def test_every_page_opens_for_whoever_may_open_the_app(
    state: MeetingState, viewer: Viewer, query: dict[str, str]
) -> None:
    record(state)
    screen = MeetingApp(MeetingState(state.bench, read_shown(query)[0], viewer=viewer))

    assert screen.notice.sentences == ()


def test_an_item_is_corrected_while_the_meeting_lasts_and_not_after_a_report(state: MeetingState) -> None:
    record(state)
    (row,) = state.items()
    view = ItemView(state, row, on_done=print, on_back=print)
    assert [one.value for one in view.buttons] == ["correct_item", "report_item", "amend_item"]
    view.ask(doings(state, row)[0])
    told = {one.key: one.initial for one in view.form.fields} | {
        "text": "修复村道并硬化",
        "supporting": "聂市",
    }
    assert told["lead_unit"] == TOWN and not view.form.on_change(view.form.read(told))
    for wrong, words in (({"supporting": "街道"}, "不止一个"), ({"supporting": "忠防"}, "不必再写")):
        (blocker,) = view.form.on_change(view.form.read({**told, **wrong}))
        assert words in blocker.why
    view.form.on_submit(view.form.read(told))

    (row,) = state.items()
    assert (row.item.text, row.supporting_names, row.item.due_on) == (
        "修复村道并硬化",
        ("聂市镇",),
        TODAY + timedelta(30),
    )
    state.end(state.page())
    assert "correct_item" not in [one.kind.value for one in doings(state, row)]
    handler = MeetingState(state.bench, Shown(), viewer=HANDLER)
    assert "correct_item" not in [one.kind.value for one in doings(handler, row)]


def test_an_item_leads_to_the_form_of_a_lead_of_accountability(state: MeetingState) -> None:
    record(state)
    (row,) = state.items()

    def shown(viewer: Viewer) -> str:
        own = MeetingState(state.bench, Shown(), viewer=viewer)
        panel = ItemView(own, row, on_done=print, on_back=print).children[1]
        return "".join(str(getattr(part, "value", "")) for part in panel.children)

    assert "accountability?item=2026-03-01&amp;new=1" in shown(OFFICER)
    assert "accountability" not in shown(SECOND) and "accountability" not in shown(HANDLER)
