"""The 14 towns in their tile grid: where each stands, and what lies open there."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from widgets.overview.charts import opening
from widgets.overview.state import OverviewState
from widgets.parts.drawing import Picture, Piece
from widgets.parts.squares import Tile, tile_grid
from workbench.queries.lateness import OPEN_LATE_NAME
from workbench.queries.situation import Load


@cache
def town_places() -> dict[str, tuple[int, int]]:
    """Return column and row of each town in the tile grid, by its code."""
    told = tomllib.loads(files(__package__).joinpath("towns.toml").read_text("utf-8"))["town"]
    return {town["code"]: (town["column"], town["row"]) for town in told}


def towns_picture(state: OverviewState) -> Picture:
    """Return the 14 towns about as they lie to each other, redder with the share of what is late."""
    loads = {load.code: load for load in state.loads("unit")}
    places = town_places()
    return tile_grid(
        [_town(state, code, loads.get(code), place) for code, place in places.items()], TOWN_HEAD
    )


TOWN_HEAD: Sequence[str] = ("镇街", "在办", OPEN_LATE_NAME)


def _town(state: OverviewState, code: str, load: Load | None, place: tuple[int, int]) -> Tile:
    name = state.names.get(code, code)
    count, late = (load.open_cases, load.late) if load else (0, 0)
    which: dict[str, Any] = {"by": "unit", "group": code}
    href = opening(state, "all", count, **which)
    strength = late / count if count else 0.0
    words = f"{count} 件" + (f"，超 {late}" if late else "")
    cells = (Piece(str(count), href=href), Piece(str(late), href=opening(state, "late", late, **which)))
    if state.wanted.units and code not in state.wanted.units and not count:
        return Tile(*place, name, "未选", 0.0, f"{name}，不在所选单位中", cells=("未选", ""))
    said = f"{name}，在办 {count} 件，其中超期 {late} 件"
    return Tile(*place, name, words, strength, said, href, cells=cells)
