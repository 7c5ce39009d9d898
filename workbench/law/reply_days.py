"""By when an order or a proposal is to be answered: local settings, for the regulation gives no day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from workbench.law.calendar import Calendar
from workbench.law.settings import settings

ORDER_NOTE: Final = "条例未规定期限，按本地设定"
PROPOSAL_NOTE: Final = "非条例规定，按本地设定，自发出之日起算"


class DayOffError(ValueError):
    """A due day on which offices are closed."""

    def __init__(self, day: date, why: str, rolled: date) -> None:
        super().__init__(f"{day}为放假日（{why}），不能作为期限：请改为{rolled}或其他工作日")


def order_due(calendar: Calendar, issued_on: date) -> date:
    """Return the usual day for the reply to an order (R-SUPERVISE-FEEDBACK, art. 40(1))."""
    return _rolled(calendar, issued_on, settings().supervision_feedback_days)


def proposal_due(calendar: Calendar, issued_on: date) -> date:
    """Return the usual day for the written feedback on a proposal (R-SUGG-FEEDBACK, art. 40(4)).

    The duty starts when the unit has the proposal. That day is not on record when the proposal is issued, so
    the day of issue stands for it, and ``PROPOSAL_NOTE`` says so.
    """
    return _rolled(calendar, issued_on, settings().suggestion_feedback_days)


def check_day_off(calendar: Calendar, day: date) -> None:
    """Refuse a due day that is known to be off: no unit is called late for a holiday."""
    rolled = calendar.try_roll(day)
    if rolled is not None and rolled != day:
        raise DayOffError(day, calendar.why(day), rolled)


def due_note(issued_on: date, due_on: date, usual: date, note: str, days: int) -> str:
    """Return what stands beside a due day: the setting of ``days``, or that who issued it named the day."""
    counted = (due_on - issued_on).days
    if due_on != usual:
        return f"{note.split('，')[0]}，由发出单位指定（{counted}日）"
    return f"{note}（{days}日{'' if counted == days else '，遇放假顺延'}）"


def _rolled(calendar: Calendar, on: date, days: int) -> date:
    day = on + timedelta(days)
    return calendar.try_roll(day) or day  # a year not announced yet is not guessed
