"""What was done in a matter, and the documents of it."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.petitions import PetitionCase
from workbench.records.units import Unit


class StepRow(Base):
    """办理步骤: the columns are the fields of ``law.facts.StepTaken``; ``id`` is when it was recorded."""

    __tablename__ = "step"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("people IS NULL OR people >= 1", name="people"),
        CheckConstraint("days IS NULL OR days >= 0", name="days"),
        Index("ix_step_kind_happened", "kind", "happened_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    case_id: Mapped[int] = mapped_column(ForeignKey(PetitionCase.id), comment="信访事项")
    number: Mapped[int] = mapped_column(comment="办理步骤序号")
    kind: Mapped[str] = mapped_column(String(32), comment="办理步骤")
    happened_on: Mapped[date] = mapped_column(comment="发生日期")
    happened_at: Mapped[time | None] = mapped_column(comment="发生时刻")
    unit: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="办理单位")
    to_unit: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="接收单位")
    received_on: Mapped[date | None] = mapped_column(comment="收到日期")
    received_at: Mapped[time | None] = mapped_column(comment="收到时刻")
    channel: Mapped[str | None] = mapped_column(String(32), comment="信访渠道")
    people: Mapped[int | None] = mapped_column(comment="人次")
    petition_class: Mapped[str | None] = mapped_column(String(32), comment="诉求类别")
    path: Mapped[str | None] = mapped_column(String(8), comment="法定途径")
    procedure: Mapped[str | None] = mapped_column(String(32), comment="办理程序")
    outcome: Mapped[str | None] = mapped_column(String(32), comment="处理意见")
    satisfaction: Mapped[str | None] = mapped_column(String(32), comment="群众评价")
    asked_by: Mapped[str | None] = mapped_column(String(32), comment="评价由谁征求")
    due_on: Mapped[date | None] = mapped_column(comment="指定期限")
    days: Mapped[int | None] = mapped_column(comment="天数")
    approved_by_head: Mapped[bool | None] = mapped_column(comment="经机关负责人批准")
    told_on: Mapped[date | None] = mapped_column(comment="告知信访人日期")
    contact_known: Mapped[bool | None] = mapped_column(comment="姓名住址清楚")
    sender_agreed: Mapped[bool | None] = mapped_column(comment="转送机关同意")
    document_no: Mapped[str | None] = mapped_column(comment="文号")
    actor: Mapped[str] = mapped_column(String(64), comment="记录人账号")
    role: Mapped[str] = mapped_column(String(32), comment="记录人角色")
    corrected: Mapped[int | None] = mapped_column(comment="最近更正的台账条号")


class StepNote(Base):
    """办理情况说明: free text of a step; apart, for it may name people."""

    __tablename__ = "step_note"

    step_id: Mapped[int] = mapped_column(ForeignKey(StepRow.id), primary_key=True, comment="办理步骤")
    note: Mapped[str] = mapped_column(comment="办理情况说明")


class Document(Base):
    """文书: a document of a step; several may belong to one."""

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("sha256 IS NULL OR length(sha256) = 64", name="sha256"),
        Index("ix_document_case_id", "case_id", "step_number"),
    )

    step_id: Mapped[int] = mapped_column(ForeignKey(StepRow.id), primary_key=True, comment="办理步骤")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    case_id: Mapped[int] = mapped_column(ForeignKey(PetitionCase.id), comment="信访事项")
    step_number: Mapped[int] = mapped_column(comment="办理步骤序号")
    kind: Mapped[str] = mapped_column(String(32), comment="文书种类")
    document_no: Mapped[str | None] = mapped_column(comment="文号")
    issued_on: Mapped[date | None] = mapped_column(comment="成文日期")
    title: Mapped[str] = mapped_column(comment="文书标题")
    text: Mapped[str | None] = mapped_column(comment="文书正文")
    sha256: Mapped[str | None] = mapped_column(String(64), comment="原件校验值")
