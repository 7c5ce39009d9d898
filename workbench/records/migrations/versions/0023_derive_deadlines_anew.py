"""Derive states and deadlines anew: the law is read otherwise, and what is derived has to say what it says.

No table changes. Whoever upgrades derives the rows (``records.migrate``, ``acts.deriving``).
"""

from __future__ import annotations

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
