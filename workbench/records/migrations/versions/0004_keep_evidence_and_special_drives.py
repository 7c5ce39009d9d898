"""Keep evidence and special drives."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("campaign_no", sa.String(length=64), nullable=False, comment="专项行动编号"),
        sa.Column("name", sa.String(length=64), nullable=False, comment="专项行动名称"),
        sa.Column("rule", sa.String(), nullable=False, comment="纳入规则"),
        sa.Column("opened_on", sa.Date(), nullable=False, comment="开始日期"),
        sa.Column("closed_on", sa.Date(), nullable=True, comment="结束日期"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("closed_on IS NULL OR opened_on <= closed_on", name=op.f("ck_campaign_interval")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_campaign_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("campaign_no", name=op.f("uq_campaign_campaign_no")),
    )
    op.create_table(
        "evidence_file",
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="原件校验值"),
        sa.Column("recorded", sa.Integer(), nullable=False, comment="记录位置（台账条号）"),
        sa.Column("file_name", sa.String(), nullable=False, comment="文件名"),
        sa.Column("size", sa.Integer(), nullable=False, comment="字节数"),
        sa.Column("content", sa.LargeBinary(), nullable=True, comment="原件内容"),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_evidence_file_sha256")),
        sa.CheckConstraint("size >= 1", name=op.f("ck_evidence_file_size")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_evidence_file")),
    )
    op.create_table(
        "campaign_entry",
        sa.Column("campaign_id", sa.Integer(), nullable=False, comment="专项行动"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("case_no", sa.String(length=64), nullable=False, comment="信访件编号"),
        sa.Column("entered_on", sa.Date(), nullable=False, comment="加入日期"),
        sa.Column("left_on", sa.Date(), nullable=True, comment="移出日期"),
        sa.Column("left_why", sa.String(), nullable=True, comment="移出理由"),
        sa.CheckConstraint("(left_on IS NULL) = (left_why IS NULL)", name=op.f("ck_campaign_entry_left_why")),
        sa.CheckConstraint(
            "left_on IS NULL OR entered_on <= left_on", name=op.f("ck_campaign_entry_interval")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_entry_campaign_id")),
        sa.ForeignKeyConstraint(
            ["case_no"], ["petition_case.case_no"], name=op.f("fk_campaign_entry_case_no")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "number", name=op.f("pk_campaign_entry")),
    )
    op.create_index(op.f("ix_campaign_entry_case_no"), "campaign_entry", ["case_no"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_campaign_entry_case_no"), table_name="campaign_entry")
    op.drop_table("campaign_entry")
    op.drop_table("evidence_file")
    op.drop_table("campaign")
