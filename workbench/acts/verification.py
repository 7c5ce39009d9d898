"""Is the ledger whole, and do the records say what it says?

First every entry is read: gapless positions, canonical bodies, leaves, commitments, the head. Then all acts
are performed anew in an empty database in memory, by the same functions as in life, and the two are compared
row by row. A difference is named by table, key and column; values are never shown, for they may be personal.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from operator import attrgetter

from sqlalchemy import Connection, func, select

from workbench.acts.base import Act, Actor, read_act
from workbench.acts.hidden import Hidden, read_hidden, shown
from workbench.acts.replay import Rebuilt, compare
from workbench.ledger.entries import Entry, commitment, read_body
from workbench.ledger.tree import Frontier, leaf_hash
from workbench.office import OFFICE
from workbench.records.batches import ImportFile
from workbench.records.evidence import EvidenceFile
from workbench.records.journal import LedgerEntryRow, LedgerHead, LedgerPayload
from workbench.records.tables import table_of
from workbench.terms import ErasureState, Role

CHUNK = 5_000  # entries read at a time
SHOWN = 1_000  # differences kept; all are counted
# Columns of an entry that its body tells, too.
_COLUMNS = ("seq", "utc", "actor", "role", "kind", "object")
_columns_of = attrgetter(*_COLUMNS)

Payload = dict[str, tuple[bytes, str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it must be."""

    table: str
    key: str
    column: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found: ``root`` is hexadecimal, ``size`` counts the entries that are there."""

    size: int
    root: str
    differences: tuple[Difference, ...]
    count: int

    @property
    def is_sound(self) -> bool:
        """Return whether ledger and records agree in everything."""
        return self.count == 0

    def with_more(self, differences: Sequence[Difference]) -> Verification:
        """Return the same with what another look has found, which comes first."""
        kept = (*differences, *self.differences)[:SHOWN]
        return replace(self, differences=kept, count=self.count + len(differences))


class _Findings:
    def __init__(self) -> None:
        self.kept: list[Difference] = []
        self.count = 0

    def add(self, table: str, key: str, column: str | None, message: str) -> None:
        self.count += 1
        if len(self.kept) < SHOWN:
            self.kept.append(Difference(table, key, column, message))


def verify(
    connection: Connection, *, office: str = OFFICE, progress: Callable[[int, int], None] | None = None
) -> Verification:
    """Return everything that is wrong with the ledger, or with the records against it.

    ``progress`` hears how many entries of how many are read.
    """
    findings = _Findings()
    head = connection.execute(select(LedgerHead.size, LedgerHead.frontier)).one_or_none()
    frontier = Frontier()
    with Rebuilt(office) as rebuilt, _no_collecting():
        hidden = read_hidden(connection)
        for entry, payload, leaf in _entries(connection, hidden, findings):
            frontier.append(leaf)
            values = {field: value for field, (_, value) in payload.items()}
            _perform_anew(rebuilt, entry, shown(values, hidden.get(entry.seq, {})), findings)
            if progress is not None and entry.seq % CHUNK == 0 and head is not None:
                progress(entry.seq, head.size)
        _check_head(head and (head.size, head.frontier), frontier, findings)
        _check_payload_count(connection, findings)
        _check_files(connection, findings)
        try:
            rebuilt.finish()
        except ValueError as error:
            findings.add("ledger_entry", str(frontier.size), None, f"台账不能重放：{error}")
        compare(connection, rebuilt.connection, findings.add)
    return Verification(frontier.size, frontier.root().hex(), tuple(findings.kept), findings.count)


def _entries(
    connection: Connection, hidden: Hidden, findings: _Findings
) -> Iterator[tuple[Entry, Payload, bytes]]:
    """Yield the readable entries in order with their payload and their recomputed leaf."""
    table, expected = table_of(LedgerEntryRow), 1
    while True:
        page = connection.execute(
            select(table).where(table.c.seq >= expected).order_by(table.c.seq).limit(CHUNK)
        ).all()
        if not page:
            return
        payloads = _payloads(connection, page[0].seq, page[-1].seq)
        for row in page:
            key = str(row.seq)
            if row.seq != expected:
                missing = f"{expected}" if row.seq == expected + 1 else f"{expected}至{row.seq - 1}"
                findings.add("ledger_entry", missing, None, f"台账缺第{missing}条")
            expected = row.seq + 1
            leaf = leaf_hash(row.body.encode())
            if leaf != row.leaf:
                findings.add("ledger_entry", key, "leaf", f"台账第{key}条的正文与叶散列不符")
            try:
                entry = read_body(row.body)
            except ValueError:
                findings.add("ledger_entry", key, "body", f"台账第{key}条的正文不是规定的格式")
                continue
            for column, is_told, is_kept in zip(_COLUMNS, _columns_of(entry), _columns_of(row), strict=True):
                if is_told != is_kept:
                    findings.add("ledger_entry", key, column, f"台账第{key}条的“{column}”栏与正文不符")
            payload = payloads.get(row.seq, {})
            _check_commitments(entry, key, payload, hidden, findings)
            yield entry, payload, leaf


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Let Python not look for cycles: a million acts hold none, and each look costs more than the last."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _payloads(connection: Connection, first: int, last: int) -> dict[int, Payload]:
    payloads: dict[int, Payload] = defaultdict(dict)
    table = table_of(LedgerPayload)
    for seq, field, salt, value in connection.execute(select(table).where(table.c.seq.between(first, last))):
        payloads[seq][field] = (salt, value)
    return payloads


def _check_commitments(entry: Entry, key: str, payload: Payload, hidden: Hidden, findings: _Findings) -> None:
    gone = {field for field, (state, _) in hidden.get(entry.seq, {}).items() if state is ErasureState.ERASED}
    for field, committed in entry.commits.items():
        if field not in payload and field not in gone:
            findings.add("ledger_payload", key, field, f"台账第{key}条的附值“{field}”缺失，且没有抹除记录")
        elif field not in payload:
            continue
        elif field in gone:
            findings.add("ledger_payload", key, field, f"台账第{key}条的附值“{field}”已记为删除，却还在")
        elif commitment(*payload[field]) != committed:
            findings.add("ledger_payload", key, field, f"台账第{key}条的附值“{field}”与承诺不符")
    for field in payload.keys() - entry.commits.keys():
        findings.add("ledger_payload", key, field, f"台账第{key}条多出附值“{field}”")


def _perform_anew(rebuilt: Rebuilt, entry: Entry, values: dict[str, str], findings: _Findings) -> None:
    try:
        act: Act = read_act(entry.kind, entry.object, entry.public, values)
        rebuilt.perform(act, entry.seq, Actor(entry.actor, Role.coded(entry.role), entry.unit))
    except (ValueError, KeyError, TypeError) as error:
        why = str(error) if isinstance(error, ValueError) else "内容不全"
        findings.add("ledger_entry", str(entry.seq), None, f"台账第{entry.seq}条不能重放：{why}")


def _check_head(head: tuple[int, bytes] | None, frontier: Frontier, findings: _Findings) -> None:
    if head is None:
        findings.add("ledger_head", "1", None, "台账首部缺失")
        return
    size, packed = head
    if size != frontier.size:
        findings.add("ledger_head", "1", "size", f"台账首部记有{size}条，实有{frontier.size}条")
    if packed != frontier.pack():
        findings.add("ledger_head", "1", "frontier", "台账首部的散列与条目不符")


def _check_payload_count(connection: Connection, findings: _Findings) -> None:
    known = select(LedgerEntryRow.seq)
    orphans = select(func.count()).select_from(LedgerPayload).where(LedgerPayload.seq.not_in(known))
    count = connection.scalar(orphans)
    if count:
        findings.add("ledger_payload", "", None, f"有{count}个附值没有对应的台账条目")


def _check_files(connection: Connection, findings: _Findings) -> None:
    kept = ((ImportFile, "batch_id", "保存的导入原件"), (EvidenceFile, "sha256", "保存的佐证材料"))
    for model, key, what in kept:
        table = table_of(model)
        known = select(table.c[key]).where(table.c.content.is_not(None)).order_by(table.c[key])
        for one in connection.scalars(known).all():
            asked = select(table.c.sha256, table.c.content).where(table.c[key] == one)
            digest, content = connection.execute(asked).one()
            if sha256(content).hexdigest() != digest:
                findings.add(table.name, str(one), "content", f"{what}与校验值不符")
