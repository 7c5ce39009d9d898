"""The originals that show what was done: kept once each, named by their SHA-256."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base


class EvidenceFile(Base):
    """佐证材料原件: the bytes stand beside the ledger, which keeps their SHA-256."""

    __tablename__ = "evidence_file"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("size >= 1", name="size"),
    )

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True, comment="原件校验值")
    recorded: Mapped[int] = mapped_column(comment="记录位置（台账条号）")
    file_name: Mapped[str] = mapped_column(comment="文件名")
    size: Mapped[int] = mapped_column(comment="字节数")
    content: Mapped[bytes | None] = mapped_column(comment="原件内容")
