"""Matters that the machine proposes as one raised again, with its reasons side by side; and what was decided.

Listed by unit, topic and day, never by person; who the person is stands nowhere. Nothing is stored by asking.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, select

from workbench.access.gate import NotPermittedError
from workbench.access.masking import ACCUSATION_NOTICE, scrub
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.repeats import LINK, LinkGrounds
from workbench.law.repeat import (
    MatterLink,
    Raised,
    RepeatRule,
    is_same_matter,
    link_number,
    minutes_between,
    relation,
    repeat_settings,
)
from workbench.law.topics import topic_label
from workbench.queries.places import places_in
from workbench.queries.same_person import matters_with_a_person_in_common, without_names
from workbench.queries.supervision import Around
from workbench.records.identity import IdentityKey
from workbench.records.look_backs import MatterLinkRow
from workbench.records.people import IdentityKeyMark
from workbench.records.petitions import Petition, PetitionCase, PetitionText
from workbench.records.steps import StepRow
from workbench.records.tables import table_of
from workbench.repeats.passages import Passage, shared_passages
from workbench.terms import RepeatVerdict, Role, Step

SEES = frozenset({Role.SUPERVISOR, Role.CLERK})
_REPLIES = (Step.ISSUE_OPINION.value, Step.REPLY_DIRECTLY.value)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two matters. ``text`` is masked; ``people`` and ``batches`` stay as they are counted."""

    case_no: str
    unit: str | None
    unit_name: str
    topic: str
    raised: Raised
    batches: int
    people: int
    text: str


@dataclass(frozen=True, slots=True)
class RepeatProposal:
    """Two matters with a person in common that look like one matter, and why they do.

    ``minutes``: between two submissions where both minutes are known. ``is_secret``: an accusation,
    whose text is not shown. ``version`` is that of the link if anything was decided of it before.
    """

    link_no: str
    earlier: Side
    later: Side
    grounds: LinkGrounds
    rule: RepeatRule
    places: tuple[str, ...]
    minutes: int | None
    passages: tuple[Passage, ...]
    is_secret: bool
    verdict: RepeatVerdict | None = None
    version: int | None = None


def repeat_proposals(
    connection: Connection, viewer: Viewer, key: IdentityKey | None, *, as_of: date, is_decided: bool = False
) -> tuple[RepeatProposal, ...]:
    """Return the pairs that wait for a clerk as of a day, by unit, topic and day; or those decided."""
    if viewer.role not in SEES:
        raise NotPermittedError(viewer.role)
    sides = _sides(connection, as_of)
    ids = sorted(sides)
    place = {case_id: at for at, case_id in enumerate(ids)}
    pairs = sorted(matters_with_a_person_in_common(connection, key, ids))
    around = Around.read(connection, {sides[one].case_no for pair in pairs for one in pair})
    texts = without_names(connection, [sides[one].text for one in ids])
    from workbench.repeats.likeness import compared  # scikit-learn is loaded when it is needed

    likeness = compared(texts, [(place[one], place[other]) for one, other in pairs])
    links = {one.link_no: one for one in read_dossiers(connection, LINK, select(table_of(MatterLinkRow)))}
    found = []
    for (one, other), alike in zip(pairs, likeness, strict=True):
        first, second = sorted((sides[one], sides[other]), key=_by_day)
        places = places_in(around.units, texts[place[one]]) & places_in(around.units, texts[place[other]])
        same_unit = first.unit is not None and first.unit == second.unit
        same_topic = bool(first.topic) and first.topic == second.topic
        link = links.get(link_number(first.case_no, second.case_no))
        verdict = link.verdict(as_of) if link else None
        is_worth = is_same_matter(alike, same_unit + same_topic + bool(places))
        if any(around.hides(viewer, side.case_no) for side in (first, second)):
            continue
        if (verdict is not None) is is_decided and (is_decided or is_worth):
            grounds = LinkGrounds(
                relation(first.raised, second.raised),
                round(alike * 100),
                (second.raised.on - first.raised.on).days,
                bool(places),
                same_unit,
                same_topic,
            )
            found.append(_proposal(first, second, grounds, tuple(sorted(places)), link, verdict, around))
    return tuple(sorted(found, key=_listed))


def waiting_repeats(
    connection: Connection, viewer: Viewer, home: Path, *, as_of: date, is_decided: bool = False
) -> tuple[RepeatProposal, ...]:
    """Return ``repeat_proposals`` with the key of the office that lies in ``home``, if this user has it."""
    key = IdentityKey.read_for(home, connection.scalar(select(IdentityKeyMark.mark)))
    return repeat_proposals(connection, viewer, key, as_of=as_of, is_decided=is_decided)


def linked_later(connection: Connection, *, as_of: date) -> dict[str, tuple[str, ...]]:
    """Return for each matter the later ones that are linked to it on the day."""
    found: dict[str, list[str]] = defaultdict(list)
    for link in read_dossiers(connection, LINK, select(table_of(MatterLinkRow))):
        if link.verdict(as_of) is RepeatVerdict.CONFIRMED:
            found[link.earlier].append(link.later)
    return {case_no: tuple(sorted(later)) for case_no, later in found.items()}


def _proposal(
    first: Side,
    second: Side,
    grounds: LinkGrounds,
    places: tuple[str, ...],
    link: MatterLink | None,
    verdict: RepeatVerdict | None,
    around: Around,
) -> RepeatProposal:
    is_secret = first.case_no in around.secret or second.case_no in around.secret
    shown = [_shown(side, around, is_secret=is_secret) for side in (first, second)]
    return RepeatProposal(
        link_no=link_number(first.case_no, second.case_no),
        earlier=shown[0],
        later=shown[1],
        grounds=grounds,
        rule=repeat_settings().rules[grounds.relation],
        places=() if is_secret else places,
        minutes=minutes_between(first.raised, second.raised),
        passages=() if is_secret else shared_passages(shown[0].text, shown[1].text),
        is_secret=is_secret,
        verdict=verdict,
        version=link.version if link else None,
    )


def _shown(side: Side, around: Around, *, is_secret: bool) -> Side:
    text = ACCUSATION_NOTICE if is_secret else scrub(side.text, around.names.get(side.case_no, ()))
    return Side(
        side.case_no, side.unit, side.unit_name, side.topic, side.raised, side.batches, side.people, text
    )


def _sides(connection: Connection, as_of: date) -> dict[int, Side]:
    around = Around.read(connection, ())
    replied: dict[int, tuple[date, datetime | None]] = {}
    steps = select(StepRow.case_id, StepRow.happened_on, StepRow.happened_at).where(
        StepRow.kind.in_(_REPLIES), StepRow.happened_on <= as_of
    )
    for case_id, on, at in connection.execute(steps.order_by(StepRow.case_id, StepRow.number)):
        replied.setdefault(case_id, (on, datetime.combine(on, at) if at else None))
    received = {
        (row.case_id, row.number): row.received_at
        for row in connection.execute(
            select(StepRow.case_id, StepRow.number, StepRow.received_at).where(
                StepRow.received_at.is_not(None)
            )
        )
    }
    texts: dict[int, list[str]] = defaultdict(list)
    counted: dict[int, list[int]] = defaultdict(list)
    first: dict[int, Raised] = {}
    asked = (
        select(
            Petition.case_id, Petition.step_number, Petition.received_on, Petition.people,
            PetitionText.title, PetitionText.narrative,
        )
        .join(PetitionText, PetitionText.petition_id == Petition.id)
        .where(Petition.registered_on <= as_of)
        .order_by(Petition.case_id, Petition.number)
    )  # fmt: skip
    for row in connection.execute(asked):
        texts[row.case_id].append(f"{row.title or ''}\n{row.narrative}")
        counted[row.case_id].append(row.people)
        if row.case_id not in first:
            at = received.get((row.case_id, row.step_number))
            known = datetime.combine(row.received_on, at) if at else None
            first[row.case_id] = Raised(row.received_on, known, *replied.get(row.case_id, (None, None)))
    columns = (PetitionCase.id, PetitionCase.case_no, PetitionCase.topic, PetitionCase.responsible_unit)
    return {
        case_id: Side(
            case_no=case_no,
            unit=unit,
            unit_name=around.units.name_on(unit, as_of) if unit else "",
            topic=topic_label(topic) or "",
            raised=first[case_id],
            batches=len(counted[case_id]),
            people=sum(counted[case_id]),
            text="\n".join(texts[case_id]),
        )
        for case_id, case_no, topic, unit in connection.execute(select(*columns))
        if case_id in first
    }


def _by_day(side: Side) -> tuple[date, str]:
    return (side.raised.on, side.case_no)


def _listed(one: RepeatProposal) -> tuple[str, str, date, str]:
    return (one.later.unit or "~", one.later.topic or "~", one.later.raised.on, one.link_no)
