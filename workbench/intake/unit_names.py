"""Units by the names that clerks write, valid on the day they write about."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from workbench.intake.findings import Choice
from workbench.terms import UnitKind

_SUFFIXES = ("人民政府办公室", "人民政府", "街道办事处", "办事处", "党工委", "党委")


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit under one of its names: from ``since`` (``None``: always) up to, not including, ``until``."""

    code: str
    name: str
    since: date | None = None
    until: date | None = None
    successor: str | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether the unit bore this name on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Found:
    """What a name means: a code; or the reason why it must be asked, with the nearest units."""

    code: str | None
    is_alias: bool = False  # another form of the name than the one in the list
    why: str = ""
    choices: tuple[Choice, ...] = ()


class UnitNames:
    """All names of all units, with the days on which they hold.

    ``places`` are the names of the place itself, such as 临湘市, which clerks leave out.
    """

    def __init__(self, units: list[NamedUnit], places: Iterable[str]) -> None:
        self.units = units
        self._prefixes = tuple(prefix for place in places for prefix in _prefixes(place))
        self._by_name: dict[str, list[NamedUnit]] = defaultdict(list)
        self._by_short: dict[str, list[NamedUnit]] = defaultdict(list)
        self._current: dict[str, NamedUnit] = {}
        for unit in units:
            self._by_name[unit.name].append(unit)
            self._by_short[self._short(unit.name)].append(unit)
            if unit.until is None or unit.code not in self._current:
                self._current[unit.code] = unit
        self.find = lru_cache(maxsize=65_536)(self._find)

    def name(self, code: str) -> str:
        """Return the present name of a unit; the code itself if there is none."""
        unit = self._current.get(code)
        return code if unit is None else unit.name

    def knows(self, code: str) -> bool:
        """Return whether there is such a unit."""
        return code in self._current

    def abolished(self, code: str, day: date) -> NamedUnit | None:
        """Return the last name of a unit merged into another by ``day``, ``None`` while it acts."""
        unit = self._current.get(code)
        return unit if unit is not None and unit.until is not None and day >= unit.until else None

    def _find(self, name: str, day: date) -> Found:
        if name in self._current:
            return Found(name)
        exact = self._by_name.get(name, [])
        candidates = exact or self._by_short.get(self._short(name), [])
        valid = {unit.code for unit in candidates if unit.holds_on(day)}
        if len(valid) == 1:
            return Found(valid.pop(), is_alias=not exact)
        if len(valid) > 1:
            return Found(None, why="有几个单位可能是它", choices=self._choices(valid))
        if candidates:
            return self._past(candidates, day)
        near = difflib.get_close_matches(self._short(name), list(self._by_short), n=5, cutoff=0.5)
        codes = {unit.code for short in near for unit in self._by_short[short] if unit.holds_on(day)}
        return Found(None, why="单位名录中没有这个名称", choices=self._choices(codes))

    def _past(self, candidates: list[NamedUnit], day: date) -> Found:
        unit = candidates[-1]
        codes = {unit.successor or unit.code}
        if unit.until is not None and day >= unit.until:
            into = self.name(unit.successor or unit.code)
            done = "撤并到" if unit.successor else "更名为"
            return Found(None, why=f"{unit.until:%Y-%m-%d}起已{done}“{into}”", choices=self._choices(codes))
        return Found(None, why=f"{day:%Y-%m-%d}时还没有这个名称", choices=self._choices(codes))

    def _choices(self, codes: set[str]) -> tuple[Choice, ...]:
        return tuple(Choice(code, self.name(code)) for code in sorted(codes))

    def _short(self, name: str) -> str:
        """Return a name without what is often left out: 临湘市教育局 and 市教育局 are 教育局."""
        text = "".join(name.split())
        for suffix in _SUFFIXES:
            if text.endswith(suffix) and len(text) > len(suffix):
                text = text.removesuffix(suffix) + ("街道" if suffix == "街道办事处" else "")
                break
        for prefix in self._prefixes:
            if text.startswith(prefix) and len(text) > len(prefix) + 1:
                return text.removeprefix(prefix)
        return text


def _prefixes(place: str) -> Iterator[str]:
    for begin in (place, place[-1]):
        yield from (f"中共{begin}委", f"中共{begin}", f"{begin}委", begin)


def shipped_units() -> UnitNames:
    """Return the units that a new database begins with."""
    import csv

    from workbench.config import data_file

    text = data_file("units", "units.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    places = [row["name"] for row in rows if row["kind"] == UnitKind.COUNTY_CITY.value]
    return UnitNames([NamedUnit(row["code"], row["name"]) for row in rows], places)
