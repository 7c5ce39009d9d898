"""Monthly screenings: columns are the fields of ``law.screening``. That one is late is never stored."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.units import Unit


class ScreeningRow(Base):
    """排查月报: the report of one unit on one month; its numbers stand in its editions."""

    __tablename__ = "screening"
    __table_args__ = (
        UniqueConstraint("unit", "month"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="记录位置（台账条号）")
    report_no: Mapped[str] = mapped_column(String(64), unique=True, comment="月报编号")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="报送单位")
    month: Mapped[str] = mapped_column(String(7), index=True, comment="月份")
    version: Mapped[int] = mapped_column(comment="版本号")


class ScreeningEditionRow(Base):
    """排查月报一版: disputes (件) as signed by the head; a later edition says why it was mended."""

    __tablename__ = "screening_edition"
    __table_args__ = (
        CheckConstraint("last_stock >= 0 AND new >= 0 AND settled >= 0", name="counts"),
        CheckConstraint("stock = last_stock + new - settled", name="balance"),
        CheckConstraint('signed_on <= "on"', name="signed"),
        CheckConstraint("(number = 1) = (why IS NULL)", name="why"),
    )

    screening_id: Mapped[int] = mapped_column(
        ForeignKey(ScreeningRow.id), primary_key=True, comment="排查月报"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="第几版")
    on: Mapped[date] = mapped_column(comment="报送日期")
    account: Mapped[str] = mapped_column(String(64), comment="报送账号")
    last_stock: Mapped[int] = mapped_column(comment="上期存量")
    new: Mapped[int] = mapped_column(comment="新排查件数")
    settled: Mapped[int] = mapped_column(comment="已化解件数")
    stock: Mapped[int] = mapped_column(comment="期末存量")
    signed_by: Mapped[str] = mapped_column(comment="签字的主要负责人")
    signed_on: Mapped[date] = mapped_column(comment="签字日期")
    why: Mapped[str | None] = mapped_column(comment="更正理由")
    sha256: Mapped[str | None] = mapped_column(String(64), comment="原件校验值")


class DisputeLineRow(Base):
    """矛盾纠纷明细: disputes of one kind in one edition, and the official who sees to those that remain."""

    __tablename__ = "screening_line"
    __table_args__ = (
        CheckConstraint("new >= 0 AND settled >= 0 AND stock >= 0", name="counts"),
        CheckConstraint("stock + settled >= new", name="last_stock"),
        CheckConstraint(
            "stock = 0 OR (responsible IS NOT NULL AND post IS NOT NULL AND measure IS NOT NULL "
            "AND due_on IS NOT NULL)",
            name="seen_to",
        ),
    )

    screening_id: Mapped[int] = mapped_column(
        ForeignKey(ScreeningRow.id), primary_key=True, comment="排查月报"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    edition: Mapped[int] = mapped_column(comment="第几版")
    kind: Mapped[str] = mapped_column(String(32), comment="矛盾纠纷类别")
    new: Mapped[int] = mapped_column(comment="新排查件数")
    settled: Mapped[int] = mapped_column(comment="已化解件数")
    stock: Mapped[int] = mapped_column(comment="期末存量")
    responsible: Mapped[str | None] = mapped_column(comment="责任人（干部）")
    post: Mapped[str | None] = mapped_column(comment="责任人职务")
    measure: Mapped[str | None] = mapped_column(comment="化解措施")
    due_on: Mapped[date | None] = mapped_column(comment="化解期限")


class ScreeningReturnRow(Base):
    """排查月报退回: what was wrong with an edition, and by when it is to be mended."""

    __tablename__ = "screening_return"
    __table_args__ = (CheckConstraint('"on" < due_on', name="due"),)

    screening_id: Mapped[int] = mapped_column(
        ForeignKey(ScreeningRow.id), primary_key=True, comment="排查月报"
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    edition: Mapped[int] = mapped_column(comment="第几版")
    on: Mapped[date] = mapped_column(comment="退回日期")
    account: Mapped[str] = mapped_column(String(64), comment="退回账号")
    due_on: Mapped[date] = mapped_column(comment="补报期限")
    why: Mapped[str] = mapped_column(comment="退回理由")
