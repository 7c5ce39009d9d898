"""A real small disk, full or read-only, and the n-th call failed from within; where the machine can."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.faults import failing, fiu, small_disk
from tests.faults.deeds import register
from tests.faults.forked import Outcome
from tests.faults.test_storage import attack

WITHIN = small_disk.namespace()
WITH_SMALL_DISK = pytest.mark.skipif(not WITHIN, reason="本机不允许挂载临时磁盘")


@WITH_SMALL_DISK
def test_on_a_disk_without_a_byte_left_and_on_one_that_is_read_only_a_matter_is_refused_in_a_sentence(home):
    told = attack("small_disk", home, "register", 7, within=WITHIN, surroundings=small_disk.surroundings())

    assert told["faults"] == []
    assert (told["rounds"], told["struck"]) == (2, 2)


@WITH_SMALL_DISK
@pytest.mark.parametrize("deed", ["ask_and_erase", "begin_anew"])
def test_on_a_small_disk_a_deed_is_done_or_refused_in_a_sentence_and_done_once_there_is_room(home, deed):
    told = attack("small_disk", home, deed, "3")

    assert told["faults"] == []
    assert told["struck"] >= 2


@pytest.mark.usefixtures("libfiu")
@pytest.mark.parametrize(("deed", "stride"), [("register", 9), ("upgrade", 300)])
def test_whichever_call_libfiu_fails_a_deed_is_done_or_refused_in_a_sentence(home, deed, stride):
    told = attack("failing", home, "fiu", stride, deed, 3, surroundings=fiu.environment())

    assert told["faults"] == []
    assert told["struck"] >= 4
    assert len(told["reached"]) == len(fiu.POINTS[::3])


def test_a_walk_ends_only_where_no_call_is_left_to_strike(home, monkeypatch):
    made = []  # a deed of a thousand calls
    monkeypatch.setattr(failing, "_copy", lambda home: home)
    monkeypatch.setattr(failing, "fork", lambda job: SimpleNamespace(start=lambda: made.append(job)))
    monkeypatch.setattr(failing, "after", lambda *_, **__: len(made) <= 1_000)
    outcome = Outcome("")

    failing._strike_with_fiu(fiu.POINTS[:1], home, "register", register, 1, outcome)

    assert outcome.reached == {"register pwrite ENOSPC": 1_001}
