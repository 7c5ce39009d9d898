"""Classes, statutory paths, purposes and channels with the rule for each (paths.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, TypeVar

from workbench.law.tables import Entry, LawDataError, read_table
from workbench.terms import Channel, PetitionClass, Purpose, StatutoryChannel, Term

FILE: Final = "paths.toml"
T = TypeVar("T", bound=Term)


@dataclass(frozen=True, slots=True)
class ClassRule:
    """How a class of petitions is handled, by whom, and what the law says of its limit."""

    petition_class: PetitionClass
    article: str
    handled_by: str
    rule: str
    limit: str


@dataclass(frozen=True, slots=True)
class PathRule:
    """How a claim on one of the six paths is handled; only one path has the limit of article 34."""

    path: StatutoryChannel
    article: str
    rule: str
    limit: str
    has_handling_limit: bool
    is_simple_possible: bool


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """The forms of article 17 that come in by a channel."""

    channel: Channel
    article: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """All of it, with source and date."""

    source: str
    date: date
    classes: Mapping[PetitionClass, ClassRule]
    paths: Mapping[StatutoryChannel, PathRule]
    purposes: Mapping[Purpose, PetitionClass | None]
    channels: Mapping[Channel, ChannelRule]
    own_notice: Mapping[str, frozenset[str]]  # units by ``litigation`` and ``accusation`` (article 23(4))


@cache
def paths() -> Paths:
    """Return the rules; ``LawDataError`` names a code that is missing or unknown."""
    content = read_table(FILE)
    head = Entry(FILE, "文件头", {key: content.get(key) for key in ("source", "date")})
    return Paths(
        source=head.text("source"),
        date=head.day("date"),
        classes={one: _class(one, entry) for one, entry in _entries(content, "class", PetitionClass)},
        paths={one: _path(one, entry) for one, entry in _entries(content, "path", StatutoryChannel)},
        purposes={one: _purpose(entry) for one, entry in _entries(content, "purpose", Purpose)},
        channels={one: _channel(one, entry) for one, entry in _entries(content, "channel", Channel)},
        own_notice={
            one: _own_notice(content["own_notice"][one], one) for one in ("litigation", "accusation")
        },
    )


def _entries(content: Mapping[str, Any], section: str, terms: type[T]) -> list[tuple[T, Entry]]:
    rows: Mapping[str, Mapping[str, Any]] = content.get(section, {})
    known = {term.value for term in terms}
    wrong = sorted(set(rows) ^ known)
    if wrong:
        what = "缺少" if wrong[0] in known else "多出"
        raise LawDataError(f"规则数据文件 {FILE} 的 {section} {what}“{wrong[0]}”，请与词汇表核对")
    return [(terms.coded(code), Entry(FILE, f"{section}.{code}", values)) for code, values in rows.items()]


def _own_notice(values: Mapping[str, Any], one: str) -> frozenset[str]:
    entry = Entry(FILE, f"own_notice.{one}", values)
    entry.text("article")
    units = frozenset(entry.texts("units"))
    entry.done()
    return units


def _class(one: PetitionClass, entry: Entry) -> ClassRule:
    found = ClassRule(
        one, entry.text("article"), entry.text("handled_by"), entry.text("rule"), entry.text("limit")
    )
    entry.done()
    return found


def _path(one: StatutoryChannel, entry: Entry) -> PathRule:
    found = PathRule(
        one,
        entry.text("article"),
        entry.text("rule"),
        entry.text("limit"),
        entry.flag("has_handling_limit"),
        entry.flag("is_simple_possible"),
    )
    entry.done()
    return found


def _purpose(entry: Entry) -> PetitionClass | None:
    code = entry.maybe_text("class")
    entry.done()
    if code is None:
        return None
    if code not in {term.value for term in PetitionClass}:
        raise entry.error("class", f"没有名为“{code}”的事项类别")
    return PetitionClass.coded(code)


def _channel(one: Channel, entry: Entry) -> ChannelRule:
    found = ChannelRule(one, entry.text("article"), entry.texts("forms"))
    entry.done()
    return found
