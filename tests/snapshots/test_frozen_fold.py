"""The fold behind a frozen snapshot: threads, parts, memory, and a database that others use meanwhile."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace

import duckdb
import pytest

from tests.factories import CLERK, make_register
from tests.snapshots.few_matters import DAY, content, work
from workbench.snapshots.apart import apart
from workbench.snapshots.parquet import memory_of_fold, told_by_the_system
from workbench.snapshots.record_rows import FileRecords


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


@pytest.mark.parametrize(("bound", "told"), [(-1, "50%"), (3 << 30, "1536MiB")])
def test_a_fold_holds_half_of_what_its_process_is_bound_to(monkeypatch, bound, told):
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (bound, bound))

    assert memory_of_fold() == told


def test_a_fold_without_room_for_what_memory_does_not_hold_tells_of_a_full_disk(tmp_path):
    with pytest.raises(OSError, match="Parquet") as told, told_by_the_system(tmp_path):
        raise duckdb.OutOfMemoryException

    assert told.value.errno == errno.ENOSPC
