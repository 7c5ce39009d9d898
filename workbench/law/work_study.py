"""Regular hearing of petition work (定期听取信访工作汇报), by the standing committee before all.

Regulation 2022, article 9(2): the standing committee of the local party committee hears reports on petition
work regularly (定期). The article names no number, so there is no default: until the office has set an
interval, on somebody's decision, nothing is due and nobody is late.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Final

from workbench.law.later import without_later
from workbench.law.limits import limit_on
from workbench.terms import StudyBody

RULE: Final = "R-STANDING-HEAR"
LOCAL: Final = "本地工作制度，条例未规定"


class WorkStudyError(ValueError):
    """An interval or a session that the record does not allow."""


@dataclass(frozen=True, slots=True)
class StudyInterval:
    """Every so many calendar months, from ``since`` on; ``basis`` is the decision that says so."""

    months: int
    since: date
    basis: str


@dataclass(frozen=True, slots=True)
class StudySession:
    """One session that heard of the work: ``paper`` is the number of its minutes."""

    on: date
    session: str
    paper: str
    heard: str
    decided: str
    struck_on: date | None = None
    struck_why: str | None = None


@dataclass(frozen=True, slots=True)
class StudyRound:
    """What an interval asks for once: from ``since`` on, by ``due_on``; ``None`` while it was not heard."""

    since: date
    due_on: date
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class WorkStudy:
    """听取信访工作汇报: the intervals of one body, and the sessions in which it heard of the work."""

    id: int
    body: StudyBody
    intervals: tuple[StudyInterval, ...] = ()
    sessions: tuple[StudySession, ...] = ()
    version: int = 1

    def with_interval(self, months: int, since: date, basis: str) -> WorkStudy:
        """Return the record with the interval that holds from ``since`` on, in calendar months."""
        if months < 1:
            raise WorkStudyError("间隔应为一个月以上，按整月填写")
        if not basis.strip():
            raise WorkStudyError("请写明设定间隔的依据：条例只规定定期，次数由本地决定")
        if self.intervals and since <= self.intervals[-1].since:
            raise WorkStudyError(f"起算日期应晚于现行间隔的起算日期（{self.intervals[-1].since}）：请核对")
        return replace(self, intervals=(*self.intervals, StudyInterval(months, since, basis.strip())))

    def studied(self, on: date, session: str, paper: str, heard: str, decided: str) -> WorkStudy:
        """Return the record with one session more; ``decided`` is empty where nothing was decided."""
        if not session.strip():
            raise WorkStudyError("请填写会议名称")
        if not paper.strip():
            raise WorkStudyError("请填写会议纪要或者记录的文号：没有记录的不算听取")
        if not heard.strip():
            raise WorkStudyError("请填写听取、研究的内容")
        if any(one.on == on and one.struck_on is None for one in self.sessions):
            raise WorkStudyError(f"{on}的会议已经登记：请核对日期")
        new = StudySession(on, session.strip(), paper.strip(), heard.strip(), decided.strip())
        return replace(self, sessions=(*self.sessions, new))

    def struck(self, number: int, on: date, why: str) -> WorkStudy:
        """Return the record with a session, numbered from 1, that counts no more from ``on``."""
        if not 1 <= number <= len(self.sessions):
            raise WorkStudyError("没有登记这次会议：请刷新后重新选择")
        found = self.sessions[number - 1]
        if found.struck_on is not None:
            raise WorkStudyError(f"这次会议的登记已于{found.struck_on}撤销")
        if on < found.on:
            raise WorkStudyError(f"撤销日期早于会议日期（{found.on}）：请核对")
        if not why.strip():
            raise WorkStudyError("撤销登记须写明理由")
        sessions = list(self.sessions)
        sessions[number - 1] = replace(found, struck_on=on, struck_why=why.strip())
        return replace(self, sessions=tuple(sessions))

    def until(self, as_of: date) -> WorkStudy:
        """Return the record of a day: what is struck later still counts, what is set later does not hold."""
        told = tuple(without_later(one, as_of, "struck_on", "struck_why") for one in self.sessions)
        return replace(
            self, intervals=tuple(one for one in self.intervals if one.since <= as_of), sessions=told
        )

    def standing(self, as_of: date) -> tuple[tuple[int, StudySession], ...]:
        """Return the sessions up to a day that count on it, each with its number, the latest first."""
        then = self.until(as_of).sessions
        found = [
            (number, one)
            for number, one in enumerate(then, 1)
            if one.on <= as_of and (one.struck_on is None or one.struck_on > as_of)
        ]
        return tuple(sorted(found, key=lambda pair: pair[1].on, reverse=True))

    def interval(self, as_of: date) -> StudyInterval | None:
        """Return the interval that holds on a day, ``None`` while none is set."""
        return next((one for one in reversed(self.intervals) if one.since <= as_of), None)

    def rounds(self, as_of: date) -> tuple[StudyRound, ...]:
        """Return what the intervals asked for, seen from ``as_of``: what was heard, then what is due next.

        The first interval counts from its own day. A later one counts from the last session, is over at the
        earliest on the day from which it holds, and never moves a day that is over: who is late does not stop
        being late by setting another interval. Empty without interval.
        """
        heard = sorted(one.on for _, one in self.standing(as_of))
        running = [one for one in self.intervals if one.since <= as_of]
        if not running:
            return ()
        last, due, found = running[0].since, date.max, []
        for interval, after in zip_longest(running, running[1:]):
            if due >= interval.since:
                due = max(months_after(last, interval.months), interval.since)
            for day in heard:
                if interval.since < day and (after is None or day <= after.since):
                    found.append(StudyRound(last, due, day))
                    due, last = months_after(day, interval.months), day
        return (*found, StudyRound(last, due))

    def due_on(self, as_of: date) -> date | None:
        """Return the day by which it must be heard next, seen from ``as_of``; ``None`` without interval."""
        found = self.rounds(as_of)
        return found[-1].due_on if found else None

    def days_late(self, as_of: date) -> int:
        """Return the calendar days past the day by which it must be heard; 0 if it is not late."""
        due = self.due_on(as_of)
        return 0 if due is None else max((as_of - due).days, 0)


def session_name(body: StudyBody, on: date) -> str:
    """Return how one session is named: the body and the day, as no body is entered twice for a day."""
    return f"{body.label} {on.isoformat()}"


def read_session(name: str) -> tuple[StudyBody, date]:
    """Return body and day of ``session_name``; ``WorkStudyError`` for anything else."""
    body, _, day = name.strip().partition(" ")
    try:
        return StudyBody.labelled(body), date.fromisoformat(day.strip())
    except ValueError:
        example = session_name(StudyBody.STANDING_COMMITTEE, date(2026, 3, 10))
        raise WorkStudyError(f"“{name}”应写成会议、空格、日期，如“{example}”") from None


def session_on(body: StudyBody, sessions: Iterable[tuple[int, StudySession]], on: date) -> StudySession:
    """Return the session of a day among those of a body that count; ``WorkStudyError`` if there is none."""
    for _, one in sessions:
        if one.on == on:
            return one
    raise WorkStudyError(f"{body.label}没有登记这一天的会议（{on}），或者登记已经撤销：请核对日期")


def months_after(day: date, months: int) -> date:
    """Return the same day so many calendar months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def basis_of(body: StudyBody, on: date) -> str:
    """Return what asks this body to hear of the work: the article, or that it is local practice."""
    return limit_on(RULE, on).basis if body is StudyBody.STANDING_COMMITTEE else LOCAL
