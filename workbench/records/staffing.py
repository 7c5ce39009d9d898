"""Posts of the units: columns are the fields of ``law.staffing``. These are officials, never petitioners."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.units import Unit


class StaffingRow(Base):
    """信访岗位: the register of one unit."""

    __tablename__ = "staffing"
    __table_args__ = (CheckConstraint("version >= 1", name="version"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), unique=True, comment="单位代码")
    version: Mapped[int] = mapped_column(comment="版本号")


class PostHolderRow(Base):
    """岗位人员: an official in a post, from one day to another."""

    __tablename__ = "staffing_holder"
    __table_args__ = (CheckConstraint("until IS NULL OR since <= until", name="days"),)

    staffing_id: Mapped[int] = mapped_column(ForeignKey(StaffingRow.id), primary_key=True, comment="信访岗位")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    post: Mapped[str] = mapped_column(String(32), comment="岗位")
    name: Mapped[str] = mapped_column(comment="姓名（干部）")
    title: Mapped[str] = mapped_column(comment="职务")
    since: Mapped[date] = mapped_column(comment="到任日期")
    until: Mapped[date | None] = mapped_column(comment="离任日期（当日起不在岗）")
    why: Mapped[str | None] = mapped_column(comment="离任原因")


class PostTrainingRow(Base):
    """岗位培训: a training in which a holder of a post took part."""

    __tablename__ = "staffing_training"
    __table_args__ = (UniqueConstraint("staffing_id", "holder", "on"),)

    staffing_id: Mapped[int] = mapped_column(ForeignKey(StaffingRow.id), primary_key=True, comment="信访岗位")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    holder: Mapped[int] = mapped_column(comment="岗位人员序号")
    on: Mapped[date] = mapped_column(comment="培训日期")
    topic: Mapped[str] = mapped_column(comment="培训内容")
