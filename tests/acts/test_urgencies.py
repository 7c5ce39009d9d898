"""Urgent matters through the desk: kept, replayed, refused with nothing left behind, told to the agenda."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import CLERK, TOWN, make_register
from workbench.acts.base import read_act
from workbench.acts.dossier import UnknownDossierError, read_dossiers
from workbench.acts.urgencies import URGENCY, EndUrgency, NoteUrgency
from workbench.law.urgency import UrgencyError
from workbench.records.base import StaleError
from workbench.records.tables import table_of
from workbench.records.urgencies import UrgencyRow
from workbench.terms import PetitionClass, UrgencyReason

ON = date(2026, 2, 2)
NOTE = NoteUrgency("JJ-A-1", "A", UrgencyReason.SPREADING, ON, ON, "尾矿水漫入水渠", "市政府、生态环境局")
END = EndUrgency("JJ-A-1", date(2026, 2, 9), "已筑坝截流，水质达标")
AGAIN = NoteUrgency("JJ-A-2", "A", UrgencyReason.SAFETY, END.on, END.on, "坝体渗漏", "市政府")


def read(bench):
    with bench.reading() as session:
        return read_dossiers(session.connection(), URGENCY, select(table_of(UrgencyRow)))


@pytest.fixture
def matter(either_bench):
    either_bench.perform(make_register(case_no="A"), actor=CLERK)
    return either_bench


def test_a_matter_is_urgent_ends_and_is_urgent_again_and_all_of_it_replays(matter):
    matter.perform(NOTE, END, AGAIN, actor=CLERK)

    first, second = read(matter)
    assert (first.ended_on, first.ended_why, first.version) == (END.on, END.why, 2)
    assert (second.reason, second.ended_on) == (UrgencyReason.SAFETY, None)
    assert matter.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("act", "error", "words"),
    [
        (NOTE, UrgencyError, "已登记为重大紧急"),
        (AGAIN, UrgencyError, "解除以后才能"),
        (NoteUrgency("JJ-B-1", "B", UrgencyReason.SAFETY, ON, ON, "甲", "乙"), ValueError, "没有编号"),
        (EndUrgency("JJ-A-9", ON, "已处置"), UnknownDossierError, "没有编号"),
        (EndUrgency("JJ-A-1", date(2026, 1, 1), "已处置"), UrgencyError, "早于报告之日"),
    ],
)
def test_what_is_refused_leaves_nothing(matter, act, error, words):
    matter.perform(NOTE, actor=CLERK)
    before = read(matter), matter.ledger_size()

    with pytest.raises(error, match=words):
        matter.perform(act, actor=CLERK)
    assert (read(matter), matter.ledger_size()) == before


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (NoteUrgency("JJ-A-2", "A", UrgencyReason.SAFETY, ON, ON, "甲", "乙"), "编号应为“JJ-A-1”"),
        (
            NoteUrgency("JJ-A-1", "A", UrgencyReason.SAFETY, date(2026, 1, 1), date(2026, 1, 2), "甲", "乙"),
            "早于登记日期",
        ),
    ],
)
def test_a_number_or_a_day_that_does_not_fit_is_refused(matter, act, words):
    with pytest.raises(UrgencyError, match=words):
        matter.perform(act, actor=CLERK)


def test_an_accusation_may_be_urgent_for_nothing_reaches_a_unit_by_it(matter):
    accusation = make_register(
        case_no="S", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN
    )
    note = NoteUrgency("JJ-S-1", "S", UrgencyReason.EVIDENCE, ON, ON, "账簿将被销毁", "市纪委监委")
    matter.perform(accusation, note, actor=CLERK)

    assert [one.case_no for one in read(matter)] == ["S"]


def test_the_second_of_two_officers_is_told_what_changed(matter, reopen):
    matter.perform(NOTE, actor=CLERK)
    (seen,) = read(matter)
    matter.perform(END, actor=CLERK, seen=seen.version)

    with pytest.raises(StaleError, match="解除重大紧急"):
        reopen(matter).perform(END, actor=CLERK, seen=seen.version)


@pytest.mark.parametrize("act", [NOTE, END], ids=lambda act: act.kind)
def test_an_act_is_read_back_from_its_entry_and_its_texts_are_private(act):
    assert read_act(act.kind, act.object, act.public(), act.private()) == act
    assert not any(word in str(act.public()) for word in ("水渠", "截流", "生态"))
