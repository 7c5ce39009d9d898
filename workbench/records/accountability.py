"""The accountability log: columns are the fields of ``law.accountability``. State is never stored."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.petitions import PetitionCase
from workbench.records.units import Unit


class ProceedingRow(Base):
    """责任追究: one proceeding against a unit, from a lead; what happened in it lies in the entries."""

    __tablename__ = "proceeding"
    __table_args__ = (CheckConstraint("version >= 1", name="version"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    proceeding_no: Mapped[str] = mapped_column(String(64), unique=True, comment="追责编号")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), index=True, comment="责任单位")
    source: Mapped[str] = mapped_column(String(32), comment="线索来源")
    opened_on: Mapped[date] = mapped_column(comment="登记线索日期")
    by_unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="登记单位")
    by_account: Mapped[str] = mapped_column(String(64), comment="登记账号")
    case_no: Mapped[str | None] = mapped_column(
        ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号"
    )
    order_no: Mapped[str | None] = mapped_column(String(64), comment="督办单编号")
    item_no: Mapped[str | None] = mapped_column(String(64), comment="议定事项编号")
    # Both are about the matter itself, which hides the row with them.
    sheet_no: Mapped[str | None] = mapped_column(String(160), comment="评查表编号")
    check_no: Mapped[str | None] = mapped_column(String(140), comment="回头看检查编号")
    paper_no: Mapped[str | None] = mapped_column(String(64), comment="来文文号")
    version: Mapped[int] = mapped_column(comment="版本号")


class ProceedingEntryRow(Base):
    """责任追究记录: one entry of the log; none is changed, a correction is one more."""

    __tablename__ = "proceeding_entry"
    __table_args__ = (
        CheckConstraint('happened_on <= "on"', name="happened_on"),
        CheckConstraint("(title IS NULL) = (sha256 IS NULL)", name="evidence"),
        CheckConstraint("(title IS NULL) = (dated_on IS NULL)", name="evidence_day"),
        CheckConstraint("corrects IS NULL OR corrects < number", name="corrects"),
        CheckConstraint("corrects IS NULL OR why IS NOT NULL", name="why"),
    )

    proceeding_id: Mapped[int] = mapped_column(
        ForeignKey(ProceedingRow.id), primary_key=True, comment="责任追究"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    kind: Mapped[str] = mapped_column(String(32), comment="记录种类")
    on: Mapped[date] = mapped_column(comment="记入日期")
    happened_on: Mapped[date] = mapped_column(comment="所记事项日期")
    account: Mapped[str] = mapped_column(String(64), comment="记录账号")
    text: Mapped[str | None] = mapped_column(comment="内容")
    unit: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="单位或有权机关")
    clause: Mapped[str | None] = mapped_column(String(16), comment="可能适用的条款")
    subject: Mapped[int | None] = mapped_column(comment="对象（责任人认定的序号，空为单位）")
    name: Mapped[str | None] = mapped_column(comment="责任人姓名")
    post: Mapped[str | None] = mapped_column(comment="责任人职务")
    person_account: Mapped[str | None] = mapped_column(comment="责任人账号")
    responsibility: Mapped[str | None] = mapped_column(String(32), comment="责任类型")
    author: Mapped[str | None] = mapped_column(comment="认定人")
    form: Mapped[str | None] = mapped_column(String(32), comment="处理方式")
    document_no: Mapped[str | None] = mapped_column(comment="决定文号")
    months: Mapped[int | None] = mapped_column(comment="影响期（月）")
    is_grave: Mapped[bool | None] = mapped_column(comment="有权机关认定造成严重后果")
    adoption: Mapped[str | None] = mapped_column(String(32), comment="采纳情况")
    result: Mapped[str | None] = mapped_column(String(32), comment="复审复核的结果")
    scope: Mapped[str | None] = mapped_column(String(32), comment="通报范围")
    proposal_no: Mapped[str | None] = mapped_column(String(64), comment="建议编号")
    due_on: Mapped[date | None] = mapped_column(comment="期限")
    title: Mapped[str | None] = mapped_column(comment="证据或文书名称")
    dated_on: Mapped[date | None] = mapped_column(comment="证据或文书日期")
    sha256: Mapped[str | None] = mapped_column(String(64), comment="原件校验值")
    corrects: Mapped[int | None] = mapped_column(comment="所更正的序号")
    why: Mapped[str | None] = mapped_column(comment="更正理由")
    answers: Mapped[int | None] = mapped_column(comment="所答复的申请序号")
