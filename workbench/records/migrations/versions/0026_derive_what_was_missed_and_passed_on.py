"""Derive deadlines anew: a missed limit stays missed where the matter is passed on, declined or ended.

No table changes. Whoever upgrades derives the rows (``records.migrate``, ``acts.deriving``).
"""

from __future__ import annotations

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
