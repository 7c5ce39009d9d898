"""Bodies that hear of petition work regularly: columns are the fields of ``law.work_study``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base


class WorkStudyRow(Base):
    """听取信访工作汇报: the record of one body."""

    __tablename__ = "work_study"
    __table_args__ = (CheckConstraint("version >= 1", name="version"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    body: Mapped[str] = mapped_column(String(32), unique=True, comment="听取汇报的会议")
    version: Mapped[int] = mapped_column(comment="版本号")


class StudyIntervalRow(Base):
    """听取汇报间隔: set by the office, for the law names no number."""

    __tablename__ = "work_study_interval"
    __table_args__ = (CheckConstraint("months >= 1", name="months"),)

    study_id: Mapped[int] = mapped_column(
        ForeignKey(WorkStudyRow.id), primary_key=True, comment="听取信访工作汇报"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    months: Mapped[int] = mapped_column(comment="间隔（整月，本地设定，条例未规定）")
    since: Mapped[date] = mapped_column(comment="起算日期")
    basis: Mapped[str] = mapped_column(comment="设定依据")


class StudySessionRow(Base):
    """听取汇报的一次会议; a wrong one is struck with its reason, never removed."""

    __tablename__ = "work_study_session"
    __table_args__ = (
        CheckConstraint('struck_on IS NULL OR "on" <= struck_on', name="days"),
        CheckConstraint("(struck_on IS NULL) = (struck_why IS NULL)", name="struck"),
    )

    study_id: Mapped[int] = mapped_column(
        ForeignKey(WorkStudyRow.id), primary_key=True, comment="听取信访工作汇报"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    on: Mapped[date] = mapped_column(comment="会议日期")
    session: Mapped[str] = mapped_column(comment="会议名称")
    paper: Mapped[str] = mapped_column(comment="纪要或者记录文号")
    heard: Mapped[str] = mapped_column(comment="听取、研究的内容")
    decided: Mapped[str] = mapped_column(comment="议定内容")
    struck_on: Mapped[date | None] = mapped_column(comment="撤销登记日期")
    struck_why: Mapped[str | None] = mapped_column(comment="撤销登记理由")
