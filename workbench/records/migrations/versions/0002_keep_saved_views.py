"""Keep saved views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.String(length=32), nullable=False, comment="视图编号"),
        sa.Column("owner", sa.String(length=64), nullable=False, comment="所有人账号"),
        sa.Column("unit", sa.String(length=32), nullable=True, comment="所有人单位"),
        sa.Column("screen", sa.String(length=32), nullable=False, comment="页面"),
        sa.Column("name", sa.String(length=30), nullable=False, comment="视图名称"),
        sa.Column("query", sa.String(length=4000), nullable=False, comment="筛选条件"),
        sa.Column("is_shared", sa.Boolean(), nullable=False, comment="本单位共用"),
        sa.Column("created_utc", sa.String(length=32), nullable=False, comment="建立时刻（世界时）"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 30", name=op.f("ck_saved_view_name")),
        sa.CheckConstraint(
            "NOT is_shared OR unit IS NOT NULL", name=op.f("ck_saved_view_shared_within_unit")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("owner", "screen", "name", name="uq_saved_view_name"),
    )
    op.create_index("ix_saved_view_unit", "saved_view", ["unit", "screen"])


def downgrade() -> None:
    op.drop_index("ix_saved_view_unit", table_name="saved_view")
    op.drop_table("saved_view")
