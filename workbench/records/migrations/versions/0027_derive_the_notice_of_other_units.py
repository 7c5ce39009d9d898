"""Derive deadlines anew: article 23(4) leaves out the notice of organs of law and of discipline only.

No table changes. Whoever upgrades derives the rows (``records.migrate``, ``acts.deriving``).
"""

from __future__ import annotations

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
