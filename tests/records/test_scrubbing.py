"""Deleted values that a full disk kept: told as such, owed, and cleared away by the next start."""

import pytest

from tests.factories import CLERK, make_register
from tests.faults.deeds import AUDITOR
from workbench.acts.erasing import EraseValues, RequestErasure, values_to_erase
from workbench.doctor.look import examine
from workbench.records import sqlite_file, store
from workbench.records.sqlite_file import SCRUB_OWED
from workbench.records.store import ScrubError
from workbench.terms import ErasureBasis

STORY = "邻居的羊吃了我家的稻子甲乙丙"


def test_a_disk_without_room_says_that_the_deletion_stands_and_what_is_left_to_do(file_bench, monkeypatch):
    (seq,) = file_bench.perform(make_register(narrative=STORY), actor=CLERK)
    on, basis = file_bench.today(), ErasureBasis.CONSENT_WITHDRAWN
    with file_bench.reading() as session:
        values = values_to_erase(session.connection(), [(seq, "narrative")])
    file_bench.perform(RequestErasure("S-1", values, basis, on, "撤回"), actor=CLERK)

    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "scrub_file", full)
    with pytest.raises(ScrubError, match=r"删除已生效.*workbench init"):
        file_bench.perform(EraseValues("S-1", values, basis, on), actor=AUDITOR)

    assert file_bench.verify_ledger().is_sound
    assert "erased_remains" in {one.code for one in examine(file_bench)}
    monkeypatch.setattr(store, "scrub_file", sqlite_file.scrub_file)
    file_bench.initialise()
    assert not (file_bench.config.home / SCRUB_OWED).exists()
    assert "erased_remains" not in {one.code for one in examine(file_bench)}
    kept = b"".join(path.read_bytes() for path in file_bench.config.home.rglob("*") if path.is_file())
    assert STORY.encode() not in kept
