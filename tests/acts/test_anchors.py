"""The ledger held from outside: checkpoints, codes, a restored backup, two people who say that they know."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.conftest import NOW
from tests.factories import CLERK, OFFICE, make_register
from tests.tampering import release_brakes
from workbench.access.actor import Actor
from workbench.acts import leaves
from workbench.acts.base import read_act
from workbench.acts.leaves import edges_at
from workbench.acts.restoring import AcknowledgeRestore, RestoreError
from workbench.app import Workbench
from workbench.config import Config
from workbench.doctor.database import look_at_database
from workbench.ledger.checkpoint import Checkpoint
from workbench.letters.make import origin_of
from workbench.opening import LostDatabaseError
from workbench.site.daily import DailyNote
from workbench.terms import Role

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)


def test_a_checkpoint_is_kept_once_and_warns_of_what_came_after(either_bench):
    assert either_bench.unanchored() == either_bench.ledger_size()
    made = either_bench.anchors.checkpoint()
    assert either_bench.anchors.checkpoint().note == made.note
    assert either_bench.unanchored() == 0

    either_bench.perform(make_register(case_no="A"), actor=CLERK)

    assert either_bench.unanchored() == 1
    assert either_bench.anchors.code_at(made.checkpoint.size) == made.checkpoint.code
    assert either_bench.anchors.code_at(99_999) is None
    assert either_bench.anchors.against([made.checkpoint]) == []
    assert either_bench.verify_ledger().is_sound


def test_an_altered_entry_contradicts_code_witness_and_notes(either_bench):
    either_bench.perform(make_register(case_no="A"), actor=CLERK)
    made = either_bench.anchors.checkpoint().checkpoint
    with either_bench.engine.begin() as connection:
        release_brakes(connection)
        change = "UPDATE ledger_entry SET body = replace(body, '\"A\"', '\"Z\"') WHERE seq = :seq"
        connection.execute(text(change), {"seq": made.size})

    assert either_bench.anchors.code_at(made.size) != made.code
    assert [fault.size for fault in either_bench.anchors.against([made])] == [made.size]
    assert "checkpoint" in {one.table for one in either_bench.verify_ledger().differences}


def test_nothing_is_signed_where_entries_and_head_differ(either_bench):
    with either_bench.engine.begin() as connection:
        release_brakes(connection)
        connection.execute(text("UPDATE ledger_entry SET body = body || ' ' WHERE seq = 3"))

    with pytest.raises(RestoreError, match="不能签名"):
        either_bench.anchors.checkpoint()


@pytest.fixture
def restored(bench, reopen, copies):
    """A workbench whose database was put back to before its newest checkpoint."""
    bench.perform(make_register(case_no="A"), actor=CLERK)
    bench.anchors.checkpoint()
    aside = copies.make(bench, "aside")
    bench.perform(make_register(case_no="B"), actor=CLERK)
    bench.anchors.checkpoint()
    copies.put_back(bench, aside)
    return reopen(bench)


@pytest.fixture
def put_back(bench, reopen, copies):
    """A function: do something with a workbench in which B was entered, then put back the one before it."""

    def put(do):
        bench.perform(make_register(case_no="A"), actor=CLERK)
        aside = copies.make(bench, "aside")
        bench.perform(make_register(case_no="B"), actor=CLERK)
        do(bench)
        copies.put_back(bench, aside)
        return reopen(bench)

    return put


@pytest.mark.parametrize(
    "do",
    [
        lambda bench: bench.proof(),
        lambda bench: bench.proof(bench.snapshot()),
        lambda bench: origin_of(bench, bench.today(), "x"),
        lambda bench: DailyNote(bench).look(),
    ],
    ids=["export", "export of a day", "letter", "day"],
)
def test_after_a_code_was_given_out_an_older_copy_is_refused_though_nobody_asked_for_a_checkpoint(
    put_back, reopen, do
):
    older = put_back(do)

    with pytest.raises(RestoreError, match="比已知的校验点旧"):
        older.perform(make_register(case_no="C"), actor=CLERK)
    acknowledge(older, "supervisor", "auditor")
    again = reopen(older)
    again.perform(make_register(case_no="C"), actor=CLERK)
    again.proof()
    assert again.unanchored() == 0 and again.verify_ledger().is_sound


def test_a_note_is_kept_only_where_the_ledger_has_grown_and_reads_what_came_after(bench, monkeypatch):
    notes = bench.anchors.notes
    bench.proof()
    bench.proof()
    assert len(list(notes.newest_first())) == 1
    bench.perform(make_register(case_no="A"), actor=CLERK)
    starts = []
    monkeypatch.setattr(
        leaves, "edges_at", lambda *args, start=None: starts.append(start) or edges_at(*args, start=start)
    )
    bench.proof()
    assert len(list(notes.newest_first())) == 2 and bench.unanchored() == 0
    assert starts and all(one is not None and one.size > 0 for one in starts)


def test_an_export_is_given_out_though_no_note_can_be_kept_and_the_doctor_says_so(bench):
    (bench.config.home / "checkpoints").write_text("in the way")

    assert bench.proof().code
    assert list(bench.config.logs.glob("*"))
    assert "checkpoint_unwritable" in {one.code for one in look_at_database(bench, deeply=False)}


def test_the_note_of_a_day_is_no_paper(bench):
    DailyNote(bench).look()
    assert bench.unanchored() == 0
    assert "checkpoint_missing" in {one.code for one in look_at_database(bench, deeply=False)}
    bench.proof()
    assert "checkpoint_missing" not in {one.code for one in look_at_database(bench, deeply=False)}


def test_after_an_older_backup_nothing_is_written(restored):
    size = restored.ledger_size()
    with pytest.raises(RestoreError, match="比已知的校验点旧"):
        restored.perform(make_register(case_no="C"), actor=CLERK)
    with pytest.raises(RestoreError):
        restored.anchors.checkpoint()
    assert restored.ledger_size() == size
    assert not restored.verify_ledger().is_sound


def test_an_older_copy_is_held_under_another_name_as_well(restored, copies):
    renamed = Workbench(Config(copies.make(restored, "renamed"), restored.config.home), clock=lambda: NOW)
    copies.take_away(restored)

    with pytest.raises(RestoreError, match="比已知的校验点旧"):
        renamed.perform(make_register(case_no="C"), actor=CLERK)
    assert len(renamed.anchors.restored().codes) == 1
    renamed.close()


def test_a_copy_for_training_and_its_original_do_not_hold_each_other(bench, copies):
    bench.anchors.checkpoint()
    copy = copies.make(bench, "training")
    training = Workbench(Config(copy, bench.config.home), clock=lambda: NOW)

    for one, case_no in ((training, "A"), (bench, "B"), (training, "C"), (bench, "D")):
        one.perform(make_register(case_no=case_no), actor=CLERK)
        one.anchors.checkpoint()
        again = Workbench(one.config, clock=lambda: NOW)
        again.perform(make_register(case_no=f"{case_no}2"), actor=CLERK)
        again.close()
    training.close()


def test_two_people_acknowledge_it_and_the_ledger_says_so(restored, reopen):
    acknowledge(restored, "supervisor", "auditor")

    again = reopen(restored)
    again.perform(make_register(case_no="C"), actor=CLERK)
    assert again.verify_ledger().is_sound
    assert again.anchors.checkpoint().checkpoint.size == again.ledger_size()
    again.perform(make_register(case_no="D"), actor=CLERK)
    assert again.verify_ledger().is_sound


def test_one_person_is_not_two(restored):
    for first, second in (("supervisor", "supervisor"), ("leader", "auditor")):
        with pytest.raises(RestoreError, match="两个不同的人"):
            acknowledge(restored, first, second)
    with pytest.raises(RestoreError):
        restored.perform(make_register(case_no="C"), actor=CLERK)


def test_where_nothing_was_restored_there_is_nothing_to_acknowledge(bench):
    bench.anchors.checkpoint()
    with pytest.raises(RestoreError, match="没有需要确认"):
        acknowledge(bench, "supervisor", "auditor")


def test_another_history_of_the_same_length_is_refused_as_well(bench, reopen):
    bench.perform(make_register(case_no="A"), make_register(case_no="B"), actor=CLERK)
    made = bench.anchors.checkpoint()
    other = Checkpoint(made.checkpoint.origin, made.checkpoint.size - 1, bytes(32))
    edge = made.edge.__class__(made.checkpoint.size - 1, [bytes(32)] * (made.checkpoint.size - 1).bit_count())
    bench.anchors.notes.keep(made.note, other, edge, NOW + timedelta(days=1))
    forged = bench.anchors.notes.path.glob("20260401*.txt")
    next(iter(forged)).write_text(f"{other.body()}\n— x y\n")

    with pytest.raises(RestoreError, match="与已知的校验点不符"):
        reopen(bench).perform(make_register(case_no="C"), actor=CLERK)


def test_a_clock_set_back_is_told_by_the_checkpoint_before(bench):
    bench.anchors.checkpoint()
    with bench.desk(CLERK) as desk:
        desk.perform(make_register(case_no="A"), now=NOW - timedelta(days=30))

    (found,) = bench.verify_ledger().differences
    assert "时钟被拨回" in found.message


def test_a_database_made_anew_begins_without_the_old_checkpoints(bench, reopen, copies):
    bench.anchors.checkpoint()
    copies.take_away(bench)
    again = reopen(bench)
    with pytest.raises(LostDatabaseError, match="校验点"):
        again.initialise()
    assert again.initialise(anew=True).is_new
    again.perform(make_register(case_no="A"), actor=CLERK)
    assert len(list((again.config.home / "checkpoints").glob("*.until-*"))) == 1


def test_the_act_reads_back():
    act = AcknowledgeRestore("X", ("X", "Y"), 9, 7, "one", "two", "磁盘坏了")
    assert read_act(act.kind, act.object, act.public(), act.private()) == act


def acknowledge(bench, first, second):
    with bench.desk(SUPERVISOR, restoring=True) as desk:
        desk.perform(bench.anchors.acknowledgement(desk.connection, first, second, "磁盘损坏，恢复备份"))
