"""Keep impact assessments of handling personal information, and until when their reports are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "impact_assessment",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("impact_no", sa.String(length=32), nullable=False, comment="影响评估编号"),
        sa.Column("ground", sa.String(length=32), nullable=False, comment="应当评估的情形"),
        sa.Column("done_on", sa.Date(), nullable=False, comment="完成评估日期"),
        sa.Column("activity", sa.String(), nullable=False, comment="所评估的处理活动"),
        sa.Column("purpose", sa.String(), nullable=False, comment="处理目的、处理方式是否合法、正当、必要"),
        sa.Column("impact", sa.String(), nullable=False, comment="对个人权益的影响及安全风险"),
        sa.Column("measures", sa.String(), nullable=False, comment="保护措施是否合法、有效、与风险相适应"),
        sa.Column("paper", sa.String(), nullable=False, comment="评估报告文号"),
        sa.Column("place", sa.String(), nullable=False, comment="评估报告保存地点"),
        sa.Column("struck_on", sa.Date(), nullable=True, comment="撤销登记日期"),
        sa.Column("struck_why", sa.String(), nullable=True, comment="撤销登记理由"),
        sa.Column("destroyed_on", sa.Date(), nullable=True, comment="报告销毁日期"),
        sa.Column("destroyed_paper", sa.String(), nullable=True, comment="销毁审批文号"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint(
            "(struck_on IS NULL) = (struck_why IS NULL)", name=op.f("ck_impact_assessment_struck")
        ),
        sa.CheckConstraint(
            "(destroyed_on IS NULL) = (destroyed_paper IS NULL)", name=op.f("ck_impact_assessment_destroyed")
        ),
        sa.CheckConstraint(
            "struck_on IS NULL OR destroyed_on IS NULL", name=op.f("ck_impact_assessment_ends")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_impact_assessment_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_assessment")),
        sa.UniqueConstraint("impact_no", name=op.f("uq_impact_assessment_impact_no")),
    )


def downgrade() -> None:
    op.drop_table("impact_assessment")
