"""The live snapshot after every kind of act: patched, it tells what one folded whole tells."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event, select

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register
from tests.lived_in import live_in
from tests.proceedings import known as known_account
from workbench.acts.amending import Correct, NameAccused
from workbench.acts.base import Actor, read_act, type_of_kind
from workbench.acts.erasing import (
    DeclineErasure,
    EraseValues,
    RequestErasure,
    RestrictValues,
    values_to_erase,
)
from workbench.acts.handling import Person, RegisterRepeat
from workbench.acts.holding import DecideHold, HoldMatter
from workbench.acts.replay import Rebuilt
from workbench.acts.units import MergeUnit, MoveUnit, RenameUnit
from workbench.law.facts import StepTaken
from workbench.ledger.entries import read_body
from workbench.queries.commitments import commitment_rows
from workbench.records.journal import LedgerEntryRow, LedgerPayload
from workbench.snapshots.keep import DOSSIER_KINDS, NARROW_KINDS, READING_KINDS, WIDE_KINDS, freshen
from workbench.snapshots.schema import TABLES
from workbench.terms import ActKind, Channel, ErasureBasis, HoldFinding, RetentionGround, Role, Step

FACTS = tuple(table for table in TABLES if table != "meta")
# What the fold reads; what is not written here changes no row of a matter.
READ = frozenset(
    "petition_case step standing obligation due_version petition petition_text petitioner import_batch "
    "unit unit_version matter_link matter_link_decision".split()
)
ON = date(2026, 3, 31)
BOSS = Actor("boss", Role.SUPERVISOR, OFFICE)
AUDITOR = Actor("auditor", Role.AUDITOR, OFFICE)


def told(snapshot):
    return {table: sorted(map(repr, snapshot.rows(f"select * from {table}"))) for table in FACTS}


def whole(bench):
    """Return what a snapshot folded whole beside the patched one tells."""
    path = bench.config.home / "whole" / "day.sqlite"
    path.unlink(missing_ok=True)
    with bench.reading() as session:
        link = session.connection()
        version = bench.calendars(link).latest.version
        made = freshen(link, path, as_of=bench.today(), calendar_version=version, commitments=commitment_rows)
    return told(made)


def again(case_no, title):
    step = StepTaken(Step.REPEAT, ON, received_on=ON, channel=Channel.VISIT, people=6, unit=OFFICE)
    return RegisterRepeat(case_no, "又来反映王某某的事", step, title=title)


def acts_on_matters_and_units():
    """Yield the kinds of acts that ``live_in`` has not, each on its way through."""
    yield again("AA", "再次反映"), CLERK
    yield Correct("AA", 1, "title", "反映水渠堵塞", "登记有误"), CLERK
    yield Correct("AA", 1, "narrative", "水渠堵了三个月", "登记有误"), CLERK
    yield Correct("AA", 1, "on", "2026-01-07", "日期录错"), CLERK
    yield Correct("A", 1, "name", "路灯", "登记有误", person=1), CLERK
    yield HoldMatter("AA", why="可能是检举"), BOSS
    yield DecideHold("AA", HoldFinding.NONE, None, "已核对原信"), BOSS
    yield DecideHold("H", HoldFinding.NONE, None, "已核对原信"), BOSS
    yield NameAccused("B", OTHER_TOWN), CLERK
    yield RenameUnit(TOWN, "忠防镇（新）", ON), CLERK
    yield MoveUnit(OTHER_TOWN, TOWN, date(2026, 3, 30)), CLERK
    yield MergeUnit(OTHER_TOWN, TOWN, ON), CLERK


def test_a_matter_held_by_hand_says_nothing_more_and_everything_again_once_decided(either_bench):
    bench = either_bench
    bench.perform(
        make_register(case_no="H", title="反映征地补偿", narrative="补偿款三个月没有发"),
        make_register(case_no="P"),
        actor=CLERK,
    )
    asked = "select title, body from case_fact join case_text using (case_id) where case_no = 'H'"
    ((title, body),) = bench.snapshot().rows(asked)

    bench.perform(HoldMatter("H", why="可能是检举"), actor=BOSS)

    snapshot = bench.snapshot()
    assert "征地" not in str(snapshot.rows(asked)) and "补偿款" not in str(snapshot.rows(asked))
    assert told(snapshot) == whole(bench)
    bench.perform(DecideHold("H", HoldFinding.NONE, None, "已核对原信"), actor=BOSS)

    snapshot = bench.snapshot()
    assert snapshot.rows(asked) == [(title, body)]
    assert told(snapshot) == whole(bench)


def test_what_was_patched_away_is_in_no_byte_of_the_snapshot_nor_of_its_kept_answers(bench, monkeypatch):
    monkeypatch.setattr("workbench.snapshots.answers.SLOW", 0.0)
    story = "补偿款三个月没有发" * 40
    bench.perform(
        make_register(case_no="H", title="反映征地补偿", narrative=story),
        *(make_register(case_no=f"P{number}", narrative="路灯" * 300) for number in range(20)),
        actor=CLERK,
    )
    bench.snapshot().rows("select title, body from case_fact join case_text using (case_id)")
    assert "征地补偿" in contents(bench)

    bench.perform(HoldMatter("H", why="可能是检举"), actor=BOSS)
    bench.snapshot()

    assert "征地补偿" not in contents(bench) and "补偿款三个月" not in contents(bench)


def contents(bench):
    files = (path for path in bench.config.snapshots.rglob("*") if path.is_file())
    return "".join(path.read_bytes().decode("utf-8", "ignore") for path in files)


@pytest.mark.parametrize("decision", ["restrict", "erase"])
def test_a_copy_that_was_away_while_values_were_deleted_is_folded_whole(bench, decision):
    """Another officer's folder keeps its own snapshots: nobody there throws them away."""
    person = Person(name="王小二")
    bench.perform(make_register(case_no="A", title="王小二家的事", persons=(person,)), actor=CLERK)
    kept, seq = bench.snapshot().path.read_bytes(), bench.ledger_size()
    with bench.reading() as session:
        values = values_to_erase(session.connection(), [(seq, "title"), (seq, "narrative")])
    basis = ErasureBasis.CONSENT_WITHDRAWN
    bench.perform(RequestErasure("S-1", values, basis, ON, "撤回"), actor=CLERK)
    decided = {
        "restrict": RestrictValues("S-1", RetentionGround.TECHNICAL, ON),
        "erase": EraseValues("S-1", values, basis, ON),
    }
    bench.perform(decided[decision], actor=AUDITOR)
    path = bench.snapshot().path
    path.write_bytes(kept)

    assert told(bench.snapshot()) == whole(bench)
    assert "家的事" not in contents(bench)
    if decision == "restrict":
        kept = path.read_bytes()
        bench.perform(DeclineErasure("S-1", ON, "仍在办理"), actor=AUDITOR)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(kept)
        assert told(bench.snapshot()) == whole(bench)


def test_after_every_kind_of_act_the_patched_snapshot_equals_one_folded_whole(bench, prepared_home, tmp_path):
    from tests.conftest import copied_bench

    with copied_bench(prepared_home, tmp_path / "lived-in") as other:
        first = other.ledger_size()
        live_in(other)
        lived = list(performed(other, first))
    known_account(bench)  # an account is no act
    bench.snapshot()
    known = set(DOSSIER_KINDS)  # which are looked at together, at the end
    waiting = []
    for act, actor in (*lived, *acts_on_matters_and_units()):
        waiting.append((act, actor))
        if act.kind not in known:
            known.add(act.kind)
            assert told(patched(bench, waiting)) == whole(bench), act.kind
    assert told(patched(bench, waiting)) == whole(bench)


def patched(bench, waiting):
    """Perform the acts that wait, in one transaction; return the snapshot, patched for them."""
    with bench.desk(CLERK) as desk:
        for act, actor in waiting:
            desk.perform(act, actor=actor)
    waiting.clear()
    return bench.snapshot()


def performed(bench, after):
    """Yield the acts after so many with who performed them, without those that the desk adds by itself."""
    with bench.reading() as session:
        link = session.connection()
        entries = select(LedgerEntryRow.seq, LedgerEntryRow.body).order_by(LedgerEntryRow.seq)
        for seq, body in link.execute(entries.where(LedgerEntryRow.seq > after)).all():
            entry = read_body(body)
            asked = select(LedgerPayload.field, LedgerPayload.value).where(LedgerPayload.seq == seq)
            values = {field: value for field, value in link.execute(asked)}
            if entry.kind != HoldMatter.kind:
                act = read_act(entry.kind, entry.object, entry.public, values)
                yield act, Actor(entry.actor, Role.coded(entry.role), entry.unit)


def test_whoever_writes_what_the_fold_reads_has_the_matter_patched_or_all_folded(bench):
    """No kind of act changes facts of a matter, or its texts, and leaves the snapshot as it was."""
    live_in(bench)
    for act, actor in acts_on_matters_and_units():
        bench.perform(act, actor=actor)
    written: set[str] = set()
    seen = set()

    def hear(link, cursor, statement, *_):
        words = statement.replace('"', " ").split()
        if words[0] in ("INSERT", "UPDATE", "DELETE"):
            written.add(words[1] if words[0] == "UPDATE" else words[2])

    with Rebuilt(OFFICE) as rebuilt, bench.reading() as session:
        event.listen(rebuilt.connection, "before_cursor_execute", hear)
        asked = select(LedgerEntryRow.seq, LedgerEntryRow.body).order_by(LedgerEntryRow.seq)
        for seq, body in session.connection().execute(asked).all():
            entry = read_body(body)
            payload = select(LedgerPayload.field, LedgerPayload.value).where(LedgerPayload.seq == seq)
            values = {field: value for field, value in session.execute(payload)}
            act = read_act(entry.kind, entry.object, entry.public, values)
            rebuilt.perform(act, seq, Actor(entry.actor, Role.coded(entry.role), entry.unit))
            rebuilt.finish()
            if written & READ:
                seen.add(entry.kind)
                assert entry.kind in NARROW_KINDS | WIDE_KINDS, (entry.kind, written & READ)
            written.clear()

    assert {"hold_matter", "decide_hold", "correct", "name_accused", "register_repeat"} <= seen


def test_every_kind_is_in_one_class_and_what_is_about_a_matter_is_no_dossier():
    classes = (NARROW_KINDS, WIDE_KINDS, READING_KINDS, DOSSIER_KINDS)
    for kind in ActKind:
        assert sum(kind.value in one for one in classes) == 1, kind
    about_matters = {kind for kind, act in type_of_kind.items() if getattr(act, "about", "") == "case_no"}
    assert about_matters & DOSSIER_KINDS == set()
