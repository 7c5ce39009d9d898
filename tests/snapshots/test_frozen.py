"""Frozen snapshots: the same facts give the same bytes, nothing masked enters, nothing half done stays."""

from __future__ import annotations

import os
import shutil
from datetime import date, timedelta

import duckdb
import pytest

from tests.factories import CLERK, make_register
from tests.snapshots.few_matters import DAY, content, work
from workbench.shelf import FutureDayError
from workbench.snapshots.freeze import FreezeCancelledError
from workbench.snapshots.frozen import frozen_snapshots


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
        "张某某反映路灯，电话（电话不显示）",
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


def test_what_is_repeated_of_a_matter_is_plain_text_to_whoever_reads_the_file(worked):
    duties = worked.shelf.create(DAY).folder / "deadline_fact.parquet"
    asked = "select name, converted_type from parquet_schema(?) where type = 'BYTE_ARRAY'"
    kinds = dict(duckdb.execute(asked, [str(duties)]).fetchall())

    assert {"case_unit", "case_topic", "case_state"} < kinds.keys()
    assert set(kinds.values()) == {"UTF8"}


def test_progress_ends_with_all_matters(worked):
    heard = []

    worked.shelf.create(DAY, progress=lambda done, total: heard.append((done, total)))

    assert heard[-1] == (3, 3)


def test_only_this_user_can_read_a_frozen_snapshot(worked):
    frozen = worked.shelf.create(DAY)

    for path in (frozen.folder, *frozen.folder.iterdir()):
        assert os.stat(path).st_mode & 0o077 == 0
