"""What the ledger gained since a unit's own system last read: which matters to give it again.

A mark is the size of the ledger with the place of the last entry by which two people acknowledged an older
backup, so that what was read from a ledger that is no more is told from what has only grown. No hash of an
entry is in it: guesses at what the entry says could be held against one. A matter is given again rather once
too often: when an entry is about it, or about a dossier that may have brought it before the unit's eyes. But
never for what the unit may not see: that it came again would tell of a proceeding that is not decided, or of
an accusation that stands in one proposal, or in one link, with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import Column, Connection, Table, func, select

from workbench.access.sight_rules import RESTS_ON
from workbench.records.journal import LedgerEntryRow, LedgerHead
from workbench.records.tables import metadata
from workbench.snapshots.keep import READING_KINDS, WIDE_KINDS
from workbench.terms import ActKind

_CHUNK: Final = 500
# A unit reads the sheet on its file once it is locked (HR7), and its matter was chosen by the round before.
_UNTOLD: Final = frozenset({"review_sheet"})
# After these a title may be masked anew, or the ledger was performed anew: everything is given again.
_WHOLE: Final = WIDE_KINDS | {
    ActKind.RESTRICT_VALUES.value, ActKind.ERASE_VALUES.value, ActKind.ACKNOWLEDGE_RESTORE.value,
}  # fmt: skip


class UnknownMarkError(ValueError):
    """A mark that this ledger never gave."""

    def __init__(self) -> None:
        super().__init__("标记不是本台账给出的（可能恢复过备份）：请不带 since，从头读取全部事项")


def mark_of(link: Connection, size: int) -> str:
    """Return the mark of the ledger at a size."""
    entry = LedgerEntryRow
    last = select(func.max(entry.seq)).where(
        entry.kind == ActKind.ACKNOWLEDGE_RESTORE.value, entry.seq <= size
    )
    return f"{size}.{link.scalar(last) or 0}"


def changed_since(whole: Connection, seen: Connection, mark: str) -> frozenset[str] | None:
    """Return the numbers of the matters to give again, ``None`` for all; ``UnknownMarkError`` if foreign.

    ``whole`` sees the whole ledger, ``seen`` what the reader may see: nothing else moves what he is given.
    """
    written, _, _ = mark.partition(".")
    if not (written.isascii() and written.isdigit() and len(written) < 12):
        raise UnknownMarkError
    size, entry = int(written), LedgerEntryRow
    if size > (whole.scalar(select(LedgerHead.size)) or 0) or mark_of(whole, size) != mark:
        raise UnknownMarkError
    if whole.scalar(select(entry.seq).where(entry.seq > size, entry.kind.in_(_WHOLE)).limit(1)) is not None:
        return None
    told = select(entry.object).where(entry.seq > size, entry.kind.not_in(READING_KINDS)).distinct()
    return frozenset(_matters(seen, set(seen.scalars(told))))


def _matters(link: Connection, about: set[str]) -> set[str]:
    """Return the matters among these objects, and those that the dossiers among them rest on."""
    numbers, asked = set(about), set(about)
    while asked:  # a proceeding may rest on an order, and the order on an item
        found = {number for table in _tables() for number in _behind(link, table, asked)}
        asked = found - numbers
        numbers |= found
    return numbers


def _behind(link: Connection, table: Table, asked: set[str]) -> Iterator[str]:
    leads = [column for column in table.columns if _leads_on(column)]
    for key, parent in _keys(table):
        wanted = select(*leads).select_from(table if parent is None else table.join(parent))
        for part in _parts(asked):
            for row in link.execute(wanted.where(key.in_(part))):
                yield from (str(one) for one in row if one is not None)


def _leads_on(column: Column[object]) -> bool:
    above = {key.column.table.name for key in column.foreign_keys}
    is_of_matter = "petition_case" in above and column.name != "case_id"  # ids follow with the numbers
    return is_of_matter or (column.table.name, column.name) in RESTS_ON


def _keys(table: Table) -> Iterator[tuple[Column[object], Table | None]]:
    """Give what the objects of entries call a row: its own number, or that of the dossier it is part of."""
    own = [(column, None) for column in table.columns if column.unique and not column.primary_key]
    yield from own
    if not own:
        for parent in sorted({key.column.table for key in table.foreign_keys}, key=lambda one: one.name):
            if parent.name != "petition_case":
                yield from (
                    (column, parent) for column in parent.columns if column.unique and not column.primary_key
                )


def _tables() -> Iterator[Table]:
    for table in metadata.sorted_tables:
        if table.name not in {"petition_case", *_UNTOLD} and any(map(_leads_on, table.columns)):
            yield table


def _parts(asked: Iterable[str]) -> Iterator[list[str]]:
    wanted = sorted(asked)
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]
