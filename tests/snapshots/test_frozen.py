"""Frozen snapshots: the same facts give the same bytes, every change shows, the ledger gives them again."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import duckdb
import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN, make_register, make_take
from workbench.acts.amending import Correct
from workbench.acts.handling import Person
from workbench.cli import main
from workbench.indicators.catalogue import DefinitionError, catalogue
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter
from workbench.queries.figures import defined, figure
from workbench.queries.told_figures import remarks_on, told_figures
from workbench.shelf import FutureDayError
from workbench.snapshots.apart import apart
from workbench.snapshots.asked import FrozenFacts
from workbench.snapshots.freeze import FreezeCancelledError
from workbench.snapshots.frozen import FrozenSnapshotError, frozen_snapshots
from workbench.snapshots.manifest import MANIFEST
from workbench.snapshots.parquet import memory_of_fold, told_by_the_system
from workbench.snapshots.record_rows import FileRecords
from workbench.snapshots.schema import VERSION
from workbench.terms import Outcome, PetitionClass, Step

DAY = date(2026, 3, 31)


@pytest.fixture
def worked(bench):
    """A workbench with a few matters in different states."""
    work(bench)
    return bench


def work(bench):
    bench.perform(
        make_register(
            case_no="N1",
            title="张大山反映路灯，电话13712345678",
            narrative="村口“路灯”坏了,三个月\n没人修",
            persons=(Person(name="张大山", phone="13712345678"),),
        ),
        make_take("N1", Step.ASSIGN, date(2026, 1, 7), unit=OFFICE, to_unit=TOWN, due_on=date(2026, 3, 20)),
        make_take("N1", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
        make_take("N1", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        make_register(case_no="N2", on=date(2026, 2, 3), title='标题有"引号",也有逗号'),
        make_register(
            case_no="N3",
            title="举报某人",
            petition_class=PetitionClass.ACCUSATION,
            path=None,
            accused_unit=DEPARTMENT,
        ),
        actor=CLERK,
    )


def content(snapshot):
    return {path.name: path.read_bytes() for path in sorted(snapshot.folder.iterdir())}


def rows(snapshot, sql):
    with duckdb.connect() as link:
        return link.execute(sql.replace("case_fact", f"'{snapshot.path('case_fact')}'")).fetchall()


def test_the_same_facts_give_the_same_bytes_on_both_engines(either_bench):
    work(either_bench)
    first = either_bench.shelf.create(DAY)
    kept = content(first)
    first.folder.rename(first.folder.with_name("elsewhere.part"))

    again = either_bench.shelf.create(DAY)

    assert again.hash == first.hash
    assert content(again) == kept


def test_the_two_engines_fold_the_same_rows(bench, request):
    """The bytes are equal too, but for what the database itself adds: ledger positions are the same."""
    server = request.getfixturevalue("postgres_server")
    prepared = request.getfixturevalue("prepared_postgres")
    from tests.conftest import _open

    work(bench)
    with server.database(template="prepared") as address:
        other = _open(prepared, address)
        work(other)
        files = {one.name: one.sha256 for one in other.shelf.create(DAY).manifest.files}
        other.close()

    assert {one.name: one.sha256 for one in bench.shelf.create(DAY).manifest.files} == files


def test_a_frozen_snapshot_holds_what_the_live_one_holds(worked):
    live = worked.snapshot(DAY)

    frozen = worked.shelf.create(DAY)

    columns = "case_no, title, unit_name, state, notice_on, handling_due, replied_on, late_days"
    assert rows(frozen, f"select {columns} from case_fact order by case_id") == live.rows(
        f"select {columns} from case_fact order by case_id"
    )


def test_nothing_that_is_masked_enters(worked):
    everything = b"".join(content(worked.shelf.create(DAY)).values())

    for secret in ("张大山", "13712345678", "举报某人", "三个月"):
        assert secret.encode() not in everything
    assert [
        title for (title,) in rows(worked.shelf.create(DAY), "select title from case_fact order by 1")
    ] == [
        "张某某反映路灯，电话137****5678",
        '标题有"引号",也有逗号',
        "（检举控告类，按权限查阅）",
    ]


def test_the_manifest_says_what_a_figure_rests_on(worked):
    frozen = worked.shelf.create(DAY)

    told = frozen.manifest
    assert (told.as_of, told.ledger_size) == (DAY, worked.ledger_size())
    assert told.ledger_root == worked.ledger_root(worked.ledger_size())
    assert told.file("case_fact.parquet").rows == 3
    assert frozen.hash[:12] in frozen.code


def test_another_day_or_another_act_gives_another_snapshot(worked):
    first = worked.shelf.create(DAY)

    other_day = worked.shelf.create(date(2026, 3, 30))
    worked.perform(make_register(case_no="N4"), actor=CLERK)
    later = worked.shelf.create(DAY)

    assert len({first.hash, other_day.hash, later.hash}) == 3
    found, faults = frozen_snapshots(worked.config.frozen)
    assert [one.hash for one in found] == [other_day.hash, first.hash, later.hash]
    assert faults == []


def test_a_whole_snapshot_has_no_fault(worked):
    assert worked.shelf.verify(worked.shelf.create(DAY)) == []


@pytest.mark.parametrize("name", ["case_fact.parquet", "definitions.json", "unit_fact.parquet"])
def test_one_changed_byte_is_named_by_its_file(worked, name):
    frozen = worked.shelf.create(DAY)
    path = frozen.folder / name
    spoilt = bytearray(path.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    path.write_bytes(spoilt)

    (fault,) = worked.shelf.verify(frozen)

    assert (fault.file, "被改动过" in fault.message) == (name, True)


def test_every_fault_is_named(worked):
    frozen = worked.shelf.create(DAY)
    (frozen.folder / "petition_fact.parquet").unlink()
    (frozen.folder / "deadline_fact.parquet").write_bytes(b"")
    (frozen.folder / "notes.txt").write_text("x")

    faults = worked.shelf.verify(frozen)

    assert [fault.file for fault in faults] == [
        "petition_fact.parquet",
        "deadline_fact.parquet",
        "notes.txt",
    ]


def test_a_manifest_that_was_rewritten_is_found_by_the_name_of_the_folder(worked):
    from dataclasses import replace

    frozen = worked.shelf.create(DAY)
    forged = replace(frozen.manifest, as_of=date(2026, 4, 1))
    (frozen.folder / MANIFEST).write_bytes(forged.to_bytes())

    (fault,) = worked.shelf.verify(worked.shelf.find(frozen.hash[:8]))

    assert fault.file == MANIFEST


def test_a_torn_manifest_is_listed_as_damaged(worked):
    frozen = worked.shelf.create(DAY)
    (frozen.folder / MANIFEST).write_bytes(b"{")

    found, faults = worked.shelf.all()

    assert found == []
    assert "从备份恢复" in faults[0].message


def test_a_snapshot_is_found_by_the_beginning_of_its_hash(worked):
    frozen = worked.shelf.create(DAY)

    assert worked.shelf.find(frozen.hash[:8]) == frozen
    with pytest.raises(FrozenSnapshotError, match="至少"):
        worked.shelf.find(frozen.hash[:3])
    with pytest.raises(FrozenSnapshotError, match="snapshot list"):
        worked.shelf.find("0123456789")


def test_a_day_to_come_is_frozen_by_no_button_either(worked):
    with pytest.raises(FutureDayError, match="还没有到，最晚为今天"):
        worked.shelf.create(worked.today() + timedelta(1))
    assert not worked.config.frozen.exists() or frozen_snapshots(worked.config.frozen) == ([], [])


def test_a_cancelled_snapshot_leaves_nothing(worked):
    with pytest.raises(FreezeCancelledError, match="已取消"):
        worked.shelf.create(DAY, cancelled=lambda: True)

    assert list(worked.config.frozen.iterdir()) == []


def test_what_the_library_says_of_a_file_reaches_the_reader_as_the_system_would_say_it(worked, monkeypatch):
    def fail(*_, **__):
        raise duckdb.IOException("IO Error: Cannot open file")

    monkeypatch.setattr(duckdb, "connect", fail)
    with pytest.raises(OSError, match="Parquet"):
        worked.shelf.create(DAY)
    assert not list(worked.config.frozen.iterdir())


def test_many_threads_give_the_bytes_of_one(worked, monkeypatch):
    worked.perform(*(make_register(case_no=f"M{number}") for number in range(40)), actor=CLERK)
    heard = []
    monkeypatch.setattr("workbench.snapshots.fold_parts.FEWEST", 7)
    monkeypatch.setattr("workbench.snapshots.freeze.cores", lambda: 1)
    alone = worked.shelf.create(DAY)
    kept = content(alone)
    alone.folder.rename(alone.folder.with_name("elsewhere.part"))
    monkeypatch.setattr("workbench.snapshots.freeze.cores", lambda: 3)

    together = worked.shelf.create(DAY, progress=lambda done, total: heard.append((done, total)))

    assert together.hash == alone.hash
    assert content(together) == kept
    assert heard[-1] == (43, 43)


def test_records_gone_through_once_give_the_bytes_of_those_sought_for_each_matter(worked, monkeypatch):
    worked.perform(*(make_register(case_no=f"M{number}") for number in range(40)), actor=CLERK)
    monkeypatch.setattr("workbench.snapshots.fold_parts.FEWEST", 7)
    monkeypatch.setattr("workbench.snapshots.freeze.cores", lambda: 2)
    scanned = worked.shelf.create(DAY)
    kept = content(scanned)
    scanned.folder.rename(scanned.folder.with_name("elsewhere.part"))
    monkeypatch.setattr("workbench.snapshots.fold_parts.FEW_LATER", 0)

    assert content(worked.shelf.create(DAY)) == kept


def test_a_column_has_its_kind_whether_parts_were_in_memory_or_in_files(worked, monkeypatch):
    def kinds(snapshot):
        files = sorted(snapshot.folder.glob("*.parquet"))
        asked = "select name, type, converted_type from parquet_schema(?)"
        return [duckdb.execute(asked, [str(path)]).fetchall() for path in files]

    in_memory = worked.shelf.create(DAY)
    in_memory.folder.rename(in_memory.folder.with_name("elsewhere.part"))
    monkeypatch.setattr("workbench.snapshots.fold_parts.SMALL", 0)
    by_files = worked.shelf.create(DAY)

    kept = replace(in_memory, folder=in_memory.folder.with_name("elsewhere.part"))
    assert kinds(by_files) == kinds(kept)


def test_every_file_of_a_snapshot_lies_on_the_disk_before_it_has_its_name(worked, monkeypatch):
    """Else a cut of the power leaves a snapshot that accuses somebody of having altered it."""
    asked, sync = [], os.fsync
    monkeypatch.setattr("workbench.snapshots.freeze.HAS_FORK", False)  # as what is asked is heard here
    monkeypatch.setattr(os, "fsync", lambda handle: (asked.append(os.fstat(handle).st_ino), sync(handle)))

    made = worked.shelf.create(DAY).folder

    assert {path.stat().st_ino for path in (*made.iterdir(), made.parent)} <= set(asked)


def test_who_freezes_the_same_in_the_same_moment_gets_what_the_other_made(worked, monkeypatch):
    def after_another(draft, final):
        shutil.copytree(draft, final)
        move(draft, final)

    move = os.replace
    monkeypatch.setattr(os, "replace", after_another)

    made = worked.shelf.create(DAY)

    assert worked.shelf.verify(made) == []
    assert [path.name for path in worked.config.frozen.iterdir()] == [made.hash]


def test_who_writes_while_another_thread_folds_keeps_the_file_to_himself(file_bench):
    """Locks belong to a process; the driver that folds has an SQLite of its own, which lets go of them."""
    work(file_bench)
    path = file_bench.config.home / "workbench.sqlite"
    ask = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0).execute('BEGIN IMMEDIATE')"
    with closing(sqlite3.connect(path, isolation_level=None)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        folding = threading.Thread(target=file_bench.shelf.create, args=(DAY,))
        folding.start()
        folding.join()
        another = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)

    assert "database is locked" in another.stderr


def test_a_database_that_is_just_being_put_in_order_is_waited_for(file_bench):
    work(file_bench)
    size, path = file_bench.ledger_size(), file_bench.config.home / "workbench.sqlite"
    file_bench.close()
    # As whoever opens a database first after the power was cut: nobody else may look.
    first = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    first.execute("PRAGMA locking_mode = EXCLUSIVE")
    first.execute("BEGIN IMMEDIATE")
    threading.Timer(0.5, first.close).start()

    def matters(_):
        with duckdb.connect() as facts, closing(FileRecords(path, size, facts)) as records:
            records.bring(facts, DAY, 0, size, {})
            return facts.execute("select count(*) from petition_case").fetchall()

    assert apart(matters) == [(3,)]


def test_what_is_repeated_of_a_matter_is_plain_text_to_whoever_reads_the_file(worked):
    duties = worked.shelf.create(DAY).folder / "deadline_fact.parquet"
    asked = "select name, converted_type from parquet_schema(?) where type = 'BYTE_ARRAY'"
    kinds = dict(duckdb.execute(asked, [str(duties)]).fetchall())

    assert {"case_unit", "case_topic", "case_state"} < kinds.keys()
    assert set(kinds.values()) == {"UTF8"}


@pytest.mark.parametrize(("bound", "told"), [(-1, "50%"), (3 << 30, "1536MiB")])
def test_a_fold_holds_half_of_what_its_process_is_bound_to(monkeypatch, bound, told):
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (bound, bound))

    assert memory_of_fold() == told


def test_a_fold_without_room_for_what_memory_does_not_hold_tells_of_a_full_disk(tmp_path):
    with pytest.raises(OSError, match="Parquet") as told, told_by_the_system(tmp_path):
        raise duckdb.OutOfMemoryException

    assert told.value.errno == errno.ENOSPC


def test_progress_ends_with_all_matters(worked):
    heard = []

    worked.shelf.create(DAY, progress=lambda done, total: heard.append((done, total)))

    assert heard[-1] == (3, 3)


def test_only_this_user_can_read_a_frozen_snapshot(worked):
    frozen = worked.shelf.create(DAY)

    for path in (frozen.folder, *frozen.folder.iterdir()):
        assert os.stat(path).st_mode & 0o077 == 0


def printed(frozen, capsys):
    """Return what the command line prints of every figure of a frozen snapshot, to the byte."""
    assert main(["figures", "--snapshot", frozen.hash, "--json"]) == 0
    return capsys.readouterr().out


def test_files_and_figures_are_the_same_bytes_after_a_thousand_more_acts_and_made_anew(
    worked, capsys, monkeypatch
):
    monkeypatch.setenv("WORKBENCH_HOME", str(worked.config.home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    frozen = worked.shelf.create(DAY)
    kept, figures = content(frozen), printed(frozen, capsys)
    worked.perform(*(make_register(case_no=f"M{number}") for number in range(1_000)), actor=CLERK)
    worked.perform(
        Correct("N1", 1, "title", "另一个标题", "登记有误"),
        make_take("N1", Step.SERVE, date(2026, 3, 12), unit=TOWN),
        actor=CLERK,
    )
    other = worked.shelf.create(DAY)
    assert other.hash != frozen.hash
    assert printed(other, capsys) != figures

    remade = worked.shelf.rebuild(frozen)

    assert (remade.is_same, remade.made) == (True, frozen.hash)
    assert content(frozen) == kept
    assert not [path for path in worked.config.frozen.iterdir() if path.name.endswith(".part")]
    assert printed(frozen, capsys) == figures

    for path in frozen.folder.glob("*.parquet"):
        path.unlink()
    worked.shelf.rebuild(frozen, restore=True)

    assert content(frozen) == kept
    assert printed(frozen, capsys) == figures
    assert json.loads(figures)["snapshot"] == frozen.hash


def test_a_snapshot_that_does_not_come_from_this_ledger_is_told_what_differs(worked):
    from dataclasses import replace

    frozen = worked.shelf.create(DAY)
    other = worked.shelf.create(date(2026, 2, 1))
    (frozen.folder / "case_fact.parquet").write_bytes((other.folder / "case_fact.parquet").read_bytes())
    forged = replace(frozen.manifest, calendar_version="别的日历")
    (frozen.folder / MANIFEST).write_bytes(forged.to_bytes())

    remade = worked.shelf.rebuild(worked.shelf.find(frozen.hash))

    assert not remade.has_same_facts
    assert any("日历版本" in text for text in remade.differences)
    assert any("case_fact.parquet" in text for text in remade.differences)


def test_a_damaged_file_is_put_back_from_the_ledger(worked):
    frozen = worked.shelf.create(DAY)
    kept = content(frozen)
    (frozen.folder / "case_fact.parquet").write_bytes(b"damaged")
    (frozen.folder / "petition_fact.parquet").unlink()

    worked.shelf.rebuild(frozen, restore=True)

    assert content(frozen) == kept
    assert worked.shelf.verify(frozen) == []


def test_a_snapshot_of_an_older_layout_is_compared_by_what_both_tell(worked):
    """Its rows are the same: that the layout grew by columns is said, and no row is called another."""
    from workbench.snapshots.schema import TABLES

    frozen = worked.shelf.create(DAY)
    path = frozen.path("petition_fact")
    columns = ", ".join(TABLES["petition_fact"])
    with duckdb.connect() as link:
        link.execute(f"create table older as select {columns} from '{path}'")
        link.execute(f"copy older to '{path}' (format parquet)")

    remade = worked.shelf.rebuild(frozen)

    assert (remade.differences, remade.is_same) == ((), False)
    assert remade.remarks == ("petition_fact.parquet 的各行相同，字节不同",)


def test_what_an_older_layout_folded_otherwise_is_no_fault_of_the_ledger(worked, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(worked.config.home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    with monkeypatch.context() as older:
        older.setattr("workbench.snapshots.freeze.VERSION", VERSION - 1)
        frozen = worked.shelf.create(DAY)
    same = worked.shelf.rebuild(frozen)
    assert (same.has_same_facts, same.layouts) == (True, (VERSION - 1, VERSION))
    with duckdb.connect() as link:
        path = frozen.path("case_fact")
        link.execute(f"create table older as select * replace (0 as is_open) from '{path}'")
        link.execute(f"copy older to '{path}' (format parquet)")

    assert main(["snapshot", "rebuild", frozen.hash]) == 1

    said = capsys.readouterr().out
    assert f"表的格式版本不同：快照为 {VERSION - 1}，现在为 {VERSION}" in said
    assert "汇总办法此后改变" in said and "台账没有改动" in said
    assert f"workbench snapshot verify {frozen.hash[:12]}" in said and "ledger verify" not in said


def test_a_figure_that_the_snapshot_does_not_define_says_by_what_it_is_counted(worked, monkeypatch):
    fewer = {name: one for name, one in catalogue().items() if name != "received"}
    with monkeypatch.context() as earlier:
        earlier.setattr("workbench.snapshots.definitions.catalogue", lambda: fewer)
        frozen = worked.shelf.create(DAY)

    with worked.shelf.facts(frozen) as facts:
        asked = FrozenFacts(frozen, facts)
        said = {}
        for name in ("received", "visits"):
            definition = defined(asked, name)
            period = Period(date(2026, 1, 5), DAY)  # the first record
            told = told_figures(asked, definition, period=period)
            said[name] = remarks_on(asked, definition, CaseFilter(), told, (), period=period)

    assert said == {"received": ("本快照固定时还没有这一指标，按现行定义计算",), "visits": ()}


def test_a_kept_definition_that_is_refused_by_now_hinders_no_other(worked, monkeypatch, capsys):
    """Of before the charter was read so strictly: the others are told, this one with its reason."""
    monkeypatch.setenv("WORKBENCH_HOME", str(worked.config.home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    of_one = replace(catalogue()["received"], of="title like '%张%' and petition_on between :start and :end")
    with monkeypatch.context() as earlier:
        looser = {**catalogue(), "received": of_one}
        earlier.setattr("workbench.snapshots.definitions.catalogue", lambda: looser)
        frozen = worked.shelf.create(DAY)
    why = "不再计算，其他指标不受影响。原因：指标“登记件数”的 of 用了 title，等于按某一件、某一个人挑选"

    with worked.shelf.facts(frozen) as facts:
        asked = FrozenFacts(frozen, facts)
        assert figure(asked, "person_times", period=Period(date(2026, 1, 5), DAY)).count == 3
        with pytest.raises(DefinitionError, match=f"快照 {frozen.hash[:12]} 所存的指标“登记件数”{why}"):
            defined(asked, "received")
    assert main(["figures", "--snapshot", frozen.hash]) == 0
    said = capsys.readouterr().out
    assert why in said and "登记人次" in said
    assert main(["snapshot", "compare", frozen.hash, worked.shelf.create(DAY).hash]) == 0
    assert "不比较“登记件数”：指标“登记件数”的 of 用了 title" in capsys.readouterr().out
    assert main(["snapshot", "rebuild", frozen.hash]) == 0
    assert "逐字节相同" in capsys.readouterr().out
