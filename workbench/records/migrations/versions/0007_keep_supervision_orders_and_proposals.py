"""Keep supervision orders and proposals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("proposal_no", sa.String(length=64), nullable=False, comment="建议编号"),
        sa.Column("proposal_kind", sa.String(length=32), nullable=False, comment="建议种类"),
        sa.Column("to_unit", sa.String(length=32), nullable=False, comment="收到建议的单位"),
        sa.Column("by_unit", sa.String(length=32), nullable=False, comment="提出单位"),
        sa.Column("by_account", sa.String(length=64), nullable=False, comment="提出账号"),
        sa.Column("about_unit", sa.String(length=32), nullable=True, comment="责任单位（追究责任的建议）"),
        sa.Column("text", sa.String(), nullable=False, comment="建议内容"),
        sa.Column("issued_on", sa.Date(), nullable=False, comment="提出日期"),
        sa.Column("feedback_due_on", sa.Date(), nullable=False, comment="反馈期限（本地设定，非条例规定）"),
        sa.Column("feedback_on", sa.Date(), nullable=True, comment="书面反馈日期"),
        sa.Column("adoption", sa.String(length=32), nullable=True, comment="采纳情况"),
        sa.Column("feedback_text", sa.String(), nullable=True, comment="反馈内容"),
        sa.Column("refusal_reason", sa.String(), nullable=True, comment="未采纳或部分采纳的理由"),
        sa.Column("title", sa.String(), nullable=True, comment="反馈文书名称"),
        sa.Column("dated_on", sa.Date(), nullable=True, comment="反馈文书日期"),
        sa.Column("sha256", sa.String(length=64), nullable=True, comment="原件校验值"),
        sa.Column("feedback_account", sa.String(length=64), nullable=True, comment="记录账号"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("(feedback_on IS NULL) = (adoption IS NULL)", name=op.f("ck_proposal_adoption")),
        sa.CheckConstraint("(feedback_on IS NULL) = (sha256 IS NULL)", name=op.f("ck_proposal_evidence")),
        sa.CheckConstraint(
            "about_unit IS NULL OR about_unit <> to_unit", name=op.f("ck_proposal_about_unit")
        ),
        sa.CheckConstraint(
            "feedback_on IS NULL OR issued_on <= feedback_on", name=op.f("ck_proposal_feedback_on")
        ),
        sa.CheckConstraint("issued_on < feedback_due_on", name=op.f("ck_proposal_feedback_due")),
        sa.CheckConstraint("to_unit <> by_unit", name=op.f("ck_proposal_own_unit")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_proposal_version")),
        sa.ForeignKeyConstraint(["about_unit"], ["unit.code"], name=op.f("fk_proposal_about_unit")),
        sa.ForeignKeyConstraint(["by_unit"], ["unit.code"], name=op.f("fk_proposal_by_unit")),
        sa.ForeignKeyConstraint(["to_unit"], ["unit.code"], name=op.f("fk_proposal_to_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("proposal_no", name=op.f("uq_proposal_proposal_no")),
    )
    op.create_index(op.f("ix_proposal_to_unit"), "proposal", ["to_unit"], unique=False)
    op.create_table(
        "proposal_case",
        sa.Column("proposal_id", sa.Integer(), nullable=False, comment="建议"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("case_no", sa.String(length=64), nullable=False, comment="信访件编号"),
        sa.ForeignKeyConstraint(
            ["case_no"], ["petition_case.case_no"], name=op.f("fk_proposal_case_case_no")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_case_proposal_id")),
        sa.PrimaryKeyConstraint("proposal_id", "number", name=op.f("pk_proposal_case")),
    )
    op.create_index(op.f("ix_proposal_case_case_no"), "proposal_case", ["case_no"], unique=False)
    op.create_table(
        "proposal_clause",
        sa.Column("proposal_id", sa.Integer(), nullable=False, comment="建议"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("code", sa.String(length=16), nullable=False, comment="条款代码"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_clause_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "number", name=op.f("pk_proposal_clause")),
    )
    op.create_table(
        "supervision_order",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("order_no", sa.String(length=64), nullable=False, comment="督办单编号"),
        sa.Column("case_no", sa.String(length=64), nullable=True, comment="信访件编号"),
        sa.Column("item_no", sa.String(length=64), nullable=True, comment="议定事项编号"),
        sa.Column("to_unit", sa.String(length=32), nullable=False, comment="被督办单位"),
        sa.Column("by_unit", sa.String(length=32), nullable=False, comment="发出单位"),
        sa.Column("by_account", sa.String(length=64), nullable=False, comment="发出账号"),
        sa.Column("reason", sa.String(length=32), nullable=False, comment="触发情形"),
        sa.Column("facts", sa.String(), nullable=False, comment="事实（发出时固定）"),
        sa.Column("basis", sa.String(), nullable=False, comment="依据"),
        sa.Column("demand", sa.String(), nullable=False, comment="督办要求"),
        sa.Column("issued_on", sa.Date(), nullable=False, comment="发出日期"),
        sa.Column("reply_due_on", sa.Date(), nullable=False, comment="反馈期限（本地设定，条例未规定）"),
        sa.Column("closed_on", sa.Date(), nullable=True, comment="闭环日期"),
        sa.Column("closed_by", sa.String(length=64), nullable=True, comment="闭环账号"),
        sa.Column("closed_note", sa.String(), nullable=True, comment="审核意见"),
        sa.Column("withdrawn_on", sa.Date(), nullable=True, comment="撤回日期"),
        sa.Column("withdrawn_why", sa.String(), nullable=True, comment="撤回理由"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (closed_by IS NULL)", name=op.f("ck_supervision_order_closed_by")
        ),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_why IS NULL)",
            name=op.f("ck_supervision_order_withdrawn_why"),
        ),
        sa.CheckConstraint(
            "case_no IS NULL OR item_no IS NULL", name=op.f("ck_supervision_order_one_ground")
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR withdrawn_on IS NULL", name=op.f("ck_supervision_order_one_end")
        ),
        sa.CheckConstraint("issued_on < reply_due_on", name=op.f("ck_supervision_order_reply_due")),
        sa.CheckConstraint("to_unit <> by_unit", name=op.f("ck_supervision_order_own_unit")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_supervision_order_version")),
        sa.ForeignKeyConstraint(["by_unit"], ["unit.code"], name=op.f("fk_supervision_order_by_unit")),
        sa.ForeignKeyConstraint(
            ["case_no"], ["petition_case.case_no"], name=op.f("fk_supervision_order_case_no")
        ),
        sa.ForeignKeyConstraint(["to_unit"], ["unit.code"], name=op.f("fk_supervision_order_to_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_order")),
        sa.UniqueConstraint("order_no", name=op.f("uq_supervision_order_order_no")),
    )
    op.create_index(op.f("ix_supervision_order_case_no"), "supervision_order", ["case_no"], unique=False)
    op.create_index(op.f("ix_supervision_order_to_unit"), "supervision_order", ["to_unit"], unique=False)
    op.create_table(
        "order_reminder",
        sa.Column("order_id", sa.Integer(), nullable=False, comment="督办单"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("on", sa.Date(), nullable=False, comment="催办日期"),
        sa.Column("text", sa.String(), nullable=False, comment="催办内容"),
        sa.Column("account", sa.String(length=64), nullable=False, comment="催办账号"),
        sa.ForeignKeyConstraint(
            ["order_id"], ["supervision_order.id"], name=op.f("fk_order_reminder_order_id")
        ),
        sa.PrimaryKeyConstraint("order_id", "number", name=op.f("pk_order_reminder")),
    )
    op.create_table(
        "order_reply",
        sa.Column("order_id", sa.Integer(), nullable=False, comment="督办单"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("on", sa.Date(), nullable=False, comment="反馈日期"),
        sa.Column("text", sa.String(), nullable=False, comment="反馈内容"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="反馈单位"),
        sa.Column("account", sa.String(length=64), nullable=False, comment="记录账号"),
        sa.Column("title", sa.String(), nullable=True, comment="佐证材料名称"),
        sa.Column("dated_on", sa.Date(), nullable=True, comment="佐证材料日期"),
        sa.Column("sha256", sa.String(length=64), nullable=True, comment="原件校验值"),
        sa.CheckConstraint("(title IS NULL) = (dated_on IS NULL)", name=op.f("ck_order_reply_evidence_day")),
        sa.CheckConstraint("(title IS NULL) = (sha256 IS NULL)", name=op.f("ck_order_reply_evidence")),
        sa.ForeignKeyConstraint(["order_id"], ["supervision_order.id"], name=op.f("fk_order_reply_order_id")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_order_reply_unit")),
        sa.PrimaryKeyConstraint("order_id", "number", name=op.f("pk_order_reply")),
    )
    op.create_table(
        "order_return",
        sa.Column("order_id", sa.Integer(), nullable=False, comment="督办单"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("on", sa.Date(), nullable=False, comment="退回日期"),
        sa.Column("reply", sa.Integer(), nullable=False, comment="退回的反馈（第几次）"),
        sa.Column("reason", sa.String(), nullable=False, comment="退回理由"),
        sa.Column("due_on", sa.Date(), nullable=False, comment="重新反馈期限"),
        sa.Column("account", sa.String(length=64), nullable=False, comment="退回账号"),
        sa.CheckConstraint('"on" < due_on', name=op.f("ck_order_return_due")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["supervision_order.id"], name=op.f("fk_order_return_order_id")
        ),
        sa.PrimaryKeyConstraint("order_id", "number", name=op.f("pk_order_return")),
    )


def downgrade() -> None:
    op.drop_table("order_return")
    op.drop_table("order_reply")
    op.drop_table("order_reminder")
    op.drop_index(op.f("ix_supervision_order_to_unit"), table_name="supervision_order")
    op.drop_index(op.f("ix_supervision_order_case_no"), table_name="supervision_order")
    op.drop_table("supervision_order")
    op.drop_table("proposal_clause")
    op.drop_index(op.f("ix_proposal_case_case_no"), table_name="proposal_case")
    op.drop_table("proposal_case")
    op.drop_index(op.f("ix_proposal_to_unit"), table_name="proposal")
    op.drop_table("proposal")
