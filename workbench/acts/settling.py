"""After values are deleted or restricted: the records brought to what a replay gives, the values removed.

No list of tables says where a value went: the whole ledger is performed anew without it, and whatever differs
in the records is where it was. A difference that the values do not explain stops everything, for it would be
an alteration swept away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, delete, select, update

from workbench.acts.base import Actor, read_act
from workbench.acts.hidden import PLACE, Hidden, read_hidden, shown
from workbench.acts.replay import Rebuilt, differences
from workbench.law.erasure import ErasureError
from workbench.ledger.entries import read_body
from workbench.records.journal import LedgerEntryRow, LedgerPayload
from workbench.terms import ErasureState, Role

CHUNK = 5_000  # entries read at a time


def settle(connection: Connection, office: str) -> None:
    """Bring records and payloads to what the acts on erasures say; ``ErasureError`` if it cannot be."""
    hidden = read_hidden(connection)
    with Rebuilt(office) as rebuilt:
        try:
            for seq, body, values in _entries(connection):
                entry = read_body(body)
                act = read_act(entry.kind, entry.object, entry.public, shown(values, hidden.get(seq, {})))
                rebuilt.perform(act, seq, Actor(entry.actor, Role.coded(entry.role), entry.unit))
            rebuilt.finish()
        except (ValueError, KeyError, TypeError) as error:
            raise ErasureError(
                "有的附值是记录赖以成立的代码或日期，不能删除或限制：请去掉它，重新申请"
            ) from error
        found = list(differences(connection, rebuilt.connection))
    known = _values(connection)
    for one in found:
        if one.column is None or not _is_explained(one.expected, one.found, known):
            raise ErasureError("记录与台账不符，不能在此之上删除：请先运行 workbench ledger verify")
        keys = [column == key for column, key in zip(one.table.primary_key.columns, one.key, strict=True)]
        connection.execute(update(one.table).where(*keys).values({one.column: one.expected}))
    _remove(connection, hidden)


def _remove(connection: Connection, hidden: Hidden) -> None:
    payload = LedgerPayload
    for seq, fields in hidden.items():
        gone = [field for field, (state, _) in fields.items() if state is ErasureState.ERASED]
        if gone:
            connection.execute(delete(payload).where(payload.seq == seq, payload.field.in_(gone)))


def _entries(connection: Connection) -> Iterator[tuple[int, str, dict[str, str]]]:
    entry, payload, after = LedgerEntryRow, LedgerPayload, 0
    while True:
        asked = select(entry.seq, entry.body).where(entry.seq > after).order_by(entry.seq).limit(CHUNK)
        page = connection.execute(asked).all()
        if not page:
            return
        values: dict[int, dict[str, str]] = {}
        within = payload.seq.between(after + 1, page[-1].seq)
        for seq, field, value in connection.execute(
            select(payload.seq, payload.field, payload.value).where(within)
        ):
            values.setdefault(seq, {})[field] = value
        after = page[-1].seq
        for seq, body in page:
            yield seq, body, values.get(seq, {})


def _values(connection: Connection) -> list[str]:
    """The values that some request names and that are still there, and the parts of lists."""
    from workbench.records.erasures import ErasureValueRow as Named

    payload = LedgerPayload
    asked = select(payload.value).join(Named, (Named.entry == payload.seq) & (Named.field == payload.field))
    found: list[str] = []
    for value in connection.scalars(asked):
        found.append(value)
        try:
            told = json.loads(value)
        except ValueError:
            continue
        found += [str(part) for part in told] if isinstance(told, list) else []
    return found


def _is_explained(expected: Any, found: Any, known: list[str]) -> bool:
    """Whether one side is a place kept (or nothing), and the other a value that was asked about."""
    places = (None, *PLACE.values())

    def is_place(side: Any) -> bool:
        return side in places or (isinstance(side, str) and any(place in side for place in PLACE.values()))

    def is_known(side: Any) -> bool:
        return is_place(side) or (
            isinstance(side, str) and any(side and (side in value or value in side) for value in known)
        )

    return (is_place(expected) and is_known(found)) or (is_place(found) and is_known(expected))
