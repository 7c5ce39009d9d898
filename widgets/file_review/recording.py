"""What is recorded of file reviews: answers, locks, rounds, assignments. Refusals are domain errors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from widgets.file_review.state import FileReviewState
from workbench.access.gate import require
from workbench.law.review_pairing import Given, Pairing

if TYPE_CHECKING:
    from workbench.acts.file_reviews import GivenAnswer, GivenFail
    from workbench.queries.review_samples import Sample


def answer(state: FileReviewState, sheet_no: str, answers: Sequence[GivenAnswer], *, seen: int) -> int:
    """Record the answers to some items; return the ledger position."""
    from workbench.acts.file_reviews import AnswerItems

    require(state.viewer, "act:answer_items")
    act = AnswerItems(sheet_no, state.today, tuple(answers))
    return state.bench.perform(act, actor=state.viewer.actor, seen=seen)[0]


def find_fails(state: FileReviewState, sheet_no: str, fails: Sequence[GivenFail], *, seen: int) -> int:
    """Record what fails the file, instead of what was found before; return the ledger position."""
    from workbench.acts.file_reviews import FindFails

    require(state.viewer, "act:find_fails")
    act = FindFails(sheet_no, state.today, tuple(fails))
    return state.bench.perform(act, actor=state.viewer.actor, seen=seen)[0]


def lock(state: FileReviewState, sheet_no: str, *, seen: int) -> int:
    """Lock the sheet; return the ledger position."""
    from workbench.acts.file_reviews import LockReview

    require(state.viewer, "act:lock_review")
    return state.bench.perform(LockReview(sheet_no, state.today), actor=state.viewer.actor, seen=seen)[0]


def sample(
    state: FileReviewState, start: date, end: date, *, seed: int, margin: float | None, size: int | None
) -> Sample:
    """Return what a new round would draw; ``SampleError`` where it cannot."""
    from workbench.queries.review_samples import sample

    snapshot = state.bench.snapshot()
    return state.bench.ask(sample, snapshot, start, end, seed=seed, margin=margin, size=size)


def open_round(state: FileReviewState, name: str, found: Sample) -> tuple[str, int]:
    """Record a new round with its sample; return its number and the ledger position."""
    from workbench.acts.file_reviews import DrawnFile, OpenReviewRound
    from workbench.queries.review_samples import next_round_no

    require(state.viewer, "act:open_review_round")
    number = state.bench.ask(next_round_no, state.today.year)
    act = OpenReviewRound(
        round_no=number,
        name=name,
        on=state.today,
        start=found.start,
        end=found.end,
        as_of=found.as_of,
        seed=found.seed,
        population=found.population,
        files=tuple(DrawnFile(one.case_no, one.unit) for one in found.files),
    )
    return number, state.bench.perform(act, actor=state.viewer.actor)[0]


def pairs(state: FileReviewState, chosen: Collection[str]) -> Pairing:
    """Return who of the chosen would take which open turn of the open round."""
    from workbench.queries.review_rounds import propose_pairs

    return state.bench.ask(propose_pairs, state.shown.round, chosen)


def assign(state: FileReviewState, given: Sequence[Given]) -> tuple[int, ...]:
    """Record the assignments together; return the ledger positions."""
    from workbench.acts.file_reviews import AssignReview

    require(state.viewer, "act:assign_review")
    units = {one.account: one.unit for one in state.reviewers()}
    number = state.shown.round
    acts = [
        AssignReview(
            sheet_no=f"{number}/{one.case_no}/{one.turn}",
            round_no=number,
            case_no=one.case_no,
            turn=one.turn,
            reviewer=one.reviewer,
            on=state.today,
            reviewer_unit=units[one.reviewer],
        )
        for one in given
    ]
    return state.bench.perform(*acts, actor=state.viewer.actor)


def close_round(state: FileReviewState, *, seen: int) -> int:
    """Record the end of the open round; return the ledger position."""
    from workbench.acts.file_reviews import CloseReviewRound

    require(state.viewer, "act:close_review_round")
    act = CloseReviewRound(state.shown.round, state.today)
    return state.bench.perform(act, actor=state.viewer.actor, seen=seen)[0]
