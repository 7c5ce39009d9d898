"""From the answers of a form to the ledger: the acts they make, performed together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING

from widgets.parts.form_values import FormValues
from widgets.reception.rights import KINDS, why_not
from widgets.reception.schedule_rows import RowDraft, read_time
from widgets.reception.state import ReceptionState
from workbench.access.gate import require
from workbench.law.facts import StepTaken
from workbench.terms import Channel, NotHeldReason, PetitionClass, Step

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.acts.receptions import Promise


class RecordingClosedError(ValueError):
    """What was open has become closed meanwhile, or the address asked for what cannot be."""


def record(state: ReceptionState, do: str, values: FormValues) -> tuple[int, ...]:
    """Perform what the answers say; return the ledger positions. Refusals are domain errors."""
    closed = why_not(state, do)
    if closed:
        raise RecordingClosedError(closed)
    require(state.viewer, f"act:{KINDS[do]}")
    return _perform(state, _ACTS[do](state, values), seen=_seen(state, do))


def plan(state: ReceptionState, drafts: Sequence[RowDraft]) -> tuple[int, ...]:
    """Plan these rows for the month that is shown."""
    from workbench.acts.receptions import PlannedReception, PlanReceptions
    from workbench.queries.reception import free_numbers

    require(state.viewer, "act:plan_receptions")
    numbers = state.bench.ask(free_numbers, state.month, len(drafts))
    in_order = sorted(drafts, key=lambda one: (one.day, one.start or time(23, 59)))
    rows = [
        PlannedReception(
            reception_no=number,
            unit=one.unit,
            kind=one.kind,
            planned_on=one.day,
            leader=one.leader,
            post=one.post,
            place=one.place,
            charge=one.charge,
            is_main_leader=one.is_main_leader,
            planned_from=one.start,
            planned_until=one.end,
        )
        for number, one in zip(numbers, in_order, strict=True)
    ]
    return _perform(state, [PlanReceptions(f"{state.month:%Y-%m}", tuple(rows))], seen=None)


def _perform(state: ReceptionState, acts: Sequence[Act], *, seen: int | None) -> tuple[int, ...]:
    """The last act is that on the dossier which the viewer has seen; what is registered comes before it."""
    return state.bench.perform(*acts, actor=state.viewer.actor, seen=seen, seen_last=True)


def _seen(state: ReceptionState, do: str) -> int | None:
    if do in ("report", "return", "confirm") and state.instruction is not None:
        return state.instruction.version
    if do in ("publish", "instruct", "plan") or state.reception is None:
        return None
    return state.reception.version


def _hold(state: ReceptionState, values: FormValues) -> list[Act]:
    from workbench.acts.receptions import HoldReception

    return [
        HoldReception(
            state.reception_no,
            _planned_day(state),
            read_time(values.text("start")),
            read_time(values.text("end")),
            nobody_came=values.flag("came") is False,
            why=values.text("correction") or None,
        )
    ]


def _miss(state: ReceptionState, values: FormValues) -> list[Act]:
    from workbench.acts.receptions import MissReception

    reason = NotHeldReason.coded(values.text("reason"))
    why = values.text("correction") or None
    return [MissReception(state.reception_no, reason, values.text("text"), why)]


def _move(state: ReceptionState, values: FormValues) -> list[Act]:
    from workbench.acts.receptions import MoveReception
    from workbench.queries.reception import free_numbers

    to_day = _day(values, "to_day")
    (number,) = state.bench.ask(free_numbers, to_day, 1)
    return [
        MoveReception(
            state.reception_no,
            number,
            to_day,
            state.today,
            NotHeldReason.coded(values.text("reason")),
            values.text("text"),
            values.text("place") or None,
            read_time(values.text("start")),
            read_time(values.text("end")),
        )
    ]


def _receive(state: ReceptionState, values: FormValues) -> list[Act]:
    from workbench.acts.receptions import ReceiveMatter

    return [ReceiveMatter(state.reception_no, values.text("case_no"), _promise(state, values))]


def _register(state: ReceptionState, values: FormValues) -> list[Act]:
    from workbench.acts.handling import Register

    require(state.viewer, "act:register")
    day = _planned_day(state)
    kind = values.text("petition_class")
    step = StepTaken(
        Step.REGISTER,
        day,
        unit=values.text("unit"),
        received_on=day,
        channel=Channel.VISIT,
        people=values.whole("people") or 1,
        petition_class=PetitionClass.coded(kind) if kind else None,
        contact_known=values.flag("contact_known"),
    )
    case_no = values.text("case_no")
    return [
        Register(case_no, values.text("title"), values.text("narrative"), step),
        *_receive(state, values),
    ]


def _publish(state: ReceptionState, values: FormValues) -> list[Act]:
    from workbench.acts.receptions import PublishReceptions

    numbers = tuple(one.reception_no for one in state.found.unpublished)
    return [PublishReceptions(f"{state.month:%Y-%m}", numbers, _day(values, "on"))]


def _instruct(state: ReceptionState, values: FormValues) -> list[Act]:
    from workbench.acts.instructions import GiveInstruction

    return [
        GiveInstruction(
            values.text("number"),
            values.text("case_no"),
            _day(values, "on"),
            values.text("to_unit"),
            values.text("leader"),
            values.text("post"),
            values.text("text"),
            values.day("due_on"),
        )
    ]


def _report(state: ReceptionState, values: FormValues) -> list[Act]:
    from workbench.acts.instructions import ReportInstruction

    return [
        ReportInstruction(
            state.instruction_no,
            _day(values, "on"),
            _day(values, "evidence.dated_on"),
            values.text("evidence.sha256"),
            values.text("evidence.title"),
            values.text("text"),
        )
    ]


def _return(state: ReceptionState, values: FormValues) -> list[Act]:
    from workbench.acts.instructions import ReturnInstruction

    return [ReturnInstruction(state.instruction_no, _day(values, "on"), values.text("why"))]


def _confirm(state: ReceptionState, values: FormValues) -> list[Act]:
    from workbench.acts.instructions import ConfirmInstruction

    return [ConfirmInstruction(state.instruction_no, _day(values, "on"))]


_ACTS: Mapping[str, Callable[[ReceptionState, FormValues], list[Act]]] = {
    "hold": _hold,
    "miss": _miss,
    "move": _move,
    "receive": _receive,
    "register": _register,
    "publish": _publish,
    "instruct": _instruct,
    "report": _report,
    "return": _return,
    "confirm": _confirm,
}


def _promise(state: ReceptionState, values: FormValues) -> Promise | None:
    from workbench.acts.receptions import Promise

    to_unit, text = values.text("promise.to_unit"), values.text("promise.text")
    if not (to_unit and text):
        return None
    one = state.reception
    number = f"{state.reception_no}-P{len(one.matters) + 1 if one else 1}"
    return Promise(number, to_unit, text, values.day("promise.due_on"))


def _planned_day(state: ReceptionState) -> date:
    assert state.reception is not None  # ``why_not`` has refused the form else
    return state.reception.planned_on


def _day(values: FormValues, key: str) -> date:
    found = values.day(key)
    assert found is not None  # the form has no errors when it gets here
    return found
