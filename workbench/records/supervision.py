"""Orders of supervision: columns are the fields of ``law.supervision``. That one is late is never stored."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.petitions import PetitionCase
from workbench.records.units import Unit


class SupervisionOrderRow(Base):
    """督办单: what a unit owes in a matter, on an agreed item or as a whole, held to it by who issued it."""

    __tablename__ = "supervision_order"
    __table_args__ = (
        CheckConstraint("case_no IS NULL OR item_no IS NULL", name="one_ground"),
        CheckConstraint("to_unit <> by_unit", name="own_unit"),
        CheckConstraint("issued_on < reply_due_on", name="reply_due"),
        CheckConstraint("closed_on IS NULL OR withdrawn_on IS NULL", name="one_end"),
        CheckConstraint("(closed_on IS NULL) = (closed_by IS NULL)", name="closed_by"),
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_why IS NULL)", name="withdrawn_why"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    order_no: Mapped[str] = mapped_column(String(64), unique=True, comment="督办单编号")
    case_no: Mapped[str | None] = mapped_column(
        ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号"
    )
    item_no: Mapped[str | None] = mapped_column(String(64), comment="议定事项编号")
    to_unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), index=True, comment="被督办单位")
    by_unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="发出单位")
    by_account: Mapped[str] = mapped_column(String(64), comment="发出账号")
    reason: Mapped[str] = mapped_column(String(32), comment="触发情形")
    facts: Mapped[str] = mapped_column(comment="事实（发出时固定）")
    basis: Mapped[str] = mapped_column(comment="依据")
    demand: Mapped[str] = mapped_column(comment="督办要求")
    issued_on: Mapped[date] = mapped_column(comment="发出日期")
    reply_due_on: Mapped[date] = mapped_column(comment="反馈期限（本地设定，条例未规定）")
    closed_on: Mapped[date | None] = mapped_column(comment="闭环日期")
    closed_by: Mapped[str | None] = mapped_column(String(64), comment="闭环账号")
    closed_note: Mapped[str | None] = mapped_column(comment="审核意见")
    withdrawn_on: Mapped[date | None] = mapped_column(comment="撤回日期")
    withdrawn_why: Mapped[str | None] = mapped_column(comment="撤回理由")
    version: Mapped[int] = mapped_column(comment="版本号")


class OrderReplyRow(Base):
    """督办反馈: what the unit answered in writing, by whom it was recorded, with evidence if there is any."""

    __tablename__ = "order_reply"
    __table_args__ = (
        CheckConstraint("(title IS NULL) = (sha256 IS NULL)", name="evidence"),
        CheckConstraint("(title IS NULL) = (dated_on IS NULL)", name="evidence_day"),
    )

    order_id: Mapped[int] = mapped_column(
        ForeignKey(SupervisionOrderRow.id), primary_key=True, comment="督办单"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    on: Mapped[date] = mapped_column(comment="反馈日期")
    text: Mapped[str] = mapped_column(comment="反馈内容")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="反馈单位")
    account: Mapped[str] = mapped_column(String(64), comment="记录账号")
    title: Mapped[str | None] = mapped_column(comment="佐证材料名称")
    dated_on: Mapped[date | None] = mapped_column(comment="佐证材料日期")
    sha256: Mapped[str | None] = mapped_column(String(64), comment="原件校验值")


class OrderReturnRow(Base):
    """督办反馈退回: a reply that was not accepted, why, and by when the next one is due."""

    __tablename__ = "order_return"
    __table_args__ = (CheckConstraint('"on" < due_on', name="due"),)

    order_id: Mapped[int] = mapped_column(
        ForeignKey(SupervisionOrderRow.id), primary_key=True, comment="督办单"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    on: Mapped[date] = mapped_column(comment="退回日期")
    reply: Mapped[int] = mapped_column(comment="退回的反馈（第几次）")
    reason: Mapped[str] = mapped_column(comment="退回理由")
    due_on: Mapped[date] = mapped_column(comment="重新反馈期限")
    account: Mapped[str] = mapped_column(String(64), comment="退回账号")


class OrderReminderRow(Base):
    """催办: a reminder of the issuer while the unit owes its reply."""

    __tablename__ = "order_reminder"

    order_id: Mapped[int] = mapped_column(
        ForeignKey(SupervisionOrderRow.id), primary_key=True, comment="督办单"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    on: Mapped[date] = mapped_column(comment="催办日期")
    text: Mapped[str] = mapped_column(comment="催办内容")
    account: Mapped[str] = mapped_column(String(64), comment="催办账号")
