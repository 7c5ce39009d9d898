"""From the answers of a form to the ledger: a request, what another decides, a restored copy. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.parts.form_values import FormValues
from workbench.access.gate import require
from workbench.terms import ErasureBasis, RetentionGround

if TYPE_CHECKING:
    from widgets.erasure.state import ErasureState
    from workbench.acts.base import Act
    from workbench.queries.erasures import ErasureLine, Place


def request(state: ErasureState, places: tuple[Place, ...], values: FormValues) -> tuple[str, int]:
    """Record a request for the values that were ticked; return its number and its entry."""
    from workbench.acts.erasing import RequestErasure, values_to_erase
    from workbench.queries.erasures import next_number

    require(state.viewer, "act:request_erasure")
    chosen = [(one.entry, one.field) for one in places if values.flag(key_of(one))]
    named = state.bench.ask(values_to_erase, chosen)
    number = state.bench.ask(next_number, state.today.year)
    basis = ErasureBasis.coded(values.text("basis"))
    act = RequestErasure(number, named, basis, state.today, values.text("why"))
    (seq,) = state.bench.perform(act, actor=state.viewer.actor)
    return number, seq


def key_of(place: Place) -> str:
    """Return what a value is called in the form."""
    return f"v{place.entry}.{place.field}"


def restrict(state: ErasureState, line: ErasureLine, values: FormValues) -> int:
    """Keep the values and show them to nobody; return the entry."""
    from workbench.acts.erasing import RestrictValues

    ground = RetentionGround.coded(values.text("ground"))
    until = values.day("until") if ground is RetentionGround.PERIOD else None
    return _decide(state, line, RestrictValues(line.erasure.erasure_no, ground, state.today, until))


def erase(state: ErasureState, line: ErasureLine) -> int:
    """Delete the values, which cannot be taken back; return the entry."""
    from workbench.acts.erasing import EraseValues

    one = line.erasure
    return _decide(state, line, EraseValues(one.erasure_no, one.values, one.basis, state.today))


def decline(state: ErasureState, line: ErasureLine, values: FormValues) -> int:
    """Turn the request down; return the entry."""
    from workbench.acts.erasing import DeclineErasure

    return _decide(state, line, DeclineErasure(line.erasure.erasure_no, state.today, values.text("why")))


def _decide(state: ErasureState, line: ErasureLine, act: Act) -> int:
    require(state.viewer, f"act:{act.kind}")
    (seq,) = state.bench.perform(act, actor=state.viewer.actor, seen=line.erasure.version)
    return seq
