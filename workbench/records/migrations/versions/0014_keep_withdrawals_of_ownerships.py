"""Keep that a wrong assignment of an ownership was taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ownership_withdrawal",
        sa.Column("ownership_id", sa.Integer(), nullable=False, comment="领导包案"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("on", sa.Date(), nullable=False, comment="撤回日期"),
        sa.Column("why", sa.String(), nullable=False, comment="撤回理由"),
        sa.ForeignKeyConstraint(
            ["ownership_id"], ["ownership.id"], name=op.f("fk_ownership_withdrawal_ownership_id")
        ),
        sa.PrimaryKeyConstraint("ownership_id", "number", name=op.f("pk_ownership_withdrawal")),
    )


def downgrade() -> None:
    op.drop_table("ownership_withdrawal")
