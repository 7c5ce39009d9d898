"""Hold what may be an accusation: its texts and the units that it names lie apart until a person decides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "petition_case", sa.Column("held", sa.Integer(), nullable=True, comment="待认定（列入的台账条号）")
    )
    op.create_index(op.f("ix_petition_case_held"), "petition_case", ["held"], unique=False)
    op.create_table(
        "held_text",
        sa.Column("petition_id", sa.Integer(), nullable=False, comment="信访件"),
        sa.Column("title", sa.String(), nullable=True, comment="标题"),
        sa.Column("narrative", sa.String(), nullable=False, comment="内容"),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_held_text_petition_id")),
        sa.PrimaryKeyConstraint("petition_id", name=op.f("pk_held_text")),
    )
    op.create_table(
        "held_link",
        sa.Column("case_id", sa.Integer(), nullable=False, comment="信访事项"),
        sa.Column("unit_code", sa.String(length=32), nullable=False, comment="提到的单位"),
        sa.ForeignKeyConstraint(["case_id"], ["petition_case.id"], name=op.f("fk_held_link_case_id")),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_held_link_unit_code")),
        sa.PrimaryKeyConstraint("case_id", "unit_code", name=op.f("pk_held_link")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("held_link")
    op.drop_table("held_text")
    op.drop_index(op.f("ix_petition_case_held"), table_name="petition_case")
    op.drop_column("petition_case", "held")
