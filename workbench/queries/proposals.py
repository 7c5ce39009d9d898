"""The three proposals as of a day: the list, one on its page, who may see which.

A proposal to hold a unit accountable is never shown to that unit, nor to an owning leader; one resting on an
accusation never to the accused unit, or to one above or below it. On lists an accusation shows no content.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.proposals import PROPOSAL
from workbench.law.calendar import CalendarHistory
from workbench.law.orders_data import next_number, orders_data
from workbench.law.proposal import Proposal
from workbench.law.reply_days import PROPOSAL_NOTE, due_note, proposal_due
from workbench.law.settings import settings
from workbench.queries.evidence import KeptFile, kept_files
from workbench.queries.officials import people
from workbench.queries.supervision import Around, OrderNotFoundError
from workbench.queries.supervision_sight import Sight, sight_of
from workbench.records.proposals import ProposalRow
from workbench.records.tables import table_of
from workbench.terms import FeedbackState, ProposalKind

_ORDER_OF_STATES = (FeedbackState.MISSING, FeedbackState.WAITING, FeedbackState.LATE, FeedbackState.IN_TIME)


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal as of a day; texts of people are masked, of accusations not there on lists."""

    proposal: Proposal
    unit_name: str
    by_name: str
    about_name: str
    is_accusation: bool
    state: FeedbackState
    days_late: int


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One proposal with what stands around it; ``people`` are names by account, ``files`` by SHA-256."""

    line: ProposalLine
    as_of: date
    due_note: str
    people: dict[str, str]
    files: dict[str, KeptFile]


def proposal_board(connection: Connection, viewer: Viewer, *, as_of: date) -> tuple[ProposalLine, ...]:
    """Return the proposals that the viewer may see, issued by ``as_of``: unanswered past their day first."""
    head = table_of(ProposalRow)
    wanted = select(head).where(head.c.issued_on <= as_of)
    sight = sight_of(connection, viewer, as_of=as_of)
    if sight.unit is not None:
        wanted = wanted.where(head.c.to_unit == sight.unit)
    found = [one for one in read_dossiers(connection, PROPOSAL, wanted) if _is_in_sight(sight, one)]
    around = _around(connection, found)
    lines = [_line(one, around, as_of, in_list=True) for one in found if not _hides(viewer, one, around)]
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                _ORDER_OF_STATES.index(line.state),
                -line.days_late,
                line.proposal.feedback_due_on,
                -line.proposal.id,
            ),
        )
    )


def proposal_page(
    connection: Connection, viewer: Viewer, proposal_no: str, *, as_of: date, calendars: CalendarHistory
) -> ProposalPage:
    """Return one proposal as of a day; ``OrderNotFoundError`` also for one that the viewer may not see."""
    head = table_of(ProposalRow)
    found = read_dossiers(connection, PROPOSAL, select(head).where(head.c.proposal_no == proposal_no))
    sight = sight_of(connection, viewer, as_of=as_of)
    around = _around(connection, found)
    for one in found:
        if one.issued_on <= as_of and _is_in_sight(sight, one) and not _hides(viewer, one, around):
            line = _line(one, around, as_of, in_list=False)
            told = line.proposal
            days = settings().suggestion_feedback_days
            usual = proposal_due(calendars.on(one.issued_on), one.issued_on)
            return ProposalPage(
                line=line,
                as_of=as_of,
                due_note=due_note(one.issued_on, one.feedback_due_on, usual, PROPOSAL_NOTE, days),
                people=people(connection, (told.by_account, told.feedback_account)),
                files=kept_files(connection, [told.sha256] if told.sha256 else []),
            )
    raise OrderNotFoundError("建议", proposal_no, as_of)


def next_proposal_no(connection: Connection, year: int) -> str:
    """Return the number of the next proposal of a year, after the highest one given."""
    taken = connection.scalars(select(ProposalRow.proposal_no))
    return next_number(orders_data().proposal, taken, year)


def _around(connection: Connection, found: Iterable[Proposal]) -> Around:
    return Around.read(connection, (case_no for one in found for case_no in one.case_nos))


def _is_in_sight(sight: Sight, proposal: Proposal) -> bool:
    if sight.is_leaders and proposal.proposal_kind is ProposalKind.ACCOUNTABILITY:
        return False
    return sight.sees(proposal.to_unit, *proposal.case_nos)


def _hides(viewer: Viewer, proposal: Proposal, around: Around) -> bool:
    if viewer.unit is not None and viewer.unit == proposal.about_unit:
        return True
    return any(around.hides(viewer, case_no) for case_no in proposal.case_nos)


def _line(proposal: Proposal, around: Around, as_of: date, *, in_list: bool) -> ProposalLine:
    told = proposal.until(as_of)
    names = ("text", "feedback_text", "refusal_reason", "title")
    shown = {name: around.masked(getattr(told, name), told.case_nos, in_list=in_list) for name in names}
    about = told.about_unit
    return ProposalLine(
        proposal=replace(told, **shown),  # type: ignore[arg-type]
        unit_name=around.units.name_on(told.to_unit, as_of),
        by_name=around.units.name_on(told.by_unit, as_of),
        about_name=around.units.name_on(about, as_of) if about is not None else "",
        is_accusation=any(case_no in around.secret for case_no in told.case_nos),
        state=told.state(as_of),
        days_late=told.days_late(as_of),
    )
