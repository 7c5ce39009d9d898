"""The three proposals: columns are the fields of ``law.proposal``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.petitions import PetitionCase
from workbench.records.units import Unit


class ProposalRow(Base):
    """三项建议: improve work, improve policy or hold accountable, and the unit's written feedback."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("to_unit <> by_unit", name="own_unit"),
        CheckConstraint("about_unit IS NULL OR about_unit <> to_unit", name="about_unit"),
        CheckConstraint("issued_on < feedback_due_on", name="feedback_due"),
        CheckConstraint("feedback_on IS NULL OR issued_on <= feedback_on", name="feedback_on"),
        CheckConstraint("(feedback_on IS NULL) = (adoption IS NULL)", name="adoption"),
        CheckConstraint("(feedback_on IS NULL) = (sha256 IS NULL)", name="evidence"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    proposal_no: Mapped[str] = mapped_column(String(64), unique=True, comment="建议编号")
    proposal_kind: Mapped[str] = mapped_column(String(32), comment="建议种类")
    to_unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), index=True, comment="收到建议的单位")
    by_unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="提出单位")
    by_account: Mapped[str] = mapped_column(String(64), comment="提出账号")
    about_unit: Mapped[str | None] = mapped_column(
        ForeignKey(Unit.code), comment="责任单位（追究责任的建议）"
    )
    text: Mapped[str] = mapped_column(comment="建议内容")
    issued_on: Mapped[date] = mapped_column(comment="提出日期")
    feedback_due_on: Mapped[date] = mapped_column(comment="反馈期限（本地设定，非条例规定）")
    feedback_on: Mapped[date | None] = mapped_column(comment="书面反馈日期")
    adoption: Mapped[str | None] = mapped_column(String(32), comment="采纳情况")
    feedback_text: Mapped[str | None] = mapped_column(comment="反馈内容")
    refusal_reason: Mapped[str | None] = mapped_column(comment="未采纳或部分采纳的理由")
    title: Mapped[str | None] = mapped_column(comment="反馈文书名称")
    dated_on: Mapped[date | None] = mapped_column(comment="反馈文书日期")
    sha256: Mapped[str | None] = mapped_column(String(64), comment="原件校验值")
    feedback_account: Mapped[str | None] = mapped_column(String(64), comment="记录账号")
    version: Mapped[int] = mapped_column(comment="版本号")


class ProposalCaseRow(Base):
    """建议所依据的事项: a matter that a proposal rests on."""

    __tablename__ = "proposal_case"

    proposal_id: Mapped[int] = mapped_column(ForeignKey(ProposalRow.id), primary_key=True, comment="建议")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    case_no: Mapped[str] = mapped_column(ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号")


class ProposalClauseRow(Base):
    """建议所列的责任条款: a clause that may apply; the body with authority judges."""

    __tablename__ = "proposal_clause"

    proposal_id: Mapped[int] = mapped_column(ForeignKey(ProposalRow.id), primary_key=True, comment="建议")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    code: Mapped[str] = mapped_column(String(16), comment="条款代码")
