"""How often a token may ask: a burst, then so many a minute; wrong tokens are counted by address."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from workbench.access.settings import interface_settings
from workbench.site.interface.limits import Limits

SETTINGS = replace(
    interface_settings(), per_minute=60, burst=3, wrong_per_address=2, wrong_within=timedelta(seconds=100)
)


class Clock:
    """A clock that is moved by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_after_a_burst_a_token_may_ask_once_a_second_and_others_are_not_touched() -> None:
    clock = Clock()
    limits = Limits(SETTINGS, clock)

    assert [limits.take("a") for _ in range(5)] == [0, 0, 0, 1, 1]
    assert limits.take("b") == 0
    clock.now = 1.0
    assert [limits.take("a") for _ in range(2)] == [0, 1]
    clock.now = 1000.0
    assert [limits.take("a") for _ in range(4)] == [0, 0, 0, 1]


@given(st.lists(st.floats(0, 5), max_size=60))
def test_no_pattern_of_asking_gets_more_than_burst_and_rate(pauses: list[float]) -> None:
    clock = Clock()
    limits = Limits(SETTINGS, clock)
    taken = 0
    for pause in pauses:
        clock.now += pause
        wait = limits.take("a")
        taken += wait == 0
        if wait:
            clock.now += wait
            assert limits.take("a") == 0  # the seconds that were named are enough
            taken += 1

    assert taken <= SETTINGS.burst + clock.now + 1e-6


def test_an_address_is_not_heard_after_too_many_wrong_ones_until_the_first_is_old() -> None:
    clock = Clock()
    limits = Limits(SETTINGS, clock)
    for moment in (0.0, 40.0):
        clock.now = moment
        assert limits.must_wait("here") == 0
        limits.note_wrong("here")

    assert limits.must_wait("here") == 60 and limits.must_wait("there") == 0
    clock.now = 100.0
    assert limits.must_wait("here") == 0
    limits.note_wrong("here")
    assert limits.must_wait("here") == 40
