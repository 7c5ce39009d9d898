"""What letters on a matter are written from: days, units and outcome, as of a day; people masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.gate import require
from workbench.access.viewer import Viewer
from workbench.acts.matter import read_matters
from workbench.law.calendar import CalendarHistory
from workbench.law.deadlines import obligations
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.handling_now import (
    HANDLING,
    Extended,
    extended,
    last_round,
    simple_handling,
    since_it_was_sent,
)
from workbench.law.obligation import Obligation
from workbench.law.path_guards import FILE_GUARDS
from workbench.law.readings import current_class, current_path
from workbench.office import OFFICE
from workbench.queries.case_page import CaseNotFoundError
from workbench.queries.supervision import Around
from workbench.records.petitions import Petition, PetitionText
from workbench.terms import Channel, Outcome, PetitionClass, StatutoryChannel, Step, UnitKind


@dataclass(frozen=True, slots=True)
class MatterFactsForLetters:
    """One matter: ``title`` masked; days and codes are ``None`` where nothing is recorded.

    ``unit`` handles it now; ``issuer`` is its name as it signs (a town as its government); ``higher`` the
    body above it that re-examines (art. 35), "" where that is not plain. Handling counts from ``starts_on``;
    ``due_on`` is its last day without an extension, rolled over holidays; ``extension`` stands as if told of
    in this paper. Of a matter that was passed on, only what came after is told. ``simple`` is the duty to
    answer in the simple procedure, if that binds on the day of the paper; ``outcome`` that of the answer to
    the petitioner, ``no_opinion`` why the law has no opinion on such a matter, with its article.
    """

    case_no: str
    as_of: date
    title: str
    is_accusation: bool
    channel: Channel | None
    received_on: date
    unit: str | None
    unit_name: str
    issuer: str
    higher: str
    petition_class: PetitionClass | None
    path: StatutoryChannel | None
    simple: Obligation | None
    accepted_on: date | None
    declined_on: date | None
    starts_on: date | None
    due_on: date | None
    extension: Extended | None
    outcome: Outcome | None
    no_opinion: tuple[str, str] | None


def letter_facts(
    connection: Connection,
    viewer: Viewer,
    case_no: str,
    *,
    as_of: date,
    calendars: CalendarHistory,
    issued_on: date | None = None,
) -> MatterFactsForLetters:
    """Return the facts for a paper of ``issued_on``, else of ``as_of``.

    ``CaseNotFoundError`` also for a matter that the viewer may not see.
    """
    require(viewer, "read:case")
    matter = next(iter(read_matters(connection, case_nos=[case_no])), None)
    file = matter.file.until(as_of) if matter else None
    around = Around.read(connection, [case_no])
    if matter is None or file is None or not file.steps or around.hides(viewer, case_no):
        raise CaseNotFoundError(case_no, as_of)
    first, now = file.steps[0], since_it_was_sent(file)
    starts_on, due_on = _limit(file, calendars, as_of)
    unit, answered = _unit(now), file.last(Step.ISSUE_OPINION, Step.REPLY_DIRECTLY)
    title = connection.scalar(
        select(PetitionText.title)
        .join(Petition, Petition.id == PetitionText.petition_id)
        .where(Petition.case_id == matter.id)
        .order_by(Petition.number)
        .limit(1)
    )
    return MatterFactsForLetters(
        case_no=case_no,
        as_of=as_of,
        title=around.masked(title, [case_no], in_list=True) or "",
        is_accusation=case_no in around.secret,
        channel=first.channel,
        received_on=first.received_on or first.on,
        unit=unit,
        unit_name=around.units.name_on(unit, as_of) if unit else "",
        issuer=_issuer(around, unit, as_of),
        higher=_higher(around, unit, as_of),
        petition_class=current_class(file),
        path=current_path(file),
        simple=simple_handling(file, calendars, office=OFFICE, on=issued_on or as_of, unit=unit),
        accepted_on=_day(now.last(Step.ACCEPT)),
        declined_on=_day(now.last(Step.DECLINE, Step.DECLINE_FURTHER)),
        starts_on=starts_on,
        due_on=due_on,
        extension=extended(file, calendars, office=OFFICE, told_on=issued_on or as_of),
        outcome=answered.outcome if answered else None,
        no_opinion=FILE_GUARDS["opinion_path"](file, first, calendars),
    )


def _unit(file: CaseFile) -> str | None:
    """Return the unit that handles it: who accepted it, or to whom it was sent."""
    accepted = file.last(Step.ACCEPT)
    sent = file.last(Step.TRANSFER, Step.ASSIGN, Step.GRANT_OBJECTION)
    return (accepted.unit if accepted else None) or (sent.to_unit if sent else None)


def _day(step: StepTaken | None) -> date | None:
    return step.on if step else None


def _limit(file: CaseFile, calendars: CalendarHistory, as_of: date) -> tuple[date | None, date | None]:
    """Return from when the limit of handling counts, and its last day without an extension."""
    owed = last_round(obligations(file, calendars, office=OFFICE), HANDLING, as_of)
    version = owed.at(as_of) if owed else None
    if owed is None or version is None:
        return None, None
    extended = (one.base_due for one in owed.extensions if one.effective_on and one.effective_on <= as_of)
    return version.start_on, next(extended, version.due_rolled)


def _issuer(around: Around, unit: str | None, as_of: date) -> str:
    """Return the name under which a unit issues papers: an opinion is one of a government, not of a place."""
    if unit is None:
        return ""
    name, kind = around.units.name_on(unit, as_of), around.units.kinds[unit]
    above = _above(around, unit, as_of)
    place = f"{around.units.name_on(above, as_of)}{name}" if above else name
    if kind in (UnitKind.TOWN, UnitKind.TOWNSHIP):
        return f"{place}人民政府"
    return f"{place}办事处" if kind is UnitKind.SUBDISTRICT else name


def _above(around: Around, unit: str, as_of: date) -> str | None:
    return next((one.parent for one in around.units.names[unit] if one.holds_on(as_of)), None)


def _higher(around: Around, unit: str | None, as_of: date) -> str:
    """Return the government above a unit of government; of other bodies the office must say which it is."""
    if unit is None:
        return ""
    name = around.units.name_on(unit, as_of)
    above = _above(around, unit, as_of)
    if above is None or name.startswith("中共") or name.endswith(("法院", "检察院")):
        return ""
    told = around.units.name_on(above, as_of)
    return f"{told}人民政府" if around.units.kinds[above] is UnitKind.COUNTY_CITY else told
