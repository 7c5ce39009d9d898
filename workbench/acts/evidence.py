"""The act that keeps the original of a piece of evidence; what it shows is said by the act that names it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, ClassVar, Final

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.law.evidence import EvidenceError
from workbench.records.evidence import EvidenceFile

LARGEST: Final = 50 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class KeepEvidence(DeclaredAct):
    """保存佐证材料: ``content`` is the file itself, stored beside the ledger; twice changes nothing."""

    kind: ClassVar[str] = "keep_evidence"
    about: ClassVar[str] = "sha256"
    sha256: str
    size: int  # bytes
    file_name: str = secret()
    content: bytes | None = field(default=None, repr=False, compare=False)

    def public(self) -> dict[str, Any]:
        return {"size": self.size}

    def private(self) -> dict[str, str]:
        return {"file_name": self.file_name}


def keep(file_name: str, content: bytes) -> KeepEvidence:
    """Return the act that keeps this file; ``EvidenceError`` for an empty or too large one."""
    if not content:
        raise EvidenceError(f"“{file_name}”是空文件：请检查后重新上传")
    if len(content) > LARGEST:
        raise EvidenceError(f"“{file_name}”超过{LARGEST // 1024 // 1024}兆：请压缩或拆分后上传")
    return KeepEvidence(sha256(content).hexdigest(), len(content), file_name, content)


def require_kept(book: Book, digest: str) -> None:
    """Refuse to name an original that is not kept here."""
    if not book.holds_evidence(digest):
        raise EvidenceError("佐证材料的原件没有保存：请先上传文件，再提交")


def _keep(book: Book, act: KeepEvidence, seq: int, by: Actor) -> None:
    if not book.holds_evidence(act.sha256):
        book.rows.add(EvidenceFile, (act.sha256, seq, act.file_name, act.size, act.content))
        book.know_evidence(act.sha256)


APPLY: CarriedOut = {KeepEvidence: _keep}
