"""Units as a tree with valid time: a town renamed, moved or merged keeps its history."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base


class Unit(Base):
    """单位: a body that can receive, handle or answer for a matter; the code never changes."""

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(String(32), primary_key=True, comment="单位代码")
    kind: Mapped[str] = mapped_column(String(32), comment="单位类别")
    is_editable: Mapped[bool] = mapped_column(comment="按常见机构名录预置，可由本地调整")
    version: Mapped[int] = mapped_column(comment="版本号")


class UnitVersion(Base):
    """单位名称与隶属: what the unit was called and to whom it belonged, from one day to another."""

    __tablename__ = "unit_version"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint(
            "valid_until IS NULL OR valid_from IS NULL OR valid_from < valid_until", name="interval"
        ),
        CheckConstraint("parent_code IS NULL OR parent_code <> unit_code", name="own_parent"),
        {"sqlite_with_rowid": False},
    )

    unit_code: Mapped[str] = mapped_column(ForeignKey(Unit.code), primary_key=True, comment="单位代码")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    name: Mapped[str] = mapped_column(String(128), comment="单位名称")
    parent_code: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="上级单位代码")
    valid_from: Mapped[date | None] = mapped_column(comment="启用日期（空为早于本库）")
    valid_until: Mapped[date | None] = mapped_column(comment="停用日期（当日起不再有效）")
    successor_code: Mapped[str | None] = mapped_column(ForeignKey(Unit.code), comment="并入单位代码")
    recorded: Mapped[int] = mapped_column(comment="记录位置（台账条号）")
