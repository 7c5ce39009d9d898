"""What looks at the ledger found, by their day: a monitor that asks every minute cannot look itself.

One line for each look in a file of the user's folder. It holds no personal data: what differs is told by
table, number and column. The standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from workbench.growing import Growing

LOOKS: Final = "verified.jsonl"
_EARLY: Final = timedelta(hours=12)


class Reach(IntEnum):
    """How far a look went; who looked farther sees what the others saw, too."""

    ROOT = 1  # the root of the entries against the head, and the checkpoints
    LEAVES = 2  # each entry against its leaf as well
    REPLAY = 3  # all acts performed anew and compared with the records


@dataclass(frozen=True, slots=True)
class Look:
    """核验结果: when (UTC), how far, how many entries there were, how much differed, and the first of it."""

    at: datetime
    reach: Reach
    size: int
    count: int
    first: str


def note_look(
    home: Path, database: str, now: datetime, reach: Reach, size: int, faults: Sequence[str], count: int = 0
) -> Look:
    """Keep what a look found in the ledger of ``database`` (its name beside ``home``), and return it.

    A folder in which this user may not write hinders no look.
    """
    first = faults[0] if faults else ""
    look = Look(now.replace(microsecond=0), reach, size, max(count, len(faults)), first)
    told = {**asdict(look), "at": look.at.isoformat(), "reach": reach.name.lower(), "database": database}
    line = json.dumps(told, ensure_ascii=False)
    with suppress(OSError):
        _kept(home).append(f"{line}\n")
    return look


def looks(home: Path, database: str) -> list[Look]:
    """Return the looks at one ledger, the oldest first; a line that is none is passed over."""
    found = []
    for line in _kept(home).lines():
        try:
            told: dict[str, Any] = json.loads(line)
            if told["database"] == database:
                at, reach = datetime.fromisoformat(told["at"]), Reach[told["reach"].upper()]
                found.append(Look(at, reach, int(told["size"]), int(told["count"]), str(told["first"])))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def _kept(home: Path) -> Growing:
    return Growing(home / LOOKS, most=500_000, kept=1)  # some 3,000 looks; a monitor reads them each minute


def still_differing(looked: Sequence[Look]) -> Look | None:
    """Return the newest look that found something and that no later one, as far or farther, has refuted."""
    for at, look in reversed(list(enumerate(looked))):
        if look.count:
            refuted = any(later.count == 0 and later.reach >= look.reach for later in looked[at + 1 :])
            if not refuted:
                return look
    return None


def last_replay(looked: Sequence[Look], now: datetime) -> datetime | None:
    """Return when the ledger was last replayed; what a wrong clock dated later is none."""
    return next((one.at for one in reversed(looked) if one.reach is Reach.REPLAY and one.at <= now), None)


def is_replay_due(looked: Sequence[Look], now: datetime, days: int) -> bool:
    """Return whether the last replay is so many days back, or half a day less: no run is on the minute."""
    last = last_replay(looked, now)
    return last is None or now - last > timedelta(days=days) - _EARLY
