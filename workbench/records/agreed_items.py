"""What meetings agreed: columns are the fields of ``law.agreed_item``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.evidence import EvidenceFile
from workbench.records.meetings import MeetingRow
from workbench.records.petitions import PetitionCase
from workbench.records.units import Unit


class AgreedItemRow(Base):
    """议定事项: who owes what by when. Nothing here says late: that depends on the day one asks about."""

    __tablename__ = "agreed_item"
    __table_args__ = (
        CheckConstraint("agreed_on <= due_on", name="due_after_agreed"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    item_no: Mapped[str] = mapped_column(String(24), unique=True, comment="议定事项编号")
    meeting_no: Mapped[str] = mapped_column(ForeignKey(MeetingRow.meeting_no), index=True, comment="会议编号")
    agenda_number: Mapped[int] = mapped_column(comment="议题编号")
    case_no: Mapped[str | None] = mapped_column(
        ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号"
    )
    text: Mapped[str] = mapped_column(comment="议定内容")
    lead_unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), index=True, comment="牵头单位")
    leader: Mapped[str] = mapped_column(String(64), comment="责任领导")
    leader_post: Mapped[str] = mapped_column(String(128), comment="责任领导职务")
    agreed_on: Mapped[date] = mapped_column(comment="议定日期")
    due_on: Mapped[date] = mapped_column(index=True, comment="办理期限（议定时）")
    version: Mapped[int] = mapped_column(comment="版本号")


class SupportingUnitRow(Base):
    """配合单位: one unit that helps the lead unit of an agreed item."""

    __tablename__ = "agreed_item_supporting"
    __table_args__ = (UniqueConstraint("item_id", "unit"),)

    item_id: Mapped[int] = mapped_column(ForeignKey(AgreedItemRow.id), primary_key=True, comment="议定事项")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), index=True, comment="配合单位")


class DueAmendmentRow(Base):
    """期限变更: a changed due date with its day, reason and meeting; the earlier ones stay."""

    __tablename__ = "agreed_item_amendment"
    __table_args__ = (CheckConstraint("amended_on <= due_after", name="due_after_amended"),)

    item_id: Mapped[int] = mapped_column(ForeignKey(AgreedItemRow.id), primary_key=True, comment="议定事项")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    amended_on: Mapped[date] = mapped_column(comment="变更日期")
    due_before: Mapped[date] = mapped_column(comment="变更前期限")
    due_after: Mapped[date] = mapped_column(comment="变更后期限")
    meeting_no: Mapped[str] = mapped_column(ForeignKey(MeetingRow.meeting_no), comment="会议编号")
    why: Mapped[str] = mapped_column(comment="变更理由")


class ItemReportRow(Base):
    """落实报告: what an owing unit reported with which evidence, and what was found of it."""

    __tablename__ = "agreed_item_report"
    __table_args__ = (
        CheckConstraint("evidence_dated_on <= reported_on", name="evidence_before_report"),
        CheckConstraint("(decided_on IS NULL) = (decision IS NULL)", name="decision"),
        CheckConstraint("(decided_on IS NULL) = (decided_unit IS NULL)", name="decided_unit"),
        CheckConstraint("decided_on IS NULL OR reported_on <= decided_on", name="decided_after_report"),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey(AgreedItemRow.id), primary_key=True, comment="议定事项")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    reported_on: Mapped[date] = mapped_column(comment="报告日期")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="报告单位")
    words: Mapped[str] = mapped_column(comment="落实情况")
    evidence_title: Mapped[str] = mapped_column(comment="佐证材料名称")
    evidence_dated_on: Mapped[date] = mapped_column(comment="佐证材料日期")
    evidence_sha256: Mapped[str] = mapped_column(
        ForeignKey(EvidenceFile.sha256), comment="佐证材料原件校验值"
    )
    decided_on: Mapped[date | None] = mapped_column(comment="核实日期")
    decision: Mapped[str | None] = mapped_column(String(16), comment="核实结论")
    decided_unit: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="核实单位")
    decided_why: Mapped[str | None] = mapped_column(comment="退回理由")
