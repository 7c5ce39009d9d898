"""The definitions of the figures, read from ``catalogue.toml`` and refused where they break the charter."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from workbench.indicators.conditions import refuse_hollow, refuse_wording
from workbench.indicators.refusals import DefinitionError, refuse
from workbench.indicators.row_kinds import fault_of_file, of_their_kinds

__all__ = ["DIMENSIONS", "GRAINS", "DefinitionError", "Indicator", "catalogue", "check", "indicator"]

UNNAMED_PARTS = ("达到", "未达到")
_KINDS = ("core", "context")
# What is counted: the rows of a figure, and the column of its person-times.
GRAINS: Final = {
    "case": ("case_fact", "person_times"),
    "petition": ("petition_fact join case_fact using (case_id)", "petition_people"),
    "closure": ("case_fact", "person_times"),  # a matter that was answered or concluded, by whoever did
    # The unit that is bound need not be the one that answers for the matter; people do not enter.
    "deadline": (
        "(select case_id, rule_id, round, unit as bound_unit, due, met_on, ended_on, days_late "
        "from deadline_fact) as duty join case_fact using (case_id)",
        "0",
    ),
    # A promise need not be about a matter: a reception, an order to a unit as a whole.
    "commitment": (
        "(select commitment as pledge, kind as pledge_kind, case_id, unit as bound_unit, raised_on, due_on, "
        "met_on, ended_on from commitment_fact) as pledged left join case_fact using (case_id)",
        "0",
    ),
}
# What a figure may be broken down by: facts of the matter and of units, never of people.
DIMENSIONS: Final = {
    "unit": "unit",
    "channel": "channel",
    "petition_class": "petition_class",
    "path": "path",
    "topic_group": "topic_group",
    "topic": "topic",
    "procedure": "procedure",
    "level": "level",
    "state": "state",
    "month": "substr({date}, 1, 7)",
    "day": "substr({date}, 1, 10)",
    "asked_by": "asked_by",
}
# Where a row of the grain says it otherwise than its matter: it may come back by another channel.
GRAIN_DIMENSIONS: Final = {
    "petition": {"channel": "petition_channel"},
    "closure": {"unit": "closed_by"},
    "deadline": {"unit": "bound_unit"},
    "commitment": {"unit": "bound_unit"},
}
_EARLIER = ("unit", "channel", "petition_class", "topic_group", "state", "month")  # before they were named


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: ``of`` selects who counts, ``that`` who passes; a plain count has no ``that``.

    ``date`` is the column that places a row in the period; ``dimensions`` what it may be broken down by;
    ``silent`` selects who was asked and said nothing, or of whom it cannot be known yet, in the words of
    ``silent_name``; ``official`` labels a share that is itself the official way of computing, wherever its
    bounds stand beside it; ``days`` are the columns between which days are
    counted; ``counts`` says whether the number is one of rows or of ``people``; ``ripens`` that cases go on
    passing as time goes by; ``left_out`` selects rows (of ``left_out_grain``, by default its own) that nobody
    finds in the figure, told beside it in the words of ``left_out_name``; ``lower_is_better`` marks
    shares of what should not be.
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
    dimensions: tuple[str, ...] = _EARLIER
    silent: str | None = None
    silent_name: str = "未评价"
    official: str = ""
    days: tuple[str, str] | None = None
    counts: str = "rows"
    ripens: bool = False
    left_out: str | None = None
    left_out_name: str = ""
    left_out_grain: str = ""

    @property
    def is_share(self) -> bool:
        """Return whether the figure is a ratio; otherwise it is a count."""
        return self.that is not None

    @property
    def version(self) -> str:
        """Return eight signs that change with what the figure counts."""
        meaning = (self.of, self.that, self.silent, self.grain, self.date, self.days, self.counts)
        return hashlib.sha256(repr(meaning).encode()).hexdigest()[:8]

    def condition(self, part: str) -> str:
        """Return the SQL condition of the cases behind a part: ``all``, ``passed``, ``failed`` or ``silent``.

        The silent are beside the figure: ``all`` does not hold them. ``DefinitionError`` for an unknown part.
        """
        if part == "silent" and self.silent is not None:
            return f"({self.silent})"
        if part == "all" or (self.that is None and part != "silent"):
            return f"({self.of})"
        if part == "passed":
            return f"({self.of}) and ({self.that})"
        if part == "failed":
            # "Not passed" includes the unknown: silence never counts as fulfilled.
            return f"({self.of}) and ({self.that}) is not true"
        raise DefinitionError(f"指标“{self.name}”没有名为“{part}”的案件清单")


def check(row: dict[str, Any]) -> Indicator:
    """Return the definition in ``row``; ``DefinitionError`` names what is missing or not allowed."""
    row = of_their_kinds(row)
    name = row.get("name") or row.get("id") or "未命名"
    for key in ("id", "name", "kind", "of", "date", "date_name", "words", "source", "caution", "since"):
        if not row.get(key):
            raise DefinitionError(f"指标“{name}”缺少“{key}”，不予采用")
    if row["kind"] not in _KINDS:
        raise DefinitionError(f"指标“{name}”的 kind 只能是 core 或 context")
    refuse_wording(row)
    refuse(row)
    if row.get("grain", "case") not in GRAINS:
        raise DefinitionError(f"指标“{name}”的 grain 只能是 {'、'.join(GRAINS)}")
    if (row.get("left_out_grain") or "case") not in GRAINS or bool(row.get("left_out")) != bool(
        row.get("left_out_name")
    ):
        raise DefinitionError(
            f"指标“{name}”的 left_out 要写明 left_out_name；left_out_grain 只能是 {'、'.join(GRAINS)}"
        )
    odd = set(row.get("dimensions") or ()) - set(DIMENSIONS)
    if odd:
        raise DefinitionError(f"指标“{name}”不能按{'、'.join(sorted(odd))}分组")
    if row.get("counts", "rows") not in ("rows", "people"):
        raise DefinitionError(f"指标“{name}”的 counts 只能是 rows 或 people")
    if row.get("official") and not row.get("silent"):
        raise DefinitionError(f"指标“{name}”标明了系统口径而没有两端（silent）：没有说话的人不能看不见")
    unknown = set(row) - set(Indicator.__slots__)
    if unknown:
        raise DefinitionError(f"指标“{name}”有不认识的键：{'、'.join(sorted(unknown))}")
    refuse_hollow(row)
    lists = {"parts": UNNAMED_PARTS, "dimensions": _EARLIER, "days": None}
    told = {key: tuple(row[key]) if row.get(key) else usual for key, usual in lists.items()}
    return Indicator(**{**row, **told})


@cache
def catalogue() -> dict[str, Indicator]:
    """Return the shipped definitions by id, in the order of the file."""
    text = files(__package__).joinpath("catalogue.toml").read_text("utf-8")
    try:
        rows = tomllib.loads(text)["indicator"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise fault_of_file(error, text) from None
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
