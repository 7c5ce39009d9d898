"""Acts on the tree of units: establish, rename, move, merge. Names have dates; history stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self, cast

from workbench.acts.base import Act, Json
from workbench.acts.codec import optional_date
from workbench.terms import UnitKind


@dataclass(frozen=True, slots=True)
class EstablishUnit(Act):
    """设立单位. ``valid_from=None``: from before the records begin."""

    kind: ClassVar[str] = "establish_unit"
    code: str
    name: str
    unit_kind: UnitKind
    parent: str | None = None
    valid_from: date | None = None
    is_editable: bool = False  # from the usual list, to be adapted by the office

    @property
    def object(self) -> str:
        return self.code

    def public(self) -> dict[str, Json]:
        return {
            "name": self.name,
            "unit_kind": self.unit_kind.value,
            "parent": self.parent,
            "valid_from": None if self.valid_from is None else self.valid_from.isoformat(),
            "is_editable": self.is_editable,
        }

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(
            code=about,
            name=cast(str, public["name"]),
            unit_kind=UnitKind.coded(cast(str, public["unit_kind"])),
            parent=cast(str | None, public["parent"]),
            valid_from=optional_date(cast(str | None, public["valid_from"])),
            is_editable=cast(bool, public["is_editable"]),
        )


@dataclass(frozen=True, slots=True)
class RenameUnit(Act):
    """单位更名 from ``on``; before that day it keeps its old name."""

    kind: ClassVar[str] = "rename_unit"
    code: str
    name: str
    on: date

    @property
    def object(self) -> str:
        return self.code

    def public(self) -> dict[str, Json]:
        return {"name": self.name, "on": self.on.isoformat()}

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(about, cast(str, public["name"]), date.fromisoformat(cast(str, public["on"])))


@dataclass(frozen=True, slots=True)
class MoveUnit(Act):
    """单位改变隶属 from ``on``: another parent in the tree."""

    kind: ClassVar[str] = "move_unit"
    code: str
    parent: str | None
    on: date

    @property
    def object(self) -> str:
        return self.code

    def public(self) -> dict[str, Json]:
        return {"parent": self.parent, "on": self.on.isoformat()}

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(about, cast(str | None, public["parent"]), date.fromisoformat(cast(str, public["on"])))


@dataclass(frozen=True, slots=True)
class MergeUnit(Act):
    """单位并入 ``successor`` from ``on``; what it did before stays under its own code."""

    kind: ClassVar[str] = "merge_unit"
    code: str
    successor: str
    on: date

    @property
    def object(self) -> str:
        return self.code

    def public(self) -> dict[str, Json]:
        return {"successor": self.successor, "on": self.on.isoformat()}

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(about, cast(str, public["successor"]), date.fromisoformat(cast(str, public["on"])))
