"""Tokens of the interface that units' own systems read. Outside the ledger's replay, like the accounts."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.accounts import AccountRow
from workbench.records.base import Base
from workbench.records.units import Unit


class InterfaceTokenRow(Base):
    """接口令牌: reads as the account does, for its unit; of its secret only a hash is kept."""

    __tablename__ = "interface_token"
    __table_args__ = (
        CheckConstraint("length(id) = 8", name="id"),
        CheckConstraint("length(secret_hash) = 64", name="secret_hash"),
        CheckConstraint("created_utc < expires_utc", name="lifetime"),
    )

    id: Mapped[str] = mapped_column(String(8), primary_key=True, comment="令牌编号")
    secret_hash: Mapped[str] = mapped_column(String(64), comment="令牌散列（SHA-256）")
    account: Mapped[str] = mapped_column(ForeignKey(AccountRow.name), index=True, comment="账号")
    unit: Mapped[str] = mapped_column(ForeignKey(Unit.code), comment="单位")
    purpose: Mapped[str] = mapped_column(String(64), comment="用途")
    created_utc: Mapped[str] = mapped_column(String(32), comment="建立时刻（世界时）")
    expires_utc: Mapped[str] = mapped_column(String(32), comment="到期时刻（世界时）")
    revoked_utc: Mapped[str | None] = mapped_column(String(32), comment="撤销时刻（世界时）")
    used_utc: Mapped[str | None] = mapped_column(String(32), comment="最近使用时刻（世界时）")
