"""Reviews of case files: columns are the fields of ``law.review_round`` and ``law.file_review``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.petitions import PetitionCase
from workbench.records.units import Unit


class ReviewRoundRow(Base):
    """评查批次: a sample of concluded files, drawn by lot."""

    __tablename__ = "review_round"
    __table_args__ = (
        CheckConstraint('"start" <= "end" AND "end" <= as_of AND as_of <= opened_on', name="days"),
        CheckConstraint("population >= 1", name="population"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    round_no: Mapped[str] = mapped_column(String(64), unique=True, comment="评查批次编号")
    name: Mapped[str] = mapped_column(String(64), comment="评查批次名称")
    opened_on: Mapped[date] = mapped_column(comment="开始日期")
    start: Mapped[date] = mapped_column(comment="评查期间起")
    end: Mapped[date] = mapped_column(comment="评查期间止")
    as_of: Mapped[date] = mapped_column(comment="截至日")
    seed: Mapped[int] = mapped_column(comment="抽签种子")
    population: Mapped[int] = mapped_column(comment="可抽取件数")
    closed_on: Mapped[date | None] = mapped_column(comment="结束日期")
    version: Mapped[int] = mapped_column(comment="版本号")


class SampledFileRow(Base):
    """抽取的卷宗: a matter drawn for a round, and the unit whose work it shows."""

    __tablename__ = "review_round_file"
    __table_args__ = (UniqueConstraint("round_id", "case_no"),)

    round_id: Mapped[int] = mapped_column(ForeignKey(ReviewRoundRow.id), primary_key=True, comment="评查批次")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    case_no: Mapped[str] = mapped_column(ForeignKey(PetitionCase.case_no), comment="信访件编号")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="被评查单位")


class ReviewSheetRow(Base):
    """评查表: the answers of one reviewer on one file."""

    __tablename__ = "review_sheet"
    __table_args__ = (
        UniqueConstraint("round_no", "case_no", "turn"),
        CheckConstraint("turn BETWEEN 1 AND 3", name="turn"),
        CheckConstraint("locked_on IS NULL OR assigned_on <= locked_on", name="locked"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    sheet_no: Mapped[str] = mapped_column(String(160), unique=True, comment="评查表编号")
    round_no: Mapped[str] = mapped_column(
        ForeignKey(ReviewRoundRow.round_no), index=True, comment="评查批次编号"
    )
    case_no: Mapped[str] = mapped_column(ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="被评查单位")
    turn: Mapped[int] = mapped_column(comment="第几评")
    reviewer: Mapped[str] = mapped_column(String(64), index=True, comment="评查人账号")
    reviewer_unit: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="评查人单位")
    assigned_on: Mapped[date] = mapped_column(comment="分派日期")
    locked_on: Mapped[date | None] = mapped_column(comment="锁定日期")
    version: Mapped[int] = mapped_column(comment="版本号")


class ItemAnswerRow(Base):
    """评查得分: what was given for one item, and what the file had said."""

    __tablename__ = "review_sheet_answer"
    __table_args__ = (
        UniqueConstraint("sheet_id", "item"),
        CheckConstraint("points IS NULL OR points >= 0", name="points"),
    )

    sheet_id: Mapped[int] = mapped_column(ForeignKey(ReviewSheetRow.id), primary_key=True, comment="评查表")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    item: Mapped[str] = mapped_column(String(16), comment="评查项")
    points: Mapped[int | None] = mapped_column(comment="得分（空为不适用）")
    note: Mapped[str | None] = mapped_column(comment="说明")
    was_found: Mapped[bool] = mapped_column(comment="系统按卷宗预填")
    found: Mapped[int | None] = mapped_column(comment="预填得分")


class FailFindingRow(Base):
    """一票不合格: what fails the file whatever its points."""

    __tablename__ = "review_sheet_fail"
    __table_args__ = (UniqueConstraint("sheet_id", "fail"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey(ReviewSheetRow.id), primary_key=True, comment="评查表")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    fail: Mapped[str] = mapped_column(String(16), comment="一票不合格项")
    note: Mapped[str] = mapped_column(comment="事实和材料")
