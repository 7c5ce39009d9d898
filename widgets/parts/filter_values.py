"""What a filter bar asks and what is chosen there, as one value that can be compared and kept."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from widgets.parts.values import Choice

log = logging.getLogger("workbench.widgets")

FieldKind = Literal["one", "many", "days", "toggle", "text"]
LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both inclusive; ``None`` leaves an end open."""

    start: date | None = None
    end: date | None = None


Chosen: TypeAlias = tuple[str, ...] | Days | bool | str
NOTHING: dict[FieldKind, Chosen] = {"one": (), "many": (), "days": Days(), "toggle": False, "text": ""}


@dataclass(frozen=True, slots=True)
class Quick:
    """A period with a name, chosen with one click."""

    label: str
    days: Days


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a filter bar: one or many of ``choices``, days, a toggle, or a text to look for.

    ``quick`` are periods offered beside the calendar of a question for days.
    """

    key: str
    label: str
    kind: FieldKind
    choices: tuple[Choice, ...] = ()
    placeholder: str = ""
    quick: tuple[Quick, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterValue:
    """What is chosen, as (key, chosen) in the order of the fields; what is not chosen is left out."""

    chosen: tuple[tuple[str, Chosen], ...] = ()

    def _of(self, key: str) -> Chosen | None:
        return dict(self.chosen).get(key)

    def one(self, key: str) -> str | None:
        """Return the chosen code, or ``None``."""
        codes = self.many(key)
        return codes[0] if codes else None

    def many(self, key: str) -> tuple[str, ...]:
        """Return the chosen codes."""
        found = self._of(key)
        return found if isinstance(found, tuple) else ()

    def days(self, key: str) -> Days:
        """Return the chosen days."""
        found = self._of(key)
        return found if isinstance(found, Days) else Days()

    def is_on(self, key: str) -> bool:
        """Return whether the toggle is on."""
        return self._of(key) is True

    def text(self, key: str) -> str:
        """Return the text to look for."""
        found = self._of(key)
        return found if isinstance(found, str) else ""

    def __bool__(self) -> bool:
        return bool(self.chosen)


def value_of(fields: Sequence[Field], chosen: Iterable[tuple[str, Chosen]]) -> FilterValue:
    """Return the chosen things as a value, in the order of the fields."""
    given = dict(chosen)
    kept = ((field.key, given[field.key]) for field in fields if field.key in given)
    kinds = {field.key: field.kind for field in fields}
    return FilterValue(tuple((key, value) for key, value in kept if value != NOTHING[kinds[key]]))


def read_value(fields: Sequence[Field], asked: object) -> FilterValue:
    """Return what a browser says was chosen; what cannot be is left out and logged."""
    given = asked if isinstance(asked, dict) else {}
    found: dict[str, Chosen] = {}
    for field in fields:
        if field.key in given:
            chosen = _read(field, given[field.key])
            if chosen is None:
                log.warning("a browser chose what a filter bar has not; ignored in %s", field.key)
            else:
                found[field.key] = chosen
    return value_of(fields, found.items())


def _read(field: Field, asked: object) -> Chosen | None:
    match field.kind:
        case "one" | "many":
            codes = {choice.code for choice in field.choices}
            if not isinstance(asked, list) or any(
                code not in codes for code in asked if isinstance(code, str)
            ):
                return None
            chosen = tuple(dict.fromkeys(code for code in asked if isinstance(code, str)))
            return chosen[:1] if field.kind == "one" else chosen
        case "days":
            return _read_days(asked)
        case "toggle":
            return asked if isinstance(asked, bool) else None
        case "text":
            return asked.strip() if isinstance(asked, str) and len(asked) <= LONGEST_TEXT else None


def _read_days(asked: object) -> Days | None:
    if not isinstance(asked, dict):
        return None
    try:
        start, end = (date.fromisoformat(asked[end]) if asked.get(end) else None for end in ("low", "high"))
    except (TypeError, ValueError):
        return None
    return None if start and end and start > end else Days(start, end)


def as_sent(chosen: Chosen) -> object:
    """Return a chosen thing in the form that travels to the browser."""
    if isinstance(chosen, Days):
        return {
            "low": chosen.start.isoformat() if chosen.start else "",
            "high": chosen.end.isoformat() if chosen.end else "",
        }
    return list(chosen) if isinstance(chosen, tuple) else chosen
