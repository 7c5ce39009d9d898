"""The definitions of the figures, read from ``catalogue.toml`` and refused where they break the charter."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_PERSONAL = re.compile(r"petitioner|person_name|phone|id_number|id_hash|address", re.IGNORECASE)
UNNAMED_PARTS = ("达到", "未达到")
_KINDS = ("core", "context")
# What is counted: the rows of a figure, and the column of its person-times.
GRAINS = {
    "case": ("case_fact", "person_times"),
    "petition": ("petition_fact join case_fact using (case_id)", "petition_people"),
}


class DefinitionError(ValueError):
    """A definition in the catalogue is incomplete or breaks the charter."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: ``of`` selects who counts, ``that`` who passes; a plain count has no ``that``.

    ``date`` is the column of case_fact that places a matter in the period; ``lower_is_better``
    marks shares of what should not be.
    """

    id: str
    name: str
    kind: str
    of: str
    date: str
    date_name: str
    words: str
    source: str
    caution: str
    since: dt.date
    that: str | None = None
    unit: str = "件"
    grain: str = "case"
    parts: tuple[str, str] = UNNAMED_PARTS
    lower_is_better: bool = False

    @property
    def is_share(self) -> bool:
        """Return whether the figure is a ratio; otherwise it is a count."""
        return self.that is not None

    def condition(self, part: str) -> str:
        """Return the SQL condition of the cases behind a part: ``all``, ``passed`` or ``failed``."""
        if part == "all" or self.that is None:
            return f"({self.of})"
        if part == "passed":
            return f"({self.of}) and ({self.that})"
        if part == "failed":
            # "Not passed" includes the unknown: silence never counts as fulfilled.
            return f"({self.of}) and ({self.that}) is not true"
        raise DefinitionError(f"指标“{self.name}”没有名为“{part}”的案件清单")


def check(row: dict[str, Any]) -> Indicator:
    """Return the definition in ``row``; ``DefinitionError`` names what is missing or not allowed."""
    name = row.get("name", row.get("id", "未命名"))
    for key in ("id", "name", "kind", "of", "date", "date_name", "words", "source", "caution", "since"):
        if not row.get(key):
            raise DefinitionError(f"指标“{name}”缺少“{key}”，不予采用")
    if row["kind"] not in _KINDS:
        raise DefinitionError(f"指标“{name}”的 kind 只能是 core 或 context")
    for key in ("of", "that", "date"):
        if _PERSONAL.search(row.get(key) or ""):
            raise DefinitionError(f"指标“{name}”按人统计，违反章程，不予采用")
    if row.get("grain", "case") not in GRAINS:
        raise DefinitionError(f"指标“{name}”的 grain 只能是 {'、'.join(GRAINS)}")
    unknown = set(row) - set(Indicator.__slots__)
    if unknown:
        raise DefinitionError(f"指标“{name}”有不认识的键：{'、'.join(sorted(unknown))}")
    return Indicator(**{**row, "parts": tuple(row.get("parts", UNNAMED_PARTS))})


@cache
def catalogue() -> dict[str, Indicator]:
    """Return the shipped definitions by id, in the order of the file."""
    rows = tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text("utf-8"))["indicator"]
    found = [check(row) for row in rows]
    if len({indicator.id for indicator in found}) < len(found):
        raise DefinitionError("指标目录中有重复的 id")
    return {indicator.id: indicator for indicator in found}


def indicator(name: str) -> Indicator:
    """Return one definition; ``DefinitionError`` for an unknown id."""
    try:
        return catalogue()[name]
    except KeyError:
        raise DefinitionError(f"没有编号为“{name}”的指标") from None
