"""From the answers of a form to the ledger: a draft, its publication, an objection, an answer. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from widgets.appraisal.state import AppraisalScreenState
from workbench.access.gate import require
from workbench.law.appraisal_data import appraisal_data

if TYPE_CHECKING:
    from workbench.acts.base import Act

Tell = Callable[[int, int], None]


def draft(
    state: AppraisalScreenState,
    month: date,
    why: str,
    *,
    progress: Tell | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Freeze the facts of today, draw the month's sheet from them and record it; return its number."""
    from workbench.acts.appraisals import DraftAppraisal
    from workbench.law.appraisal import number_of
    from workbench.queries.appraisal_draft import draw
    from workbench.queries.appraisals import next_edition

    require(state.viewer, "act:draft_appraisal")
    bench, today = state.bench, state.today
    frozen = bench.shelf.create(today, progress=progress, cancelled=cancelled)
    with bench.shelf.facts(frozen, threads=1) as facts:
        drawn = draw(facts, month, as_of=today)
    edition, replaces = bench.ask(next_edition, month)
    number = number_of(month, edition)
    act = DraftAppraisal(
        number,
        month,
        edition,
        today,
        frozen.hash,
        frozen.manifest.ledger_size,
        today,
        drawn.units,
        drawn.items,
        drawn.lines,
        replaces,
        why.strip() or None,
    )
    bench.perform(act, actor=state.viewer.actor)
    return number


def usual_until(state: AppraisalScreenState) -> date:
    """Return the last day to object if the sheet is given out today: so many working days later.

    Where the holidays of the year are not announced yet, the same number of weekdays.
    """
    with state.bench.reading() as session:
        calendar = state.bench.calendars(session.connection()).on(state.today)
    days = appraisal_data().objection_working_days
    found = calendar.try_add(state.today, days)
    if found is not None:
        return found
    day = state.today
    while days:
        day = date.fromordinal(day.toordinal() + 1)
        days -= day.weekday() < 5
    return day


def publish(state: AppraisalScreenState, until: date) -> int:
    """Give the open sheet to the units; return the ledger position."""
    from workbench.acts.appraisals import PublishAppraisal

    return _perform(state, PublishAppraisal(state.shown.number, state.today, until))


def object_to(state: AppraisalScreenState, reason: str) -> int:
    """Record the unit's objection to the open item."""
    from workbench.acts.appraisals import ObjectToAppraisal

    return _perform(state, ObjectToAppraisal(*_place(state), state.today, reason))


def answer(state: AppraisalScreenState, text: str, corrected: tuple[int, int] | None) -> int:
    """Record the office's answer; ``corrected`` (done, due) accepts the objection."""
    from workbench.acts.appraisals import AnswerAppraisal

    numbers = corrected or (None, None)
    return _perform(
        state, AnswerAppraisal(*_place(state), state.today, corrected is not None, text, *numbers)
    )


def finalise(state: AppraisalScreenState) -> int:
    """Make the open sheet final."""
    from workbench.acts.appraisals import FinaliseAppraisal

    return _perform(state, FinaliseAppraisal(state.shown.number, state.today))


def _place(state: AppraisalScreenState) -> tuple[str, str, str]:
    return state.shown.number, state.unit.unit, state.cell.item.figure


def _perform(state: AppraisalScreenState, act: Act) -> int:
    require(state.viewer, f"act:{act.kind}")
    seen = state.sheet.appraisal.version
    (position,) = state.bench.perform(act, actor=state.viewer.actor, seen=seen)
    state.refresh()
    return position
