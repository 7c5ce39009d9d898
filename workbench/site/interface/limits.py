"""How often a token, and an address with wrong tokens, may ask. Kept in memory: the site is one process."""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

from workbench.access.settings import InterfaceSettings, interface_settings

MOST_KEPT: Final = 10_000  # tokens, and addresses


class Limits:
    """Counts what is asked; each question answers with the seconds to wait, 0 if none."""

    def __init__(
        self, settings: InterfaceSettings | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings or interface_settings()
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # token: answers left, as of when
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()  # address: when it came with a wrong one

    def take(self, token: str) -> int:
        """Count one answer to a token; return the whole seconds until it may ask again, 0 if it may now."""
        now, rate = self._clock(), self._settings.per_minute / 60
        left, since = self._left.pop(token, (float(self._settings.burst), now))
        left = min(left + (now - since) * rate, self._settings.burst)
        may = left >= 1
        self._left[token] = (left - 1 if may else left, now)
        while len(self._left) > MOST_KEPT:
            self._left.popitem(last=False)
        return 0 if may else math.ceil((1 - left) / rate)

    def must_wait(self, address: str) -> int:
        """Return for how many whole seconds an address is not listened to, 0 if it is."""
        span = self._settings.wrong_within.total_seconds()
        came = self._recent(address)
        if len(came) < self._settings.wrong_per_address:
            return 0
        return max(math.ceil(came[0] + span - self._clock()), 1)

    def note_wrong(self, address: str) -> None:
        """Count a request without a token that opens anything."""
        came = self._recent(address)
        came.append(self._clock())
        while len(came) > self._settings.wrong_per_address:
            came.popleft()
        self._wrong[address] = came
        self._wrong.move_to_end(address)
        while len(self._wrong) > MOST_KEPT:
            self._wrong.popitem(last=False)

    def _recent(self, address: str) -> deque[float]:
        came = self._wrong.get(address, deque())
        limit = self._clock() - self._settings.wrong_within.total_seconds()
        while came and came[0] <= limit:
            came.popleft()
        return came
