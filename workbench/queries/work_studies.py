"""Who hears of petition work as of a day: what was heard, how often it should be, and what is over.

Article 9(2) names the standing committee and no number. A body whose interval nobody set owes nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from workbench.access.masking import scrub
from workbench.acts.dossier import read_dossiers
from workbench.acts.work_studies import WORK_STUDY
from workbench.law.work_study import StudyInterval, StudySession, WorkStudy, basis_of
from workbench.records.tables import table_of
from workbench.records.work_studies import WorkStudyRow
from workbench.terms import StudyBody


@dataclass(frozen=True, slots=True)
class StudyLine:
    """One body: ``sessions`` count, ``struck`` were recorded by mistake; both numbered, the latest first.

    ``due_on`` is the day by which it must hear of the work next, ``None`` without interval; ``days_late`` in
    calendar days. ``version`` is that of the record now, 0 where there is none.
    """

    body: StudyBody
    basis: str
    interval: StudyInterval | None
    due_on: date | None
    days_late: int
    sessions: tuple[tuple[int, StudySession], ...]
    struck: tuple[tuple[int, StudySession], ...]
    version: int

    @property
    def last(self) -> StudySession | None:
        """The session that heard of it last, ``None`` where none is on record."""
        return self.sessions[0][1] if self.sessions else None


def interval_words(line: StudyLine) -> str:
    """Return how often a body should hear of the work, and on whose decision, as it is printed."""
    if line.interval is not None:
        months = f"{line.interval.months}个月（本地设定，条例没有规定次数）"
        return f"{months}，依据：{line.interval.basis}"
    return "没有设定间隔（条例规定定期听取，没有规定次数），不计逾期"


def study_lines(connection: Connection, *, as_of: date) -> tuple[StudyLine, ...]:
    """Return each body as it stood at the end of a day, the one that the law names first."""
    found = {one.body: one for one in read_dossiers(connection, WORK_STUDY, select(table_of(WorkStudyRow)))}
    return tuple(_line(body, found.get(body), as_of) for body in StudyBody)


def _line(body: StudyBody, found: WorkStudy | None, as_of: date) -> StudyLine:
    study = found or WorkStudy(0, body)
    struck = [
        (number, one)
        for number, one in enumerate(study.until(as_of).sessions, 1)
        if one.struck_on is not None and one.on <= as_of
    ]
    return StudyLine(
        body=body,
        basis=basis_of(body, as_of),
        interval=study.interval(as_of),
        due_on=study.due_on(as_of),
        days_late=study.days_late(as_of),
        sessions=tuple((number, _masked(one)) for number, one in study.standing(as_of)),
        struck=tuple((number, _masked(one)) for number, one in reversed(struck)),
        version=0 if found is None else found.version,
    )


def _masked(one: StudySession) -> StudySession:
    """Return a session without numbers of telephones and identity cards in what was written of it."""
    texts = ("session", "paper", "heard", "decided", "struck_why")
    told: dict[str, Any] = {
        name: scrub(text, ()) for name in texts if (text := getattr(one, name)) is not None
    }
    return replace(one, **told)
