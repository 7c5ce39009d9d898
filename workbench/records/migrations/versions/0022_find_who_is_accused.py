"""Find who is accused, which every session asks for, without reading the ledger and all such matters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ONLY = sa.text("field = 'accused_account'")


def upgrade() -> None:
    op.create_index(op.f("ix_accused_link_unit_code"), "accused_link", ["unit_code"], unique=False)
    op.create_index(
        op.f("ix_ledger_payload_accused"),
        "ledger_payload",
        ["value"],
        unique=False,
        sqlite_where=ONLY,
        postgresql_where=ONLY,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_ledger_payload_accused"),
        table_name="ledger_payload",
        sqlite_where=ONLY,
        postgresql_where=ONLY,
    )
    op.drop_index(op.f("ix_accused_link_unit_code"), table_name="accused_link")
