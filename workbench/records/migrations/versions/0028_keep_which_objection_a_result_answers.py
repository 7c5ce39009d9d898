"""Keep which objection a result of re-examination answers: several may wait at once, each on its decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("answers", sa.Integer(), nullable=True, comment="所答复的申请序号")
    op.add_column("proceeding_entry", column)


def downgrade() -> None:
    op.drop_column("proceeding_entry", "answers")
