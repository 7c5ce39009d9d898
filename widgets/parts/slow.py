"""Tells that work is under way, but only of work that one has to wait for.

Most clicks are answered before anybody could see that the page is busy. To say so each time would cost as
much as a tenth of the answer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

AFTER = 0.1  # seconds; shown another fifth of a second later (``frame.css``)


class Slow:
    """Calls ``tell(True)`` when work has gone on for ``AFTER`` seconds, and ``tell(False)`` at its end.

    The first comes from a thread, for the one that works cannot say anything meanwhile.
    """

    def __init__(self, tell: Callable[[bool], None]) -> None:
        self._tell = tell
        self._lock = threading.RLock()  # telling may lead to work
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_awake = False
        self._began: float | None = None
        self._is_told = False

    def begin(self) -> None:
        """Note that work begins."""
        with self._lock:
            self._began = time.monotonic()
            if self._is_awake:
                return
            self._is_awake = True
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, name="slow", daemon=True)
            self._thread.start()
        self._wake.set()

    def end(self) -> None:
        """Note that work has ended."""
        with self._lock:
            self._began = None
            if self._is_told:
                self._is_told = False
                self._tell(False)

    def _watch(self) -> None:
        while self._wake.wait():
            self._wake.clear()
            while (rest := self._rest()) is not None:
                time.sleep(rest)

    def _rest(self) -> float | None:
        """Return after how many seconds to look again, ``None`` when there is nothing to look for."""
        with self._lock:
            if self._began is None:
                self._is_awake = False
                return None
            rest = self._began + AFTER - time.monotonic()
            if rest > 0:
                return rest
            if not self._is_told:
                self._is_told = True
                self._tell(True)
            return AFTER
