"""Acts of an import: the batch with its original file, and the refusal of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self, cast

from workbench.acts.base import Act, Json


@dataclass(frozen=True, slots=True)
class RecordBatch(Act):
    """记录导入批次. Perform it before the registrations that name ``batch``.

    ``content`` are the original bytes; they are stored beside the ledger, which keeps their SHA-256.
    A file already imported (same ``sha256``) is refused.
    """

    kind: ClassVar[str] = "record_batch"
    batch: str
    sha256: str
    mapping: str
    rows_read: int
    rows_imported: int
    file_name: str
    content: bytes | None = field(default=None, repr=False, compare=False)

    @property
    def object(self) -> str:
        return self.batch

    def public(self) -> dict[str, Json]:
        return {
            "sha256": self.sha256,
            "mapping": self.mapping,
            "rows_read": self.rows_read,
            "rows_imported": self.rows_imported,
        }

    def private(self) -> dict[str, str]:
        return {"file_name": self.file_name}

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        return cls(
            batch=about,
            sha256=cast(str, public["sha256"]),
            mapping=cast(str, public["mapping"]),
            rows_read=cast(int, public["rows_read"]),
            rows_imported=cast(int, public["rows_imported"]),
            file_name=private["file_name"],
        )


@dataclass(frozen=True, slots=True)
class RecordRefusal(Act):
    """记录拒绝导入: a file was refused; which rules refused it and how often, never the rows.

    ``reasons`` pairs the code of a rule with the number of cells it refused.
    """

    kind: ClassVar[str] = "refuse_import"
    sha256: str
    file_name: str
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def object(self) -> str:
        return self.sha256

    def public(self) -> dict[str, Json]:
        return {"reasons": [[code, count] for code, count in self.reasons]}

    def private(self) -> dict[str, str]:
        return {"file_name": self.file_name}

    @classmethod
    def from_entry(cls, about: str, public: Mapping[str, Json], private: Mapping[str, str]) -> Self:
        reasons = cast(list[tuple[str, int]], public["reasons"])
        return cls(about, private["file_name"], tuple((code, count) for code, count in reasons))
