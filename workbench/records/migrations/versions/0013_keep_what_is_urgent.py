"""Keep which matters are urgent, why, and to whom that was reported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "urgency",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("urgency_no", sa.String(length=80), nullable=False, comment="重大紧急编号"),
        sa.Column("case_no", sa.String(length=64), nullable=False, comment="信访件编号"),
        sa.Column("reason", sa.String(length=24), nullable=False, comment="紧急情形"),
        sa.Column("known_on", sa.Date(), nullable=False, comment="知悉日期"),
        sa.Column("reported_on", sa.Date(), nullable=False, comment="报告日期"),
        sa.Column("facts", sa.String(), nullable=False, comment="紧急的事实"),
        sa.Column("reported_to", sa.String(), nullable=False, comment="报告的机关"),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="解除日期"),
        sa.Column("ended_why", sa.String(), nullable=True, comment="解除理由"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("known_on <= reported_on", name=op.f("ck_urgency_reported_on")),
        sa.CheckConstraint("ended_on IS NULL OR reported_on <= ended_on", name=op.f("ck_urgency_interval")),
        sa.CheckConstraint("(ended_on IS NULL) = (ended_why IS NULL)", name=op.f("ck_urgency_ended_why")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_urgency_version")),
        sa.ForeignKeyConstraint(["case_no"], ["petition_case.case_no"], name=op.f("fk_urgency_case_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urgency")),
        sa.UniqueConstraint("urgency_no", name=op.f("uq_urgency_urgency_no")),
    )
    op.create_index(op.f("ix_urgency_case_no"), "urgency", ["case_no"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_urgency_case_no"), table_name="urgency")
    op.drop_table("urgency")
