"""Which texts may be accusations (检举控告): they name somebody of the rolls, with words of accusation.

What is found is a reason to let a person look, and nothing else: no score, no finding, no word on whoever
petitions (Regulation 2022, art. 30(3); the words and their sources stand in accusation_words.toml).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from workbench.law.tables import Entry, LawDataError, read_table

FILE: Final = "accusation_words.toml"
_SENTENCE: Final = re.compile(r"[。！？；!?;\n]")
_BETWEEN: Final = re.compile(r"[^\S\n]|[\u200b-\u200f\u2060\ufeff·.*_-]")  # between the parts of a word


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words of one kind; ``near`` ones count only in one sentence with a person or a post."""

    code: str
    label: str
    near: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Why a text is held: kinds of words by their codes, units by code, persons by account."""

    kinds: frozenset[str]
    units: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()

    def with_more(self, other: Suspicion) -> Suspicion:
        """Return both together."""
        return Suspicion(self.kinds | other.kinds, self.units | other.units, self.accounts | other.accounts)


@dataclass(frozen=True)
class Roll:
    """Whom a text can name: units by each of their names, persons by name with their accounts, if any."""

    units: Mapping[str, frozenset[str]]
    persons: Mapping[str, frozenset[str]]

    @cached_property
    def _units(self) -> re.Pattern[str] | None:
        return _any_of(self.units)

    @cached_property
    def _persons(self) -> re.Pattern[str] | None:
        return _any_of(self.persons)

    def suspicion(self, text: str) -> Suspicion | None:
        """Return why the text may be an accusation, ``None`` where nothing says so."""
        told = plain(text)
        if not has_words(told):
            return None
        units, persons = _found(self._units, told), _found(self._persons, told)
        kinds: set[str] = set()
        if units or persons or _posts().search(told):
            kinds |= {group.code for group in word_groups() if not group.near and _of(group).search(told)}
        for sentence in _SENTENCE.split(told):
            if _found(self._persons, sentence) or _posts().search(sentence):
                kinds |= {group.code for group in word_groups() if group.near and _of(group).search(sentence)}
        if not kinds:
            return None
        return Suspicion(
            frozenset(kinds),
            frozenset(code for name in units for code in self.units[name]),
            frozenset(account for name in persons for account in self.persons[name]),
        )


def plain(text: str) -> str:
    """Return the text as it is searched: forms made alike, nothing between the parts of a word."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text))


def has_words(told: str) -> bool:
    """Return whether any word stands in the text at all; most texts have none."""
    return _words().search(told) is not None


def kind_labels(codes: Iterable[str]) -> str:
    """Return what the kinds are called, in the order of the file."""
    wanted = set(codes)
    return "、".join(group.label for group in word_groups() if group.code in wanted)


@cache
def word_groups() -> tuple[WordGroup, ...]:
    """Return the groups of words; ``LawDataError`` names what is wrong with the file."""
    told = read_table(FILE)
    groups = []
    for code, values in told["group"].items():
        entry = Entry(FILE, f"group.{code}", values)
        group = WordGroup(code, entry.text("label"), entry.flag("near"), entry.texts("words"))
        entry.done()
        groups.append(group)
    if not groups or not all(group.words for group in groups):
        raise LawDataError(f"规则数据文件 {FILE} 有一类没有用词")
    return tuple(groups)


@cache
def _of(group: WordGroup) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, group.words)))


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for group in word_groups() for word in group.words))


@cache
def _posts() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, read_table(FILE)["posts"])))


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(map(plain, names), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def _found(names: re.Pattern[str] | None, told: str) -> set[str]:
    return set() if names is None else set(names.findall(told))
