"""Acts that are told by their fields: what is public, what is private, and the way back.

The acts on matters write out their entries by hand, for they are performed by the hundred thousand. The acts
of the later rooms (ownership, meetings, orders, receptions) are many and rare: a dataclass says everything.
A field marked ``secret()`` enters the entry only as a salted commitment; all other fields stand in it openly.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, field, fields, is_dataclass
from datetime import date, time
from functools import cache
from typing import Any, ClassVar, Self, Union, cast, get_args, get_origin, get_type_hints

from workbench.acts.base import Act, Json
from workbench.acts.dossier import Shape
from workbench.terms import Term

_SECRET = "secret"


def secret(default: Any = MISSING) -> Any:
    """Return a dataclass field whose value may name people: a text, or a tuple of texts."""
    return field(default=default, metadata={_SECRET: True})


class DeclaredAct(Act):
    """An act whose entry follows from its fields; ``about`` names the field that is the object.

    ``shape`` is the dossier it changes, if it changes one: an officer's stale page is refused by its version.
    """

    __slots__ = ()
    about: ClassVar[str]
    shape: ClassVar[Shape[Any] | None] = None

    @property
    def object(self) -> str:
        return str(getattr(self, self.about))

    def public(self) -> dict[str, Json]:
        told = tell(self, {})
        del told[self.about]
        return told

    def private(self) -> dict[str, str]:
        kept: dict[str, str] = {}
        tell(self, kept)
        return kept

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cast(Self, read(cls, {**public, cls.about: about}, private))


def tell(record: Any, kept: dict[str, str], path: str = "") -> dict[str, Json]:
    """Return the open fields of a dataclass as JSON, empty ones left out; secret ones go into ``kept``."""
    told: dict[str, Json] = {}
    for one in fields(record):
        value = getattr(record, one.name)
        if value is None or value == ():
            continue
        at = f"{path}{one.name}"
        if one.metadata.get(_SECRET):
            kept[at] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        elif isinstance(value, tuple):
            told[one.name] = [_told(part, kept, f"{at}.{number}.") for number, part in enumerate(value, 1)]
        else:
            told[one.name] = _told(value, kept, f"{at}.")
    return told


def _told(value: Any, kept: dict[str, str], path: str) -> Json:
    if is_dataclass(value):
        return tell(value, kept, path)
    if isinstance(value, Term):
        return str(value.value)
    if isinstance(value, date | time):
        return value.isoformat()
    return cast(Json, value)


def read(record: type[Any], told: Mapping[str, Json], kept: Mapping[str, str], path: str = "") -> Any:
    """Return the dataclass that ``tell`` told."""
    given: dict[str, Any] = {}
    for one in fields(record):
        hint, at = hints(cast(Any, record))[one.name], f"{path}{one.name}"
        if one.metadata.get(_SECRET):
            if at in kept:
                given[one.name] = kept[at] if hint is str else tuple(json.loads(kept[at]))
        elif one.name in told:
            given[one.name] = _read(hint, told[one.name], kept, f"{at}.")
    return record(**given)


def _read(hint: Any, value: Json, kept: Mapping[str, str], path: str) -> Any:
    if isinstance(value, list):
        return tuple(_read(hint, part, kept, f"{path}{number}.") for number, part in enumerate(value, 1))
    if is_dataclass(hint):
        return read(cast(type[Any], hint), cast(Mapping[str, Json], value), kept, path)
    return read_scalar(hint, value)


def read_scalar(hint: Any, value: Any) -> Any:
    """Return a code, day or time from its plain value; other values, and what is one already, as they are."""
    if isinstance(value, str) and isinstance(hint, type):
        if issubclass(hint, Term):
            return hint.coded(value)
        if issubclass(hint, date | time):
            return hint.fromisoformat(value)
    return value


@cache
def hints(record: Any) -> dict[str, Any]:
    """Return the type of each field: of ``X | None`` and ``tuple[X, ...]`` it is X."""
    return {name: _bare(hint) for name, hint in get_type_hints(record).items()}


def _bare(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return _bare(next(part for part in get_args(hint) if part is not type(None)))
    return get_args(hint)[0] if get_origin(hint) is tuple else hint
