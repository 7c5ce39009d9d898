"""What look_back.toml says: by which rule a matter enters a round, and what is asked of the unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from workbench.law.tables import Entry, read_table
from workbench.terms import LookBackRule

FILE: Final = "look_back.toml"


@dataclass(frozen=True, slots=True)
class EntryRule:
    """A rule in words with its article; ``days`` and ``per_unit``: the usual numbers, where it has any."""

    words: str
    article: str
    days: int | None
    per_unit: int | None

    def said(self, days: int | None = None, per_unit: int | None = None) -> str:
        """Return the rule in words, with these numbers instead of the usual ones."""
        return self.words.format(days=days or self.days, per_unit=per_unit or self.per_unit)


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing the unit should have done."""

    id: str
    title: str
    question: str
    article: str


@dataclass(frozen=True, slots=True)
class LookBackData:
    """The rules and the check list."""

    rules: Mapping[LookBackRule, EntryRule]
    items: tuple[CheckItem, ...]


@cache
def look_back_data() -> LookBackData:
    """Return the content of the file; ``LawDataError`` names what is wrong in it."""
    content = read_table(FILE)
    rules = {}
    for kind in LookBackRule:
        entry = Entry(FILE, kind.value, content["rule"][kind.value])
        days, per_unit = entry.maybe_number("days"), entry.maybe_number("per_unit")
        rules[kind] = EntryRule(entry.text("words"), entry.text("article"), days, per_unit)
        entry.done()
    items = []
    for values in content["item"]:
        entry = Entry(FILE, "item", values)
        items.append(CheckItem(*(entry.text(key) for key in ("id", "title", "question", "article"))))
        entry.done()
    return LookBackData(rules, tuple(items))
