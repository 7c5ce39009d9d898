"""Requests to delete personal values, with what they name in words; never a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from workbench.acts.dossier import Dossiers
from workbench.acts.erasing import ERASURE, EraseValues, places_of
from workbench.acts.field_words import field_words
from workbench.law.erasure import Erasure
from workbench.queries.officials import people
from workbench.records.erasures import ErasureRow
from workbench.records.journal import LedgerEntryRow
from workbench.records.petitions import PetitionCase
from workbench.terms import ActKind
from workbench.workbook import Heading, Proof, write_table


@dataclass(frozen=True, slots=True)
class Place:
    """One value: the entry it stands in, by what act, about which object, and what it is in words."""

    entry: int
    field: str
    act: str
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class ErasureLine:
    """One request with the places it names; ``names`` are display names by account.

    ``erased_in`` is the entry by which the values were deleted, ``None`` before.
    """

    erasure: Erasure
    places: tuple[Place, ...]
    names: dict[str, str]
    erased_in: int | None = None

    def blocker(self, account: str, today: date) -> str:
        """Return why this account cannot delete the values today; "" where it can."""
        one = self.erasure
        if one.erased_on is not None or one.declined_on is not None:
            return f"申请{one.state.label}，不能再变动"
        if one.requested_by == account:
            return "申请人不能批准自己的申请：须由另一位有权限的人决定"
        if one.until is not None and today <= one.until:
            return f"保存期限到 {one.until} 为止，届满后才能删除；在此之前保持限制处理"
        return ""


def erasures(connection: Connection) -> tuple[ErasureLine, ...]:
    """Return the requests that the viewer may see, the newest first.

    One that names a matter hidden from him is not there.
    """
    numbers = connection.scalars(select(ErasureRow.erasure_no).order_by(ErasureRow.id.desc())).all()
    dossiers = Dossiers(connection)
    found = [dossiers.get(ERASURE, number) for number in numbers]
    entries = _entries(connection, {value.entry for one in found for value in one.values})
    erased = _erased(connection)
    lines = []
    for one in found:
        if any(value.entry not in entries for value in one.values):
            continue
        places = tuple(
            Place(value.entry, value.field, *entries[value.entry], field_words(value.field))
            for value in one.values
        )
        accounts = filter(None, (one.requested_by, one.restricted_by, one.erased_by, one.declined_by))
        lines.append(ErasureLine(one, places, people(connection, accounts), erased.get(one.erasure_no)))
    return tuple(lines)


def values_of(connection: Connection, case_no: str) -> tuple[Place, ...]:
    """Return the personal values that the ledger holds of a matter; none of one that is not seen."""
    if connection.scalar(select(PetitionCase.id).where(PetitionCase.case_no == case_no)) is None:
        return ()
    return tuple(
        Place(entry, field, ActKind.coded(kind).label, case_no, field_words(field))
        for entry, kind, field in places_of(connection, case_no)
        if not field.startswith("accused")
    )


def next_number(connection: Connection, year: int) -> str:
    """Return the number that the next request of the year may bear."""
    start = f"SC-{year}-"
    asked = select(ErasureRow.erasure_no).where(ErasureRow.erasure_no.startswith(start))
    taken = [int(tail) for one in connection.scalars(asked) if (tail := one.removeprefix(start)).isdigit()]
    return f"{start}{max(taken, default=0) + 1}"


def _entries(connection: Connection, wanted: set[int]) -> dict[int, tuple[str, str]]:
    entry = LedgerEntryRow
    found: dict[int, tuple[str, str]] = {}
    ordered: Sequence[int] = sorted(wanted)
    for start in range(0, len(ordered), 500):
        asked = select(entry.seq, entry.kind, entry.object).where(entry.seq.in_(ordered[start : start + 500]))
        for seq, kind, about in connection.execute(asked):
            found[seq] = (ActKind.coded(kind).label, about)
    return found


def _erased(connection: Connection) -> dict[str, int]:
    entry = LedgerEntryRow
    asked = select(entry.object, entry.seq).where(entry.kind == EraseValues.kind)
    return {str(about): int(seq) for about, seq in connection.execute(asked)}


def certificate(line: ErasureLine, *, proof: Proof) -> bytes:
    """Return 个人信息删除证明 (.xlsx): what was deleted, on what ground, who asked and who approved."""
    one = line.erasure
    rows = [(place.about, f"{place.entry}", place.act, place.words) for place in line.places]
    notes = (
        f"申请编号：{one.erasure_no}　依据：《个人信息保护法》第四十七条，{one.basis.label}",
        f"申请：{line.names.get(one.requested_by, '')}，{one.requested_on}　"
        f"批准：{line.names.get(one.erased_by or '', '')}，{one.erased_on}　台账第 {line.erased_in} 条",
        "数据库、快照（含固定快照）和此后的备份中不再有这些值；此前的备份和已经导出的文件须另行清理。",
    )
    headings = (
        Heading("对象", 22), Heading("台账条号", 12), Heading("记入的行为", 18), Heading("已删除的内容", 30),
    )  # fmt: skip
    return write_table(headings, rows, title="个人信息删除证明", notes=notes, proof=proof)
