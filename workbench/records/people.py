"""Who raised a petition: kept apart from the matter, and reachable only from it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.records.base import Base
from workbench.records.petitions import Petition


class Petitioner(Base):
    """信访人: as told with one petition. The same person in another matter is another row."""

    __tablename__ = "petitioner"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("id_hash IS NULL OR length(id_hash) = 64", name="id_hash"),
        CheckConstraint("id_last_two IS NULL OR length(id_last_two) = 2", name="id_last_two"),
    )

    petition_id: Mapped[int] = mapped_column(ForeignKey(Petition.id), primary_key=True, comment="信访件")
    number: Mapped[int] = mapped_column(primary_key=True, comment="序号")
    name: Mapped[str | None] = mapped_column(comment="姓名（名称）")
    phone: Mapped[str | None] = mapped_column(comment="电话")
    address: Mapped[str | None] = mapped_column(comment="住址")
    id_kind: Mapped[str] = mapped_column(String(32), comment="证件种类")
    id_hash: Mapped[str | None] = mapped_column(String(64), index=True, comment="证件号码密钥散列")
    id_last_two: Mapped[str | None] = mapped_column(String(2), comment="证件号码末两位")


class IdentityKeyMark(Base):
    """密钥标识: tells whether the key file beside the database is the one its hashes were made with."""

    __tablename__ = "identity_key_mark"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="序号")
    mark: Mapped[str] = mapped_column(String(64), comment="密钥标识")
