"""Keep which body hears of petition work, how often it should, and when it did (art. 9(2))."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_study",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("body", sa.String(length=32), nullable=False, comment="听取汇报的会议"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_work_study_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_study")),
        sa.UniqueConstraint("body", name=op.f("uq_work_study_body")),
    )
    op.create_table(
        "work_study_interval",
        sa.Column("study_id", sa.Integer(), nullable=False, comment="听取信访工作汇报"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("months", sa.Integer(), nullable=False, comment="间隔（整月，本地设定，条例未规定）"),
        sa.Column("since", sa.Date(), nullable=False, comment="起算日期"),
        sa.Column("basis", sa.String(), nullable=False, comment="设定依据"),
        sa.CheckConstraint("months >= 1", name=op.f("ck_work_study_interval_months")),
        sa.ForeignKeyConstraint(
            ["study_id"], ["work_study.id"], name=op.f("fk_work_study_interval_study_id")
        ),
        sa.PrimaryKeyConstraint("study_id", "number", name=op.f("pk_work_study_interval")),
    )
    op.create_table(
        "work_study_session",
        sa.Column("study_id", sa.Integer(), nullable=False, comment="听取信访工作汇报"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("on", sa.Date(), nullable=False, comment="会议日期"),
        sa.Column("session", sa.String(), nullable=False, comment="会议名称"),
        sa.Column("paper", sa.String(), nullable=False, comment="纪要或者记录文号"),
        sa.Column("heard", sa.String(), nullable=False, comment="听取、研究的内容"),
        sa.Column("decided", sa.String(), nullable=False, comment="议定内容"),
        sa.Column("struck_on", sa.Date(), nullable=True, comment="撤销登记日期"),
        sa.Column("struck_why", sa.String(), nullable=True, comment="撤销登记理由"),
        sa.CheckConstraint('struck_on IS NULL OR "on" <= struck_on', name=op.f("ck_work_study_session_days")),
        sa.CheckConstraint(
            "(struck_on IS NULL) = (struck_why IS NULL)", name=op.f("ck_work_study_session_struck")
        ),
        sa.ForeignKeyConstraint(["study_id"], ["work_study.id"], name=op.f("fk_work_study_session_study_id")),
        sa.PrimaryKeyConstraint("study_id", "number", name=op.f("pk_work_study_session")),
    )


def downgrade() -> None:
    op.drop_table("work_study_session")
    op.drop_table("work_study_interval")
    op.drop_table("work_study")
