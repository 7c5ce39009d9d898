"""Which places of the county a text names: its towns and subdistricts, by their names and what people say."""

from __future__ import annotations

from workbench.records.unit_tree import UnitTree
from workbench.terms import UnitKind

_KINDS = frozenset({UnitKind.TOWN, UnitKind.TOWNSHIP, UnitKind.SUBDISTRICT})
_ENDINGS = ("街道", "镇", "乡")


def places_in(units: UnitTree, text: str) -> frozenset[str]:
    """Return the names of the towns and subdistricts that a text names, in full or without 镇, 乡, 街道."""
    return frozenset(name for name, said in _names(units).items() if said in text)


def _names(units: UnitTree) -> dict[str, str]:
    found = {}
    for code, kind in units.kinds.items():
        if kind in _KINDS:
            for name in (version.name for version in units.names[code]):
                said = next((name.removesuffix(end) for end in _ENDINGS if name.endswith(end)), name)
                found[name] = said if len(said) > 1 else name
    return found
