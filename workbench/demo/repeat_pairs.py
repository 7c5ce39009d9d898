"""A pair of matters in the demo that looks like one matter raised again: which two fit, how one is bent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Final

from workbench.acts.handling import Register
from workbench.demo.course import Course, Planned
from workbench.demo.places import OFFICE
from workbench.demo.story import SEVERAL, Story
from workbench.demo.texts import once_more
from workbench.law.repeat import Raised
from workbench.terms import Channel, RepeatVerdict, Step


class Likeness(Enum):
    """How the later matter of a pair is like the earlier one."""

    COPY = "a near copy, after the reply"
    TWICE = "the same words, minutes later"
    JOINT = "a joint letter with the person of the earlier one among its writers"
    OTHER = "another matter of the same person, of the same kind in the same village"


@dataclass(frozen=True, slots=True)
class Plan:
    """A pair to be planted at most ``ago`` days before the last day, and what is decided of it, in turn."""

    likeness: Likeness
    ago: int
    decided: tuple[RepeatVerdict, ...] = ()


_YES, _NO, _APART = RepeatVerdict.CONFIRMED, RepeatVerdict.REJECTED, RepeatVerdict.SPLIT
PLANS: Final = (
    Plan(Likeness.COPY, 220, (_YES,)),
    Plan(Likeness.TWICE, 220, (_YES,)),
    Plan(Likeness.OTHER, 200, (_NO,)),
    Plan(Likeness.OTHER, 170, (_YES, _APART)),
    Plan(Likeness.JOINT, 365),
    Plan(Likeness.COPY, 60),
    Plan(Likeness.TWICE, 40),
    Plan(Likeness.OTHER, 30),
)
_WORDS: Final = frozenset(
    "town village company compound building road school hospital group when day amount wage area metres "
    "weeks months years small small_area".split()
)
_PLACE: Final = frozenset({"town", "village", "group"})
_REPLIES: Final = (Step.ISSUE_OPINION, Step.REPLY_DIRECTLY)


@dataclass(slots=True)
class Matter:
    """A matter as it is planned; ``register`` is its registration once that is recorded."""

    course: Course
    register: Register | None = None

    @property
    def story(self) -> Story:
        """Return who came, where, about what."""
        return self.course.story

    @property
    def first(self) -> Planned:
        """Return the planned registration."""
        return self.course.steps[0]

    @property
    def replied_on(self) -> date | None:
        """Return the day of the first planned reply."""
        return next((one.on for one in self.course.steps if one.kind in _REPLIES), None)

    @property
    def is_with_its_unit(self) -> bool:
        """Return whether the competent unit gets it, and does not give it back."""
        given = (Step.TRANSFER, Step.ASSIGN, Step.HANDLE_DIRECTLY)
        kinds = {one.kind for one in self.course.steps}
        units = {
            one.facts.get("to_unit") or one.facts["unit"] for one in self.course.steps if one.kind in given
        }
        return self.story.unit in units and Step.OBJECT not in kinds

    @property
    def raised(self) -> Raised:
        """Return when it was raised and answered, as the law looks at it."""
        on, at = self.story.received_on, self.first.facts.get("received_at")
        return Raised(on, datetime.combine(on, at) if at else None, self.replied_on)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return its text, once it is registered."""
        return () if self.register is None else (f"{self.register.title}\n{self.register.narrative}",)


@dataclass(slots=True)
class Pair:
    """Two matters, the later one bent to the earlier."""

    plan: Plan
    earlier: Matter
    later: Matter


def fits(likeness: Likeness, earlier: Matter, later: Matter) -> bool:
    """Return whether two matters are of one kind, and can be bent into a pair without a step being moved."""
    one, other = earlier.story, later.story
    if one.strand is not other.strand or one.unit != other.unit or other.contact != OFFICE or one.people > 1:
        return False
    if not (earlier.is_with_its_unit and later.is_with_its_unit):
        return False  # that both are with one unit is one of the reasons
    if likeness is Likeness.TWICE:
        is_online = one.channel is other.channel is Channel.ONLINE
        is_then = one.received_on == other.received_on and earlier.first.now < later.first.now
        return is_online and is_then and other.people == 1 and earlier.first.on == later.first.on
    if earlier.first.on >= later.first.on or one.received_on > other.received_on:
        return False
    replied = earlier.replied_on
    if likeness is Likeness.JOINT:
        is_letter = other.channel in (Channel.LETTER, Channel.ONLINE)
        return is_letter and other.people >= SEVERAL and (replied is None or replied > other.received_on)
    if likeness is Likeness.COPY and (replied is None or replied >= other.received_on):
        return False
    return other.people == 1


def bent(act: Register, pair: Pair) -> Register:
    """Return the registration of the later matter with the person, and the words, of the earlier one."""
    one, other = pair.earlier.story, pair.later.story
    first = pair.earlier.register
    assert first is not None
    likeness = pair.plan.likeness
    names = sorted(_PLACE if likeness is Likeness.OTHER else _WORDS)
    words = {name: one.words[name] for name in names if name in one.words and name in other.words}
    swapped = {other.words[name]: word for name, word in words.items()}
    if likeness in (Likeness.COPY, Likeness.TWICE):
        told = once_more(first.narrative) if likeness is Likeness.COPY else first.narrative
        if len(one.asks) == len(other.asks):
            other.asks = one.asks
    else:
        told = _with(act.narrative, swapped)
        other.asks = tuple(_with(ask, swapped) for ask in other.asks)
    other.title = _with(other.title, swapped)
    other.words.update(words)
    other.town = one.town
    at = 1 if likeness is Likeness.JOINT else 0  # of a joint letter the second name
    other.persons = (*other.persons[:at], one.persons[0], *other.persons[at + 1 :])
    return replace(act, title=other.title, narrative=told, persons=other.persons)


def _with(text: str, swapped: Mapping[str, str]) -> str:
    """Return the text with each of these words replaced, all at once."""
    found, at = [], 0
    while at < len(text):
        word = max((one for one in swapped if text.startswith(one, at)), key=len, default="")
        found.append(swapped[word] if word else text[at])
        at += len(word) or 1
    return "".join(found)
