"""From the answers of a form to the ledger: a new round, a check, rework, a pair. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from widgets.look_back.state import LookBackScreenState
from widgets.parts.form_values import FormValues
from workbench.access.gate import require
from workbench.law.look_back import LookBack, check_number
from workbench.law.look_back_data import look_back_data
from workbench.law.look_back_round import RoundEntry, chosen
from workbench.terms import LookBackAnswer, LookBackFinding, LookBackRule, RepeatVerdict

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.acts.look_backs import GivenCheck
    from workbench.queries.repeats import RepeatProposal


def listed(state: LookBackScreenState, values: FormValues) -> tuple[RoundEntry, ...]:
    """Return what a new round would look at."""
    from workbench.queries.look_backs import candidates

    found = state.bench.ask(candidates, state.bench.snapshot())
    return chosen(found, LookBackRule.coded(values.text("rule")), **_settings(state, values))  # type: ignore[arg-type]


def open_round(state: LookBackScreenState, values: FormValues) -> str:
    """Record a new round with its list; return its number."""
    from workbench.acts.look_backs import ListedMatter, OpenLookBack
    from workbench.queries.look_back_results import next_round_no

    require(state.viewer, "act:open_look_back")
    number = state.bench.ask(next_round_no, state.today.year)
    entries = tuple(ListedMatter(one.case_no, one.unit) for one in listed(state, values))
    settings = _settings(state, values)
    act = OpenLookBack(
        number,
        values.text("name"),
        LookBackRule.coded(values.text("rule")),
        state.today,
        entries=entries,
        **settings,  # type: ignore[arg-type]
    )
    state.bench.perform(act, actor=state.viewer.actor)
    return number


def close_round(state: LookBackScreenState) -> int:
    """Record the end of the open round; return the ledger position."""
    from workbench.acts.look_backs import CloseLookBack

    act = CloseLookBack(state.shown.round, state.today)
    return _perform(state, state.round.version, act)


def assign(state: LookBackScreenState, case_nos: Sequence[str], account: str) -> int:
    """Give checks of the open round to an account, all or none; return the last ledger position."""
    from workbench.acts.look_backs import AssignLookBack

    require(state.viewer, "act:assign_look_back")
    units = {one.account: one.unit for one in state.checkers()}
    number = state.shown.round
    acts = [
        AssignLookBack(check_number(number, one), number, one, state.today, account, units.get(account))
        for one in case_nos
    ]
    return state.bench.perform(*acts, actor=state.viewer.actor)[-1]


def lock(
    state: LookBackScreenState, check: LookBack, values: FormValues, name: str, title: Callable[[str], str]
) -> int:
    """Record the reviewer's answers and lock them together; end the case-ownership where he says so."""
    from workbench.acts.look_backs import AnswerLookBack, LockLookBack
    from workbench.acts.looking_back import check_result_of

    finding = LookBackFinding.coded(values.text("finding"))
    answers = AnswerLookBack(check.check_no, state.today, given(values, title))
    locked = LockLookBack(
        check.check_no,
        state.today,
        finding,
        values.text("cause_unit") or None,
        values.text("cause") or None,
    )
    acts: list[Act] = [answers, locked]
    if finding is LookBackFinding.HELD and values.flag("ends"):
        result = check_result_of(check, locked, name)
        acts += [result] if result is not None else []
    return _perform(state, check.version, *acts)


def view_own(
    state: LookBackScreenState, check: LookBack, values: FormValues, title: Callable[[str], str]
) -> int:
    """Record the unit's own view."""
    from workbench.acts.look_backs import ViewOwnWork

    return _perform(state, check.version, ViewOwnWork(check.check_no, state.today, given(values, title)))


def order(state: LookBackScreenState, check: LookBack, values: FormValues) -> int:
    """Record the rework that is ordered."""
    from workbench.acts.look_backs import OrderRework

    due = values.day("due_on") or state.today
    act = OrderRework(check.check_no, state.today, due, values.text("measures"), values.text("person"))
    return _perform(state, check.version, act)


def report(state: LookBackScreenState, check: LookBack, values: FormValues) -> int:
    """Record the unit's report on its rework."""
    from workbench.acts.look_backs import ReportRework

    act = ReportRework(
        check.check_no,
        state.today,
        values.day("evidence.dated_on") or state.today,
        values.text("evidence.sha256"),
        values.text("words"),
        values.text("evidence.title"),
    )
    return _perform(state, check.version, act)


def decide(state: LookBackScreenState, check: LookBack, values: FormValues, name: str) -> int:
    """Record what the reviewer decides of a report; end the case-ownership where he says so."""
    from workbench.acts.look_backs import DecideRework
    from workbench.acts.looking_back import check_result_of

    is_confirmed = bool(values.flag("is_confirmed"))
    decided = DecideRework(check.check_no, state.today, is_confirmed, values.text("why"))
    acts: list[Act] = [decided]
    if is_confirmed and values.flag("ends"):
        result = check_result_of(check, decided, name)
        acts += [result] if result is not None else []
    return _perform(state, check.version, *acts)


def decide_pair(state: LookBackScreenState, pair: RepeatProposal, values: FormValues) -> int:
    """Record what is decided of a pair; return the ledger position."""
    from workbench.acts.repeats import DecideRepeat

    act = DecideRepeat(
        pair.link_no,
        pair.earlier.case_no,
        pair.later.case_no,
        state.today,
        RepeatVerdict.coded(values.text("verdict")),
        pair.grounds,
        values.text("why") or None,
    )
    return _perform(state, pair.version, act)


def given(values: FormValues, title: Callable[[str], str]) -> tuple[GivenCheck, ...]:
    """Return the answers to the check list; ``title`` is how a paper is called, by its SHA-256."""
    from workbench.acts.look_backs import GivenCheck

    found = []
    for one in look_back_data().items:
        answer = LookBackAnswer.coded(values.text(f"{one.id}.answer"))
        note, paper = values.text(f"{one.id}.note") or None, values.text(f"{one.id}.sha256")
        if paper:
            dated_on = values.day(f"{one.id}.dated_on")
            found.append(GivenCheck(one.id, answer, note, title(paper), dated_on, paper))
        else:
            found.append(GivenCheck(one.id, answer, note))
    return tuple(found)


def _perform(state: LookBackScreenState, seen: int | None, *acts: Act) -> int:
    for act in acts:
        require(state.viewer, f"act:{act.kind}")
    return state.bench.perform(*acts, actor=state.viewer.actor, seen=seen)[0]


def _settings(state: LookBackScreenState, values: FormValues) -> Mapping[str, int | date | None]:
    rule = LookBackRule.coded(values.text("rule"))
    is_random = rule is LookBackRule.RANDOM
    days = "back_days" if rule is LookBackRule.ENDED_AND_BACK else "days"
    return {
        "as_of": state.today,
        "seed": values.whole("seed") or 1,
        "days": values.whole(days),
        "per_unit": values.whole("per_unit"),
        "start": values.day("start") if is_random else None,
        "end": values.day("end") if is_random else None,
    }
