import threading
import time

from widgets.parts.slow import AFTER, Slow


class Told:
    """What was told, and a way to wait until something is."""

    def __init__(self):
        self.words = []
        self.changed = threading.Condition()

    def __call__(self, is_busy):
        with self.changed:
            self.words.append((is_busy, threading.current_thread()))
            self.changed.notify_all()

    def wait(self, count):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.words) >= count, 10)


def test_quick_work_is_told_to_nobody():
    told = Told()
    slow = Slow(told)

    for _ in range(100):
        slow.begin()
        slow.end()
    time.sleep(2 * AFTER)

    assert told.words == []


def test_slow_work_is_told_while_it_goes_on_from_another_thread_and_its_end_by_the_one_that_works():
    told = Told()
    slow = Slow(told)

    for number in (1, 2):
        slow.begin()
        told.wait(2 * number - 1)
        slow.end()

    assert [is_busy for is_busy, _ in told.words] == [True, False, True, False]
    assert told.words[0][1] is not threading.current_thread()
    assert told.words[1][1] is threading.current_thread()


def test_slow_work_is_told_once_however_long_it_takes():
    told = Told()
    slow = Slow(told)

    slow.begin()
    told.wait(1)
    time.sleep(3 * AFTER)

    assert len(told.words) == 1


def test_work_that_begins_while_the_last_is_still_looked_after_has_its_own_time():
    told = Told()
    slow = Slow(told)

    slow.begin()
    time.sleep(AFTER * 0.7)
    slow.end()
    slow.begin()
    time.sleep(AFTER * 0.6)  # more than AFTER since the first began
    quick = list(told.words)
    slow.end()

    assert quick == []


def test_nobody_looks_when_nothing_is_done():
    slow = Slow(Told())
    slow.begin()
    slow.end()

    time.sleep(2 * AFTER)

    assert not slow._is_awake
