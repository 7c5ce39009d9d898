"""Issued papers and the sequences of their numbers: columns are the fields of ``law.issued_document``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.petitions import PetitionCase
from workbench.records.proposals import ProposalRow
from workbench.records.supervision import SupervisionOrderRow
from workbench.records.units import Unit


class NumberSequenceRow(Base):
    """发文编号序列: the last number given; moved on under its version, so that no number is given twice."""

    __tablename__ = "number_sequence"
    __table_args__ = (
        CheckConstraint("last >= 1", name="last"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    key: Mapped[str] = mapped_column(String(128), unique=True, comment="编号序列（系列、单位、年份）")
    last: Mapped[int] = mapped_column(comment="已用到的编号")
    version: Mapped[int] = mapped_column(comment="版本号")


class IssuedDocumentRow(Base):
    """已印发文书: one paper under its number, with its text, from which it can be printed again."""

    __tablename__ = "issued_document"
    __table_args__ = (
        CheckConstraint("number >= 0", name="number"),
        CheckConstraint("length(content_sha256) = 64", name="content_sha256"),
        CheckConstraint("as_of <= issued_on", name="as_of"),
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_why IS NULL)", name="withdrawn_why"),
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by"),
        CheckConstraint("version >= 1", name="version"),
        Index("ix_issued_document_subject", "subject_kind", "subject"),
        Index("ix_issued_document_sequence", "sequence", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    document_no: Mapped[str] = mapped_column(String(128), unique=True, comment="文号或期号")
    issued_kind: Mapped[str] = mapped_column(String(32), comment="文书种类")
    sequence: Mapped[str] = mapped_column(String(128), comment="编号序列（系列、单位、年份）")
    number: Mapped[int] = mapped_column(comment="序列中的编号（0：沿用督办单或建议的编号）")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), index=True, comment="印发单位")
    by_account: Mapped[str] = mapped_column(String(64), comment="印发账号")
    subject_kind: Mapped[str] = mapped_column(String(32), comment="文书所涉对象的种类")
    subject: Mapped[str] = mapped_column(String(128), comment="文书所涉对象的编号")
    case_no: Mapped[str | None] = mapped_column(
        ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号"
    )
    order_no: Mapped[str | None] = mapped_column(
        ForeignKey(SupervisionOrderRow.order_no), comment="督办单编号"
    )
    proposal_no: Mapped[str | None] = mapped_column(ForeignKey(ProposalRow.proposal_no), comment="建议编号")
    title: Mapped[str] = mapped_column(comment="标题")
    content: Mapped[str] = mapped_column(comment="文书内容（可据以重新印制）")
    content_sha256: Mapped[str] = mapped_column(String(64), comment="文书内容校验值")
    texts: Mapped[str] = mapped_column(comment="自拟文字（按名称）")
    issued_on: Mapped[date] = mapped_column(index=True, comment="印发日期")
    as_of: Mapped[date] = mapped_column(comment="数据截至日")
    ledger_size: Mapped[int] = mapped_column(BigInteger, comment="数据所依据的台账条数")
    snapshot: Mapped[str | None] = mapped_column(String(64), comment="快照校验值")
    withdrawn_on: Mapped[date | None] = mapped_column(comment="撤回日期")
    withdrawn_why: Mapped[str | None] = mapped_column(comment="撤回理由")
    withdrawn_by: Mapped[str | None] = mapped_column(String(64), comment="撤回账号")
    version: Mapped[int] = mapped_column(comment="版本号")


class IssuedFileRow(Base):
    """已印发文书的文件: format and SHA-256 of each file that was given out."""

    __tablename__ = "issued_file"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"),)

    document_id: Mapped[int] = mapped_column(
        ForeignKey(IssuedDocumentRow.id), primary_key=True, comment="印发文书"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    file_format: Mapped[str] = mapped_column(String(16), comment="文件格式")
    sha256: Mapped[str] = mapped_column(String(64), comment="文件校验值")
