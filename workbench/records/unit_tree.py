"""The tree of units in memory: names by day, relatives at any time, and which codes may still act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from workbench.records.kin import Kin
from workbench.records.units import Unit, UnitVersion
from workbench.terms import UnitKind


class UnknownUnitError(ValueError):
    """No unit has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"没有代码为“{code}”的单位：请先设立该单位，或改用单位名录中的代码")


class UnitAbolishedError(ValueError):
    """The unit had been merged into another by that day."""


@dataclass(frozen=True, slots=True)
class UnitName:
    """One version of a unit: from ``valid_from`` (``None``: always) up to, not including, ``valid_until``."""

    name: str
    parent: str | None
    valid_from: date | None
    valid_until: date | None = None
    successor: str | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether the unit bore this name on ``day``."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day < self.valid_until)


class UnitTree:
    """All units with their whole history."""

    def __init__(self) -> None:
        self.kinds: dict[str, UnitKind] = {}
        self.versions: dict[str, int] = {}
        self.names: dict[str, list[UnitName]] = {}
        self._relatives: dict[str, frozenset[str]] = {}

    @classmethod
    def read(cls, connection: Connection) -> UnitTree:
        """Return the tree as the records have it."""
        tree = cls()
        for code, kind, version in connection.execute(select(Unit.code, Unit.kind, Unit.version)):
            tree.kinds[code], tree.versions[code], tree.names[code] = UnitKind.coded(kind), version, []
        columns = (
            UnitVersion.unit_code,
            UnitVersion.name,
            UnitVersion.parent_code,
            UnitVersion.valid_from,
            UnitVersion.valid_until,
            UnitVersion.successor_code,
        )
        ordered = select(*columns).order_by(UnitVersion.unit_code, UnitVersion.number)
        for code, name, parent, valid_from, valid_until, successor in connection.execute(ordered):
            tree.names[code].append(UnitName(name, parent, valid_from, valid_until, successor))
        return tree

    def name_on(self, code: str, day: date) -> str:
        """Return what the unit was called on ``day``; outside its days, the nearest name."""
        names = self._names(code)
        for version in names:
            if version.holds_on(day):
                return version.name
        first = names[0]
        is_before = first.valid_from is not None and day < first.valid_from
        return (first if is_before else names[-1]).name

    def check_acting(self, code: str, day: date) -> None:
        """Refuse a unit that is unknown, or that had been merged into another by ``day``."""
        last = self._names(code)[-1]
        if last.valid_until is not None and day >= last.valid_until:
            into = "" if last.successor is None else f"，请改用“{self._names(last.successor)[-1].name}”"
            raise UnitAbolishedError(f"“{last.name}”自{last.valid_until:%Y-%m-%d}起已撤并{into}")

    def relatives(self, code: str) -> frozenset[str]:
        """Return the unit, all above it and all below it, at any time."""
        if code not in self._relatives:
            self._names(code)
            edges = ((unit, one.parent, one.successor) for unit, names in self.names.items() for one in names)
            self._relatives[code] = Kin.of(edges).relatives(code)
        return self._relatives[code]

    def put(self, code: str, names: list[UnitName], kind: UnitKind | None = None) -> None:
        """Keep the changed history of a unit."""
        if kind is not None:
            self.kinds[code] = kind
        self.versions[code] = self.versions.get(code, 0) + 1
        self.names[code] = names
        self._relatives.clear()

    def _names(self, code: str) -> list[UnitName]:
        names = self.names.get(code)
        if not names:
            raise UnknownUnitError(code)
        return names
