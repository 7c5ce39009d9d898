"""The kept originals of evidence: read one by its SHA-256, or name those that a screen shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, select

from workbench.queries.case_story import civil_day
from workbench.records.evidence import EvidenceFile
from workbench.records.journal import LedgerEntryRow

MOST: Final = 20  # originals of a day that are offered again


class EvidenceNotKeptError(ValueError):
    """The original is not here, or is not what it was when it was kept."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One kept original: its SHA-256 (hexadecimal), the name it had, its size in bytes."""

    sha256: str
    file_name: str
    size: int


def kept_files(connection: Connection, digests: Iterable[str]) -> dict[str, KeptFile]:
    """Return the kept originals among ``digests``, by SHA-256, without their content."""
    wanted = sorted(set(digests))
    columns = (EvidenceFile.sha256, EvidenceFile.file_name, EvidenceFile.size)
    found: dict[str, KeptFile] = {}
    for start in range(0, len(wanted), 500):
        asked = select(*columns).where(EvidenceFile.sha256.in_(wanted[start : start + 500]))
        found |= {row.sha256: KeptFile(*row) for row in connection.execute(asked)}
    return found


def kept_on(connection: Connection, account: str, day: date) -> tuple[KeptFile, ...]:
    """Return the originals that an account kept on a civil day, the last one first, no more than ``MOST``.

    What came in before a page was loaded again is found by them; who kept the same bytes first counts.
    """
    asked = (
        select(EvidenceFile.sha256, EvidenceFile.file_name, EvidenceFile.size, LedgerEntryRow.utc)
        .join(LedgerEntryRow, LedgerEntryRow.seq == EvidenceFile.recorded)
        .where(LedgerEntryRow.actor == account)
        .order_by(EvidenceFile.recorded.desc())
        .limit(MOST)
    )
    return tuple(KeptFile(*row[:3]) for row in connection.execute(asked) if civil_day(row.utc) == day)


def original(connection: Connection, digest: str) -> tuple[KeptFile, bytes]:
    """Return a kept original with its content.

    ``EvidenceNotKeptError`` if there is none, or if its bytes no longer have the SHA-256 of the ledger.
    """
    row = connection.execute(select(EvidenceFile).where(EvidenceFile.sha256 == digest)).one_or_none()
    if row is None or row.content is None:
        raise EvidenceNotKeptError("没有保存这份佐证材料的原件：请核对后重新上传")
    if sha256(row.content).hexdigest() != digest:
        raise EvidenceNotKeptError("这份佐证材料的原件与台账记载的校验值不符，不能下载：请报告管理员核查")
    return KeptFile(row.sha256, row.file_name, row.size), row.content
