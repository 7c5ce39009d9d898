"""Screenings through the desk: kept, replayed, refused; the head signs; months join; two at once."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN
from tests.screened import FEBRUARY, LAND, mended, posts, reported, screened_to_the_end
from workbench.acts import evidence
from workbench.acts.base import Actor, read_act
from workbench.acts.dossier import read_dossiers
from workbench.acts.screenings import SCREENING, ReturnScreening
from workbench.acts.supervision import NotYourUnitError
from workbench.law.evidence import EvidenceError
from workbench.law.reply_days import DayOffError
from workbench.law.screening_parts import ScreeningError
from workbench.records.base import StaleError
from workbench.records.screenings import ScreeningRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnknownUnitError
from workbench.terms import Role

HANDLER = Actor("handler", Role.HANDLER, TOWN)
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)
FIRST = reported()
RETURN = ReturnScreening(FIRST.report_no, date(2026, 2, 24), date(2026, 2, 27), "期限不清")
PAPER = evidence.keep("签字页.pdf", b"signed")


def screenings(bench):
    with bench.reading() as session:
        wanted = select(table_of(ScreeningRow)).order_by(ScreeningRow.month)
        return read_dossiers(session.connection(), SCREENING, wanted)


def test_a_report_goes_its_whole_way_is_read_back_and_replays(either_bench):
    either_bench.perform(*screened_to_the_end(), actor=CLERK)

    february, march = screenings(either_bench)
    assert [one.account for one in february.editions] == ["clerk", "clerk"]
    assert [one.why for one in february.editions] == [None, "补填期限"]
    assert (february.returned, february.version) == (None, 3)
    assert [one.responsible for one in february.shown_lines] == ["周某", None]
    assert march.is_zero and march.edition.last_stock == february.edition.stock
    assert either_bench.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("act", "actor", "error"),
    [
        (replace(FIRST, unit="nowhere", report_no="nowhere-2026-02"), CLERK, UnknownUnitError),
        (reported(OFFICE), CLERK, ScreeningError),
        (replace(FIRST, report_no="x"), CLERK, ScreeningError),
        (FIRST, replace(HANDLER, unit=OTHER_TOWN), NotYourUnitError),
        (replace(FIRST, stock=9), HANDLER, ScreeningError),
        (replace(FIRST, sha256=PAPER.sha256), HANDLER, EvidenceError),
        (replace(FIRST, signed_by="孙某"), HANDLER, ScreeningError),
    ],
)
def test_what_is_refused_leaves_nothing(bench, act, actor, error):
    bench.perform(*posts(), actor=CLERK)
    size = bench.ledger_size()

    with pytest.raises(error):
        bench.perform(act, actor=actor)

    assert bench.ledger_size() == size and screenings(bench) == []


def test_the_same_month_is_reported_once_and_then_mended(bench):
    bench.perform(FIRST, actor=HANDLER)

    with pytest.raises(ScreeningError, match="请用“更正”并写明理由"):
        bench.perform(FIRST, actor=HANDLER)
    with pytest.raises(NotYourUnitError):
        bench.perform(mended(FIRST, FEBRUARY), actor=replace(HANDLER, unit=OTHER_TOWN))
    bench.perform(mended(FIRST, FEBRUARY), actor=HANDLER)

    assert len(screenings(bench)[0].editions) == 2


def test_a_month_begins_where_the_one_before_ended_also_over_a_gap(bench):
    bench.perform(FIRST, actor=HANDLER)
    april = reported(on=date(2026, 4, 20), last_stock=2, lines=(replace(LAND, new=1, settled=0, stock=3),))
    with pytest.raises(ScreeningError, match="2026年2月月报的期末存量3件，填报的是2件"):
        bench.perform(april, actor=HANDLER)

    stays = replace(LAND, new=0, settled=0)
    bench.perform(reported(on=date(2026, 4, 20), last_stock=3, lines=(stays,)), actor=HANDLER)

    assert [one.month for one in screenings(bench)] == ["2026-02", "2026-04"]


def test_a_return_is_due_on_a_working_day_and_never_the_unit_s_own(bench):
    bench.perform(FIRST, actor=HANDLER)

    with pytest.raises(DayOffError):
        bench.perform(replace(RETURN, due_on=date(2026, 2, 21)), actor=SUPERVISOR)
    with pytest.raises(ScreeningError):
        bench.perform(RETURN, actor=replace(SUPERVISOR, unit=TOWN))
    bench.perform(RETURN, actor=SUPERVISOR)

    assert screenings(bench)[0].returned.account == "supervisor"


def test_the_second_of_two_officers_is_told_what_the_first_did(bench):
    bench.perform(FIRST, actor=HANDLER)
    bench.perform(RETURN, actor=SUPERVISOR, seen=1)

    with pytest.raises(StaleError, match="退回排查月报"):
        bench.perform(mended(FIRST, date(2026, 2, 25)), actor=HANDLER, seen=1)


def test_names_stand_in_no_open_part_of_the_ledger_and_the_acts_come_back():
    for act in screened_to_the_end():
        told = str(act.public())
        assert not any(name in told for name in ("钱某", "周某", "指界", "期限不清", "李某"))
        assert read_act(act.kind, act.object, act.public(), act.private()) == act
