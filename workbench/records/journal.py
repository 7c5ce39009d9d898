"""The tables of the ledger. Triggers refuse every change and deletion in the first two."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base

_ACCUSED = text("field = 'accused_account'")


class LedgerEntryRow(Base):
    """台账条目: one act. ``body`` is what the leaf is made of; the other columns repeat it for looking up."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq"),
        CheckConstraint("length(leaf) = 32", name="leaf"),
        Index("ix_ledger_entry_object", "object", "seq"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="台账条号")
    utc: Mapped[str] = mapped_column(String(32), comment="记录时刻（世界时）")
    actor: Mapped[str] = mapped_column(String(64), comment="记录人账号")
    role: Mapped[str] = mapped_column(String(32), comment="记录人角色")
    kind: Mapped[str] = mapped_column(String(32), comment="行为")
    object: Mapped[str] = mapped_column(String(128), comment="对象")
    body: Mapped[str] = mapped_column(comment="条目正文")
    leaf: Mapped[bytes] = mapped_column(comment="叶散列")


class LedgerPayload(Base):
    """台账附值: the only place of the ledger with personal values."""

    __tablename__ = "ledger_payload"
    __table_args__ = (
        CheckConstraint("length(salt) = 16", name="salt"),
        # Every session of a viewer asks whether a matter accuses him; the few that name an account are here.
        Index("ix_ledger_payload_accused", "value", sqlite_where=_ACCUSED, postgresql_where=_ACCUSED),
        {"sqlite_with_rowid": False},
    )

    seq: Mapped[int] = mapped_column(ForeignKey(LedgerEntryRow.seq), primary_key=True, comment="台账条号")
    field: Mapped[str] = mapped_column(String(64), primary_key=True, comment="栏目")
    salt: Mapped[bytes] = mapped_column(comment="盐")
    value: Mapped[str] = mapped_column(comment="值")


class LedgerHead(Base):
    """台账首部: the size and the right edge of the tree; its one row is the lock of all writers."""

    __tablename__ = "ledger_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"), CheckConstraint("size >= 0", name="size"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="序号")
    size: Mapped[int] = mapped_column(comment="条数")
    frontier: Mapped[bytes] = mapped_column(comment="右缘子树散列")
