"""Imports: each batch with the original file it came from, and the files that were refused."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base


class ImportBatch(Base):
    """导入批次."""

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint("rows_read >= 0", name="rows_read"),
        CheckConstraint("rows_imported >= 0", name="rows_imported"),
        CheckConstraint("rows_imported <= rows_read", name="rows"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    batch: Mapped[str] = mapped_column(String(64), unique=True, comment="批次编号")
    mapping: Mapped[str] = mapped_column(String(128), comment="栏目对应表")
    rows_read: Mapped[int] = mapped_column(comment="读取行数")
    rows_imported: Mapped[int] = mapped_column(comment="导入行数")


class ImportFile(Base):
    """导入原件: the bytes as they came; one file is imported once."""

    __tablename__ = "import_file"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey(ImportBatch.id), primary_key=True, comment="导入批次")
    sha256: Mapped[str] = mapped_column(String(64), unique=True, comment="原件校验值")
    file_name: Mapped[str] = mapped_column(comment="文件名")
    content: Mapped[bytes | None] = mapped_column(comment="原件内容")


class ImportRefusal(Base):
    """拒绝导入记录: which rules refused the file and how many cells, never the rows."""

    __tablename__ = "import_refusal"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    sha256: Mapped[str] = mapped_column(String(64), comment="原件校验值")
    file_name: Mapped[str] = mapped_column(comment="文件名")
    reasons: Mapped[str] = mapped_column(comment="拒绝规则与处数")
