"""What a round of file reviews may draw from, and the sample that its seed draws.

Drawn from are the matters concluded in a period, with the unit that concluded them. Accusations are not:
their files are read by right alone, and a reviewer's is not such a right (art. 30(3)).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from workbench.law.review_round import SampledFile
from workbench.law.sampling import SampleError, draw, size_for
from workbench.records.file_reviews import ReviewRoundRow
from workbench.records.unit_tree import UnitAbolishedError, UnitTree, UnknownUnitError
from workbench.snapshots.read import Snapshot
from workbench.terms import PetitionClass

LEFT_OUT: Final = "检举控告类事项按权限查阅，不进入抽样"
MOST: Final = 400  # files of one round: two reviewers read each


@dataclass(frozen=True, slots=True)
class UnitShare:
    """What of a unit can be drawn, and what was."""

    unit: str
    name: str
    population: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample before it is opened: drawn from ``population`` files by ``seed``."""

    start: date
    end: date
    as_of: date
    seed: int
    population: int
    files: tuple[SampledFile, ...]
    by_unit: tuple[UnitShare, ...]


def candidates(
    connection: Connection, snapshot: Snapshot, start: date, end: date
) -> tuple[tuple[str, str], ...]:
    """Return number and unit of the matters concluded from ``start`` to ``end``, accusations left out.

    A unit that was merged into another by the snapshot's day is not reviewed any more.
    """
    units = UnitTree.read(connection)
    found = snapshot.rows(
        "select case_no, closed_by from case_fact where concluded_on between ? and ? "
        "and closed_by is not null and coalesce(petition_class, '') <> ? order by case_no",
        [start.isoformat(), end.isoformat(), PetitionClass.ACCUSATION.value],
    )
    acting = {unit: _is_acting(units, unit, snapshot.as_of) for _, unit in found}
    return tuple((str(case_no), str(unit)) for case_no, unit in found if acting[unit])


def _is_acting(units: UnitTree, unit: str, day: date) -> bool:
    try:
        units.check_acting(unit, day)
    except (UnitAbolishedError, UnknownUnitError):
        return False
    return True


def sample(
    connection: Connection,
    snapshot: Snapshot,
    start: date,
    end: date,
    *,
    seed: int,
    margin: float | None = None,
    size: int | None = None,
) -> Sample:
    """Return the sample of a period: ``size`` files, or as many as a share to within ``margin`` needs.

    ``SampleError`` if the period is none, nothing was concluded in it, or the sample is too large to review.
    """
    if not start <= end <= snapshot.as_of:
        raise SampleError("评查期间的起止日期先后不符，或者晚于今天：请核对")
    found = candidates(connection, snapshot, start, end)
    if not found:
        raise SampleError("这一期间没有可抽取的办结事项：请调整期间")
    wanted = size if size is not None else size_for(len(found), margin or 0.0)
    if wanted < 1:
        raise SampleError("抽取件数应在1件以上")
    drawn = draw(found, wanted, seed)
    if len(drawn) > MOST:
        raise SampleError(f"一次评查最多{MOST}件，现为{len(drawn)}件：请放宽精度或者缩短期间")
    all_of, drawn_of = Counter(unit for _, unit in found), Counter(unit for _, unit in drawn)
    names = dict(snapshot.rows("select code, name from unit_fact"))
    return Sample(
        start=start,
        end=end,
        as_of=snapshot.as_of,
        seed=seed,
        population=len(found),
        files=tuple(SampledFile(case_no, unit) for case_no, unit in drawn),
        by_unit=tuple(
            UnitShare(unit, names.get(unit, unit), all_of[unit], drawn_of[unit]) for unit in sorted(all_of)
        ),
    )


def next_round_no(connection: Connection, year: int) -> str:
    """Return the number of the next round of a year: ``PC-2026-01`` …"""
    start = f"PC-{year}-"
    taken = connection.scalars(
        select(ReviewRoundRow.round_no).where(ReviewRoundRow.round_no.startswith(start))
    )
    used = [int(number) for one in taken if (number := one.removeprefix(start)).isdigit()]
    return f"{start}{max(used, default=0) + 1:02}"
