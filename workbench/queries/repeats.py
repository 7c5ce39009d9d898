"""Matters that the machine proposes as one raised again, with its reasons side by side; and what was decided.

Listed by unit, topic and day, never by person; who the person is stands nowhere. Nothing is stored by asking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select

from workbench.access.gate import NotPermittedError
from workbench.access.masking import ACCUSATION_NOTICE, scrub
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.repeats import LINK, LinkGrounds
from workbench.law.repeat import (
    LinkDecision,
    MatterLink,
    RepeatRule,
    is_same_matter,
    link_number,
    minutes_between,
    relation,
    repeat_settings,
)
from workbench.queries.places import kept_places, place_names
from workbench.queries.repeat_sides import Side, sides_of
from workbench.queries.same_person import matters_with_a_person_in_common, without_names
from workbench.queries.supervision import Around
from workbench.records.identity import IdentityKey
from workbench.records.look_backs import MatterLinkRow
from workbench.records.people import IdentityKeyMark
from workbench.records.tables import table_of
from workbench.repeats.passages import Passage, shared_passages
from workbench.repeats.places import Place, in_common
from workbench.terms import RepeatVerdict, Role

SEES = frozenset({Role.SUPERVISOR, Role.CLERK})


@dataclass(frozen=True, slots=True)
class RepeatProposal:
    """Two matters with a person in common that look like one matter, and why they do.

    ``minutes``: between two submissions where both minutes are known. ``is_secret``: an accusation,
    whose text is not shown. ``decisions`` are those by the day, their reasons masked; ``version`` is that of
    the link if anything was decided of it before.
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
    decisions: tuple[LinkDecision, ...] = ()
    version: int | None = None

    @property
    def is_within_minutes(self) -> bool:
        """Whether both were submitted so shortly after each other that one was sent twice."""
        return self.minutes is not None and self.minutes <= repeat_settings().duplicate_minutes

    @property
    def verdict(self) -> RepeatVerdict | None:
        """What holds; ``None`` before the first decision."""
        return self.decisions[-1].verdict if self.decisions else None


def repeat_proposals(
    connection: Connection,
    viewer: Viewer,
    key: IdentityKey | None,
    *,
    as_of: date,
    is_decided: bool | None = False,
    places: Sequence[Place] = (),
) -> tuple[RepeatProposal, ...]:
    """Return the pairs that wait for a clerk as of a day, by unit, topic and day; or those decided.

    With ``None`` both: all texts are compared once. ``places`` is the office's list of
    villages; without it only towns are known.
    """
    if viewer.role not in SEES:
        raise NotPermittedError(viewer.role)
    sides = sides_of(connection, as_of=as_of)
    ids = sorted(sides)
    place = {case_id: at for at, case_id in enumerate(ids)}
    pairs = sorted(matters_with_a_person_in_common(connection, key, ids))
    around = Around.read(connection, {sides[one].case_no for pair in pairs for one in pair})
    texts = without_names(connection, [sides[one].text for one in ids])
    from workbench.repeats.likeness import compared  # NumPy and SciPy are loaded when they are needed

    known = place_names(around.units, places)
    likeness = compared(texts, [(place[one], place[other]) for one, other in pairs], known=known)
    named = {one: known.named(texts[place[one]]) for one in {one for pair in pairs for one in pair}}
    links = {one.link_no: one for one in read_dossiers(connection, LINK, select(table_of(MatterLinkRow)))}
    found = []
    for (one, other), alike in zip(pairs, likeness, strict=True):
        first, second = sorted((sides[one], sides[other]), key=lambda side: side.order)
        common = in_common(named[one], named[other])
        same_unit = first.unit is not None and first.unit == second.unit
        same_topic = bool(first.topic) and first.topic == second.topic
        link = links.get(link_number(first.case_no, second.case_no))
        verdict = link.verdict(as_of) if link else None
        is_worth = is_same_matter(alike, same_unit + same_topic + bool(common))
        if any(around.hides(viewer, side.case_no) for side in (first, second)):
            continue
        if is_decided in (None, verdict is not None) and (verdict is not None or is_worth):
            grounds = LinkGrounds(
                relation(first.raised, second.raised),
                round(alike * 100),
                (second.raised.on - first.raised.on).days,
                bool(common),
                same_unit,
                same_topic,
            )
            found.append(_proposal(first, second, grounds, tuple(sorted(common)), link, around, as_of))
    return tuple(sorted(found, key=_listed))


def waiting_repeats(
    connection: Connection, viewer: Viewer, home: Path, *, as_of: date, is_decided: bool | None = False
) -> tuple[RepeatProposal, ...]:
    """Return ``repeat_proposals`` with the key of the office that lies in ``home``, if this user has it."""
    key = IdentityKey.read_for(home, connection.scalar(select(IdentityKeyMark.mark)))
    return repeat_proposals(
        connection, viewer, key, as_of=as_of, is_decided=is_decided, places=kept_places(home)
    )


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
    around: Around,
    as_of: date,
) -> RepeatProposal:
    is_secret = first.case_no in around.secret or second.case_no in around.secret
    shown = [side.masked(around, is_secret=is_secret) for side in (first, second)]
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
        decisions=_decisions(link, first, second, around, as_of, is_secret=is_secret),
        version=link.version if link else None,
    )


def _decisions(
    link: MatterLink | None, first: Side, second: Side, around: Around, as_of: date, *, is_secret: bool
) -> tuple[LinkDecision, ...]:
    names = [*around.names.get(first.case_no, ()), *around.names.get(second.case_no, ())]

    def said(why: str | None) -> str | None:
        if why is None:
            return None
        return ACCUSATION_NOTICE if is_secret else scrub(why, names)

    made = link.decisions if link is not None else ()
    return tuple(replace(one, why=said(one.why)) for one in made if one.on <= as_of)


def _listed(one: RepeatProposal) -> tuple[str, str, date, str]:
    return (one.later.unit or "~", one.later.topic or "~", one.later.raised.on, one.link_no)
