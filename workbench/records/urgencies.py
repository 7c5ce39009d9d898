"""Urgent matters: columns are the fields of ``law.urgency``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.petitions import PetitionCase


class UrgencyRow(Base):
    """重大紧急: why a matter is urgent, since when, to whom it was reported, until when."""

    __tablename__ = "urgency"
    __table_args__ = (
        CheckConstraint("known_on <= reported_on", name="reported_on"),
        CheckConstraint("ended_on IS NULL OR reported_on <= ended_on", name="interval"),
        CheckConstraint("(ended_on IS NULL) = (ended_why IS NULL)", name="ended_why"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    urgency_no: Mapped[str] = mapped_column(String(80), unique=True, comment="重大紧急编号")
    case_no: Mapped[str] = mapped_column(ForeignKey(PetitionCase.case_no), index=True, comment="信访件编号")
    reason: Mapped[str] = mapped_column(String(24), comment="紧急情形")
    known_on: Mapped[date] = mapped_column(comment="知悉日期")
    reported_on: Mapped[date] = mapped_column(comment="报告日期")
    facts: Mapped[str] = mapped_column(comment="紧急的事实")
    reported_to: Mapped[str] = mapped_column(comment="报告的机关")
    ended_on: Mapped[date | None] = mapped_column(comment="解除日期")
    ended_why: Mapped[str | None] = mapped_column(comment="解除理由")
    version: Mapped[int] = mapped_column(comment="版本号")
