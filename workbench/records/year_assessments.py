"""Yearly assessments of petition work: columns are the fields of ``law.year_assessment``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.appraisals import AppraisalRow
from workbench.records.base import Base


class YearAssessmentRow(Base):
    """年度考核: one edition of a year."""

    __tablename__ = "year_assessment"
    __table_args__ = (
        UniqueConstraint("year", "edition"),
        CheckConstraint("edition >= 1", name="edition"),
        CheckConstraint("(edition > 1) = (why IS NOT NULL)", name="why"),
        CheckConstraint("(circulated_on IS NULL) = (scope IS NULL)", name="scope"),
        CheckConstraint("(circulated_on IS NULL) = (circulated_paper IS NULL)", name="circulated"),
        CheckConstraint("(referred_on IS NULL) = (referred_to IS NULL)", name="referred_to"),
        CheckConstraint("(referred_on IS NULL) = (referred_paper IS NULL)", name="referred"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    assessment_no: Mapped[str] = mapped_column(String(32), unique=True, comment="年度考核编号")
    year: Mapped[int] = mapped_column(comment="考核年份")
    edition: Mapped[int] = mapped_column(comment="版次")
    assessed_on: Mapped[date] = mapped_column(comment="考核日期")
    paper: Mapped[str] = mapped_column(comment="考核结果文号")
    found: Mapped[str] = mapped_column(comment="考核情况")
    missing_why: Mapped[str | None] = mapped_column(comment="缺少月考核的原因")
    why: Mapped[str | None] = mapped_column(comment="更正理由")
    circulated_on: Mapped[date | None] = mapped_column(comment="通报日期")
    scope: Mapped[str | None] = mapped_column(comment="通报范围")
    circulated_paper: Mapped[str | None] = mapped_column(comment="通报文号")
    referred_on: Mapped[date | None] = mapped_column(comment="送交日期")
    referred_to: Mapped[str | None] = mapped_column(comment="送交机关")
    referred_paper: Mapped[str | None] = mapped_column(comment="送交文号")
    version: Mapped[int] = mapped_column(comment="版本号")


class YearSheetRow(Base):
    """年度考核所依据的月考核."""

    __tablename__ = "year_assessment_sheet"
    __table_args__ = (UniqueConstraint("assessment_id", "appraisal_no"),)

    assessment_id: Mapped[int] = mapped_column(
        ForeignKey(YearAssessmentRow.id), primary_key=True, comment="年度考核"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    appraisal_no: Mapped[str] = mapped_column(ForeignKey(AppraisalRow.appraisal_no), comment="月考核编号")
