"""Leader case-ownership: columns are the fields of ``law.ownership`` and of its parts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.evidence import EvidenceFile
from workbench.records.petitions import PetitionCase
from workbench.records.units import Unit


class OwnershipRow(Base):
    """领导包案: one problem of one matter, owned until a later check confirms its result."""

    __tablename__ = "ownership"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR assigned_on <= ended_on", name="interval"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    ownership_no: Mapped[str] = mapped_column(String(80), unique=True, comment="包案编号")
    case_no: Mapped[str] = mapped_column(ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号")
    source: Mapped[str] = mapped_column(String(24), comment="来源批次")
    assigned_on: Mapped[date] = mapped_column(comment="交办日期")
    asked: Mapped[str] = mapped_column(comment="诉求要点")
    settles: Mapped[str] = mapped_column(comment="化解标准")
    ended_on: Mapped[date | None] = mapped_column(comment="核验结束日期")
    version: Mapped[int] = mapped_column(comment="版本号")


def _parent() -> Mapped[int]:
    return mapped_column(ForeignKey(OwnershipRow.id), primary_key=True, comment="领导包案")


def _number() -> Mapped[int]:
    return mapped_column(primary_key=True, comment="序号")


class OwnershipLeader(Base):
    """包案领导: who owned it from which day; a handover is signed by both."""

    __tablename__ = "ownership_leader"
    __table_args__ = (
        CheckConstraint("until IS NULL OR since <= until", name="interval"),
        CheckConstraint("(until IS NULL) = (left_open IS NULL)", name="handover"),
    )

    ownership_id: Mapped[int] = _parent()
    number: Mapped[int] = _number()
    name: Mapped[str] = mapped_column(comment="姓名")
    post: Mapped[str] = mapped_column(comment="职务")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="单位")
    account: Mapped[str | None] = mapped_column(String(64), index=True, comment="账号")
    since: Mapped[date] = mapped_column(comment="接手日期")
    until: Mapped[date | None] = mapped_column(comment="交出日期（当日不含）")
    left_open: Mapped[str | None] = mapped_column(comment="交接时未完成事项")
    signed_out_on: Mapped[date | None] = mapped_column(comment="交出人签字日期")
    signed_in_on: Mapped[date | None] = mapped_column(comment="接手人签字日期")


class OwnershipMember(Base):
    """包案班子成员: lead and supporting units with their persons; a former team keeps its rows."""

    __tablename__ = "ownership_member"
    __table_args__ = (CheckConstraint("until IS NULL OR since <= until", name="interval"),)

    ownership_id: Mapped[int] = _parent()
    number: Mapped[int] = _number()
    role: Mapped[str] = mapped_column(String(16), comment="牵头或配合")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), index=True, comment="单位")
    person: Mapped[str | None] = mapped_column(comment="责任人")
    post: Mapped[str | None] = mapped_column(comment="责任人职务")
    since: Mapped[date] = mapped_column(comment="加入日期")
    until: Mapped[date | None] = mapped_column(comment="退出日期（当日不含）")


class OwnershipPlan(Base):
    """包案方案: one version; frozen once it is signed."""

    __tablename__ = "ownership_plan"
    __table_args__ = (
        CheckConstraint("signed_on IS NULL OR drafted_on <= signed_on", name="interval"),
        CheckConstraint("(signed_on IS NULL) = (signed_by IS NULL)", name="signature"),
    )

    ownership_id: Mapped[int] = _parent()
    number: Mapped[int] = _number()
    author: Mapped[str] = mapped_column(String(64), comment="起草人账号")
    drafted_on: Mapped[date] = mapped_column(comment="起草日期")
    measures: Mapped[str] = mapped_column(comment="工作措施")
    policy: Mapped[str] = mapped_column(comment="政策依据")
    document_no: Mapped[str | None] = mapped_column(String(120), comment="方案文号")
    why: Mapped[str | None] = mapped_column(comment="变更理由")
    signed_by: Mapped[str | None] = mapped_column(String(64), comment="签订人账号")
    signer: Mapped[str | None] = mapped_column(comment="签订人")
    signed_on: Mapped[date | None] = mapped_column(comment="签订日期")


class OwnershipMilestone(Base):
    """方案节点: what one version of the plan promises by which day; its key stays through the versions."""

    __tablename__ = "ownership_milestone"

    ownership_id: Mapped[int] = _parent()
    number: Mapped[int] = _number()
    plan: Mapped[int] = mapped_column(comment="方案版次")
    key: Mapped[int] = mapped_column(comment="节点编号")
    words: Mapped[str] = mapped_column(comment="节点内容")
    due_on: Mapped[date] = mapped_column(comment="节点期限")


class OwnershipKept(Base):
    """节点完成: a milestone that was met, and the document that shows it."""

    __tablename__ = "ownership_kept"
    __table_args__ = (CheckConstraint('dated_on <= "on"', name="evidence"),)

    ownership_id: Mapped[int] = _parent()
    number: Mapped[int] = _number()
    key: Mapped[int] = mapped_column(comment="节点编号")
    on: Mapped[date] = mapped_column(comment="完成日期")
    title: Mapped[str] = mapped_column(comment="佐证材料名称")
    dated_on: Mapped[date] = mapped_column(comment="材料载明的日期")
    sha256: Mapped[str] = mapped_column(ForeignKey(EvidenceFile.sha256), comment="原件校验值")


class OwnershipProgress(Base):
    """包案进展: what was done meanwhile; shown, never counted."""

    __tablename__ = "ownership_progress"

    ownership_id: Mapped[int] = _parent()
    number: Mapped[int] = _number()
    sort: Mapped[str] = mapped_column(String(16), comment="类别")
    on: Mapped[date] = mapped_column(comment="日期")
    words: Mapped[str] = mapped_column(comment="内容")


class OwnershipClaim(Base):
    """包案结果: what the leader reports, and the document that shows it."""

    __tablename__ = "ownership_claim"
    __table_args__ = (CheckConstraint('dated_on <= "on"', name="evidence"),)

    ownership_id: Mapped[int] = _parent()
    number: Mapped[int] = _number()
    result: Mapped[str] = mapped_column(String(16), comment="结果")
    on: Mapped[date] = mapped_column(comment="报结果日期")
    words: Mapped[str] = mapped_column(comment="说明")
    title: Mapped[str] = mapped_column(comment="佐证材料名称")
    dated_on: Mapped[date] = mapped_column(comment="材料载明的日期")
    sha256: Mapped[str] = mapped_column(ForeignKey(EvidenceFile.sha256), comment="原件校验值")


class OwnershipCheck(Base):
    """包案核验: a later look at the result by somebody who had no part in it."""

    __tablename__ = "ownership_check"

    ownership_id: Mapped[int] = _parent()
    number: Mapped[int] = _number()
    on: Mapped[date] = mapped_column(comment="核验日期")
    account: Mapped[str] = mapped_column(String(64), comment="核验人账号")
    unit: Mapped[str | None] = mapped_column(comment="核验人单位")
    checker: Mapped[str] = mapped_column(comment="核验人")
    is_confirmed: Mapped[bool] = mapped_column(comment="结果是否属实")
    findings: Mapped[str] = mapped_column(comment="核验情况")


class OwnershipWithdrawal(Base):
    """包案交办撤回: the assignment was wrong and is taken back; at most one to an ownership."""

    __tablename__ = "ownership_withdrawal"

    ownership_id: Mapped[int] = mapped_column(
        ForeignKey(OwnershipRow.id), primary_key=True, comment="领导包案"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    on: Mapped[date] = mapped_column(comment="撤回日期")
    why: Mapped[str] = mapped_column(comment="撤回理由")
