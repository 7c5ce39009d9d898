"""The ownership screen by its state: what is shown, what may be done by whom, what a form records."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from urllib.parse import parse_qsl

import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register
from tests.looked_back import answered, assigned, locked, opened, ordered
from widgets.ownership.address import BOARD, FORMS, ONE, PAGES, Shown, query_of, read_shown
from widgets.ownership.beside import owned_beside
from widgets.ownership.board import FIGURE_WORDS, figures, of_figure
from widgets.ownership.plan_sheets import changed, versions
from widgets.ownership.questions import TITLES, questions
from widgets.ownership.recording import RecordingClosedError, judge, record
from widgets.ownership.rework import rework_panel
from widgets.ownership.rights import KINDS, may, why_not
from widgets.ownership.rows import gap_rows, leader_rows, owned_rows
from widgets.ownership.schedule import gantt, month_sheet
from widgets.ownership.sheets import head, leader_sheet, milestones, promise_table
from widgets.ownership.state import OwnershipScreenState
from widgets.ownership.view import Ownerships, open_ownership
from widgets.parts.form_values import read_values
from widgets.parts.markup import text
from widgets.parts.upload import UploadedFile
from workbench.access.viewer import Viewer
from workbench.acts import evidence
from workbench.acts.base import Actor
from workbench.acts.ownership import (
    AssignOwnership,
    DraftPlan,
    LeaderDraft,
    MeetMilestone,
    MemberDraft,
    MilestoneDraft,
    SignPlan,
)
from workbench.law.campaign import CampaignError
from workbench.queries.ownership_board import FIGURES, OwnedFilter
from workbench.records.base import StaleError
from workbench.terms import FiveOnes, OwnershipSource, OwnershipState, Role, TeamRole

SUPERVISOR = Viewer("supervisor", "督查员", Role.SUPERVISOR, OFFICE)
LEADER = Viewer("leader", "李副市长", Role.LEADER, "430682")
HANDLER = Viewer("handler", "经办人", Role.HANDLER, TOWN)
STRANGER = Viewer("stranger", "别处经办", Role.HANDLER, OTHER_TOWN)
AUDITOR = Viewer("auditor", "审计", Role.AUDITOR)
ON, DUE, TODAY = date(2026, 2, 2), date(2026, 3, 1), date(2026, 3, 31)
NO = "BA-A-1"
PAID = evidence.keep("收据.pdf", b"paid")
CHARTER = ("稳控", "息诉", "罢访", "重点人员")


@pytest.fixture
def county(bench):
    """A is owned, its first promise late; B is owned by nobody and late."""
    leader = LeaderDraft("430682", "李某", "副市长", "leader")
    team = (MemberDraft(TeamRole.LEAD, TOWN, "张某", "镇长"),)
    bench.perform(*(make_register(case_no=no, title="路灯<b>不亮</b>") for no in "AB"), actor=CLERK)
    bench.perform(
        PAID,
        AssignOwnership(NO, "A", ON, OwnershipSource.SUPERIOR, leader, "补偿款<i>未付</i>", "付清", team),
        DraftPlan(
            NO,
            ON,
            (MilestoneDraft(1, DUE, "核实"), MilestoneDraft(2, date(2026, 4, 5), "付清")),
            "筹款",
            "土地管理法",
        ),
        SignPlan(NO, ON, "李某"),
        actor=Actor("supervisor", Role.SUPERVISOR, OFFICE),
    )
    return bench


def at(bench, viewer=SUPERVISOR, day=None, **shown):
    return OwnershipScreenState(bench, Shown(**shown), day, viewer=viewer)


def answers(state, do, **given):
    """Return the answers of a form: what stands there at first, and what is given; keys with _ for dots."""
    fields = questions(state, do)
    told = {one.key: one.initial for one in fields if one.initial}
    return read_values(fields, {**told, **{key.replace("__", "."): value for key, value in given.items()}})


@pytest.mark.parametrize(
    "shown",
    [
        Shown(),
        Shown(page="one", no=NO, form="draft"),
        Shown(page="time", month=date(2026, 3, 1)),
        Shown(
            wanted=OwnedFilter(
                units=(TOWN,),
                towns=(OTHER_TOWN,),
                campaigns=("ZX-1",),
                states=(OwnershipState.CLAIMED,),
                lacking=(FiveOnes.PLAN, FiveOnes.THROUGH),
                late_only=True,
                figure="soon",
            )
        ),
    ],
)
def test_an_address_shows_what_it_was_made_of(shown):
    told, problems = read_shown(dict(parse_qsl(query_of(shown))), {TOWN, OTHER_TOWN}.__contains__)

    assert (told, problems) == (shown, ())


def test_what_an_address_asks_for_in_vain_is_said_and_left_out():
    given = {"page": "nowhere", "unit": "none", "state": "x", "month": "2026-13", "form": "steal"}
    shown, problems = read_shown(given, lambda code: False)

    assert shown == Shown(page=BOARD) and len(problems) == 5


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


def test_rework_of_a_look_back_stands_on_the_board_with_its_leader_and_leads_to_the_check(county):
    assert rework_panel(at(county)) == []
    boss, judge = Actor("boss", Role.SUPERVISOR, OFFICE), Actor("reviewer-one", Role.REVIEWER, OFFICE)
    county.perform(opened("A", "B"), assigned("A"), assigned("B"), actor=boss)
    for case_no in "AB":
        county.perform(answered(case_no, "promises"), locked(case_no, failed=True), actor=judge)
    county.perform(ordered("A"), actor=judge)
    (panel,) = rework_panel(at(county))
    told = panel.children[1].value

    assert "李某" in told and "没有领导包案" in told and "整改逾期" in told and "待下达整改" in told
    assert "look_back?round=HTK-2026-1&amp;check=HTK-2026-1%3AA" in told
    assert rework_panel(at(county, STRANGER)) == []


def test_every_figure_has_its_words():
    assert set(FIGURE_WORDS) == set(FIGURES)


def test_every_form_has_a_title_an_act_and_an_address():
    assert set(TITLES) == set(KINDS) == set(FORMS)


def test_the_board_shows_leaders_and_ownerships_with_what_is_late_first(county):
    state = at(county)
    (line,) = leader_rows(state.leaders, state)
    (one,) = owned_rows(state.found, state)

    assert (line.key, line.tone, line.cells["late"].text) == ("leader", "late", "1 个")
    assert (one.key, one.cells["who"], one.cells["late"].text) == (NO, "李某", "1 个，30 天")
    assert one.cells["through"].tone == "late" and one.cells["plan"].tone == "done"


@pytest.mark.parametrize("part", ["all", "passed", "failed"])
@pytest.mark.parametrize("key", ["live", "complete", "kept", "late", "soon", "claimed"])
def test_every_figure_of_the_board_leads_to_just_what_it_counts(county, key, part):
    state = at(county)
    (figure,) = [one for one in figures(state.sums) if one.key == key]
    whole = figure.denominator if figure.denominator is not None else int(figure.value)
    counted = {"all": whole, "passed": figure.numerator, "failed": whole - (figure.numerator or 0)}[part]
    asked = at(county, wanted=OwnedFilter(figure=of_figure(key, part)))

    assert bool(asked.found) == bool(counted if figure.numerator is not None else whole)
    assert asked.sums == state.sums
    if key in ("live", "complete", "claimed") and counted is not None:
        assert len(asked.found) == (counted if figure.numerator is not None else whole)


def test_what_is_pending_is_incomplete_though_it_lacks_nothing_yet(county):
    state = at(county, day=ON)

    assert state.sums.complete == 1
    late = at(county, wanted=OwnedFilter(figure="incomplete"))
    assert len(late.found) == 1 == late.sums.live - late.sums.complete


def test_what_nobody_owns_is_listed_with_its_reason(county):
    state = at(county)
    listed = {line.key: line for line in gap_rows(state)}

    assert listed["B"].cells["leader"].text == "没有" and "时限超期" in listed["B"].cells["why"]
    assert "非条例规定" in state.coverage.rule


def test_the_pages_escape_what_was_written_and_name_no_petitioner(county):
    state = at(county, no=NO)
    one = state.one
    told = str(
        text(
            [
                head(state, one),
                milestones(state, one),
                versions(one),
                leader_sheet(state, state.every_leader[0]),
                promise_table(state),
                month_sheet(state, date(2026, 3, 1)),
            ]
        )
    )

    assert "<b>不亮" not in told and "<i>未付" not in told and "&lt;i&gt;未付" in told
    assert "逾期未兑现 30 天" in told and "逾期 30 天" in told
    assert "尚无评价（不等于满意）" in told and "尚未办结" in told and "尚未化解" in told
    assert not any(word in told for word in CHARTER)


def test_the_next_promise_of_a_leader_is_told_with_its_days(county):
    told = str(leader_sheet(at(county, LEADER), at(county).every_leader[0]))

    assert "2026-04-05" in told and "还有 5 天" in told


def test_milestones_stand_on_their_days(county):
    picture = gantt(at(county))
    marks = [mark for mark in picture.marks if getattr(mark, "said", "")]

    assert [mark.tone for mark in marks] == ["late", "accent"] and all(NO in mark.href for mark in marks)
    assert marks[0].x < marks[1].x and picture.rows[0][0] == "李某"


def test_changed_words_are_marked():
    assert str(text(changed("分三次付清", "分两次付清"))) == "分<del>三</del><ins>两</ins>次付清"
    assert changed(None, "付清") == "付清"


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
    record(supervisor, "sign", answers(supervisor, "sign"))

    found = at(county, no=NO).one
    assert [(one.key, one.moved, one.is_late) for one in found.commitments] == [
        (1, 0, True),
        (2, 1, False),
        (3, 0, False),
    ]
    assert "<del>2026-04-05</del> <ins>2026-04-20</ins>" in str(versions(found))


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


@pytest.fixture
def screen(county, monkeypatch):
    monkeypatch.setattr("workbench.access.viewer._known", [SUPERVISOR])
    return Ownerships(county, None, {})


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_from_its_address(county, monkeypatch, page):
    monkeypatch.setattr("workbench.access.viewer._known", [SUPERVISOR])
    county.snapshot()
    shown = open_ownership(county, {"page": page})

    assert isinstance(shown, Ownerships) and shown.tabs.current == page
    assert len(shown._boxes[page].children) >= 1 and shown.notice.sentences == ()


def test_a_step_becomes_an_address_and_back_comes_from_it(screen):
    screen._one(NO)
    assert dict(parse_qsl(screen.place.query)) == {"page": "one", "no": NO}

    screen._go_to({"page": "mine"})
    assert screen.tabs.current == "mine"


def test_a_leader_comes_to_his_own_page(county, monkeypatch):
    monkeypatch.setattr("workbench.access.viewer._known", [LEADER])
    screen = Ownerships(county, None, {})

    assert screen.tabs.current == "mine" and screen.state.leader_key == "leader"
    assert screen.state.is_own_page


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


def test_the_page_of_a_matter_says_who_owns_it_and_leads_there(county):
    told = str(owned_beside(county, county.snapshot(), "A"))

    assert "李某" in told and "逾期未兑现" in told and f"no={NO}" in told
    assert owned_beside(county, county.snapshot(), "B") is None
