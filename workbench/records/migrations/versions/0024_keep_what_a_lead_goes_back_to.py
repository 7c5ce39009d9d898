"""Keep what a lead of accountability goes back to: a review sheet, a look-back, a paper from above."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

COLUMNS = (
    ("sheet_no", 160, "评查表编号"),
    ("check_no", 140, "回头看检查编号"),
    ("paper_no", 64, "来文文号"),
)


def upgrade() -> None:
    for name, length, words in COLUMNS:
        op.add_column("proceeding", sa.Column(name, sa.String(length=length), nullable=True, comment=words))


def downgrade() -> None:
    for name, _, _ in reversed(COLUMNS):
        op.drop_column("proceeding", name)
