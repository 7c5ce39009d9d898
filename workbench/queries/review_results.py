"""What came of rounds of file reviews: by unit, by item, over time. Units stand in the order of their codes.

Counted are files whose result stands. A share says of how many it is, with its 90 % interval; of fewer than
five files it is marked as too few. Nothing here orders units by it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from workbench.access.gate import require
from workbench.access.viewer import Viewer
from workbench.indicators.exact import mid_p
from workbench.indicators.statistics import FEWEST_SHARE
from workbench.law.file_review import Result, ReviewSheet, result
from workbench.law.review_round import ReviewRound
from workbench.law.review_sheet import Item, sheet
from workbench.queries.review_rounds import review_round, rounds, sheets_by_file
from workbench.records.unit_tree import UnitTree

TOO_FEW: Final = "样本过小"


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 90 % interval (mid-P): 7 of 9 is 49 to 94 %."""

    passed: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """Return the lower and upper end, from 0 to 1."""
        return mid_p(self.passed, self.of)

    @property
    def is_small(self) -> bool:
        """Return whether there are too few files to say anything."""
        return self.of < FEWEST_SHARE


@dataclass(frozen=True, slots=True)
class UnitResult:
    """The files of one unit: ``passes`` of those decided; ``mean`` is their mean score, ``None`` of none."""

    unit: str
    name: str
    population: int
    passes: Share
    mean: float | None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item over all locked sheets of the decided files.

    ``mean`` is the mean share of its points, ``None`` where it never applied; ``lost`` are the sheets with
    less than all points; ``where`` names the units with files that lost points: (name, files, of files).
    """

    item: Item
    mean: float | None
    lost: Share
    not_applicable: int
    where: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class FileResult:
    """One drawn file and its result, ``None`` while it waits."""

    case_no: str
    unit: str
    unit_name: str
    result: Result | None
    grade: str


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A round with what came of it."""

    round: ReviewRound
    files: tuple[FileResult, ...]
    passes: Share
    by_unit: tuple[UnitResult, ...]
    by_item: tuple[ItemResult, ...]
    fails: tuple[tuple[str, int], ...]

    @property
    def weakest(self) -> ItemResult | None:
        """Return the item that loses most of its points, ``None`` before anything is decided."""
        told = [one for one in self.by_item if one.mean is not None]
        return min(told, key=lambda one: (one.mean or 0.0, one.item.id), default=None)


@dataclass(frozen=True, slots=True)
class OverTime:
    """One round beside others: overall and by unit code."""

    round: ReviewRound
    passes: Share
    by_unit: Mapping[str, Share]


def round_result(connection: Connection, viewer: Viewer, round_no: str) -> RoundResult:
    """Return what came of a round so far; ``NotPermittedError`` for who may read no reviews.

    A result needs both locked, so that nothing here is of a sheet that somebody still fills in blind.
    """
    require(viewer, "read:reviews")
    found, sheets = review_round(connection, round_no), sheets_by_file(connection, round_no)
    units = UnitTree.read(connection)
    names = {one.unit: units.name_on(one.unit, found.as_of) for one in found.files}
    results = {case_no: result(of_file) for case_no, of_file in sheets.items()}
    files = tuple(
        FileResult(
            one.case_no,
            one.unit,
            names[one.unit],
            came := results.get(one.case_no),
            sheet().grade(came.score, came.fails).name if came else "",
        )
        for one in found.files
    )
    decided = [one for one in files if one.result is not None]
    told = {one.case_no: (one.unit_name, _locked(sheets[one.case_no])) for one in decided}
    fails = Counter(fail for one in decided if one.result for fail in one.result.fails)
    return RoundResult(
        round=found,
        files=files,
        passes=_share(decided),
        by_unit=tuple(_unit(unit, names[unit], files) for unit in sorted(names)),
        by_item=tuple(_item(item, told) for item in sheet().items),
        fails=tuple((one.title, fails[one.id]) for one in sheet().fails if fails[one.id]),
    )


def over_time(connection: Connection, viewer: Viewer) -> tuple[OverTime, ...]:
    """Return all rounds in which something is decided, the earliest first."""
    found = [round_result(connection, viewer, one.round_no) for one in reversed(rounds(connection))]
    return tuple(
        OverTime(one.round, one.passes, {unit.unit: unit.passes for unit in one.by_unit if unit.passes.of})
        for one in found
        if one.passes.of
    )


def _locked(sheets: Iterable[ReviewSheet]) -> list[ReviewSheet]:
    return [one for one in sheets if one.locked_on is not None]


def _share(files: Collection[FileResult]) -> Share:
    decided = [one.result for one in files if one.result is not None]
    return Share(sum(one.passes for one in decided), len(decided))


def _unit(unit: str, name: str, files: Sequence[FileResult]) -> UnitResult:
    mine = [one for one in files if one.unit == unit]
    scores = [one.result.score for one in mine if one.result is not None]
    mean = round(sum(scores) / len(scores), 1) if scores else None
    return UnitResult(unit, name, len(mine), _share(mine), mean)


def _item(item: Item, told: Mapping[str, tuple[str, list[ReviewSheet]]]) -> ItemResult:
    points: list[int] = []
    absent = 0
    lost_in: dict[str, list[bool]] = defaultdict(list)
    for unit, sheets in told.values():
        of_file = [one.points[item.id] for one in sheets]
        given = [one for one in of_file if one is not None]
        absent += len(of_file) - len(given)
        points += given
        if given:
            lost_in[unit].append(any(one < item.points for one in given))
    where = tuple((unit, sum(lost), len(lost)) for unit, lost in sorted(lost_in.items()) if any(lost))
    return ItemResult(
        item=item,
        mean=sum(points) / (len(points) * item.points) if points else None,
        lost=Share(sum(one < item.points for one in points), len(points)),
        not_applicable=absent,
        where=where,
    )
