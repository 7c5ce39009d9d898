"""Urgent matters (重大紧急; Regulation 2022, article 25): reported at once, until they are urgent no more.

What makes a matter urgent is in the matter, by a closed list: a danger, a livelihood, a time limit. Nothing
is said of who petitions. The article sets no number of hours; the days from knowing to reporting are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from workbench.terms import UrgencyReason


class UrgencyError(ValueError):
    """A change that the record of an urgency does not allow."""


@dataclass(frozen=True, slots=True)
class Urgency:
    """重大紧急 of one matter: ``facts`` say what is at stake, ``reported_to`` whom the office told.

    It holds from ``reported_on`` up to, not including, ``ended_on``.
    """

    id: int
    urgency_no: str
    case_no: str
    reason: UrgencyReason
    known_on: date
    reported_on: date
    facts: str
    reported_to: str
    ended_on: date | None = None
    ended_why: str | None = None
    version: int = 1

    @property
    def days_to_report(self) -> int:
        """Return the calendar days between knowing and reporting (article 46(4): none should pass)."""
        return (self.reported_on - self.known_on).days

    def holds_on(self, day: date) -> bool:
        """Return whether the matter is urgent at the end of ``day``."""
        return self.reported_on <= day and (self.ended_on is None or day < self.ended_on)

    def until(self, as_of: date) -> Urgency:
        """Return the urgency as it stood at the end of ``as_of``."""
        is_over = self.ended_on is not None and self.ended_on <= as_of
        return self if is_over else replace(self, ended_on=None, ended_why=None)

    def ended(self, on: date, why: str) -> Urgency:
        """Return the urgency ended on ``on``; what was done about it stays on record."""
        if self.ended_on is not None:
            raise UrgencyError(f"重大紧急“{self.urgency_no}”已于{self.ended_on}解除，不必再次解除")
        if on < self.reported_on:
            raise UrgencyError(f"解除日期早于报告之日（{self.reported_on}）：请核对")
        if not why.strip():
            raise UrgencyError("解除重大紧急须写明采取了什么措施、为什么不再紧急")
        return replace(self, ended_on=on, ended_why=why.strip())


def noted(new: Urgency) -> Urgency:
    """Return a new urgency; ``UrgencyError`` says what it lacks."""
    if not new.facts.strip():
        raise UrgencyError("请写明紧急的事实：什么事、可能造成什么后果")
    if not new.reported_to.strip():
        raise UrgencyError("请写明报告了哪些机关（《信访工作条例》第二十五条）")
    if new.reported_on < new.known_on:
        raise UrgencyError("报告日期早于知悉日期：请核对")
    return replace(new, facts=new.facts.strip(), reported_to=new.reported_to.strip())


def urgency_number(case_no: str, turn: int) -> str:
    """Return the number of a matter's urgency; ``turn`` counts from 1."""
    return f"JJ-{case_no}-{turn}"
