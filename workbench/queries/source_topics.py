"""What petitions are about, over time: topics and units against the year before, topics that return.

Counts of matters are context, never a target: lines stand in the order of topics and of the directory. A
change is called one only where the counts support it among so many that are compared at once
(``indicators.statistics.compare_counts``; Bonferroni).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from workbench.indicators.evaluate import Period
from workbench.indicators.exact import change_interval
from workbench.indicators.statistics import LEVEL, Change, Verdict, compare_counts
from workbench.law.source_data import source_data
from workbench.law.topics import topic_label, topic_tree
from workbench.queries.comparison import TOO_FEW, year_earlier
from workbench.queries.records_begin import NoBase, no_records
from workbench.snapshots.read import Snapshot
from workbench.terms import PetitionClass

UNDECIDED = "未分类"
MOST = 9.0  # ten times as many; what lies above is told in words
Interval = tuple[float, float] | None
NOTHING: Final[tuple[Change, Interval]] = (Change(None, Verdict.TOO_FEW), None)  # no change is told
VERDICTS = {
    Verdict.RISE: "增加",
    Verdict.FALL: "减少",
    Verdict.CHANCE: "看不出变化",
    Verdict.TOO_FEW: TOO_FEW,
}
# An accusation enters no list of topics: what it is about could point at whom it accuses.
_COUNTED = (
    f"registered_on between :start and :end and petition_class is not '{PetitionClass.ACCUSATION.value}'"
)


@dataclass(frozen=True, slots=True)
class TopicTrend:
    """Matters of a topic (its group for ``topic`` ``None``) in a period and in the same days a year earlier.

    ``interval`` is between what the change may really lie, all lines taken together (see ``between``).
    ``no_base`` says that no records were kept then, or not all the time. ``units`` are those that answer for
    them, ``returned`` the matters in which people came again, ``open`` what is still open. ``has_policy``:
    many matters at several units: a policy may lie behind them.
    """

    group: str
    topic: str
    now: int
    before: int
    units: int
    returned: int
    open: int
    change: Change
    interval: Interval
    no_base: NoBase | None = None

    @property
    def has_policy(self) -> bool:
        """Return whether the office looks for the policy behind it (source.toml)."""
        told = source_data()
        return self.now >= told.policy_least_matters and self.units >= told.policy_least_units

    @property
    def words(self) -> str:
        """Return what may be said of the change."""
        return self.no_base.words() if self.no_base else change_words(self.change, self.before)


@dataclass(frozen=True, slots=True)
class UnitTrend:
    """Matters that a unit answers for in a period and a year earlier."""

    unit: str
    name: str
    now: int
    before: int
    change: Change
    interval: Interval
    no_base: NoBase | None = None

    @property
    def words(self) -> str:
        """Return what may be said of the change."""
        return self.no_base.words() if self.no_base else change_words(self.change, self.before)


def between(interval: Interval) -> str:
    """Return an interval of a change in words: −63%～+18%."""
    if interval is None:
        return "—"
    low, high = (f"{end:+.0%}".replace("-", "−") if end < MOST else "十倍以上" for end in interval)
    return f"{low}～{high}"


def change_words(change: Change, before: int) -> str:
    """Return a change in words; a percentage stands only beside a change that the counts support."""
    if change.verdict in (Verdict.RISE, Verdict.FALL):
        told = "" if change.amount is None or not before else f" {change.amount:+.0%}".replace("-", "−")
        return f"{VERDICTS[change.verdict]}{told}"
    return VERDICTS[change.verdict]


def topic_trends(snapshot: Snapshot, period: Period) -> tuple[TopicTrend, ...]:
    """Return every topic with matters in the period or a year earlier, in the order of topics."""
    now = _by_topic(snapshot, period)
    earlier = year_earlier(period)
    missing = no_records(snapshot, earlier)
    before = _by_topic(snapshot, earlier)
    found = []
    lines = sorted({*now, *before}, key=_place)
    level = LEVEL / max(len(lines), 1)
    for group, topic in lines:
        matters, units, returned, still = now.get((group, topic), (0, 0, 0, 0))
        matters_then = before.get((group, topic), (0, 0, 0, 0))[0]
        both = NOTHING if missing else _both(matters, matters_then, _exposure(period, earlier), level)
        found.append(TopicTrend(group, topic, matters, matters_then, units, returned, still, *both, missing))
    return tuple(found)


def unit_trends(snapshot: Snapshot, period: Period) -> tuple[UnitTrend, ...]:
    """Return every unit with matters in the period or a year earlier, in the order of the directory."""
    earlier = year_earlier(period)
    missing = no_records(snapshot, earlier)
    sql = f"select unit, count(*) from case_fact where {_COUNTED} and unit is not null group by unit"
    now, before = (dict(snapshot.rows(sql, _days(one))) for one in (period, earlier))
    names = dict(snapshot.rows("select code, name from unit_fact"))
    exposure, codes = _exposure(period, earlier), sorted({*now, *before})
    level = LEVEL / max(len(codes), 1)
    return tuple(
        UnitTrend(
            unit,
            names.get(unit, unit),
            now.get(unit, 0),
            before.get(unit, 0),
            *(NOTHING if missing else _both(now.get(unit, 0), before.get(unit, 0), exposure, level)),
            missing,
        )
        for unit in codes
    )


def matters_of(snapshot: Snapshot, trend: TopicTrend, period: Period) -> tuple[str, ...]:
    """Return the matters of a topic that a proposal may rest on: open ones first, then the latest."""
    values = {
        **_days(period),
        "group": trend.group,
        "topic": trend.topic,
        "most": source_data().proposal_most_matters,
    }
    rows = snapshot.rows(
        f"select case_no from case_fact where {_COUNTED} and coalesce(topic_group, '') = :group "
        "and coalesce(topic, '') = :topic order by is_open desc, registered_on desc, case_no limit :most",
        values,
    )
    return tuple(case_no for (case_no,) in rows)


def _place(line: tuple[str, str]) -> tuple[int, str, str]:
    """Return where a topic stands in the tree; what the tree does not know comes last."""
    return _places().get(line[1], len(_places())), *line


@cache
def _places() -> dict[str, int]:
    codes = [
        code for group in topic_tree().groups for code in (group.code, *(one.code for one in group.topics))
    ]
    return {topic_label(code) or code: at for at, code in enumerate(codes)}


def _by_topic(snapshot: Snapshot, period: Period) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    rows: Sequence[tuple[str, str, int, int, int, int]] = snapshot.rows(
        "select coalesce(topic_group, ''), coalesce(topic, ''), count(*), count(distinct unit), "
        f"sum(batches > 1), sum(is_open) from case_fact where {_COUNTED} group by 1, 2",
        _days(period),
    )
    return {
        (group, topic): (matters, units, again, still) for group, topic, matters, units, again, still in rows
    }


def _days(period: Period) -> dict[str, object]:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def _both(now: int, before: int, exposure: float, level: float) -> tuple[Change, Interval]:
    """Return the change with its interval, at the same level: they do not contradict each other."""
    interval = change_interval(now, before, exposure=exposure, level=1 - level)
    return compare_counts(now, before, exposure=exposure, level=level), interval


def _exposure(now: Period, before: Period) -> float:
    days, days_then = ((one.end - one.start).days + 1 for one in (now, before))
    return days / (days + days_then)
