"""The facts that a column can hold, and which heading means which fact."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from workbench.intake.settings import SettingsError, check_keys, read_settings

COLUMNS_FILE = Path(__file__).parent / "columns.toml"


class Kind(StrEnum):
    """How the cells of a column are read."""

    NUMBER_KEY = "number_key"  # the number of a matter: text; a numeric cell may have lost zeros
    KEY = "key"
    TEXT = "text"  # what people wrote; never searched for terms
    NAME = "name"
    PHONE = "phone"
    IDENTITY = "identity"
    ADDRESS = "address"
    DATE = "date"
    DUE_DATE = "due_date"  # may lie ahead
    CODE = "code"
    TOPIC = "topic"
    UNIT = "unit"
    COUNT = "count"
    YES_NO = "yes_no"

    @property
    def is_personal(self) -> bool:
        """True for values that are masked wherever they are told."""
        return self in {Kind.NAME, Kind.PHONE, Kind.IDENTITY, Kind.ADDRESS}

    @property
    def is_tag(self) -> bool:
        """True for columns that hold codes, tags or states."""
        return self in {Kind.CODE, Kind.TOPIC, Kind.YES_NO}


@dataclass(frozen=True, slots=True)
class Field:
    """One fact: its identifier, the word in the template, how it is read, the headings it goes by."""

    id: str
    label: str
    kind: Kind
    headings: tuple[str, ...]
    sums: bool = False  # a total row may sum it up


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All facts, and the headings that fit more than one."""

    fields: dict[str, Field]
    by_heading: dict[str, str]
    ambiguous: dict[str, tuple[str, ...]]

    def meaning(self, heading: str) -> tuple[str, ...]:
        """Return the facts a heading may mean: none, one, or several to choose from."""
        key = plain_heading(heading)
        if key in self.by_heading:
            return (self.by_heading[key],)
        return self.ambiguous.get(key, ())


def plain_heading(heading: str) -> str:
    """Return a heading without what makes no difference: blanks, brackets and what they hold, stars, case."""
    text = unicodedata.normalize("NFKC", heading)
    for opening, closing in ("()", "[]", "【】", "<>"):
        while opening in text and closing in text[text.index(opening) :]:
            start = text.index(opening)
            text = text[:start] + text[text.index(closing, start) + 1 :]
    return "".join(c for c in text if c.isalnum()).casefold()


def read_vocabulary(path: Path = COLUMNS_FILE) -> Vocabulary:
    """Return the vocabulary of a file; ``SettingsError`` if a heading stands for two facts."""
    table = read_settings(path)
    ambiguous = {plain_heading(word): tuple(facts) for word, facts in table.pop("ambiguous", {}).items()}
    known = {"label": str, "kind": str, "headers": list, "sums": bool}
    fields: dict[str, Field] = {}
    by_heading: dict[str, str] = {}
    for name, row in table.items():
        check_keys(path, name, row, known)
        try:
            field = Field(
                name, row["label"], Kind(row["kind"]), tuple(row["headers"]), row.get("sums", False)
            )
        except (KeyError, ValueError) as error:
            raise SettingsError(path, name, f"缺少或不认识：{error}") from None
        fields[name] = field
        for heading in field.headings:
            key = plain_heading(heading)
            if by_heading.setdefault(key, name) != name:
                raise SettingsError(path, name, f"栏名“{heading}”已用于“{fields[by_heading[key]].label}”")
    for word, facts in ambiguous.items():
        unknown = [fact for fact in facts if fact not in fields]
        if unknown:
            raise SettingsError(path, f"ambiguous.{word}", f"没有这一项：{unknown[0]}")
    return Vocabulary(fields, by_heading, ambiguous)


@cache
def shipped_vocabulary() -> Vocabulary:
    """Return the vocabulary that ships with the workbench."""
    return read_vocabulary()
