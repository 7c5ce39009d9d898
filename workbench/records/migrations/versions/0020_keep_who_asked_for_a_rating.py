"""Keep who asked for a rating: the unit itself, the petition office, or the system."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("step", sa.Column("asked_by", sa.String(length=32), nullable=True, comment="评价由谁征求"))


def downgrade() -> None:
    op.drop_column("step", "asked_by")
