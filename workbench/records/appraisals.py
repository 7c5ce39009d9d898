"""Monthly appraisals of units: columns are the fields of ``law.appraisal`` and ``law.appraisal_parts``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.units import Unit


class AppraisalRow(Base):
    """月考核: one edition of a month, drawn from a frozen snapshot."""

    __tablename__ = "appraisal"
    __table_args__ = (
        UniqueConstraint("month", "edition"),
        CheckConstraint("edition >= 1", name="edition"),
        CheckConstraint("(edition = 1) = (replaces IS NULL)", name="replaces"),
        CheckConstraint("replaces IS NULL OR why IS NOT NULL", name="why"),
        CheckConstraint("as_of <= drafted_on", name="as_of"),
        CheckConstraint("(published_on IS NULL) = (object_until IS NULL)", name="published"),
        CheckConstraint("published_on IS NULL OR published_on < object_until", name="object_until"),
        CheckConstraint("final_on IS NULL OR object_until < final_on", name="final"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    appraisal_no: Mapped[str] = mapped_column(String(64), unique=True, comment="月考核编号")
    month: Mapped[date] = mapped_column(comment="考核月份（该月第一天）")
    edition: Mapped[int] = mapped_column(comment="版次")
    as_of: Mapped[date] = mapped_column(comment="截至日")
    snapshot: Mapped[str] = mapped_column(String(64), comment="固定快照编号")
    ledger_size: Mapped[int] = mapped_column(comment="快照的台账条数")
    drafted_on: Mapped[date] = mapped_column(comment="编制日期")
    drafted_by: Mapped[str] = mapped_column(String(64), comment="编制账号")
    replaces: Mapped[str | None] = mapped_column(
        ForeignKey("appraisal.appraisal_no"), unique=True, comment="所更正的版本"
    )
    why: Mapped[str | None] = mapped_column(comment="更正理由")
    published_on: Mapped[date | None] = mapped_column(comment="交单位核对日期")
    object_until: Mapped[date | None] = mapped_column(comment="提出异议截止日期（本地设定，条例未规定）")
    final_on: Mapped[date | None] = mapped_column(comment="定稿日期")
    version: Mapped[int] = mapped_column(comment="版本号")


class AppraisedUnitRow(Base):
    """被考核单位."""

    __tablename__ = "appraisal_unit"
    __table_args__ = (UniqueConstraint("appraisal_id", "unit"),)

    appraisal_id: Mapped[int] = mapped_column(ForeignKey(AppraisalRow.id), primary_key=True, comment="月考核")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="被考核单位")


class AppraisalItemRow(Base):
    """考核项目: an item as the sheet was drafted."""

    __tablename__ = "appraisal_item"
    __table_args__ = (
        UniqueConstraint("appraisal_id", "figure"),
        CheckConstraint("0 <= floor AND floor < points", name="floor"),
    )

    appraisal_id: Mapped[int] = mapped_column(ForeignKey(AppraisalRow.id), primary_key=True, comment="月考核")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    figure: Mapped[str] = mapped_column(String(64), comment="指标编号")
    title: Mapped[str] = mapped_column(String(64), comment="项目名称")
    definition: Mapped[str] = mapped_column(String(16), comment="指标定义版本")
    points: Mapped[int] = mapped_column(comment="分值")
    floor: Mapped[int] = mapped_column(comment="保底分")
    basis: Mapped[str] = mapped_column(comment="依据")


class AppraisalLineRow(Base):
    """考核数据: what a unit did in an item, by the snapshot; no row where the item does not apply."""

    __tablename__ = "appraisal_line"
    __table_args__ = (
        UniqueConstraint("appraisal_id", "unit", "figure"),
        CheckConstraint("0 <= numerator AND numerator <= denominator AND 1 <= denominator", name="numbers"),
    )

    appraisal_id: Mapped[int] = mapped_column(ForeignKey(AppraisalRow.id), primary_key=True, comment="月考核")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="被考核单位")
    figure: Mapped[str] = mapped_column(String(64), comment="指标编号")
    numerator: Mapped[int] = mapped_column(comment="做到数")
    denominator: Mapped[int] = mapped_column(comment="应办数")


class ItemObjectionRow(Base):
    """考核异议: what a unit objects to in an item, and the written answer of the office."""

    __tablename__ = "appraisal_objection"
    __table_args__ = (
        UniqueConstraint("appraisal_id", "unit", "figure"),
        CheckConstraint("answered_on IS NULL OR objected_on <= answered_on", name="answered_on"),
        CheckConstraint("(answered_on IS NULL) = (answer IS NULL)", name="answer"),
        CheckConstraint("(answered_on IS NULL) = (is_accepted IS NULL)", name="is_accepted"),
        CheckConstraint("answered_by IS NULL OR answered_by <> account", name="two_people"),
        CheckConstraint(
            "denominator IS NULL OR (0 <= numerator AND numerator <= denominator)", name="numbers"
        ),
    )

    appraisal_id: Mapped[int] = mapped_column(ForeignKey(AppraisalRow.id), primary_key=True, comment="月考核")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="提出异议的单位")
    figure: Mapped[str] = mapped_column(String(64), comment="指标编号")
    objected_on: Mapped[date] = mapped_column(comment="提出异议日期")
    account: Mapped[str] = mapped_column(String(64), comment="提出异议账号")
    reason: Mapped[str] = mapped_column(comment="异议理由")
    answered_on: Mapped[date | None] = mapped_column(comment="答复日期")
    answered_by: Mapped[str | None] = mapped_column(String(64), comment="答复账号")
    is_accepted: Mapped[bool | None] = mapped_column(comment="是否采纳")
    answer: Mapped[str | None] = mapped_column(comment="书面答复")
    numerator: Mapped[int | None] = mapped_column(comment="更正后的做到数")
    denominator: Mapped[int | None] = mapped_column(comment="更正后的应办数（0为不适用）")
