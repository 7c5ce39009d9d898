"""Sessions of the joint conference: columns are the fields of ``law.meeting``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.petitions import PetitionCase
from workbench.records.units import Unit


class MeetingRow(Base):
    """联席会议: one session, from its planning to its end."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("closed_on IS NULL OR opened_on <= closed_on", name="interval"),
        CheckConstraint("closed_on IS NULL OR opened_on IS NOT NULL", name="opened"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("kind IN ('plenary', 'working')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    meeting_no: Mapped[str] = mapped_column(String(16), unique=True, comment="会议编号")
    kind: Mapped[str] = mapped_column(String(16), comment="会议类型")
    convenor: Mapped[str] = mapped_column(String(64), comment="召集人")
    convenor_post: Mapped[str] = mapped_column(String(128), comment="召集人职务")
    planned_on: Mapped[date] = mapped_column(index=True, comment="计划日期")
    planned_at: Mapped[str] = mapped_column(String(5), comment="计划时间")
    venue: Mapped[str] = mapped_column(String(128), comment="地点")
    opened_on: Mapped[date | None] = mapped_column(comment="会议开始日期")
    closed_on: Mapped[date | None] = mapped_column(comment="会议结束日期")
    version: Mapped[int] = mapped_column(comment="版本号")


class AttendanceRow(Base):
    """参会情况: one unit at a meeting, and who came for it."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "unit"),
        CheckConstraint("status IN ('present', 'observing', 'excused', 'absent')", name="status"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey(MeetingRow.id), primary_key=True, comment="联席会议")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="参会单位")
    status: Mapped[str] = mapped_column(String(16), comment="参会情况")
    name: Mapped[str] = mapped_column(String(64), comment="参会人")
    post: Mapped[str] = mapped_column(String(128), comment="参会人职务")


class AgendaRow(Base):
    """议题: one item of the agenda, by which rule it is there; what was taken off keeps its row."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("(removed_on IS NULL) = (removed_why IS NULL)", name="removed_why"),
        CheckConstraint("removed_on IS NULL OR added_on <= removed_on", name="interval"),
        CheckConstraint("place >= 1", name="place"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey(MeetingRow.id), primary_key=True, comment="联席会议")
    number: Mapped[int] = mapped_column(primary_key=True, comment="议题编号")
    reason: Mapped[str] = mapped_column(String(32), comment="列入缘由")
    subject: Mapped[str] = mapped_column(comment="议题名称")
    facts: Mapped[str] = mapped_column(comment="议题事实")
    place: Mapped[int] = mapped_column(comment="议题顺序")
    added_on: Mapped[date] = mapped_column(comment="列入日期")
    case_no: Mapped[str | None] = mapped_column(
        ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号"
    )
    item_no: Mapped[str | None] = mapped_column(String(24), index=True, comment="议定事项编号")
    removed_on: Mapped[date | None] = mapped_column(comment="撤下日期")
    removed_why: Mapped[str | None] = mapped_column(comment="撤下理由")
