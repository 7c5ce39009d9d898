"""Receptions by leaders, and their instructions: columns are the fields of the dossiers of the law."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.evidence import EvidenceFile
from workbench.records.petitions import PetitionCase
from workbench.records.units import Unit


class ReceptionRow(Base):
    """领导接访: one leader, one day, one place; planned, published, held or not, or moved."""

    __tablename__ = "reception"
    __table_args__ = (
        CheckConstraint("kind IN ('receive', 'appointment', 'going_down')", name="kind"),
        CheckConstraint("(held_on IS NULL) = (nobody_came IS NULL)", name="nobody_came"),
        CheckConstraint("held_on IS NULL OR not_held_reason IS NULL", name="outcome"),
        CheckConstraint("(not_held_reason IS NULL) = (not_held_why IS NULL)", name="not_held_why"),
        CheckConstraint("(moved_to IS NULL) = (moved_on IS NULL)", name="moved"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, comment="记录位置（台账条号×1000＋行序）"
    )
    reception_no: Mapped[str] = mapped_column(String(64), unique=True, comment="接访编号")
    leader: Mapped[str] = mapped_column(String(64), comment="接访领导")
    post: Mapped[str] = mapped_column(String(128), comment="职务")
    charge: Mapped[str | None] = mapped_column(comment="分管工作")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="领导所在单位")
    is_main_leader: Mapped[bool] = mapped_column(comment="党政主要领导")
    kind: Mapped[str] = mapped_column(String(32), comment="接访方式")
    planned_on: Mapped[date] = mapped_column(index=True, comment="计划日期")
    planned_from: Mapped[time | None] = mapped_column(comment="计划开始时间")
    planned_until: Mapped[time | None] = mapped_column(comment="计划结束时间")
    place: Mapped[str] = mapped_column(comment="接访地点")
    account: Mapped[str | None] = mapped_column(String(64), comment="领导账号")
    published_on: Mapped[date | None] = mapped_column(comment="公示日期")
    held_on: Mapped[date | None] = mapped_column(comment="接访日期")
    held_from: Mapped[time | None] = mapped_column(comment="实际开始时间")
    held_until: Mapped[time | None] = mapped_column(comment="实际结束时间")
    nobody_came: Mapped[bool | None] = mapped_column(comment="到场而无人来访")
    not_held_reason: Mapped[str | None] = mapped_column(String(32), comment="未接访原因")
    not_held_why: Mapped[str | None] = mapped_column(comment="未接访原因说明")
    moved_on: Mapped[date | None] = mapped_column(comment="决定改期日期")
    moved_reason: Mapped[str | None] = mapped_column(String(32), comment="改期原因")
    moved_why: Mapped[str | None] = mapped_column(comment="改期原因说明")
    moved_to: Mapped[str | None] = mapped_column(String(64), comment="改期后的接访编号")
    moved_from: Mapped[str | None] = mapped_column(String(64), comment="改期前的接访编号")
    version: Mapped[int] = mapped_column(comment="版本号")


class InstructionRow(Base):
    """领导批示: on a letter, or promised at a reception; owed by one unit."""

    __tablename__ = "instruction"
    __table_args__ = (
        CheckConstraint("kind IN ('letter', 'reception')", name="kind"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    instruction_no: Mapped[str] = mapped_column(String(64), unique=True, comment="批示编号")
    kind: Mapped[str] = mapped_column(String(32), comment="批示类别")
    case_no: Mapped[str] = mapped_column(ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号")
    leader: Mapped[str] = mapped_column(String(64), comment="批示领导")
    post: Mapped[str] = mapped_column(String(128), comment="职务")
    given_on: Mapped[date] = mapped_column(comment="批示日期")
    text: Mapped[str] = mapped_column(comment="批示内容")
    to_unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), index=True, comment="承办单位")
    due_on: Mapped[date | None] = mapped_column(comment="限办日期")
    reception_no: Mapped[str | None] = mapped_column(
        ForeignKey(ReceptionRow.reception_no), index=True, comment="接访编号"
    )
    confirmed_on: Mapped[date | None] = mapped_column(comment="认定落实日期")
    version: Mapped[int] = mapped_column(comment="版本号")


class InstructionReportRow(Base):
    """批示落实反馈: each with its evidence; one that was returned keeps its row."""

    __tablename__ = "instruction_report"
    __table_args__ = (CheckConstraint("(returned_on IS NULL) = (returned_why IS NULL)", name="returned"),)

    instruction_id: Mapped[int] = mapped_column(
        ForeignKey(InstructionRow.id), primary_key=True, comment="领导批示"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    reported_on: Mapped[date] = mapped_column(comment="反馈日期")
    text: Mapped[str] = mapped_column(comment="落实情况")
    evidence_title: Mapped[str] = mapped_column(comment="佐证材料名称")
    evidence_dated_on: Mapped[date] = mapped_column(comment="佐证材料日期")
    evidence_sha256: Mapped[str] = mapped_column(ForeignKey(EvidenceFile.sha256), comment="原件校验值")
    returned_on: Mapped[date | None] = mapped_column(comment="退回日期")
    returned_why: Mapped[str | None] = mapped_column(comment="退回理由")


class ReceivedMatterRow(Base):
    """接访事项: a matter raised at a reception, by its number; who came stands with the petition only."""

    __tablename__ = "received_matter"

    reception_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey(ReceptionRow.id), primary_key=True, comment="领导接访"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    case_no: Mapped[str] = mapped_column(ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号")
    instruction_no: Mapped[str | None] = mapped_column(
        ForeignKey(InstructionRow.instruction_no), comment="接访交办的批示编号"
    )
