"""The ownership screen by its state and its address: what its pages show, and what each figure leads to."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest

from tests.factories import OFFICE, OTHER_TOWN, TOWN
from tests.looked_back import answered, assigned, locked, opened, ordered
from tests.widgets.ownership.conftest import LEADER, NO, ON, STRANGER, SUPERVISOR, at
from widgets.ownership.address import BOARD, PAGES, Shown, query_of, read_shown
from widgets.ownership.beside import owned_beside
from widgets.ownership.board import FIGURE_WORDS, figures, of_figure
from widgets.ownership.plan_sheets import changed, versions
from widgets.ownership.rework import rework_panel
from widgets.ownership.rows import gap_rows, leader_rows, owned_rows
from widgets.ownership.schedule import gantt, month_sheet
from widgets.ownership.sheets import head, leader_sheet, milestones, promise_table
from widgets.ownership.view import Ownerships, open_ownership
from widgets.parts.markup import text
from workbench.acts.base import Actor
from workbench.queries.ownership_board import FIGURES, OwnedFilter
from workbench.terms import FiveOnes, OwnershipState, Role

CHARTER = ("稳控", "息诉", "罢访", "重点人员")


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


def test_rework_of_a_look_back_stands_on_the_board_with_its_leader_and_leads_to_the_check(county):
    assert rework_panel(at(county)) == []
    boss, judge = Actor("boss", Role.SUPERVISOR, OFFICE), Actor("reviewer-one", Role.REVIEWER, OFFICE)
    county.perform(opened("A", "B"), assigned("A"), assigned("B"), actor=boss)
    for case_no in "AB":
        county.perform(answered(case_no, "promises"), locked(case_no, failed=True), actor=judge)
    county.perform(ordered("A"), actor=judge)
    (panel,) = rework_panel(at(county))
    told = panel.children[1].value

    assert "李某" in told and "<td>没有</td>" in told and "整改逾期" in told and "待下达整改" in told
    assert "look_back?round=HTK-2026-1&amp;check=HTK-2026-1%3AA" in told
    assert rework_panel(at(county, STRANGER)) == []


def test_every_figure_has_its_words():
    assert set(FIGURE_WORDS) == set(FIGURES)


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


def test_the_page_of_a_matter_says_who_owns_it_and_leads_there(county):
    told = str(owned_beside(county, county.snapshot(), "A"))

    assert "李某" in told and "逾期未兑现" in told and f"no={NO}" in told
    assert owned_beside(county, county.snapshot(), "B") is None
