"""The ledger as lines of JSON: for the independent verifier, and for whoever keeps a copy."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, select

from workbench.records.journal import LedgerEntryRow, LedgerPayload

CHUNK = 5_000  # entries read at a time


def ledger_lines(connection: Connection, *, with_values: bool = False) -> Iterator[str]:
    """Yield one line for each entry, in order: its body, and its personal values with their salts if asked.

    Without them the lines hold no name and no free text.
    """
    entry, after = LedgerEntryRow, 0
    while True:
        asked = select(entry.seq, entry.body).where(entry.seq > after).order_by(entry.seq).limit(CHUNK)
        page = connection.execute(asked).all()
        if not page:
            return
        values = _values(connection, after + 1, page[-1].seq) if with_values else {}
        after = page[-1].seq
        for seq, body in page:
            told: dict[str, object] = {"body": body}
            if with_values:
                told["values"] = values.get(seq, {})
            yield json.dumps(told, ensure_ascii=False) + "\n"


def _values(connection: Connection, first: int, last: int) -> dict[int, dict[str, tuple[str, str]]]:
    found: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    payload = LedgerPayload
    asked = select(payload.seq, payload.field, payload.salt, payload.value)
    for seq, field, salt, value in connection.execute(asked.where(payload.seq.between(first, last))):
        found[seq][field] = (bytes(salt).hex(), value)
    return found
