"""Which good backups may go: counted by days that have one, never by the clock alone, and only one's own."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.acts.leaves import edges_at, first_leaf
from workbench.backup.databases import one_moment
from workbench.backup.kept import GoodBackup, good_backups, note, remove
from workbench.ledger.checkpoint import Checkpoint, origin_of

if TYPE_CHECKING:
    from workbench.app import Workbench

HELD: Final = "held"  # in the diary: nothing was dropped, for a backup lies in the future


@dataclass(frozen=True, slots=True)
class Retention:
    """保留期限: of how many days, weeks and months the last backup is kept; none of it is law.

    ``always`` of the newest stay whenever they were made; ``late_after`` is how old the newest may be.
    """

    daily: int
    weekly: int
    monthly: int
    always: int
    late_after: timedelta


@cache
def retention() -> Retention:
    """Return the shipped setting (``retention.toml``)."""
    told = tomllib.loads((Path(__file__).parent / "retention.toml").read_text("utf-8"))
    return Retention(
        int(told["daily"]),
        int(told["weekly"]),
        int(told["monthly"]),
        int(told["always"]),
        timedelta(hours=told["late_after_hours"]),
    )


def to_go(backups: Iterable[GoodBackup], rule: Retention) -> list[GoodBackup]:
    """Return the good backups that the rule keeps no longer.

    Days, weeks and months without a backup do not count: a clock that runs two years ahead for a night makes
    one day of them, and not everything old.
    """
    ordered = sorted(backups, key=lambda one: one.moment, reverse=True)
    stays = set(ordered[: rule.always])
    periods: tuple[tuple[int, Callable[[datetime], Any]], ...] = (
        (rule.daily, lambda at: at.date()),
        (rule.weekly, lambda at: at.isocalendar()[:2]),
        (rule.monthly, lambda at: (at.year, at.month)),
    )
    for count, same in periods:
        last: dict[Any, GoodBackup] = {}
        for one in ordered:
            last.setdefault(same(one.moment), one)
        stays.update(list(last.values())[:count])
    return [one for one in ordered if one not in stays]


def later_than(backups: Iterable[GoodBackup], now: datetime) -> list[GoodBackup]:
    """Return the backups made later than now: a clock was wrong then, or it is now."""
    return [one for one in backups if one.moment > now]


def own_backups(bench: Workbench, folder: Path) -> list[GoodBackup]:
    """Return the good backups in a folder whose entries the ledger of ``bench`` goes on from, newest first.

    Another workbench may keep its backups there too, or one restored from an older backup of this one; what
    the paper says of the ledger then differs, with or without the name of its ledger.
    """
    found = good_backups(folder)
    with one_moment(bench) as link:
        origin = origin_of(first_leaf(link) or b"")
        edges = edges_at(link, {one.ledger_size for one in found if one.ledger_size > 0})
    codes = {size: Checkpoint(origin, size, edge.root()).code for size, edge in edges.items()}
    return [one for one in found if one.origin in ("", origin) and codes.get(one.ledger_size) == one.code]


def drop_old(bench: Workbench, folder: Path, made: GoodBackup) -> None:
    """Remove what the rule keeps no longer, now that ``made`` is good; it stays itself in any case.

    While one of them lies in the future nothing goes: no age can be relied on.
    """
    own, home, told = own_backups(bench, folder), bench.config.home, {"folder": str(folder)}
    if ahead := later_than(own, made.moment):
        note(home, HELD, made.moment, **told, count=len(ahead))
        return
    for old in to_go(own, retention()):
        if old.file == made.file:
            continue
        with suppress(OSError):  # the new one is good all the same; the next backup tries again
            remove(folder, old)
            note(home, "dropped", made.moment, **told, file=old.file)
