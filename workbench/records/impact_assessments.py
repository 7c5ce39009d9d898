"""Impact assessments of personal information: columns are the fields of ``law.impact_assessment``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base


class ImpactAssessmentRow(Base):
    """个人信息保护影响评估: one report, what it found and where it is kept."""

    __tablename__ = "impact_assessment"
    __table_args__ = (
        CheckConstraint("(struck_on IS NULL) = (struck_why IS NULL)", name="struck"),
        CheckConstraint("(destroyed_on IS NULL) = (destroyed_paper IS NULL)", name="destroyed"),
        CheckConstraint("struck_on IS NULL OR destroyed_on IS NULL", name="ends"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    impact_no: Mapped[str] = mapped_column(String(32), unique=True, comment="影响评估编号")
    ground: Mapped[str] = mapped_column(String(32), comment="应当评估的情形")
    done_on: Mapped[date] = mapped_column(comment="完成评估日期")
    activity: Mapped[str] = mapped_column(comment="所评估的处理活动")
    purpose: Mapped[str] = mapped_column(comment="处理目的、处理方式是否合法、正当、必要")
    impact: Mapped[str] = mapped_column(comment="对个人权益的影响及安全风险")
    measures: Mapped[str] = mapped_column(comment="保护措施是否合法、有效、与风险相适应")
    paper: Mapped[str] = mapped_column(comment="评估报告文号")
    place: Mapped[str] = mapped_column(comment="评估报告保存地点")
    struck_on: Mapped[date | None] = mapped_column(comment="撤销登记日期")
    struck_why: Mapped[str | None] = mapped_column(comment="撤销登记理由")
    destroyed_on: Mapped[date | None] = mapped_column(comment="报告销毁日期")
    destroyed_paper: Mapped[str | None] = mapped_column(comment="销毁审批文号")
    version: Mapped[int] = mapped_column(comment="版本号")
