"""Repeat matters and look-backs: columns are the fields of ``law.repeat`` and ``law.look_back``.

No table leads to a person: a link joins two matters, a check looks at a unit.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.petitions import PetitionCase
from workbench.records.units import Unit


class MatterLinkRow(Base):
    """重复信访关联: two matters about which a clerk has decided whether they are one."""

    __tablename__ = "matter_link"
    __table_args__ = (
        UniqueConstraint("earlier", "later"),
        CheckConstraint("earlier <> later", name="two"),
        CheckConstraint("likeness BETWEEN 0 AND 100", name="likeness"),
        CheckConstraint("days_between >= 0", name="days_between"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    link_no: Mapped[str] = mapped_column(String(140), unique=True, comment="关联编号")
    earlier: Mapped[str] = mapped_column(ForeignKey(PetitionCase.case_no), comment="先登记的信访件编号")
    later: Mapped[str] = mapped_column(
        ForeignKey(PetitionCase.case_no), index=True, comment="后登记的信访件编号"
    )
    relation: Mapped[str] = mapped_column(String(32), comment="重复情形")
    likeness: Mapped[int] = mapped_column(comment="文字相似度（百分数）")
    same_place: Mapped[bool] = mapped_column(comment="地点相同")
    same_unit: Mapped[bool] = mapped_column(comment="责任单位相同")
    same_topic: Mapped[bool] = mapped_column(comment="内容分类相同")
    days_between: Mapped[int] = mapped_column(comment="相隔天数")
    version: Mapped[int] = mapped_column(comment="版本号")


class LinkDecisionRow(Base):
    """重复认定: confirmed, rejected or split, with the reason."""

    __tablename__ = "matter_link_decision"

    link_id: Mapped[int] = mapped_column(
        ForeignKey(MatterLinkRow.id), primary_key=True, comment="重复信访关联"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    on: Mapped[date] = mapped_column(comment="认定日期")
    verdict: Mapped[str] = mapped_column(String(32), comment="重复认定")
    account: Mapped[str] = mapped_column(String(64), comment="认定账号")
    why: Mapped[str | None] = mapped_column(comment="认定理由")


class LookBackRoundRow(Base):
    """回头看批次: which matters entered, by which rule, and how to compute the list again."""

    __tablename__ = "look_back_round"
    __table_args__ = (
        CheckConstraint("as_of <= opened_on", name="as_of"),
        CheckConstraint("closed_on IS NULL OR opened_on <= closed_on", name="interval"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    round_no: Mapped[str] = mapped_column(String(64), unique=True, comment="回头看批次编号")
    name: Mapped[str] = mapped_column(String(64), comment="回头看批次名称")
    rule: Mapped[str] = mapped_column(String(32), comment="回头看类型")
    opened_on: Mapped[date] = mapped_column(comment="开始日期")
    as_of: Mapped[date] = mapped_column(comment="截至日")
    seed: Mapped[int] = mapped_column(comment="抽签种子")
    days: Mapped[int | None] = mapped_column(comment="久访不结天数")
    per_unit: Mapped[int | None] = mapped_column(comment="每单位抽取件数")
    start: Mapped[date | None] = mapped_column(comment="办结期间起")
    end: Mapped[date | None] = mapped_column(comment="办结期间止")
    closed_on: Mapped[date | None] = mapped_column(comment="结束日期")
    version: Mapped[int] = mapped_column(comment="版本号")


class RoundEntryRow(Base):
    """回头看名单: a matter of a round, and the unit whose work is looked at."""

    __tablename__ = "look_back_entry"
    __table_args__ = (UniqueConstraint("round_id", "case_no"),)

    round_id: Mapped[int] = mapped_column(
        ForeignKey(LookBackRoundRow.id), primary_key=True, comment="回头看批次"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    case_no: Mapped[str] = mapped_column(ForeignKey(PetitionCase.case_no), comment="信访件编号")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="被检查单位")


class LookBackRow(Base):
    """回头看检查: what the unit did in a matter, seen by somebody else. Late is never stored."""

    __tablename__ = "look_back"
    __table_args__ = (
        UniqueConstraint("round_no", "case_no"),
        CheckConstraint("locked_on IS NULL OR assigned_on <= locked_on", name="locked"),
        CheckConstraint("(locked_on IS NULL) = (finding IS NULL)", name="finding"),
        CheckConstraint("(viewed_on IS NULL) = (viewed_by IS NULL)", name="viewed_by"),
        CheckConstraint("rework_on IS NULL OR rework_on < rework_due", name="rework_due"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    check_no: Mapped[str] = mapped_column(String(140), unique=True, comment="检查编号")
    round_no: Mapped[str] = mapped_column(
        ForeignKey(LookBackRoundRow.round_no), index=True, comment="回头看批次编号"
    )
    case_no: Mapped[str] = mapped_column(ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), index=True, comment="被检查单位")
    reviewer: Mapped[str] = mapped_column(String(64), index=True, comment="检查人账号")
    reviewer_unit: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="检查人单位")
    assigned_on: Mapped[date] = mapped_column(comment="分派日期")
    ownership_no: Mapped[str | None] = mapped_column(String(80), comment="包案编号")
    locked_on: Mapped[date | None] = mapped_column(comment="锁定日期")
    finding: Mapped[str | None] = mapped_column(String(32), comment="回头看结论")
    cause_unit: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="问题归因单位")
    cause: Mapped[str | None] = mapped_column(comment="问题")
    viewed_on: Mapped[date | None] = mapped_column(comment="自查意见提交日期")
    viewed_by: Mapped[str | None] = mapped_column(String(64), comment="自查意见提交账号")
    rework_on: Mapped[date | None] = mapped_column(comment="整改下达日期")
    measures: Mapped[str | None] = mapped_column(comment="整改措施")
    person: Mapped[str | None] = mapped_column(comment="整改责任人")
    rework_due: Mapped[date | None] = mapped_column(comment="整改时限")
    version: Mapped[int] = mapped_column(comment="版本号")


class CheckAnswerRow(Base):
    """检查项: the reviewer's answer, and what shows it."""

    __tablename__ = "look_back_answer"
    __table_args__ = (UniqueConstraint("check_id", "item"),)

    check_id: Mapped[int] = mapped_column(ForeignKey(LookBackRow.id), primary_key=True, comment="回头看检查")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    item: Mapped[str] = mapped_column(String(16), comment="检查项")
    answer: Mapped[str] = mapped_column(String(16), comment="检查结果")
    note: Mapped[str | None] = mapped_column(comment="依据或说明")
    title: Mapped[str | None] = mapped_column(comment="佐证材料名称")
    dated_on: Mapped[date | None] = mapped_column(comment="佐证材料日期")
    sha256: Mapped[str | None] = mapped_column(String(64), comment="原件校验值")


class OwnViewRow(Base):
    """自查意见: the unit's own answer to an item, given without seeing the reviewer's."""

    __tablename__ = "look_back_own_view"
    __table_args__ = (UniqueConstraint("check_id", "item"),)

    check_id: Mapped[int] = mapped_column(ForeignKey(LookBackRow.id), primary_key=True, comment="回头看检查")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    item: Mapped[str] = mapped_column(String(16), comment="检查项")
    answer: Mapped[str] = mapped_column(String(16), comment="检查结果")
    note: Mapped[str | None] = mapped_column(comment="依据或说明")
    title: Mapped[str | None] = mapped_column(comment="佐证材料名称")
    dated_on: Mapped[date | None] = mapped_column(comment="佐证材料日期")
    sha256: Mapped[str | None] = mapped_column(String(64), comment="原件校验值")


class ReworkReportRow(Base):
    """整改报告: what the unit did, the document that shows it, and what the reviewer decided."""

    __tablename__ = "look_back_report"
    __table_args__ = (
        CheckConstraint("(decided_on IS NULL) = (is_confirmed IS NULL)", name="decided"),
        CheckConstraint("(decided_on IS NULL) = (decided_by IS NULL)", name="decided_by"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
    )

    check_id: Mapped[int] = mapped_column(ForeignKey(LookBackRow.id), primary_key=True, comment="回头看检查")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    on: Mapped[date] = mapped_column(comment="报告日期")
    words: Mapped[str] = mapped_column(comment="整改情况")
    account: Mapped[str] = mapped_column(String(64), comment="报告账号")
    title: Mapped[str] = mapped_column(comment="佐证材料名称")
    dated_on: Mapped[date] = mapped_column(comment="佐证材料日期")
    sha256: Mapped[str] = mapped_column(String(64), comment="原件校验值")
    decided_on: Mapped[date | None] = mapped_column(comment="核实日期")
    is_confirmed: Mapped[bool | None] = mapped_column(comment="核实通过")
    why: Mapped[str | None] = mapped_column(comment="核实情况")
    decided_by: Mapped[str | None] = mapped_column(String(64), comment="核实账号")
