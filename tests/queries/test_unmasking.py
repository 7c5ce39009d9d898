"""Who may see an original text: whoever asked, that one value, for a quarter of an hour, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register
from workbench.access.gate import NotPermittedError
from workbench.access.masking import PHONE_NOT_SHOWN, mask_name
from workbench.access.policy import policy
from workbench.access.viewer import Viewer
from workbench.acts.handling import Person
from workbench.acts.unmasking import ApproveUnmasking, AskUnmasking, DeclineUnmasking, UnmaskValue
from workbench.app import Workbench
from workbench.queries.case_page import case_page
from workbench.queries.unmasking import (
    Maskable,
    UnmaskingOverError,
    maskable,
    needs_approval,
    original,
    unmasked_since,
    unmaskings_of,
)
from workbench.terms import PetitionClass, Role, UnmaskField, UnmaskReason

NAME, PHONE = "王小明", "13812345678"
START = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)
ME = Viewer("clerk", "张科员", Role.CLERK, OFFICE)
BOSS = Viewer("boss", "李督查", Role.SUPERVISOR, OFFICE)
SECOND = Viewer("second", "陈督查", Role.SUPERVISOR, OFFICE)
ACCUSED = Viewer("them", "某镇", Role.SUPERVISOR, TOWN)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bench(either_bench: Workbench, clock: Clock) -> Workbench:
    moved = Workbench(either_bench.config, clock=clock)
    person = Person(name=NAME, phone=PHONE)
    accusation = make_register(
        case_no="J",
        petition_class=PetitionClass.ACCUSATION,
        path=None,
        accused_unit=TOWN,
        narrative="收了三万",
    )
    moved.perform(make_register(case_no="C", persons=(person,)), accusation, actor=CLERK)
    yield moved
    moved.close()


def see(bench: Workbench, who: Viewer = ME, field: UnmaskField = UnmaskField.PHONE) -> int:
    person = 1 if field.is_of_person else None
    act = UnmaskValue("C", 1, field, UnmaskReason.CONTACT, person, "核实路灯位置")
    return bench.seen_by(who).perform(act, actor=who.actor)[0]


def read(bench: Workbench, position: int, who: Viewer = ME, case_no: str = "C") -> str:
    return bench.seen_by(who).ask(original, who, case_no, position, bench.now())


def test_the_page_masks_whatever_was_unmasked(bench: Workbench):
    see(bench)

    page = bench.seen_by(ME).ask(
        case_page, "C", as_of=bench.today(), calendars=bench.ask(lambda link: bench.calendars(link))
    )

    assert NAME not in repr(page) and PHONE not in repr(page)


def test_it_is_one_value_for_whoever_asked(bench: Workbench):
    position = see(bench)

    assert read(bench, position) == PHONE
    for who in (BOSS, Viewer("other", "某", Role.CLERK, OFFICE)):
        with pytest.raises(UnmaskingOverError):
            read(bench, position, who)
    with pytest.raises(UnmaskingOverError):
        read(bench, position + 1)
    with pytest.raises(UnmaskingOverError):
        read(bench, position, case_no="J")


def test_each_field_gives_its_own_value(bench: Workbench):
    values = {UnmaskField.NAME: NAME, UnmaskField.TITLE: "反映村道路灯不亮", UnmaskField.PHONE: PHONE}

    assert {field: read(bench, see(bench, field=field)) for field in values} == values


def test_after_its_minutes_it_is_over(bench: Workbench, clock: Clock):
    position, minutes = see(bench), policy().unmask_minutes
    assert minutes == 15

    clock.now = START + timedelta(minutes=minutes, seconds=-1)
    assert read(bench, position) == PHONE
    clock.now = START + timedelta(minutes=minutes)
    with pytest.raises(UnmaskingOverError, match="重新写明理由"):
        read(bench, position)


def test_a_clock_set_back_shows_nothing(bench: Workbench, clock: Clock):
    position = see(bench)
    clock.now = START - timedelta(seconds=1)

    with pytest.raises(UnmaskingOverError):
        read(bench, position)


def ask(bench: Workbench) -> int:
    act = AskUnmasking("J", 1, UnmaskField.NARRATIVE, UnmaskReason.INVESTIGATE, None, "核对线索归属")
    return bench.seen_by(ME).perform(act, actor=ME.actor)[0]


def test_an_accusation_is_shown_once_another_agrees(bench: Workbench, clock: Clock):
    asked = ask(bench)
    with pytest.raises(UnmaskingOverError):
        read(bench, asked, case_no="J")
    assert bench.ask(unmaskings_of, "J")[0].waits

    clock.now += timedelta(hours=5)
    bench.seen_by(BOSS).perform(ApproveUnmasking("J", asked, "clerk"), actor=BOSS.actor)

    assert read(bench, asked, case_no="J") == "收了三万"
    with pytest.raises(UnmaskingOverError):  # the approver has not asked
        read(bench, asked, BOSS, case_no="J")
    clock.now += timedelta(minutes=15)
    with pytest.raises(UnmaskingOverError):
        read(bench, asked, case_no="J")


def test_what_was_declined_cannot_be_approved_any_more(bench: Workbench):
    asked = ask(bench)
    bench.seen_by(BOSS).perform(DeclineUnmasking("J", asked, "clerk", "线索已转交"), actor=BOSS.actor)
    bench.seen_by(SECOND).perform(ApproveUnmasking("J", asked, "clerk"), actor=SECOND.actor)

    with pytest.raises(UnmaskingOverError):
        read(bench, asked, case_no="J")


def test_approving_under_another_name_does_not_help(bench: Workbench):
    """The act says who asked; the query believes the entry of the request alone."""
    act = AskUnmasking("J", 1, UnmaskField.NARRATIVE, UnmaskReason.INVESTIGATE, None, "核对线索归属")
    (asked,) = bench.seen_by(BOSS).perform(act, actor=BOSS.actor)
    bench.seen_by(BOSS).perform(ApproveUnmasking("J", asked, "somebody.else"), actor=BOSS.actor)

    with pytest.raises(UnmaskingOverError):
        read(bench, asked, BOSS, case_no="J")


def test_who_is_accused_can_neither_ask_nor_approve(bench: Workbench):
    asked = ask(bench)

    for act in (
        ApproveUnmasking("J", asked, "clerk"),
        AskUnmasking("J", 1, UnmaskField.NARRATIVE, UnmaskReason.INVESTIGATE, None, "看看"),
    ):
        with pytest.raises(ValueError, match="没有编号为“J”的信访事项"):
            bench.seen_by(ACCUSED).perform(act, actor=ACCUSED.actor)


def test_roles_that_need_no_original_get_none(bench: Workbench):
    for role in (Role.LEADER, Role.AUDITOR, Role.DISPLAY, Role.ANALYST, Role.IMPORTER, Role.ADMINISTRATOR):
        with pytest.raises(NotPermittedError):
            see(bench, Viewer("x", "某", role, OFFICE))


def test_a_unit_sees_originals_of_its_own_matters_only(bench: Workbench):
    with pytest.raises(ValueError, match="没有编号为“C”的信访事项"):
        see(bench, Viewer("x", "某", Role.HANDLER, OTHER_TOWN))


def test_what_could_be_shown_is_told_without_a_value(bench: Workbench):
    found = bench.ask(maskable, "C")

    assert found == (
        Maskable(1, UnmaskField.TITLE),
        Maskable(1, UnmaskField.NARRATIVE),
        Maskable(1, UnmaskField.NAME, 1, "王某某"),
        Maskable(1, UnmaskField.PHONE, 1, "王某某"),
    )
    assert [bench.ask(needs_approval, case_no) for case_no in ("C", "J", "Z")] == [False, True, False]


def test_reasons_are_listed_without_names_and_numbers_of_the_matter(bench: Workbench, clock: Clock):
    act = UnmaskValue("C", 1, UnmaskField.PHONE, UnmaskReason.CONTACT, 1, f"{NAME}（{PHONE}）来问进度")
    bench.seen_by(ME).perform(act, actor=ME.actor)
    auditor = Viewer("audit", "钱审计", Role.AUDITOR, OFFICE)

    (line,) = bench.seen_by(auditor).ask(unmasked_since, auditor, START)

    assert line.why == f"{mask_name(NAME)}（{PHONE_NOT_SHOWN}）来问进度"


def test_who_saw_what_is_listed_for_those_who_keep_watch(bench: Workbench, clock: Clock):
    see(bench)
    clock.now += timedelta(days=8)
    asked = ask(bench)
    bench.seen_by(BOSS).perform(ApproveUnmasking("J", asked, "clerk"), actor=BOSS.actor)
    auditor = Viewer("audit", "孙审计", Role.AUDITOR)

    week = bench.seen_by(auditor).ask(unmasked_since, auditor, clock.now - timedelta(days=7))
    ever = bench.seen_by(auditor).ask(unmasked_since, auditor, START)

    (line,) = week
    assert (line.unmasking.case_no, line.unmasking.approved_by, line.why) == ("J", "boss", "核对线索归属")
    assert [one.unmasking.case_no for one in ever] == ["J", "C"]
    assert PHONE not in repr(ever) and "收了三万" not in repr(ever)
    with pytest.raises(NotPermittedError):
        bench.ask(unmasked_since, ME, START)
