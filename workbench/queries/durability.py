"""How closures of units held (办结牢不牢): who came back with the same matter within 30, 90, 180 days.

Who came back is the fact of the snapshot, as in the figures of the catalogue: with the matter itself, or with
the same one registered anew, as a clerk decided. How many of them were registered anew is told beside. So are
how many of those closures were rated at all, and which share was raised online: nobody who could not come, or
was not asked, makes a closure hold. A background of a look-back, by unit, no ranking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection

from workbench.indicators.evaluate import Period
from workbench.queries.repeats import linked_later
from workbench.snapshots.read import Snapshot

SPANS: Final = (30, 90, 180)  # calendar days after the closure
CATALOGUED: Final = {90: "closure_held"}  # the spans that a figure of the catalogue counts too
CAUTION: Final = (
    "未再信访与指标目录同一算法：另立为新事项、经办人认定为同一事项的，也算再次信访，件数在旁写明；"
    "未再信访不等于化解；来的人少、渠道不通，这些数也会变，不是成绩，不作排名"
)


@dataclass(frozen=True, slots=True)
class Held:
    """``held`` of ``of`` closures whose ``days`` are over saw nobody back; ``running`` are not over yet.

    ``linked`` of those who came back within the days did so with a new matter that a clerk found to be the
    same.
    """

    days: int
    held: int
    of: int
    running: int
    linked: int


@dataclass(frozen=True, slots=True)
class Durability:
    """The closures of one group: how they held, how many were rated afterwards, how many came online.

    ``group`` is the code of a unit, or the name of a topic, "" where a matter has none.
    """

    group: str
    closures: int
    spans: tuple[Held, ...]
    rated: int
    online: int


@dataclass(frozen=True, slots=True)
class _Closure:
    closed_on: date
    returned_on: date | None
    linked_on: date | None
    is_rated: bool
    is_online: bool


def durability(
    connection: Connection,
    snapshot: Snapshot,
    period: Period,
    units: Iterable[str],
    *,
    by_topic: bool = False,
) -> tuple[Durability, ...]:
    """Return how the closures of these units in a period (both days included) held by the snapshot's day.

    One line for each unit, in the order of their codes, also for one without closures; ``by_topic`` one for
    each topic of their closures.
    """
    wanted = set(units)
    found: dict[str, list[_Closure]] = defaultdict(list)
    if not by_topic:
        found.update((unit, []) for unit in wanted)
    later = linked_later(connection, as_of=snapshot.as_of)
    registered = dict(snapshot.rows("select case_no, registered_on from case_fact")) if later else {}
    rows = snapshot.rows(
        "select case_no, closed_by, topic_group, closed_on, returned_on, rated_on, channel from case_fact "
        "where closed_by is not null and closed_on between :start and :end order by case_no",
        {"start": period.start.isoformat(), "end": period.end.isoformat()},
    )
    for case_no, unit, topic, closed_on, returned_on, rated_on, channel in rows:
        if unit in wanted:
            linked = [registered[one] for one in later.get(case_no, ()) if one in registered]
            linked_on = min((day for day in linked if day > closed_on), default=None)
            found[(topic or "") if by_topic else unit].append(
                _Closure(
                    date.fromisoformat(closed_on),
                    date.fromisoformat(returned_on) if returned_on else None,
                    date.fromisoformat(linked_on) if linked_on else None,
                    rated_on is not None and rated_on >= closed_on,
                    channel == "online",
                )
            )
    return tuple(_of_group(group, found[group], snapshot.as_of) for group in sorted(found))


def _of_group(group: str, closures: list[_Closure], as_of: date) -> Durability:
    return Durability(
        group=group,
        closures=len(closures),
        spans=tuple(_held(closures, days, as_of) for days in SPANS),
        rated=sum(one.is_rated for one in closures),
        online=sum(one.is_online for one in closures),
    )


def _held(closures: list[_Closure], days: int, as_of: date) -> Held:
    span = timedelta(days)
    over = [one for one in closures if one.closed_on + span < as_of]
    back = [one for one in over if _is_within(one.returned_on, one.closed_on + span)]
    linked = sum(one.linked_on == one.returned_on for one in back)
    return Held(days, len(over) - len(back), len(over), len(closures) - len(over), linked)


def _is_within(day: date | None, last: date) -> bool:
    return day is not None and day <= last
