"""Special drives over matters: columns are the fields of ``law.campaign``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.petitions import PetitionCase


class CampaignRow(Base):
    """专项行动: a name over matters, from one day to another."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("closed_on IS NULL OR opened_on <= closed_on", name="interval"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    campaign_no: Mapped[str] = mapped_column(String(64), unique=True, comment="专项行动编号")
    name: Mapped[str] = mapped_column(String(64), comment="专项行动名称")
    rule: Mapped[str] = mapped_column(comment="纳入规则")
    opened_on: Mapped[date] = mapped_column(comment="开始日期")
    closed_on: Mapped[date | None] = mapped_column(comment="结束日期")
    version: Mapped[int] = mapped_column(comment="版本号")


class CampaignEntryRow(Base):
    """专项行动名单: which matter belongs to it from which day; a matter taken out keeps its row."""

    __tablename__ = "campaign_entry"
    __table_args__ = (
        CheckConstraint("left_on IS NULL OR entered_on <= left_on", name="interval"),
        CheckConstraint("(left_on IS NULL) = (left_why IS NULL)", name="left_why"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey(CampaignRow.id), primary_key=True, comment="专项行动")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    case_no: Mapped[str] = mapped_column(ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号")
    entered_on: Mapped[date] = mapped_column(comment="加入日期")
    left_on: Mapped[date | None] = mapped_column(comment="移出日期")
    left_why: Mapped[str | None] = mapped_column(comment="移出理由")
