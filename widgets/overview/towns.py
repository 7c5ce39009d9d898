"""Where the 14 towns stand in their tile grid."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def town_places() -> dict[str, tuple[int, int]]:
    """Return column and row of each town in the tile grid, by its code."""
    told = tomllib.loads(files(__package__).joinpath("towns.toml").read_text("utf-8"))["town"]
    return {town["code"]: (town["column"], town["row"]) for town in told}
