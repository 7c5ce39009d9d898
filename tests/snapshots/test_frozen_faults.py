"""Frozen snapshots that somebody has altered: each fault is named; found by the beginning of the hash."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.snapshots.few_matters import DAY
from workbench.snapshots.frozen import FrozenSnapshotError
from workbench.snapshots.manifest import MANIFEST


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
