"""A real small disk, full or read-only, and the n-th call failed from within; where the machine can."""

from __future__ import annotations

import pytest

from tests.faults import failing, small_disk
from tests.faults.test_storage import attack

WITH_SMALL_DISK = pytest.mark.skipif(not small_disk.namespace(), reason="本机不允许挂载临时磁盘")
WITH_FIU = pytest.mark.skipif(not failing.has_fiu(), reason="没有 libfiu（fiu-utils、libfiu0）")


@WITH_SMALL_DISK
@pytest.mark.parametrize("deed", ["ask_and_erase", "begin_anew"])
def test_on_a_small_disk_a_deed_is_done_or_refused_in_a_sentence_and_done_once_there_is_room(home, deed):
    told = attack("small_disk", home, deed, "3")

    assert told["faults"] == []
    assert told["struck"] >= 2


@WITH_FIU
def test_whichever_call_libfiu_fails_a_deed_is_done_or_refused_in_a_sentence(home):
    told = attack("failing", home, "fiu", 9, "register", 3)

    assert told["faults"] == []
    assert told["struck"] >= 4
