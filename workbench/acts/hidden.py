"""What stands in the place of personal values that were deleted or restricted, in life and in replay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from workbench.acts.amending import Correct
from workbench.acts.erasing import DeclineErasure, EraseValues, RequestErasure, RestrictValues
from workbench.ledger.entries import read_body
from workbench.records.journal import LedgerEntryRow
from workbench.terms import ErasureState, ValueForm

PLACE: Final = {ErasureState.ERASED: "［已依法删除］", ErasureState.RESTRICTED: "［已限制处理］"}
Hidden = Mapping[int, Mapping[str, tuple[ErasureState, ValueForm]]]


@dataclass(frozen=True, slots=True)
class LostValue:
    """A value that was deleted: the entry that held it, the object of that entry, whether it was a title."""

    entry: int
    about: str
    is_title: bool


def read_lost(connection: Connection) -> tuple[LostValue, ...]:
    """Return every value that was deleted, by its place in the ledger."""
    found = []
    for seq, fields in sorted(read_hidden(connection).items()):
        gone = {field for field, (state, _) in fields.items() if state is ErasureState.ERASED}
        body = connection.scalar(select(LedgerEntryRow.body).where(LedgerEntryRow.seq == seq))
        if not gone or body is None:
            continue
        told = read_body(body)
        corrected = told.public.get("field") if told.kind == Correct.kind else None
        titles = {"value"} if corrected == "title" and "document" not in told.public else {"title"}
        found += [LostValue(seq, told.object, field in titles) for field in sorted(gone)]
    return tuple(found)


def read_hidden(connection: Connection, *, size: int | None = None) -> Hidden:
    """Return, by entry and field, what is deleted or restricted; read from the entries, not the records.

    ``size`` looks at no more than the first entries; what was deleted since is gone from the past as well.
    """
    kinds = [act.kind for act in (RequestErasure, RestrictValues, EraseValues, DeclineErasure)]
    entry = LedgerEntryRow
    asked = select(entry.body).where(entry.kind.in_(kinds)).order_by(entry.seq)
    requested: dict[str, list[tuple[int, str, ValueForm]]] = {}
    found: dict[int, dict[str, tuple[ErasureState, ValueForm]]] = {}
    for body in connection.scalars(asked):
        try:
            told = read_body(body)
            late = size is not None and told.seq > size
            if told.kind == RequestErasure.kind:
                requested[told.object] = [
                    (int(one["entry"]), str(one["field"]), ValueForm.coded(one["form"]))
                    for one in told.public["values"]
                ]
            elif told.kind == EraseValues.kind or not late:
                _note(found, requested.get(told.object, []), told.kind)
        except (ValueError, KeyError, TypeError):
            continue  # verification says what is wrong with it
    return found


def _note(
    found: dict[int, dict[str, tuple[ErasureState, ValueForm]]],
    values: list[tuple[int, str, ValueForm]],
    kind: str,
) -> None:
    state = {EraseValues.kind: ErasureState.ERASED, RestrictValues.kind: ErasureState.RESTRICTED}.get(kind)
    for entry, field, form in values:
        if state is not None:
            found.setdefault(entry, {})[field] = (state, form)
        else:
            found.get(entry, {}).pop(field, None)


def shown(values: Mapping[str, str], hidden: Mapping[str, tuple[ErasureState, ValueForm]]) -> dict[str, str]:
    """Return the values of one entry as the records may show them."""
    told = {field: value for field, value in values.items() if field not in hidden}
    for field, (state, form) in hidden.items():
        if form is not ValueForm.ABSENT:
            place = PLACE[state]
            told[field] = json.dumps([place], ensure_ascii=False) if form is ValueForm.LIST else place
    return told
