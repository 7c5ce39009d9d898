"""Titles that were deleted by law are gone from the frozen snapshots, which still are what they are."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.access.actor import Actor
from workbench.acts.amending import Correct
from workbench.acts.erasing import EraseValues, RequestErasure, RestrictValues, values_to_erase
from workbench.acts.handling import Person
from workbench.acts.hidden import PLACE
from workbench.cli import main
from workbench.doctor.holdings import look_at_holdings
from workbench.indicators.evaluate import Period
from workbench.law.erasure import ErasedValue
from workbench.records.store import ScrubError
from workbench.snapshots.lost_titles import RECORD, read_lost_titles
from workbench.terms import ErasureBasis, ErasureState, RetentionGround, Role, Step, ValueForm

AUDITOR = Actor("auditor", Role.AUDITOR, OFFICE)
DAY = date(2026, 3, 31)
BASIS = ErasureBasis.CONSENT_WITHDRAWN
GONE = PLACE[ErasureState.ERASED]
TITLE = "王小二家的稻子甲乙丙"


@pytest.fixture
def told(bench):
    """Two matters, the first with a title that says who; and what entry it was taken in by."""
    bench.perform(
        make_register(case_no="A", title=TITLE, persons=(Person(name="王小二"),)),
        make_register(case_no="B", title="反映水渠"),
        make_take("A", Step.TRANSFER, date(2026, 1, 7), unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )
    return bench


def request(bench, case_no="A", *fields, number="S-1"):
    from sqlalchemy import text

    asked = "SELECT seq FROM ledger_entry WHERE object = :no AND kind IN ('register', 'correct') ORDER BY seq"
    with bench.reading() as session:
        seqs = [row[0] for row in session.execute(text(asked), {"no": case_no})]
        places = [(seqs[0], field) for field in fields or ("title", "narrative")]
        values = values_to_erase(session.connection(), places)
    bench.perform(RequestErasure(number, values, BASIS, DAY, "本人撤回同意"), actor=CLERK)
    return values


def places_at(bench, seq):
    from sqlalchemy import text

    asked = "SELECT field FROM ledger_payload WHERE seq = :seq AND field = 'person.1.name'"
    with bench.reading() as session:
        return session.execute(text(asked), {"seq": seq}).all()


def erase(bench, case_no="A", *fields, number="S-1"):
    values = request(bench, case_no, *fields, number=number)
    bench.perform(EraseValues(number, values, BASIS, DAY), actor=AUDITOR)


def titles(frozen):
    with duckdb.connect() as link:
        asked = f"select case_no, title from '{frozen.path('case_fact')}' order by case_no"
        return dict(link.execute(asked).fetchall())


def texts(bench):
    return b"".join(path.read_bytes() for path in bench.config.frozen.rglob("*") if path.is_file())


def test_a_deleted_title_is_in_no_frozen_snapshot_and_each_is_still_found_and_verified(told):
    earlier, frozen = told.shelf.create(date(2026, 2, 28)), told.shelf.create(DAY)
    kept = {path.name: path.read_bytes() for path in frozen.folder.iterdir()}

    erase(told)

    assert titles(earlier) == titles(frozen) == {"A": GONE, "B": "反映水渠"}
    assert "稻子".encode() not in texts(told)
    assert told.shelf.find(frozen.hash) == frozen
    assert told.shelf.verify(frozen) == told.shelf.verify(earlier) == []
    changed = {name for name, content in kept.items() if (frozen.folder / name).read_bytes() != content}
    assert changed == {"case_fact.parquet"}
    record = json.loads((frozen.folder / RECORD).read_bytes())
    assert record["matters"] == ["A"]
    assert (frozen.folder / RECORD).stat().st_mode & 0o077 == 0


def test_every_other_fact_is_as_it_was_and_figures_are_the_same(told):
    frozen = told.shelf.create(DAY)
    period = Period(date(2026, 1, 1), DAY)
    with duckdb.connect() as link:
        link.execute(f"create table kept as select * exclude title from '{frozen.path('case_fact')}'")
        erase(told)
        now = f"select * exclude title from '{frozen.path('case_fact')}'"
        assert link.execute(f"from kept except all ({now})").fetchall() == []
        assert link.execute(f"{now} except all (from kept)").fetchall() == []

    assert told.shelf.compare(frozen, frozen, period).changed == ()


def test_made_anew_from_the_ledger_it_differs_in_nothing_but_the_deleted_title(told, capsys, monkeypatch):
    frozen = told.shelf.create(DAY)
    erase(told)

    remade = told.shelf.rebuild(frozen)

    assert remade.differences == () and remade.has_same_facts
    assert any("A" in text and "依法删除" in text for text in remade.remarks)
    monkeypatch.setenv("WORKBENCH_HOME", str(told.config.home))
    assert main(["snapshot", "rebuild", frozen.hash[:12]]) == 0
    said = capsys.readouterr().out
    assert "依法删除" in said and "不必处理" in said and "ledger verify" not in said
    assert main(["snapshot", "verify"]) == 0
    assert "依法删除" in capsys.readouterr().out


def test_a_deleted_name_alone_changes_no_frozen_title_and_is_no_difference(told):
    """Such a deletion is refused today; a ledger may hold one from before."""
    frozen = told.shelf.create(DAY)
    before = titles(frozen)

    seq = next(one for one in range(1, told.ledger_size()) if places_at(told, one))
    values = (ErasedValue(seq, "person.1.name", ValueForm.TEXT),)
    told.perform(RequestErasure("S-1", values, BASIS, DAY, "撤回"), actor=CLERK)
    told.perform(EraseValues("S-1", values, BASIS, DAY), actor=AUDITOR)

    assert titles(frozen) == before and "王小二" not in str(before)
    assert told.shelf.rebuild(frozen).differences == ()


def test_a_copy_with_the_title_that_comes_back_is_told_and_cleaned_again(told):
    """From an older backup, or because the disk was full that day."""
    frozen = told.shelf.create(DAY)
    kept = frozen.path("case_fact").read_bytes()
    erase(told)
    frozen.path("case_fact").write_bytes(kept)
    (frozen.folder / RECORD).unlink()

    (finding,) = [one for one in look_at_holdings(told) if one.code == "erased_in_frozen"]
    assert "workbench init" in finding.todo
    assert any("workbench init" in text for text in told.shelf.rebuild(frozen).remarks)

    told.initialise()

    assert titles(frozen)["A"] == GONE
    assert [one for one in look_at_holdings(told) if one.code == "erased_in_frozen"] == []
    assert told.shelf.verify(frozen) == []


def test_a_second_deletion_is_noted_beside_the_first(told):
    frozen = told.shelf.create(DAY)
    erase(told)
    erase(told, "B", "title", number="S-2")

    assert set(titles(frozen).values()) == {GONE}
    assert json.loads((frozen.folder / RECORD).read_bytes())["matters"] == ["A", "B"]
    assert told.shelf.verify(frozen) == []
    assert told.shelf.rebuild(frozen).differences == ()


def test_a_corrected_title_that_is_deleted_goes_too(told):
    told.perform(Correct("B", 1, "title", "反映李大大家的水渠", "登记有误"), actor=CLERK)
    frozen = told.shelf.create(DAY)
    seq = told.ledger_size()
    with told.reading() as session:
        values = values_to_erase(session.connection(), [(seq, "value")])
    told.perform(RequestErasure("S-1", values, BASIS, DAY, "撤回"), actor=CLERK)

    told.perform(EraseValues("S-1", values, BASIS, DAY), actor=AUDITOR)

    assert titles(frozen)["B"] == GONE
    assert told.shelf.rebuild(frozen).differences == ()


def test_what_is_restricted_or_only_asked_for_stays_in_the_frozen_snapshot(told):
    frozen = told.shelf.create(DAY)
    before = texts(told)
    request(told)
    told.perform(RestrictValues("S-1", RetentionGround.TECHNICAL, DAY), actor=AUDITOR)

    assert texts(told) == before
    assert told.shelf.rebuild(frozen).is_same


def test_an_altered_fact_is_still_found_in_a_snapshot_that_lost_a_title(told, capsys, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(told.config.home))
    frozen = told.shelf.create(DAY)
    erase(told)
    path = frozen.path("case_fact")
    with duckdb.connect() as link:
        link.execute(f"create table facts as select * replace (9 as batches) from '{path}'")
        link.execute(f"copy facts to '{path}' (format parquet)")

    assert [fault.file for fault in told.shelf.verify(frozen)] == ["case_fact.parquet"]
    remade = told.shelf.rebuild(frozen)
    assert any("有2行不同：A、B" in text for text in remade.differences)

    assert main(["snapshot", "rebuild", frozen.hash]) == 1
    assert "加 --restore" in capsys.readouterr().out

    assert main(["snapshot", "rebuild", frozen.hash, "--restore"]) == 0
    assert "已换回" in capsys.readouterr().out
    assert told.shelf.verify(frozen) == []
    assert titles(frozen) == {"A": GONE, "B": "反映水渠"}


def test_an_alteration_is_not_swept_away_with_a_deletion(told):
    frozen = told.shelf.create(DAY)
    path = frozen.path("case_fact")
    with duckdb.connect() as link:
        link.execute(f"create table facts as select * replace (9 as batches) from '{path}'")
        link.execute(f"copy facts to '{path}' (format parquet)")

    erase(told)

    assert titles(frozen)["A"] == GONE
    assert [fault.file for fault in told.shelf.verify(frozen)] == ["case_fact.parquet"]
    assert not told.shelf.rebuild(frozen).has_same_facts


def test_a_record_of_a_deletion_that_the_ledger_does_not_know_is_a_fault(told):
    frozen = told.shelf.create(DAY)
    erase(told)
    record = read_lost_titles(frozen.folder)
    (frozen.folder / RECORD).write_bytes(replace(record, matters=("A", "B")).to_bytes())

    (fault,) = told.shelf.verify(frozen)

    assert "B" in fault.message and "台账" in fault.message
    (frozen.folder / RECORD).write_text("{}", "utf-8")
    assert RECORD in [fault.file for fault in told.shelf.verify(frozen)]


def test_a_full_disk_leaves_the_file_whole_and_says_what_is_owed(told, monkeypatch):
    frozen = told.shelf.create(DAY)
    kept = frozen.path("case_fact").read_bytes()
    values = request(told)

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workbench.snapshots.erased.write_without", fail)
    with pytest.raises(ScrubError, match="workbench init"):
        told.perform(EraseValues("S-1", values, BASIS, DAY), actor=AUDITOR)

    assert frozen.path("case_fact").read_bytes() == kept
    monkeypatch.undo()
    told.initialise()
    assert titles(frozen)["A"] == GONE
    assert not [path for path in frozen.folder.iterdir() if path.suffix == ".new"]
