"""Who may log in, and who did. Outside the ledger's replay: an account is no fact of a matter."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.units import Unit

LONGEST_ACCOUNT = 32
LONGEST_TYPED = 64  # of a name that somebody typed at the login


class AccountRow(Base):
    """账号: ``version`` rises with every change; a login of an older version is over."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("length(name) BETWEEN 2 AND 32", name="name"),
        CheckConstraint("length(display_name) BETWEEN 1 AND 64", name="display_name"),
        CheckConstraint("version >= 1", name="version"),
    )

    name: Mapped[str] = mapped_column(String(LONGEST_ACCOUNT), primary_key=True, comment="账号")
    display_name: Mapped[str] = mapped_column(String(64), comment="姓名")
    role: Mapped[str] = mapped_column(String(32), comment="角色")
    unit: Mapped[str | None] = mapped_column(String(32), ForeignKey(Unit.code), comment="所在单位")
    password_hash: Mapped[str | None] = mapped_column(String(256), comment="密码散列（argon2id）")
    must_change: Mapped[bool] = mapped_column(comment="下次登录须改密码")
    is_demo: Mapped[bool] = mapped_column(comment="演示账号")
    created_utc: Mapped[str] = mapped_column(String(32), comment="建立时刻（世界时）")
    disabled_utc: Mapped[str | None] = mapped_column(String(32), comment="停用时刻（世界时）")
    version: Mapped[int] = mapped_column(comment="版次")


class LoginRecordRow(Base):
    """登录记录: every attempt, and every change of an account. Passwords never stand here."""

    __tablename__ = "login_record"
    __table_args__ = (
        Index("ix_login_record_name", "name", "utc"),
        Index("ix_login_record_origin", "origin", "utc"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    utc: Mapped[str] = mapped_column(String(32), comment="时刻（世界时）")
    name: Mapped[str] = mapped_column(String(LONGEST_TYPED), comment="账号（登录时所填）")
    origin: Mapped[str] = mapped_column(String(64), comment="网络地址或操作人")
    event: Mapped[str] = mapped_column(String(32), comment="事件")
