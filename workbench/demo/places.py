"""The units of the county as listed in ``data/units``, with what the demo invents of them."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from workbench.config import data_file
from workbench.demo.names import COMPOUNDS, villages_of
from workbench.repeats.places import Place as NamedPlace
from workbench.terms import UnitKind

COUNTY: Final = "430682"
OFFICE: Final = "430682XF"
PREFECTURE: Final = "4306"
DISCIPLINE: Final = "430682D01"
_TOWN_KINDS: Final = (UnitKind.TOWN, UnitKind.TOWNSHIP, UnitKind.SUBDISTRICT)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the county. ``pace`` stretches its days: 1.0 is usual, more is slow."""

    code: str
    name: str
    short: str
    is_town: bool
    pace: float


@cache
def places() -> dict[str, Place]:
    """Return the units by code, in the order of the list."""
    short = tomllib.loads(files(__package__).joinpath("units.toml").read_text("utf-8"))["short"]
    rows = csv.DictReader(data_file("units", "units.csv").read_text("utf-8").splitlines())
    return {
        row["code"]: Place(
            code=row["code"],
            name=row["name"],
            short=short.get(row["code"], "临"),
            is_town=UnitKind.coded(row["kind"]) in _TOWN_KINDS,
            # A fixed pattern over the list: some units are quick, some slow, the same in every county.
            pace=0.75 + 0.07 * (number * 5 % 9),
        )
        for number, row in enumerate(rows)
    }


@cache
def towns() -> tuple[Place, ...]:
    """Return the towns and subdistricts."""
    return tuple(place for place in places().values() if place.is_town)


def official_name(code: str) -> str:
    """Return the name under which a unit signs: the city as its government, a town with 人民政府."""
    place = places()[code]
    if code == COUNTY:
        return "临湘市人民政府"
    if code == PREFECTURE:
        return "岳阳市人民政府信访事项复查复核委员会"
    if place.name.endswith("街道"):
        return f"临湘市人民政府{place.name}办事处"
    return f"临湘市{place.name}人民政府" if place.is_town else place.name


def county_places() -> tuple[NamedPlace, ...]:
    """Return the list of places that the demo's office keeps: the villages of each town, the compounds."""
    villages = [
        NamedPlace(village, town.name) for at, town in enumerate(towns()) for village in villages_of(at)
    ]
    return (*villages, *(NamedPlace(name) for name in COMPOUNDS))
