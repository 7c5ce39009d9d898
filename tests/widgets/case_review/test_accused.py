"""Naming whom an accusation is about: asked on its page, shown nowhere, and gone for them at once."""

from __future__ import annotations

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from widgets.case_review import CaseReview, CaseReviewState
from workbench.access.accounts import AccountBook
from workbench.access.viewer import Viewer
from workbench.acts.amending import NameAccused
from workbench.acts.base import read_act
from workbench.acts.guards import AccusedUnitError
from workbench.acts.ownership import AssignOwnership, LeaderDraft, ReplaceLeader
from workbench.app import Workbench
from workbench.terms import OwnershipSource, PetitionClass, Role, Step

BOSS = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)


@pytest.fixture
def accused_box(bench: Workbench, monkeypatch: pytest.MonkeyPatch):
    """The page of an accusation that names nobody yet, and of a claim."""
    told = {"petition_class": PetitionClass.ACCUSATION, "path": None}
    bench.perform(make_register(case_no="J", **told), make_register(case_no="C"), actor=CLERK)
    AccountBook(bench).add("li.ming", "李明", Role.CLERK, OTHER_TOWN, by="test")

    def opened(viewer: Viewer, case_no: str = "J"):
        monkeypatch.setattr("workbench.access.viewer._known", [viewer])
        return CaseReview(CaseReviewState(bench.seen_by(viewer), {"case": case_no}))._case.accused

    return opened


def name(box, unit: str, account: str = "") -> None:
    box.ask()
    values = {"unit": unit, "account": account}
    message = {"type": "submit", "token": box.form.token, "serial": 3, "values": values}
    box.form._handle_custom_msg(message, [])


def sees(bench: Workbench, viewer: Viewer) -> bool:
    rows = bench.seen_by(viewer).snapshot().rows("select count(*) from case_fact where case_no = 'J'")
    return rows == [(1,)]


def test_once_named_the_unit_and_its_people_do_not_find_the_matter(bench: Workbench, accused_box):
    town, other = (Viewer("x", "某", Role.SUPERVISOR, unit) for unit in (TOWN, OTHER_TOWN))
    assert sees(bench, town)

    name(accused_box(BOSS), TOWN)

    assert not sees(bench, town) and sees(bench, other) and sees(bench, BOSS)


def test_a_named_person_does_not_find_it_wherever_he_belongs_by_now(bench: Workbench, accused_box):
    him = Viewer("li.ming", "李明", Role.CLERK, OTHER_TOWN)
    colleague = Viewer("wang", "王某", Role.CLERK, OTHER_TOWN)

    name(accused_box(BOSS), TOWN, "Li.Ming")

    assert not sees(bench, him) and sees(bench, colleague)
    with pytest.raises(ValueError, match="没有编号为“J”的信访事项"):
        bench.seen_by(him).perform(
            make_take("J", Step.TRANSFER, bench.today(), unit=OFFICE, to_unit=DEPARTMENT), actor=him.actor
        )


def test_an_account_that_nobody_has_is_refused(bench: Workbench, accused_box):
    """Written wrongly it would hide the matter from nobody."""
    box, size = accused_box(BOSS), bench.ledger_size()
    name(box, TOWN, "li.mng")

    assert "没有账号“li.mng”" in box.form.problem and bench.ledger_size() == size


def test_a_person_can_be_named_after_his_unit(bench: Workbench, accused_box):
    name(accused_box(BOSS), TOWN)
    name(accused_box(BOSS), TOWN, "li.ming")

    assert not sees(bench, Viewer("li.ming", "李明", Role.CLERK, OTHER_TOWN))
    assert bench.verify_ledger().is_sound


def test_a_named_person_cannot_be_given_the_matter(bench: Workbench, accused_box):
    name(accused_box(BOSS), TOWN, "li.ming")
    leader = LeaderDraft("430682D13", "李明", "副局长", "li.ming")

    with pytest.raises(AccusedUnitError):
        bench.perform(
            AssignOwnership("BA-J-1", "J", bench.today(), OwnershipSource.SCREENING, leader, "核查", "查清"),
            actor=BOSS.actor,
        )


def test_whoever_owns_the_matter_loses_it_once_he_is_named_and_the_supervisor_is_warned(bench, accused_box):
    """HR6: naming him is not refused, for that would leave it with him."""
    from tests.screens import tell_screen

    leader = LeaderDraft("430682D13", "李明", "副局长", "li.ming")
    bench.perform(
        AssignOwnership("BA-J-1", "J", bench.today(), OwnershipSource.SCREENING, leader, "核查", "查清"),
        actor=BOSS.actor,
    )
    him, auditor = Viewer("li.ming", "李明", Role.LEADER, OTHER_TOWN), Viewer("a", "某", Role.AUDITOR, OFFICE)
    assert sees(bench, him)

    bench.perform(NameAccused("J", None, "li.ming"), actor=BOSS.actor)

    assert not sees(bench, him)
    assert "利益冲突，须交接" in tell_screen(bench, BOSS, "ownership")
    assert "利益冲突" not in tell_screen(bench, auditor, "ownership")
    successor = LeaderDraft("430682D01", "赵某", "常委", "zhao")
    given = ReplaceLeader("BA-J-1", bench.today(), successor, bench.today(), bench.today(), "查清")
    bench.perform(given, actor=BOSS.actor)
    assert "利益冲突" not in tell_screen(bench, BOSS, "ownership")


def test_the_page_does_not_tell_whom_it_is_about(bench: Workbench, accused_box):
    name(accused_box(BOSS), TOWN, "li.ming")
    box = accused_box(BOSS)

    assert box.button.description == "登记被检举控告单位"
    assert box.form is None


@pytest.mark.parametrize(
    ("viewer", "case_no"),
    [(BOSS, "C"), (Viewer("c", "张科员", Role.CLERK, OFFICE), "J"), (Viewer("a", "某", Role.AUDITOR), "J")],
)
def test_for_others_and_for_other_matters_there_is_no_form(accused_box, viewer: Viewer, case_no: str):
    assert accused_box(viewer, case_no).children == ()


@pytest.mark.parametrize("act", [NameAccused("J", TOWN), NameAccused("J", TOWN, "li.ming")])
def test_the_act_reads_back_from_its_entry(act: NameAccused):
    assert read_act(act.kind, act.object, act.public(), act.private()) == act
    assert act.public() == {}
