"""Keep the yearly assessment of petition work, on which monthly sheets it rests, and what became of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "year_assessment",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("assessment_no", sa.String(length=32), nullable=False, comment="年度考核编号"),
        sa.Column("year", sa.Integer(), nullable=False, comment="考核年份"),
        sa.Column("edition", sa.Integer(), nullable=False, comment="版次"),
        sa.Column("assessed_on", sa.Date(), nullable=False, comment="考核日期"),
        sa.Column("paper", sa.String(), nullable=False, comment="考核结果文号"),
        sa.Column("found", sa.String(), nullable=False, comment="考核情况"),
        sa.Column("missing_why", sa.String(), nullable=True, comment="缺少月考核的原因"),
        sa.Column("why", sa.String(), nullable=True, comment="更正理由"),
        sa.Column("circulated_on", sa.Date(), nullable=True, comment="通报日期"),
        sa.Column("scope", sa.String(), nullable=True, comment="通报范围"),
        sa.Column("circulated_paper", sa.String(), nullable=True, comment="通报文号"),
        sa.Column("referred_on", sa.Date(), nullable=True, comment="送交日期"),
        sa.Column("referred_to", sa.String(), nullable=True, comment="送交机关"),
        sa.Column("referred_paper", sa.String(), nullable=True, comment="送交文号"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_year_assessment_edition")),
        sa.CheckConstraint("(edition > 1) = (why IS NOT NULL)", name=op.f("ck_year_assessment_why")),
        sa.CheckConstraint(
            "(circulated_on IS NULL) = (scope IS NULL)", name=op.f("ck_year_assessment_scope")
        ),
        sa.CheckConstraint(
            "(circulated_on IS NULL) = (circulated_paper IS NULL)", name=op.f("ck_year_assessment_circulated")
        ),
        sa.CheckConstraint(
            "(referred_on IS NULL) = (referred_to IS NULL)", name=op.f("ck_year_assessment_referred_to")
        ),
        sa.CheckConstraint(
            "(referred_on IS NULL) = (referred_paper IS NULL)", name=op.f("ck_year_assessment_referred")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_year_assessment_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_assessment")),
        sa.UniqueConstraint("assessment_no", name=op.f("uq_year_assessment_assessment_no")),
        sa.UniqueConstraint("year", "edition", name=op.f("uq_year_assessment_year")),
    )
    op.create_table(
        "year_assessment_sheet",
        sa.Column("assessment_id", sa.Integer(), nullable=False, comment="年度考核"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("appraisal_no", sa.String(length=64), nullable=False, comment="月考核编号"),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["year_assessment.id"], name=op.f("fk_year_assessment_sheet_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["appraisal_no"], ["appraisal.appraisal_no"], name=op.f("fk_year_assessment_sheet_appraisal_no")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "number", name=op.f("pk_year_assessment_sheet")),
        sa.UniqueConstraint(
            "assessment_id", "appraisal_no", name=op.f("uq_year_assessment_sheet_assessment_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("year_assessment_sheet")
    op.drop_table("year_assessment")
