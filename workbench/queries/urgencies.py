"""Urgent matters as of a day: masked, of an accusation the number and the days alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, select

from workbench.access.masking import ACCUSATION_NOTICE
from workbench.acts.dossier import read_dossiers
from workbench.acts.urgencies import URGENCY
from workbench.law.urgency import Urgency, urgency_number
from workbench.queries.supervision import Around
from workbench.records.tables import table_of
from workbench.records.urgencies import UrgencyRow


def urgent_matters(connection: Connection, *, as_of: date) -> tuple[Urgency, ...]:
    """Return what is urgent at the end of a day, the longest known first; texts as they were written."""
    head = table_of(UrgencyRow)
    found = read_dossiers(connection, URGENCY, select(head).where(head.c.reported_on <= as_of))
    urgent = [one.until(as_of) for one in found if one.holds_on(as_of)]
    return tuple(sorted(urgent, key=lambda one: (one.known_on, one.id)))


def urgencies_of(connection: Connection, case_no: str, *, as_of: date) -> tuple[Urgency, ...]:
    """Return when and why a matter was urgent by the end of a day, the latest last; masked."""
    head = table_of(UrgencyRow)
    wanted = select(head).where(head.c.case_no == case_no, head.c.reported_on <= as_of).order_by(head.c.id)
    found = [one.until(as_of) for one in read_dossiers(connection, URGENCY, wanted)]
    around = Around.read(connection, [case_no] if found else [])
    return tuple(_masked(one, around) for one in found)


def next_urgency_no(connection: Connection, case_no: str) -> str:
    """Return the number that the next urgency of a matter bears."""
    used = connection.scalar(select(func.count()).where(UrgencyRow.case_no == case_no)) or 0
    return urgency_number(case_no, used + 1)


def urgent_words(one: Urgency) -> str:
    """Return what an agenda says of an urgency: what is at stake, known and reported when, to whom."""
    return (
        f"{one.reason.label}：{one.facts}；{one.known_on} 知悉，{one.reported_on} 报告{one.reported_to}"
        "（《信访工作条例》第二十五条）"
    )


def _masked(one: Urgency, around: Around) -> Urgency:
    if one.case_no in around.secret or one.case_no in around.accused:
        why = ACCUSATION_NOTICE if one.ended_why else None
        return replace(one, facts=ACCUSATION_NOTICE, reported_to=ACCUSATION_NOTICE, ended_why=why)

    def say(text: str | None) -> str | None:
        return around.masked(text, (one.case_no,), in_list=False)

    return replace(
        one, facts=say(one.facts) or "", reported_to=say(one.reported_to) or "", ended_why=say(one.ended_why)
    )
