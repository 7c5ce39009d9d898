"""Which places of the county a text names: its towns and subdistricts, and the villages of the office's list.

The list is a file in the user's folder (``workbench places``); without it only towns are known. It helps to
find what belongs together and nothing rests on it, so it is no record: a decision keeps what agreed that day.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from workbench.config import PLACES_FILE
from workbench.disk import put_on_disk
from workbench.records.unit_tree import UnitTree
from workbench.repeats.places import Place, PlaceNames
from workbench.terms import UnitKind

HEADINGS: Final = ("名称", "镇街", "别称")
BETWEEN: Final = "、"  # two names of one place
_KINDS: Final = frozenset({UnitKind.TOWN, UnitKind.TOWNSHIP, UnitKind.SUBDISTRICT})
_ENDINGS: Final = ("街道", "镇", "乡")


def place_names(units: UnitTree, places: Iterable[Place] = ()) -> PlaceNames:
    """Return what is looked up in texts: these places, and the towns with or without 镇, 乡, 街道."""
    towns = {}
    for name in town_names(units):
        said = next((name.removesuffix(end) for end in _ENDINGS if name.endswith(end)), name)
        towns[name] = said if len(said) > 1 else name
    return PlaceNames(places, towns.items())


def town_names(units: UnitTree) -> frozenset[str]:
    """Return the names that towns and subdistricts have or had."""
    return frozenset(
        version.name for code, kind in units.kinds.items() if kind in _KINDS for version in units.names[code]
    )


def kept_places(home: Path) -> tuple[Place, ...]:
    """Return the places of the office's list in this folder, none where there is no list."""
    path = home / PLACES_FILE
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Place(row["名称"], row["镇街"], tuple(one for one in row["别称"].split(BETWEEN) if one))
        for row in rows
    )


def keep_places(home: Path, places: Iterable[Place]) -> Path:
    """Write the list into this folder, over the one before; return where it is."""
    path, fresh = home / PLACES_FILE, home / f"{PLACES_FILE}.new"
    home.mkdir(parents=True, exist_ok=True)
    with fresh.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows((one.name, one.town, BETWEEN.join(one.also)) for one in places)
    put_on_disk(fresh)
    fresh.replace(path)
    return path
