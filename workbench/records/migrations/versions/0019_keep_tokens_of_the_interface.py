"""Keep the tokens of the interface that units' own systems read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interface_token",
        sa.Column("id", sa.String(length=8), nullable=False, comment="令牌编号"),
        sa.Column("secret_hash", sa.String(length=64), nullable=False, comment="令牌散列（SHA-256）"),
        sa.Column("account", sa.String(length=32), nullable=False, comment="账号"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="单位"),
        sa.Column("purpose", sa.String(length=64), nullable=False, comment="用途"),
        sa.Column("created_utc", sa.String(length=32), nullable=False, comment="建立时刻（世界时）"),
        sa.Column("expires_utc", sa.String(length=32), nullable=False, comment="到期时刻（世界时）"),
        sa.Column("revoked_utc", sa.String(length=32), nullable=True, comment="撤销时刻（世界时）"),
        sa.Column("used_utc", sa.String(length=32), nullable=True, comment="最近使用时刻（世界时）"),
        sa.CheckConstraint("length(id) = 8", name=op.f("ck_interface_token_id")),
        sa.CheckConstraint("length(secret_hash) = 64", name=op.f("ck_interface_token_secret_hash")),
        sa.CheckConstraint("created_utc < expires_utc", name=op.f("ck_interface_token_lifetime")),
        sa.ForeignKeyConstraint(["account"], ["account.name"], name="fk_interface_token_account"),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name="fk_interface_token_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_interface_token"),
    )
    op.create_index("ix_interface_token_account", "interface_token", ["account"])


def downgrade() -> None:
    op.drop_index("ix_interface_token_account", table_name="interface_token")
    op.drop_table("interface_token")
