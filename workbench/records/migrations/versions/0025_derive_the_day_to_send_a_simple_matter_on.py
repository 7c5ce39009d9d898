"""Derive deadlines anew: an office that a simple matter passes has one working day to send it on.

No table changes. Whoever upgrades derives the rows (``records.migrate``, ``acts.deriving``).
"""

from __future__ import annotations

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
