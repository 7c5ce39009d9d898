"""A process of its own: what it tells, raises and leaves behind."""

from __future__ import annotations

import os
import signal
import time

import pytest

from workbench.snapshots.apart import EndedError, apart

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="此系统没有 fork")


class OddError(ValueError):
    """One that cannot be sent: it wants two words, and is given one."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one}{two}")


def test_what_it_makes_and_how_far_it_is_reach_the_one_who_waits():
    heard = []

    def job(tell):
        tell(1, 2)
        tell(2, 2)
        return os.getpid()

    assert apart(job, lambda *far: heard.append(far)) != os.getpid()
    assert heard == [(1, 2), (2, 2)]


def test_an_error_is_raised_here_with_the_place_where_it_arose():
    def job(_):
        raise OSError(28, "kein Platz", "/tmp/x")

    with pytest.raises(OSError, match="kein Platz") as told:
        apart(job)

    assert told.value.errno == 28
    assert "in job" in told.value.__notes__[0]


def test_an_error_that_cannot_be_sent_still_tells_what_it_was():
    def job(_):
        raise OddError("ei", "ns")

    with pytest.raises(RuntimeError, match="OddError: eins"):
        apart(job)


def test_it_ends_when_nobody_wants_it_any_more():
    began = time.monotonic()

    assert apart(lambda _: time.sleep(60), cancelled=lambda: time.monotonic() - began > 0.2) is None
    assert time.monotonic() - began < 20


def test_one_that_the_system_stops_is_told_of():
    with pytest.raises(EndedError, match="内存不足"):
        apart(lambda _: os.kill(os.getpid(), signal.SIGKILL))


def test_no_process_is_left_behind():
    pids = [apart(lambda _: os.getpid()) for _ in range(3)]

    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
