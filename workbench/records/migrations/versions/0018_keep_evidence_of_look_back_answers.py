"""Keep the document that shows an answer of a look-back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = ("look_back_answer", "look_back_own_view")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("title", sa.String(), nullable=True, comment="佐证材料名称"))
        op.add_column(table, sa.Column("dated_on", sa.Date(), nullable=True, comment="佐证材料日期"))
        op.add_column(table, sa.Column("sha256", sa.String(length=64), nullable=True, comment="原件校验值"))


def downgrade() -> None:
    for table in TABLES:
        for column in ("sha256", "dated_on", "title"):
            op.drop_column(table, column)
