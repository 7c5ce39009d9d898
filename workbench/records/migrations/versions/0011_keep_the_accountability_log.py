"""Keep the accountability log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proceeding",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("proceeding_no", sa.String(length=64), nullable=False, comment="追责编号"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="责任单位"),
        sa.Column("source", sa.String(length=32), nullable=False, comment="线索来源"),
        sa.Column("opened_on", sa.Date(), nullable=False, comment="登记线索日期"),
        sa.Column("by_unit", sa.String(length=32), nullable=False, comment="登记单位"),
        sa.Column("by_account", sa.String(length=64), nullable=False, comment="登记账号"),
        sa.Column("case_no", sa.String(length=64), nullable=True, comment="信访件编号"),
        sa.Column("order_no", sa.String(length=64), nullable=True, comment="督办单编号"),
        sa.Column("item_no", sa.String(length=64), nullable=True, comment="议定事项编号"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_proceeding_version")),
        sa.ForeignKeyConstraint(["by_unit"], ["unit.code"], name=op.f("fk_proceeding_by_unit")),
        sa.ForeignKeyConstraint(["case_no"], ["petition_case.case_no"], name=op.f("fk_proceeding_case_no")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_proceeding_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proceeding")),
        sa.UniqueConstraint("proceeding_no", name=op.f("uq_proceeding_proceeding_no")),
    )
    op.create_index(op.f("ix_proceeding_case_no"), "proceeding", ["case_no"], unique=False)
    op.create_index(op.f("ix_proceeding_unit"), "proceeding", ["unit"], unique=False)
    op.create_table(
        "proceeding_entry",
        sa.Column("proceeding_id", sa.Integer(), nullable=False, comment="责任追究"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="记录种类"),
        sa.Column("on", sa.Date(), nullable=False, comment="记入日期"),
        sa.Column("happened_on", sa.Date(), nullable=False, comment="所记事项日期"),
        sa.Column("account", sa.String(length=64), nullable=False, comment="记录账号"),
        sa.Column("text", sa.String(), nullable=True, comment="内容"),
        sa.Column("unit", sa.String(length=32), nullable=True, comment="单位或有权机关"),
        sa.Column("clause", sa.String(length=16), nullable=True, comment="可能适用的条款"),
        sa.Column("subject", sa.Integer(), nullable=True, comment="对象（责任人认定的序号，空为单位）"),
        sa.Column("name", sa.String(), nullable=True, comment="责任人姓名"),
        sa.Column("post", sa.String(), nullable=True, comment="责任人职务"),
        sa.Column("person_account", sa.String(), nullable=True, comment="责任人账号"),
        sa.Column("responsibility", sa.String(length=32), nullable=True, comment="责任类型"),
        sa.Column("author", sa.String(), nullable=True, comment="认定人"),
        sa.Column("form", sa.String(length=32), nullable=True, comment="处理方式"),
        sa.Column("document_no", sa.String(), nullable=True, comment="决定文号"),
        sa.Column("months", sa.Integer(), nullable=True, comment="影响期（月）"),
        sa.Column("is_grave", sa.Boolean(), nullable=True, comment="有权机关认定造成严重后果"),
        sa.Column("adoption", sa.String(length=32), nullable=True, comment="采纳情况"),
        sa.Column("result", sa.String(length=32), nullable=True, comment="复审复核的结果"),
        sa.Column("scope", sa.String(length=32), nullable=True, comment="通报范围"),
        sa.Column("proposal_no", sa.String(length=64), nullable=True, comment="建议编号"),
        sa.Column("due_on", sa.Date(), nullable=True, comment="期限"),
        sa.Column("title", sa.String(), nullable=True, comment="证据或文书名称"),
        sa.Column("dated_on", sa.Date(), nullable=True, comment="证据或文书日期"),
        sa.Column("sha256", sa.String(length=64), nullable=True, comment="原件校验值"),
        sa.Column("corrects", sa.Integer(), nullable=True, comment="所更正的序号"),
        sa.Column("why", sa.String(), nullable=True, comment="更正理由"),
        sa.CheckConstraint(
            "(title IS NULL) = (dated_on IS NULL)", name=op.f("ck_proceeding_entry_evidence_day")
        ),
        sa.CheckConstraint("(title IS NULL) = (sha256 IS NULL)", name=op.f("ck_proceeding_entry_evidence")),
        sa.CheckConstraint(
            "corrects IS NULL OR corrects < number", name=op.f("ck_proceeding_entry_corrects")
        ),
        sa.CheckConstraint("corrects IS NULL OR why IS NOT NULL", name=op.f("ck_proceeding_entry_why")),
        sa.CheckConstraint('happened_on <= "on"', name=op.f("ck_proceeding_entry_happened_on")),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_proceeding_entry_proceeding_id")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_proceeding_entry_unit")),
        sa.PrimaryKeyConstraint("proceeding_id", "number", name=op.f("pk_proceeding_entry")),
    )


def downgrade() -> None:
    op.drop_table("proceeding_entry")
    op.drop_index(op.f("ix_proceeding_unit"), table_name="proceeding")
    op.drop_index(op.f("ix_proceeding_case_no"), table_name="proceeding")
    op.drop_table("proceeding")
