"""待认定 on the page of a matter: it says why, and a person decides; the home page counts what waits."""

from __future__ import annotations

import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.screens import tell_screen
from widgets.case_review import CaseReview, CaseReviewState
from widgets.case_review.held import HELD, HeldBox
from workbench.access.accounts import AccountBook
from workbench.access.viewer import Viewer
from workbench.app import Workbench
from workbench.terms import Role, Step

BOSS = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
AUDITOR = Viewer("audit", "审计", Role.AUDITOR, OFFICE)
HANDLER = Viewer("town", "李经办", Role.HANDLER, TOWN)


@pytest.fixture
def held_box(bench: Workbench, monkeypatch: pytest.MonkeyPatch):
    """The box on the page of a matter that is held, H, and of one that is not, C."""
    bench.perform(
        make_register(case_no="H", narrative="聂市镇的干部收受好处费。"),
        make_take("H", Step.TRANSFER, bench.today(), unit=OFFICE, to_unit=TOWN),
        make_register(case_no="C"),
        make_take("C", Step.TRANSFER, bench.today(), unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )

    def opened(viewer: Viewer = BOSS, case_no: str = "H") -> HeldBox:
        monkeypatch.setattr("workbench.access.viewer._known", [viewer])
        return CaseReview(CaseReviewState(bench.seen_by(viewer), {"case": case_no}))._case.held

    return opened


def fill_in(box: HeldBox, **values: str) -> str:
    box.ask()
    message = {"type": "submit", "token": box.form.token, "serial": 3, "values": values}
    box.form._handle_custom_msg(message, [])
    return box.form.problem


def sees(bench: Workbench, viewer: Viewer, case_no: str = "H") -> bool:
    asked = "select count(*) from case_fact where case_no = ?"
    return bench.seen_by(viewer).snapshot().value(asked, (case_no,)) == 1


def test_the_page_says_why_and_that_nothing_goes_on(bench, held_box):
    told = tell_screen(bench, BOSS, "case_review", {"case": "H"})
    assert "可能是检举控告" in told and HELD in told and "软件只认用词" in told
    assert held_box().button.description == "认定是否检举控告"


def test_a_person_lets_it_go_with_his_reason(bench, held_box):
    assert not sees(bench, HANDLER)
    assert fill_in(held_box(), finding="none", why="只是问路") == ""
    assert sees(bench, HANDLER)


def test_found_to_be_an_accusation_it_is_classed_sent_and_named_in_one_go(bench, held_box):
    values = {"finding": "accusation", "why": "属实与否另查", "to_unit": "430682D01", "accused": OTHER_TOWN}
    assert fill_in(held_box(), **values) == ""
    page = bench.seen_by(BOSS).case_page("H")
    assert page.is_accusation and page.held is None
    assert not sees(bench, Viewer("x", "某", Role.SUPERVISOR, OTHER_TOWN))


def test_who_is_named_and_not_accused_is_struck_by_his_name_with_a_reason(bench, held_box):
    town = Viewer("x", "某", Role.SUPERVISOR, OTHER_TOWN)
    values = {"finding": "accusation", "why": "属实与否另查"}
    assert "理由" in fill_in(held_box(), **values, struck="聂市镇")
    assert fill_in(held_box(), **values, struck="聂市镇：只是来信人的地址") == ""
    assert sees(bench, town)


def test_who_is_named_and_not_struck_is_accused(bench, held_box):
    AccountBook(bench).add("li.ming", "李明", Role.CLERK, OFFICE, by="test")
    assert fill_in(held_box(), finding="accusation", why="属实与否另查", account="Li.Ming") == ""
    assert not sees(bench, Viewer("x", "某", Role.SUPERVISOR, OTHER_TOWN))
    assert not sees(bench, Viewer("li.ming", "李明", Role.CLERK, OFFICE))


def test_what_stands_against_a_decision_is_said_and_nothing_is_written(bench, held_box):
    size = bench.ledger_size()
    assert "编号" in fill_in(held_box(), finding="split", why="一信两事")
    assert bench.ledger_size() == size


def test_a_person_holds_what_no_word_told(bench, held_box):
    assert sees(bench, HANDLER, "C")
    assert fill_in(held_box(case_no="C"), why="来人口头反映镇长") == ""
    assert not sees(bench, HANDLER, "C")


def test_who_may_not_decide_reads_why_and_has_no_button(bench, held_box):
    assert not hasattr(held_box(AUDITOR), "button")


def test_the_home_page_counts_what_waits_for_those_who_decide(bench, held_box):
    assert "可能是检举控告" in tell_screen(bench, BOSS, "home")
    assert "可能是检举控告" not in tell_screen(bench, AUDITOR, "home")
    assert "可能是检举控告" not in tell_screen(bench, HANDLER, "home")
