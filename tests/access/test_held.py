"""HR3: a text that names somebody of the rolls with words of accusation is held until a person decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import NOW
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.intake.files import row, xlsx
from tests.intake.test_batches import taken_in
from tests.screens import tell_screen
from workbench.access.accounts import AccountBook
from workbench.access.masking import HELD_TITLE
from workbench.access.viewer import Viewer
from workbench.acts.amending import Correct, NameAccused
from workbench.acts.base import Actor
from workbench.acts.book import UnknownCaseError
from workbench.acts.guards import AccusedUnitError, HeldError
from workbench.acts.handling import RegisterRepeat
from workbench.acts.holding import DecideHold, HoldError, HoldMatter
from workbench.acts.unmasking import AskUnmasking, UnmaskingError, UnmaskValue
from workbench.acts.urgencies import NoteUrgency
from workbench.app import Workbench
from workbench.law.facts import StepTaken
from workbench.queries.case_filter import CaseFilter
from workbench.queries.caseload import page
from workbench.records.journal import LedgerEntryRow
from workbench.terms import (
    Channel,
    HoldFinding,
    PetitionClass,
    Role,
    Step,
    UnmaskField,
    UnmaskReason,
    UrgencyReason,
)

ABOUT = "聂市镇的干部收受好处费，补偿款没有发下来。"  # names OTHER_TOWN
HELD, PLAIN = "HELD", "PLAIN"
DISCIPLINE = "430682D01"
ON = date(2026, 1, 8)
BOSS = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
HANDLER = Viewer("town", "李经办", Role.HANDLER, TOWN)
NAMED = Viewer("other", "王经办", Role.SUPERVISOR, OTHER_TOWN)


@pytest.fixture
def held(bench: Workbench) -> Workbench:
    """A matter that goes on to TOWN and names OTHER_TOWN, taken in at once as an import does; a plain one."""
    bench.perform(
        make_register(case_no=HELD, title="反映征地补偿", narrative=ABOUT),
        make_take(HELD, Step.TRANSFER, ON, unit=OFFICE, to_unit=TOWN),
        make_register(case_no=PLAIN, narrative="聂市镇的村道路灯坏了三个月。"),
        make_take(PLAIN, Step.TRANSFER, ON, unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )
    return bench


def kinds(bench: Workbench) -> list[str]:
    with bench.reading() as session:
        return list(session.scalars(select(LedgerEntryRow.kind).order_by(LedgerEntryRow.seq)))


def numbers(bench: Workbench, viewer: Viewer) -> list[str]:
    return sorted(row.case_no for row in page(bench.seen_by(viewer).snapshot(), CaseFilter()))


def decide(bench: Workbench, finding: HoldFinding, other: str | None = None, viewer: Viewer = BOSS) -> None:
    bench.seen_by(viewer).perform(DecideHold(HELD, finding, other, "已核对原信"), actor=viewer.actor)


def test_hr3_free_text_that_names_an_accused_is_held_until_a_person_decides(held):
    assert kinds(held).count("hold_matter") == 1
    assert numbers(held, HANDLER) == [PLAIN]
    assert numbers(held, BOSS) == [HELD, PLAIN]

    decide(held, HoldFinding.NONE)

    assert numbers(held, HANDLER) == [HELD, PLAIN]
    assert ABOUT in tell_screen(held, HANDLER, "case_review", {"case": HELD})
    assert held.verify_ledger().is_sound


def test_while_it_is_held_it_is_for_its_unit_as_if_it_did_not_exist(held):
    told = tell_screen(held, HANDLER, "case_review", {"case": HELD})
    never = tell_screen(held, HANDLER, "case_review", {"case": "NEVER"})
    assert told.replace(HELD, "…") == never.replace("NEVER", "…")
    with pytest.raises(UnknownCaseError):
        act = make_take(HELD, Step.ACCEPT, ON, unit=TOWN)
        held.seen_by(HANDLER).perform(act, actor=HANDLER.actor)


def test_whoever_it_names_finds_nothing_of_it_whatever_his_role(held):
    assert numbers(held, NAMED) == [PLAIN]
    with pytest.raises(UnknownCaseError):
        decide(held, HoldFinding.NONE, viewer=NAMED)
    with pytest.raises(AccusedUnitError):
        act = DecideHold(HELD, HoldFinding.NONE, None, "自己放行")
        held.perform(act, actor=Actor("x", Role.SUPERVISOR, OTHER_TOWN))


def test_a_person_of_the_accounts_who_is_named_finds_nothing_of_it(bench):
    bench.perform(make_register(case_no=HELD, narrative="陈督查徇私，压着材料不办。"), actor=CLERK)
    AccountBook(bench).add("boss", "陈督查", Role.SUPERVISOR, OFFICE, by="test")
    bench.perform(make_register(case_no="AGAIN", narrative="陈督查徇私，压着材料不办。"), actor=CLERK)

    assert numbers(bench, BOSS) == [HELD]
    assert numbers(bench, replace(BOSS, account="other")) == ["AGAIN", HELD]


def test_nobody_reads_what_it_says_and_the_page_says_why(held):
    for viewer in (BOSS, Viewer("a", "审计", Role.AUDITOR, OFFICE)):
        for address in ({}, {"case": HELD}, {"text": "好处费"}):
            told = tell_screen(held, viewer, "case_review", address)
            assert "好处费" not in told.replace("text=好处费", "").replace('"好处费"', ""), address
    told = tell_screen(held, BOSS, "case_review", {"case": HELD})
    assert HELD_TITLE in told and "贪污贿赂" in told and "单位名录中的单位" in told
    assert HELD_TITLE in tell_screen(held, BOSS, "case_review")


def test_nothing_goes_on_with_it_but_what_it_takes_to_decide(held):
    with pytest.raises(HeldError):
        held.perform(make_take(HELD, Step.ACCEPT, ON, unit=TOWN), actor=CLERK)
    with pytest.raises(HeldError):
        urgent = NoteUrgency(f"JJ-{HELD}-1", HELD, UrgencyReason.SAFETY, ON, ON, "塌方", "市政府")
        held.perform(urgent, actor=CLERK)
    with pytest.raises(UnmaskingError, match="另一人同意"):
        one = UnmaskValue(HELD, 1, UnmaskField.NARRATIVE, UnmaskReason.INVESTIGATE, why="核对")
        held.perform(one, actor=CLERK)
    held.perform(
        AskUnmasking(HELD, 1, UnmaskField.NARRATIVE, UnmaskReason.INVESTIGATE, why="核对"), actor=CLERK
    )


def test_what_comes_in_while_it_is_held_is_kept_away_too(held):
    step = StepTaken(Step.REPEAT, ON, received_on=ON, unit=OFFICE, channel=Channel.LETTER, people=1)
    held.perform(RegisterRepeat(HELD, "又寄来一封，说的还是那笔钱", step), actor=CLERK)
    held.perform(Correct(HELD, 1, "narrative", "更正：那笔补偿款", "抄错"), actor=CLERK)
    told = tell_screen(held, BOSS, "case_review", {"case": HELD})
    assert "那笔" not in told
    assert held.verify_ledger().is_sound

    decide(held, HoldFinding.NONE)

    told = tell_screen(held, HANDLER, "case_review", {"case": HELD})
    assert "说的还是那笔钱" in told and "更正：那笔补偿款" in told
    assert held.verify_ledger().is_sound


def classified(*, to_unit: str | None = None):
    """A person found it to be an accusation, and sends it where it belongs."""
    on = NOW.date()
    told = {"petition_class": PetitionClass.ACCUSATION, "unit": OFFICE}
    yield make_take(HELD, Step.CLASSIFY, on, **told)
    if to_unit is not None:
        yield make_take(HELD, Step.TRANSFER, on, unit=OFFICE, to_unit=to_unit)


def test_found_to_be_an_accusation_it_becomes_one_and_says_nothing_more(held):
    with pytest.raises(HoldError, match="检举控告类"):
        decide(held, HoldFinding.ACCUSATION)
    held.seen_by(BOSS).perform(
        *classified(to_unit=DISCIPLINE),
        NameAccused(HELD, OTHER_TOWN),
        DecideHold(HELD, HoldFinding.ACCUSATION, None, "反映干部收受财物"),
        actor=BOSS.actor,
    )
    assert "好处费" not in tell_screen(held, BOSS, "case_review", {"case": HELD})
    assert numbers(held, NAMED) == [PLAIN]
    assert held.verify_ledger().is_sound


def test_an_accusation_is_not_let_go_while_it_lies_with_whom_it_names(bench):
    bench.perform(
        make_register(case_no=HELD, narrative=ABOUT),
        make_take(HELD, Step.TRANSFER, ON, unit=OFFICE, to_unit=OTHER_TOWN),
        actor=CLERK,
    )
    decision = DecideHold(HELD, HoldFinding.ACCUSATION, None, "反映干部收受财物")
    with pytest.raises(HoldError, match="责任单位正是"):
        bench.perform(*classified(), decision, actor=CLERK)
    bench.perform(*classified(to_unit=DISCIPLINE), NameAccused(HELD, OTHER_TOWN), decision, actor=CLERK)


def test_a_split_names_the_accusation_that_was_registered_by_itself(held):
    with pytest.raises(HoldError, match="编号"):
        decide(held, HoldFinding.SPLIT)
    with pytest.raises(HoldError, match="另行登记"):
        decide(held, HoldFinding.SPLIT, PLAIN)
    held.perform(
        make_register(case_no="ACC", narrative=ABOUT, petition_class=PetitionClass.ACCUSATION, path=None),
        NameAccused("ACC", OTHER_TOWN),
        Correct(HELD, 1, "narrative", "补偿款没有发下来。", "检举控告部分另行登记"),
        actor=CLERK,
    )
    decide(held, HoldFinding.SPLIT, "ACC")
    told = tell_screen(held, HANDLER, "case_review", {"case": HELD})
    assert "补偿款没有发下来" in told and "好处费" not in told
    assert kinds(held).count("hold_matter") == 1, "what is left of the text names nobody"


def test_a_person_may_hold_by_hand_what_no_word_told(held):
    with pytest.raises(HoldError, match="为什么"):
        held.perform(HoldMatter(PLAIN), actor=CLERK)
    held.seen_by(BOSS).perform(HoldMatter(PLAIN, why="来人口头反映镇长"), actor=BOSS.actor)
    assert numbers(held, HANDLER) == []


def test_an_import_holds_too_once_all_steps_of_a_row_are_there(bench):
    result = taken_in(bench, xlsx(row(信访内容=ABOUT)))
    assert "1 件可能是检举控告，已列为待认定" in result.sentence
    assert kinds(bench)[-1] == "hold_matter"
    again = taken_in(bench, xlsx(row(信访内容=ABOUT), row(信访件编号="XF-0002")), "二月.xlsx")
    assert (again.existing, again.held) == (1, 0)
    assert (HELD_TITLE,) in bench.snapshot().rows("select title from case_fact")


def test_nothing_of_it_leaves_in_an_exchange_or_an_extract(held, tmp_path):
    from workbench.intake.exchange import exchanged
    from workbench.snapshots.deidentified import _matters

    told = exchanged(held, held.snapshot())
    assert [row[0] for row in told.rows] == [PLAIN]
    assert told.accusations == 1
    assert len(_matters(held.snapshot())) == 1


def test_what_is_registered_as_an_accusation_of_whom_it_names_is_not_held_beside(bench):
    told = {"petition_class": PetitionClass.ACCUSATION, "path": None, "accused_unit": OTHER_TOWN}
    one = make_register(case_no="A", narrative=ABOUT, **told)
    bench.perform(one, actor=CLERK)
    assert "hold_matter" not in kinds(bench)
