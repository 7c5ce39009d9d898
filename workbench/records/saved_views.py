"""Filters that an officer has given a name: a convenience, so they stand outside records and ledger."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base

LONGEST_NAME = 30
LONGEST_QUERY = 4000


class SavedViewRow(Base):
    """已存视图: a filter of a screen as its address; it names no matter and no petitioner."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("owner", "screen", "name", name="uq_saved_view_name"),
        CheckConstraint("length(name) BETWEEN 1 AND 30", name="name"),
        CheckConstraint("NOT is_shared OR unit IS NOT NULL", name="shared_within_unit"),
        Index("ix_saved_view_unit", "unit", "screen"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="视图编号")
    owner: Mapped[str] = mapped_column(String(64), comment="所有人账号")
    unit: Mapped[str | None] = mapped_column(String(32), comment="所有人单位")
    screen: Mapped[str] = mapped_column(String(32), comment="页面")
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), comment="视图名称")
    query: Mapped[str] = mapped_column(String(LONGEST_QUERY), comment="筛选条件")
    is_shared: Mapped[bool] = mapped_column(comment="本单位共用")
    created_utc: Mapped[str] = mapped_column(String(32), comment="建立时刻（世界时）")
