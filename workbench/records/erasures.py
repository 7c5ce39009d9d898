"""Requests to delete personal values, and what became of them: the ledger's brake lets go by these alone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base


class ErasureRow(Base):
    """删除申请."""

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("erased_by IS NULL OR erased_by <> requested_by", name="two_people"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    erasure_no: Mapped[str] = mapped_column(String(64), unique=True, comment="删除申请编号")
    basis: Mapped[str] = mapped_column(String(32), comment="删除依据")
    requested_on: Mapped[date] = mapped_column(comment="申请日期")
    requested_by: Mapped[str] = mapped_column(String(64), comment="申请人账号")
    restricted_on: Mapped[date | None] = mapped_column(comment="限制处理日期")
    restricted_by: Mapped[str | None] = mapped_column(String(64), comment="限制处理决定人账号")
    ground: Mapped[str | None] = mapped_column(String(32), comment="暂不删除的原因")
    until: Mapped[date | None] = mapped_column(comment="保存期限届满日")
    erased_on: Mapped[date | None] = mapped_column(comment="删除日期")
    erased_by: Mapped[str | None] = mapped_column(String(64), comment="批准人账号")
    declined_on: Mapped[date | None] = mapped_column(comment="驳回日期")
    declined_by: Mapped[str | None] = mapped_column(String(64), comment="驳回人账号")
    version: Mapped[int] = mapped_column(comment="版本号")


class ErasureValueRow(Base):
    """申请删除的附值."""

    __tablename__ = "erasure_value"
    __table_args__ = (Index("ix_erasure_value_entry", "entry", "field"),)

    erasure_id: Mapped[int] = mapped_column(ForeignKey(ErasureRow.id), primary_key=True, comment="删除申请")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    entry: Mapped[int] = mapped_column(BigInteger, comment="附值所在台账条号")
    field: Mapped[str] = mapped_column(String(64), comment="附值栏目")
    form: Mapped[str] = mapped_column(String(32), comment="占位方式")
