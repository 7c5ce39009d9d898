"""A round of reviews (评查批次): which files were drawn, from what, and how to draw them again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


class ReviewError(ValueError):
    """A change that the review does not allow."""


@dataclass(frozen=True, slots=True)
class SampledFile:
    """A file drawn for a round, and the unit whose work it shows."""

    case_no: str
    unit: str


@dataclass(frozen=True, slots=True)
class ReviewRound:
    """评查批次: what was concluded from ``start`` to ``end``, drawn by lot; made again from seed and day."""

    id: int
    round_no: str
    name: str
    opened_on: date
    start: date
    end: date
    as_of: date
    seed: int
    population: int
    files: tuple[SampledFile, ...] = ()
    closed_on: date | None = None
    version: int = 1

    def closed(self, on: date) -> ReviewRound:
        """Return the round ended; its sheets change no more."""
        if self.closed_on is not None:
            raise ReviewError(f"“{self.name}”已于{self.closed_on}结束")
        if on < self.opened_on:
            raise ReviewError(f"日期早于开始之日（{self.opened_on}）：请核对")
        return replace(self, closed_on=on)


def opened(review_round: ReviewRound) -> ReviewRound:
    """Return a new round; ``ReviewError`` if it has no name or no files, or its days run backwards."""
    if not review_round.name.strip():
        raise ReviewError("请填写评查批次的名称")
    if not review_round.files:
        raise ReviewError("这一期间没有可抽取的办结事项：请调整期间或者单位")
    if not review_round.start <= review_round.end <= review_round.as_of <= review_round.opened_on:
        raise ReviewError("评查期间、截至日和开始日期先后不符：请核对")
    if len({one.case_no for one in review_round.files}) != len(review_round.files):
        raise ReviewError("抽取的事项有重复：请重新抽取")
    return replace(review_round, name=review_round.name.strip())
