"""What the ownership screen records by its forms: what is whose to do, what blocks it, what is refused."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

from tests.factories import CLERK, OTHER_TOWN, TOWN
from tests.widgets.ownership.conftest import (
    AUDITOR,
    DUE,
    HANDLER,
    LEADER,
    NO,
    ON,
    PAID,
    STRANGER,
    SUPERVISOR,
    TODAY,
    at,
)
from widgets.ownership.address import FORMS, ONE
from widgets.ownership.plan_sheets import versions
from widgets.ownership.questions import TITLES, questions
from widgets.ownership.recording import RecordingClosedError, judge, record
from widgets.ownership.rights import KINDS, may, why_not
from widgets.parts.form_values import read_values
from widgets.parts.upload import UploadedFile
from workbench.access.viewer import Viewer
from workbench.acts.base import Actor
from workbench.acts.ownership import AssignOwnership, LeaderDraft, MeetMilestone
from workbench.law.campaign import CampaignError
from workbench.records.base import StaleError
from workbench.terms import OwnershipSource, OwnershipState, Role


def answers(state, do, **given):
    """Return the answers of a form: what stands there at first, and what is given; keys with _ for dots."""
    fields = questions(state, do)
    told = {one.key: one.initial for one in fields if one.initial}
    return read_values(fields, {**told, **{key.replace("__", "."): value for key, value in given.items()}})


def test_a_wrong_assignment_is_taken_back_on_its_page_and_not_once_a_plan_is_signed(county):
    assert "方案已经签订" in why_not(at(county, page=ONE, no=NO), "withdraw")
    leader = LeaderDraft("430682", "钱某", "副市长", "other")
    county.perform(
        AssignOwnership("BA-B-1", "B", ON, OwnershipSource.SUPERIOR, leader, "甲", "乙"), actor=CLERK
    )
    state = at(county, page=ONE, no="BA-B-1")
    assert why_not(state, "withdraw") == "" and not may(
        at(county, HANDLER, page=ONE, no="BA-B-1"), "withdraw"
    )
    record(
        state,
        "withdraw",
        read_values(questions(state, "withdraw"), {"on": "2026-03-31", "why": "不属其分管"}),
    )

    after = at(county, page=ONE, no="BA-B-1")
    assert after.one.state is OwnershipState.WITHDRAWN and not after.one.is_live
    assert "已于 2026-03-31 撤回" in why_not(after, "replace")
    assert [line.key for line in after.every_leader] == ["leader"]
    assert "B" in [gap.matter.case_no for gap in after.coverage.gaps]


def test_every_form_has_a_title_an_act_and_an_address():
    assert set(TITLES) == set(KINDS) == set(FORMS)


@pytest.mark.parametrize(
    ("viewer", "able"),
    [
        (SUPERVISOR, {"meet", "note", "draft", "sign", "team", "replace", "claim", "check", "withdraw"}),
        (LEADER, {"meet", "note", "draft", "sign", "team", "claim"}),
        (HANDLER, {"meet", "note", "draft", "team"}),
        (STRANGER, set()),
        (AUDITOR, set()),
        (Viewer("other", "别的领导", Role.LEADER, "430682"), set()),
    ],
    ids=lambda value: value.account if isinstance(value, Viewer) else "",
)
def test_each_is_offered_only_what_is_his_to_do(county, viewer, able):
    state = at(county, viewer, no=NO)

    assert {do for do in KINDS if may(state, do)} - {"assign"} - {d for d in KINDS if "drive" in d} == able


def test_what_cannot_be_done_now_says_why(county):
    state = at(county, no=NO)

    assert "没有待签订" in why_not(state, "sign") and "还没有报结果" in why_not(state, "check")
    assert "2 个节点没有完成" in why_not(state, "claim") and why_not(state, "draft") == ""
    assert "改回今天" in why_not(at(county, no=NO, day=DUE), "note")


def test_a_form_records_and_another_reads_it_back(county):
    state = at(county, HANDLER, no=NO)
    values = answers(state, "note", sort="visit", words="到村走访")
    assert judge(state, "note", values) == [] and record(state, "note", values) == county.ledger_size()

    assert at(county, no=NO).one.ownership.log[0].words == "到村走访"


def test_a_change_of_plan_keeps_the_keys_and_needs_another_to_sign(county):
    state = at(county, HANDLER, no=NO)
    values = answers(
        state, "draft", why="资金晚到", m__2__due="2026-04-20", m__3__words="公示", m__3__due="2026-04-30"
    )
    assert judge(state, "draft", values) == []
    record(state, "draft", values)
    supervisor = at(county, no=NO)
    assert answers(supervisor, "sign").text("signer") == ""  # not the owning leader: it gives more time
    record(supervisor, "sign", answers(supervisor, "sign", signer="王书记"))

    found = at(county, no=NO).one
    assert [(one.key, one.moved, one.is_late) for one in found.commitments] == [
        (1, 0, True),
        (2, 1, False),
        (3, 0, False),
    ]
    assert "<del>2026-04-05</del> <ins>2026-04-20</ins>" in str(versions(found))
    assert not re.search("<th[^>]*></th>", str(versions(found)))  # a heading that says nothing


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"m__3__words": "只有内容"}, "第3号节点要么写全"),
        ({"measures": "落实稳控措施"}, "稳控"),
        ({"m__2__due": "2026-03-01"}, "已过"),
    ],
)
def test_what_blocks_a_plan_stands_beside_the_button(county, given, said):
    state = at(county, no=NO)
    blockers = judge(state, "draft", answers(state, "draft", why="资金晚到", **given))

    assert len(blockers) == 1 and said in blockers[0].why


def test_a_matter_is_assigned_with_its_next_number(county):
    state = at(county, case_no="B")
    values = answers(
        state,
        "assign",
        source="superior",
        asked="甲",
        settles="乙",
        leader__name="赵某",
        leader__post="市长",
        leader__unit="430682",
        lead__unit=TOWN,
        lead__1__person="王某",
        support__1__unit=OTHER_TOWN,
    )
    assert judge(state, "assign", values) == []
    record(state, "assign", values)

    found = at(county, no="BA-B-1").one.ownership
    assert [one.unit for one in found.team] == [TOWN, OTHER_TOWN] and found.leader.name == "赵某"


def test_the_second_officer_is_told_and_nothing_is_lost(county):
    state = at(county, no=NO)
    assert state.one is not None
    county.perform(
        MeetMilestone(NO, 1, TODAY, TODAY, PAID.sha256, "收据"), actor=Actor("handler", Role.HANDLER, TOWN)
    )

    with pytest.raises(StaleError, match="handler于3月31日09:00办理“节点完成”"):
        record(state, "note", answers(state, "note", sort="visit", words="到村走访"))


def test_who_may_not_is_refused_whatever_the_page_sends(county):
    for viewer in (AUDITOR, STRANGER):
        with pytest.raises(RecordingClosedError):
            record(at(county, viewer, no=NO), "note", answers(at(county, no=NO), "note"))


def test_a_drive_takes_matters_by_rule_and_says_where_none_are_found(county):
    state = at(county)
    record(
        state, "open_drive", answers(state, "open_drive", campaign_no="ZX-8", name="长期未结", rule="满半年")
    )
    state = at(county, drive="ZX-8")
    with pytest.raises(CampaignError, match="没有找到"):
        record(state, "enter_drive", answers(state, "enter_drive", gaps="long_open", days="9000"))
    with pytest.raises(CampaignError, match="内容分类"):
        record(state, "enter_drive", answers(state, "enter_drive", gaps="topic"))
    record(state, "enter_drive", answers(state, "enter_drive", gaps="long_open", days="1"))

    assert {one.case_no for one in at(county, drive="ZX-8").drive.matters} >= {"A", "B"}


def test_drives_are_opened_filled_and_left(county):
    state = at(county)
    record(
        state, "open_drive", answers(state, "open_drive", campaign_no="ZX-9", name="积案清零", rule="超期")
    )
    state = at(county, drive="ZX-9")
    record(state, "enter_drive", answers(state, "enter_drive", numbers="A", gaps="late"))
    state = at(county, drive="ZX-9")
    assert {one.case_no for one in state.drive.matters} == {"A", "B"}

    record(state, "leave_drive", answers(state, "leave_drive", case_no="B", why="重复"))
    assert [one.case_no for one in at(county, drive="ZX-9").drive.matters] == ["A"]


def test_evidence_is_uploaded_named_and_counted(screen, tmp_path):
    screen._one(NO)
    screen.open_form("meet")
    panel, content = screen.form, b"photo"
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    digest = sha256(content).hexdigest()
    assert "evidence.sha256" in panel.form.read({}).errors
    panel.upload.upload.on_file(UploadedFile("photo.jpg", path, len(content), digest))

    given = {one.key: one.initial for one in panel.form.fields if one.initial}
    values = panel.form.read({**given, "evidence.dated_on": "2026-03-31"})
    assert not values.errors and panel._judge(values) == []
    panel._submit(values)
    screen._done("meet", panel._position)

    assert screen.form is None and "节点完成" in screen.notice.sentences[0]
    assert screen.state.one.ownership.kept[0].sha256 == digest


def test_a_form_that_cannot_be_opened_says_why(screen):
    screen._one(NO)
    screen.open_form("check")

    assert screen.form is None and "还没有报结果" in screen.notice.sentences[0]
