"""What an act is: a typed object that the law checks, the ledger keeps and the records follow.

An act tells its ledger entry in two parts. ``public`` holds codes, dates and numbers and stands in the entry
itself. ``private`` holds everything a person could be known by (names, phones, addresses, titles, narratives,
texts, notes) and enters the entry only as salted commitments; the values lie in the payload table.
``from_entry`` is the way back, so that the records can be rebuilt from the ledger.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Self

from workbench.access.actor import Actor as Actor  # where acts are, their actor is looked for

type_of_kind: dict[str, type[Act]] = {}

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


class Act(ABC):
    """One change, as an officer means it."""

    __slots__ = ()
    kind: ClassVar[str]

    def __init_subclass__(cls, **options: object) -> None:
        super().__init_subclass__(**options)
        if "kind" in cls.__dict__:
            type_of_kind[cls.kind] = cls

    @property
    @abstractmethod
    def object(self) -> str:
        """What the act is about: a case number, a unit code, a year, a batch."""

    @abstractmethod
    def public(self) -> dict[str, Json]:
        """Return the part that stands in the ledger entry; keys with ``None`` are left out."""

    def private(self) -> dict[str, str]:
        """Return the personal values by field name; empty for acts that have none."""
        return {}

    @classmethod
    @abstractmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        """Return the act that gave this entry; inverse of ``object``, ``public`` and ``private``."""


class UnknownActError(ValueError):
    """The ledger holds a kind of act that this version of the software does not know."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"台账中有本版本不认识的行为“{kind}”：请使用更新的软件版本打开")


def read_act(kind: str, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Act:
    """Return the act of a ledger entry; ``UnknownActError`` for a kind of a newer version."""
    known = type_of_kind.get(kind)
    if known is None:
        raise UnknownActError(kind)
    return known.from_entry(about, public, private)
