"""Keep issued papers and the sequences of their numbers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "number_sequence",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("key", sa.String(length=128), nullable=False, comment="编号序列（系列、单位、年份）"),
        sa.Column("last", sa.Integer(), nullable=False, comment="已用到的编号"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("last >= 1", name=op.f("ck_number_sequence_last")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_number_sequence_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_sequence")),
        sa.UniqueConstraint("key", name=op.f("uq_number_sequence_key")),
    )
    op.create_table(
        "issued_document",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("document_no", sa.String(length=128), nullable=False, comment="文号或期号"),
        sa.Column("issued_kind", sa.String(length=32), nullable=False, comment="文书种类"),
        sa.Column("sequence", sa.String(length=128), nullable=False, comment="编号序列（系列、单位、年份）"),
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="序列中的编号（0：沿用督办单或建议的编号）"
        ),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="印发单位"),
        sa.Column("by_account", sa.String(length=64), nullable=False, comment="印发账号"),
        sa.Column("subject_kind", sa.String(length=32), nullable=False, comment="文书所涉对象的种类"),
        sa.Column("subject", sa.String(length=128), nullable=False, comment="文书所涉对象的编号"),
        sa.Column("case_no", sa.String(length=64), nullable=True, comment="信访件编号"),
        sa.Column("order_no", sa.String(length=64), nullable=True, comment="督办单编号"),
        sa.Column("proposal_no", sa.String(length=64), nullable=True, comment="建议编号"),
        sa.Column("title", sa.String(), nullable=False, comment="标题"),
        sa.Column("content", sa.String(), nullable=False, comment="文书内容（可据以重新印制）"),
        sa.Column("content_sha256", sa.String(length=64), nullable=False, comment="文书内容校验值"),
        sa.Column("texts", sa.String(), nullable=False, comment="自拟文字（按名称）"),
        sa.Column("issued_on", sa.Date(), nullable=False, comment="印发日期"),
        sa.Column("as_of", sa.Date(), nullable=False, comment="数据截至日"),
        sa.Column("ledger_size", sa.BigInteger(), nullable=False, comment="数据所依据的台账条数"),
        sa.Column("snapshot", sa.String(length=64), nullable=True, comment="快照校验值"),
        sa.Column("withdrawn_on", sa.Date(), nullable=True, comment="撤回日期"),
        sa.Column("withdrawn_why", sa.String(), nullable=True, comment="撤回理由"),
        sa.Column("withdrawn_by", sa.String(length=64), nullable=True, comment="撤回账号"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_issued_document_withdrawn_by")
        ),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_why IS NULL)", name=op.f("ck_issued_document_withdrawn_why")
        ),
        sa.CheckConstraint("as_of <= issued_on", name=op.f("ck_issued_document_as_of")),
        sa.CheckConstraint("length(content_sha256) = 64", name=op.f("ck_issued_document_content_sha256")),
        sa.CheckConstraint("number >= 0", name=op.f("ck_issued_document_number")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_issued_document_version")),
        sa.ForeignKeyConstraint(
            ["case_no"], ["petition_case.case_no"], name=op.f("fk_issued_document_case_no")
        ),
        sa.ForeignKeyConstraint(
            ["order_no"], ["supervision_order.order_no"], name=op.f("fk_issued_document_order_no")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_no"], ["proposal.proposal_no"], name=op.f("fk_issued_document_proposal_no")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_issued_document_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
        sa.UniqueConstraint("document_no", name=op.f("uq_issued_document_document_no")),
    )
    op.create_index(op.f("ix_issued_document_case_no"), "issued_document", ["case_no"], unique=False)
    op.create_index(op.f("ix_issued_document_issued_on"), "issued_document", ["issued_on"], unique=False)
    op.create_index("ix_issued_document_sequence", "issued_document", ["sequence", "number"], unique=False)
    op.create_index(
        "ix_issued_document_subject", "issued_document", ["subject_kind", "subject"], unique=False
    )
    op.create_index(op.f("ix_issued_document_unit"), "issued_document", ["unit"], unique=False)
    op.create_table(
        "issued_file",
        sa.Column("document_id", sa.Integer(), nullable=False, comment="印发文书"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("file_format", sa.String(length=16), nullable=False, comment="文件格式"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="文件校验值"),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_issued_file_sha256")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["issued_document.id"], name=op.f("fk_issued_file_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_issued_file")),
    )


def downgrade() -> None:
    op.drop_table("issued_file")
    op.drop_index(op.f("ix_issued_document_unit"), table_name="issued_document")
    op.drop_index("ix_issued_document_subject", table_name="issued_document")
    op.drop_index("ix_issued_document_sequence", table_name="issued_document")
    op.drop_index(op.f("ix_issued_document_issued_on"), table_name="issued_document")
    op.drop_index(op.f("ix_issued_document_case_no"), table_name="issued_document")
    op.drop_table("issued_document")
    op.drop_table("number_sequence")
