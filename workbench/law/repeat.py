"""Repeat matters (重复信访): when two matters are the same one raised again, and how a clerk decides it.

Same person and same matter, both. The machine proposes; only a decision links. A link changes no volume: both
matters keep their batches and person-times. But whoever is linked came back (同人 and 同事 make a 重件), and
figures on how closures held count it. Nothing here says who the person is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Final

from workbench.law.tables import Entry, read_table
from workbench.terms import RepeatRelation, RepeatVerdict

FILE: Final = "repeat.toml"


class RepeatError(ValueError):
    """A decision on two matters that cannot stand."""


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """A kind of repeat in words, and the article it rests on."""

    words: str
    article: str


@dataclass(frozen=True, slots=True)
class RepeatSettings:
    """What repeat.toml says; likeness from 0 to 1, ``duplicate_days`` counts the first day as 1."""

    enough: float
    with_agreement: float
    agreements: int
    duplicate_days: int
    duplicate_minutes: int
    rules: dict[RepeatRelation, RepeatRule]


@cache
def repeat_settings() -> RepeatSettings:
    """Return the content of the file; ``LawDataError`` names what is wrong in it."""
    content = read_table(FILE)
    likeness = Entry(FILE, "likeness", content["likeness"])
    duplicate = Entry(FILE, "duplicate", content["duplicate"])
    rules = {}
    for values in content["relation"]:
        entry = Entry(FILE, "relation", values)
        kind = RepeatRelation.coded(entry.text("kind"))
        rules[kind] = RepeatRule(entry.text("rule"), entry.text("article"))
        entry.done()
    found = RepeatSettings(
        enough=likeness.number("enough") / 100,
        with_agreement=likeness.number("with_agreement") / 100,
        agreements=likeness.number("agreements"),
        duplicate_days=duplicate.number("days"),
        duplicate_minutes=duplicate.number("minutes"),
        rules=rules,
    )
    likeness.done()
    duplicate.done()
    return found


@dataclass(frozen=True, slots=True)
class Raised:
    """When a matter was raised; ``at`` where the minute is known. ``replied_on``: its first reply, if any."""

    on: date
    at: datetime | None = None
    replied_on: date | None = None
    replied_at: datetime | None = None


def relation(earlier: Raised, later: Raised) -> RepeatRelation:
    """Return which kind of repeat the later matter is: sent twice, raised while handled, or after a reply."""
    if _was_answered(earlier, later):
        return RepeatRelation.AFTER_REPLY
    if (later.on - earlier.on).days < repeat_settings().duplicate_days:
        return RepeatRelation.DUPLICATE
    return RepeatRelation.WHILE_HANDLING


def minutes_between(earlier: Raised, later: Raised) -> int | None:
    """Return the whole minutes between two submissions, ``None`` where a minute is not known."""
    if earlier.at is None or later.at is None:
        return None
    return int(abs((later.at - earlier.at).total_seconds()) // 60)


def is_same_matter(likeness: float, agreements: int) -> bool:
    """Return whether texts so alike, with so many of place, unit and topic the same, deserve a look."""
    settings = repeat_settings()
    return likeness >= settings.enough or (
        likeness >= settings.with_agreement and agreements >= settings.agreements
    )


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """What was decided of the two matters on a day, why, and by which account."""

    on: date
    verdict: RepeatVerdict
    account: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class MatterLink:
    """重复信访关联 of two matters; ``link_no`` is ``<earlier>~<later>``.

    The facts are those of the first decision. ``likeness`` in hundredths, ``days_between`` in calendar days.
    """

    id: int
    link_no: str
    earlier: str
    later: str
    relation: RepeatRelation
    likeness: int
    same_place: bool
    same_unit: bool
    same_topic: bool
    days_between: int
    decisions: tuple[LinkDecision, ...] = ()
    version: int = 1

    def verdict(self, as_of: date) -> RepeatVerdict | None:
        """Return what held at the end of ``as_of``; ``None`` before the first decision."""
        held = [one for one in self.decisions if one.on <= as_of]
        return held[-1].verdict if held else None

    def confirmed(self, on: date, account: str, why: str | None = None) -> MatterLink:
        """Return the two as one matter; a pair that was rejected or split needs a reason."""
        last = self._last
        if last is RepeatVerdict.CONFIRMED:
            raise RepeatError("这两件已确认为重复信访，不必再次确认")
        if last is not None and not (why and why.strip()):
            raise RepeatError("此前已否定或拆分过，再次确认须写明理由")
        return self._decided(on, RepeatVerdict.CONFIRMED, account, why)

    def rejected(self, on: date, account: str, why: str) -> MatterLink:
        """Return the two as different matters, with the reason."""
        if self._last is RepeatVerdict.CONFIRMED:
            raise RepeatError("这两件已确认为重复信访：要分开请用“拆分”，并写明理由")
        if self._last is not None:
            raise RepeatError("这两件已认定不是重复信访，不必再次否定")
        return self._decided(on, RepeatVerdict.REJECTED, account, _said(why, "否定"))

    def split(self, on: date, account: str, why: str) -> MatterLink:
        """Return two matters that were linked as two again, with the reason."""
        if self._last is not RepeatVerdict.CONFIRMED:
            raise RepeatError("这两件没有确认为重复信访，不能拆分")
        return self._decided(on, RepeatVerdict.SPLIT, account, _said(why, "拆分"))

    @property
    def _last(self) -> RepeatVerdict | None:
        return self.decisions[-1].verdict if self.decisions else None

    def _decided(self, on: date, verdict: RepeatVerdict, account: str, why: str | None) -> MatterLink:
        if self.decisions and on < self.decisions[-1].on:
            raise RepeatError(f"日期早于上一次决定（{self.decisions[-1].on}）：请核对")
        decision = LinkDecision(on, verdict, account, why.strip() if why and why.strip() else None)
        return replace(self, decisions=(*self.decisions, decision))


def link_number(earlier: str, later: str) -> str:
    """Return the number of the link of two matters."""
    return f"{earlier}~{later}"


def _was_answered(earlier: Raised, later: Raised) -> bool:
    if earlier.replied_on is None or earlier.replied_on > later.on:
        return False
    if earlier.replied_on < later.on:
        return True
    return earlier.replied_at is not None and later.at is not None and earlier.replied_at <= later.at


def _said(why: str, what: str) -> str:
    if not why.strip():
        raise RepeatError(f"{what}须写明理由")
    return why
