"""A figure against an earlier period: how much it changed, and whether that is more than chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from workbench.indicators.evaluate import Facts, Figure, Period
from workbench.indicators.statistics import Change, Verdict, compare_counts, compare_shares
from workbench.queries.case_filter import CaseFilter
from workbench.queries.figures import figure
from workbench.queries.of_then import must_be_of_then
from workbench.queries.records_begin import NoBase, no_base
from workbench.snapshots.asked import Asked, FrozenFacts

TOO_FEW = "案件太少，不作比较"
METHOD = (
    "数量的增减用两个泊松计数的精确条件检验（Przyborowski、Wilenski，1940），比率的升降用差值的"
    "95% 区间（Newcombe，1998）判断；两期合计不足 35 件、又看不出差别的，"
    "写“案件太少，不作比较”。人次成批而来，按批次检验。数量增减的百分比按两期的总数计算，与报表一致；"
    "两期天数不同的，另写按日均的百分比，是不是偶然也按日均检验。"
    "上期早于最早的登记日期或者指标口径的起始日的，记录不完整，不作比较。"
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure, the earlier one, and the change; ``change`` is ``None`` where they may not be compared.

    ``no_base`` says so of a time without records, or with records of a part only. ``basis`` is the snapshot
    of then by which the earlier figure was counted, "" where it is that of the figure itself; ``is_frozen``
    says that it has to be a frozen one.
    """

    now: Figure
    before: Figure | None
    change: Change | None
    no_base: NoBase | None = None
    basis: str = ""
    is_frozen: bool = False

    @property
    def words(self) -> str:
        """Return the change as it is read; where counts do not carry it, that they do not."""
        if self.no_base is not None:
            return self.no_base.words()
        if self.change is None:
            return "须按当时的截至日比较"
        if self.change.verdict is Verdict.TOO_FEW:
            return TOO_FEW
        if self.change.amount is None:
            return "上期为 0"
        if self.now.indicator.is_share:
            said = f"{self.change.amount * 100:+.1f} 个百分点"
        else:
            said = f"{self.change.amount:+.1%}"
            daily = "" if self.daily is None else f"{self.daily:+.1%}"
            if daily and daily != said:
                said += f"（按日均 {daily}）"
        said = said.replace("-", "−")
        return f"{said}，可能是偶然" if self.change.verdict is Verdict.CHANCE else said

    @property
    def daily(self) -> float | None:
        """Return the change of a count per day, ``None`` where both periods have as many days.

        Who reads 129 beside 157 calculates −17.8 %; that October has a day more than November is the smaller
        half of the truth, and is said beside it.
        """
        if self.before is None or self.now.indicator.is_share or not self.before.count:
            return None
        days, then = _length(self.now.period), _length(self.before.period)
        return None if days == then else (self.now.count / days) / (self.before.count / then) - 1


def compared(
    snapshot: Asked,
    now: Figure,
    period: Period,
    *,
    as_it_was: Asked | None = None,
    wanted: CaseFilter | None = None,
) -> Compared:
    """Return ``now`` beside the same figure of an earlier ``period``.

    A figure that ripens (cases go on passing as time goes by), or of cases that are chosen by their present
    state, is compared with what was known at the end of the earlier period: ``as_it_was`` is the snapshot of
    that day. Without it there is no comparison, nor with a period that begins before the records do.
    """
    is_of_then = must_be_of_then(now.indicator, wanted)
    if is_of_then and as_it_was is None:
        missing = no_base(snapshot, now.indicator, period)
        return Compared(now, None, None, missing, is_frozen=isinstance(snapshot, FrozenFacts))
    asked = as_it_was if is_of_then and as_it_was is not None else snapshot
    before = figure(asked, now.indicator.id, period=period, wanted=wanted)
    found = beside(snapshot, now, before)
    return replace(found, basis=asked.code) if is_of_then else found


def beside(facts: Facts, now: Figure, before: Figure) -> Compared:
    """Return ``now`` beside an earlier figure of the same facts; without a change where they begin later."""
    missing = no_base(facts, now.indicator, before.period)
    if missing is None:
        return Compared(now, before, change_between(now, before))
    return Compared(now, None if missing.has_none else before, None, missing)


def change_between(now: Figure, before: Figure) -> Change:
    """Return the change of a figure from one period to another, and whether it is more than chance.

    The amount of a count is that of the two totals; what is chance is judged by the days of each period.
    """
    if now.indicator.is_share:
        return compare_shares(
            (now.numerator or 0, now.denominator), (before.numerator or 0, before.denominator)
        )
    days, days_then = _length(now.period), _length(before.period)
    exposure = days / (days + days_then)
    # Persons who come together are no independent events; their batches are.
    verdict = compare_counts(now.denominator, before.denominator, exposure=exposure).verdict
    return Change(now.count / before.count - 1 if before.count else None, verdict)


def _length(period: Period) -> int:
    return (period.end - period.start).days + 1


def year_on_year(
    snapshot: Asked, now: Figure, *, as_it_was: Asked | None = None, wanted: CaseFilter | None = None
) -> Compared | None:
    """Return ``now`` beside the same days of the year before; ``None`` for waiting times.

    How many cases wait says nothing of how long; ``as_it_was`` is as in ``compared``.
    """
    if now.indicator.days:
        return None
    return compared(snapshot, now, year_earlier(now.period), as_it_was=as_it_was, wanted=wanted)


def year_on_year_words(found: Compared) -> str:
    """Return the change with what it is measured against: 同比 −6.0%（2025年…：1,890 批次）.

    Where the snapshot of then is missing, how it is made.
    """
    earlier = year_earlier(found.now.period)
    if found.no_base is not None:
        return f"同比 {found.words}"
    if found.before is None:
        day = f"{earlier.end} 的快照（workbench snapshot {'create ' * found.is_frozen}--as-of {earlier.end}）"
        return f"同比 {found.words}：它随时间继续变化，要有 {day}"
    before, one = found.before, found.now.indicator
    value = f"{before.label}（{before.numerator}/{before.denominator}）"
    basis = f"，按当时的快照：{found.basis}" if found.basis else ""
    number = value if one.is_share else f"{before.label} {one.unit}"
    return f"同比 {found.words}（{earlier.label} {number}{basis}）"


def year_earlier(period: Period) -> Period:
    """Return the same days of the year before; the 29th of February becomes the 28th."""
    return Period(_year_back(period.start), _year_back(period.end))


def last_whole_month(as_of: date) -> Period:
    """Return the last calendar month that is over by the end of ``as_of``."""
    following = as_of + timedelta(1)
    end = as_of if following.day == 1 else as_of.replace(day=1) - timedelta(1)
    return Period(end.replace(day=1), end)


def month_before(month: Period) -> Period:
    """Return the calendar month before one that begins on its first day."""
    end = month.start - timedelta(1)
    return Period(end.replace(day=1), end)


def _year_back(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
