"""What the law made of the steps: states, obligations and due dates. Derived, never typed in.

Rewritten for a matter whenever it changes, by the same pure functions that explain them; kept as rows
so that "as of that day" is a question to the database.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.petitions import PetitionCase
from workbench.records.units import Unit


class StandingRow(Base):
    """办理状态区间: where the matter stood, from one day up to (not including) another."""

    __tablename__ = "standing"
    __table_args__ = (
        CheckConstraint("until IS NULL OR since <= until", name="interval"),
        {"sqlite_with_rowid": False},
    )

    case_id: Mapped[int] = mapped_column(ForeignKey(PetitionCase.id), primary_key=True, comment="信访事项")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    state: Mapped[str] = mapped_column(String(32), comment="办理状态")
    since: Mapped[date] = mapped_column(comment="起始日期")
    until: Mapped[date | None] = mapped_column(comment="截止日期（不含）")
    step_number: Mapped[int] = mapped_column(comment="办理步骤序号")


class ObligationRow(Base):
    """时限义务: who owed what in this matter from which day, and when it was met or fell away."""

    __tablename__ = "obligation"
    __table_args__ = (
        CheckConstraint("round >= 1", name="round"),
        Index("ix_obligation_open", "met_on", "ended_on"),
        {"sqlite_with_rowid": False},
    )

    case_id: Mapped[int] = mapped_column(ForeignKey(PetitionCase.id), primary_key=True, comment="信访事项")
    rule_id: Mapped[str] = mapped_column(String(64), primary_key=True, comment="时限规则")
    round: Mapped[int] = mapped_column(primary_key=True, comment="第几次")
    unit: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="义务单位")
    started_by: Mapped[int] = mapped_column(comment="起因步骤序号")
    arises_on: Mapped[date] = mapped_column(comment="产生日期")
    met_on: Mapped[date | None] = mapped_column(comment="完成日期")
    met_by: Mapped[int | None] = mapped_column(comment="完成步骤序号")
    ended_on: Mapped[date | None] = mapped_column(comment="终止日期")
    ended_why: Mapped[str | None] = mapped_column(comment="终止原因")


class DueVersionRow(Base):
    """到期日版本: what could be said of the due date, from one day up to (not including) another."""

    __tablename__ = "due_version"
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "rule_id", "round"],
            ["obligation.case_id", "obligation.rule_id", "obligation.round"],
            name="fk_due_version_obligation",
        ),
        CheckConstraint("due_strict IS NULL OR due_rolled IS NULL OR due_strict <= due_rolled", name="roll"),
        {"sqlite_with_rowid": False},
    )

    case_id: Mapped[int] = mapped_column(primary_key=True, comment="信访事项")
    rule_id: Mapped[str] = mapped_column(String(64), primary_key=True, comment="时限规则")
    round: Mapped[int] = mapped_column(primary_key=True, comment="第几次")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    since: Mapped[date] = mapped_column(comment="起始日期")
    until: Mapped[date | None] = mapped_column(comment="截止日期（不含）")
    start_on: Mapped[date | None] = mapped_column(comment="起算日期")
    due_strict: Mapped[date | None] = mapped_column(comment="到期日（不顺延）")
    due_rolled: Mapped[date | None] = mapped_column(comment="到期日（遇放假顺延）")
    kind: Mapped[str | None] = mapped_column(String(32), comment="无到期日的原因")
    calendar_version: Mapped[str] = mapped_column(comment="日历版本")


class HolidayNoticeRow(Base):
    """放假安排通知: one notice of the State Council, by the day it was announced."""

    __tablename__ = "holiday_notice"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    year: Mapped[int] = mapped_column(comment="年份")
    source: Mapped[str] = mapped_column(comment="来源文件")
    announced_on: Mapped[date] = mapped_column(comment="公布日期")


class HolidayDay(Base):
    """放假与调休日: only the days that differ from an ordinary week."""

    __tablename__ = "holiday_day"
    __table_args__ = ({"sqlite_with_rowid": False},)

    notice_id: Mapped[int] = mapped_column(ForeignKey(HolidayNoticeRow.id), primary_key=True, comment="通知")
    day: Mapped[date] = mapped_column(primary_key=True, comment="日期")
    is_off: Mapped[bool] = mapped_column(comment="是否放假")
    name: Mapped[str | None] = mapped_column(comment="节日名称")
