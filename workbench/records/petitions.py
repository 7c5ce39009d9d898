"""Matters and the petitions in them; texts and people lie apart."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.batches import ImportBatch
from workbench.records.units import Unit


class PetitionCase(Base):
    """信访事项: one matter, whoever raises it and however often.

    Class, path, procedure, responsible unit and state are what the steps say by now; for the past ask
    ``step`` and ``standing``. Nothing here says late: that depends on the day one asks about.
    """

    __tablename__ = "petition_case"
    __table_args__ = (
        CheckConstraint("received_on <= registered_on", name="received_before_registered"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("petition_class IN ('suggestion', 'accusation', 'claim')", name="petition_class"),
        CheckConstraint("path IN ('31-1', '31-2', '31-3', '31-4', '31-5', '31-6')", name="path"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="登记的台账条号")
    case_no: Mapped[str] = mapped_column(String(64), unique=True, comment="信访件编号")
    topic: Mapped[str | None] = mapped_column(String(64), comment="内容分类")
    purpose: Mapped[str | None] = mapped_column(String(32), comment="信访目的")
    level: Mapped[str | None] = mapped_column(String(32), comment="来源层级")
    petition_class: Mapped[str | None] = mapped_column(String(32), comment="诉求类别")
    path: Mapped[str | None] = mapped_column(String(8), comment="法定途径")
    procedure: Mapped[str | None] = mapped_column(String(32), comment="办理程序")
    channel: Mapped[str] = mapped_column(String(32), comment="信访渠道（首次）")
    first_contact_unit: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="首接单位")
    responsible_unit: Mapped[str | None] = mapped_column(
        ForeignKey(Unit.code), index=True, comment="责任单位"
    )
    received_on: Mapped[date] = mapped_column(comment="收到日期（首次）")
    registered_on: Mapped[date] = mapped_column(index=True, comment="登记日期（首次）")
    state: Mapped[str] = mapped_column(String(32), comment="办理状态")
    assumed: Mapped[str | None] = mapped_column(comment="导入时推定的栏目")
    external_no: Mapped[str | None] = mapped_column(String(128), index=True, comment="来源系统编号")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey(ImportBatch.id), index=True, comment="导入批次")
    cause_unit: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="引发单位")
    held: Mapped[int | None] = mapped_column(index=True, comment="待认定（列入的台账条号）")
    version: Mapped[int] = mapped_column(comment="版本号")


class Petition(Base):
    """信访件: one letter, visit, call or online entry; a group visit is one (批次) of many people (人次)."""

    __tablename__ = "petition"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("people >= 1", name="people"),
        CheckConstraint("received_on <= registered_on", name="received_before_registered"),
        CheckConstraint("channel IN ('letter', 'visit', 'call', 'online')", name="channel"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="登记的台账条号")
    case_id: Mapped[int] = mapped_column(ForeignKey(PetitionCase.id), comment="信访事项")
    number: Mapped[int] = mapped_column(comment="第几次信访")
    step_number: Mapped[int] = mapped_column(comment="办理步骤序号")
    channel: Mapped[str] = mapped_column(String(32), comment="信访渠道")
    received_on: Mapped[date] = mapped_column(comment="收到日期")
    registered_on: Mapped[date] = mapped_column(comment="登记日期")
    people: Mapped[int] = mapped_column(comment="人次")
    unit: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="接待或收件单位")


class PetitionText(Base):
    """信访内容: what was written or said; apart, so that lists and figures never touch it."""

    __tablename__ = "petition_text"

    petition_id: Mapped[int] = mapped_column(ForeignKey(Petition.id), primary_key=True, comment="信访件")
    title: Mapped[str | None] = mapped_column(comment="标题")
    narrative: Mapped[str] = mapped_column(comment="内容")


class AccusedLink(Base):
    """被检举控告单位: kept apart from the matter; only the checks of the acts read it (art. 30(3))."""

    __tablename__ = "accused_link"
    __table_args__ = ({"sqlite_with_rowid": False},)

    case_id: Mapped[int] = mapped_column(ForeignKey(PetitionCase.id), primary_key=True, comment="信访事项")
    unit_code: Mapped[str] = mapped_column(
        ForeignKey(Unit.code), primary_key=True, index=True, comment="被检举控告单位"
    )


class HeldText(Base):
    """待认定的信访内容: what may be an accusation, away from everything that reads texts (art. 30(3))."""

    __tablename__ = "held_text"

    petition_id: Mapped[int] = mapped_column(ForeignKey(Petition.id), primary_key=True, comment="信访件")
    title: Mapped[str | None] = mapped_column(comment="标题")
    narrative: Mapped[str] = mapped_column(comment="内容")


class HeldLink(Base):
    """待认定内容提到的单位: they do not see the matter while it is held; on no screen."""

    __tablename__ = "held_link"
    __table_args__ = ({"sqlite_with_rowid": False},)

    case_id: Mapped[int] = mapped_column(ForeignKey(PetitionCase.id), primary_key=True, comment="信访事项")
    unit_code: Mapped[str] = mapped_column(ForeignKey(Unit.code), primary_key=True, comment="提到的单位")
