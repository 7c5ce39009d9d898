"""Keep monthly appraisals of units."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appraisal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("appraisal_no", sa.String(length=64), nullable=False, comment="月考核编号"),
        sa.Column("month", sa.Date(), nullable=False, comment="考核月份（该月第一天）"),
        sa.Column("edition", sa.Integer(), nullable=False, comment="版次"),
        sa.Column("as_of", sa.Date(), nullable=False, comment="截至日"),
        sa.Column("snapshot", sa.String(length=64), nullable=False, comment="固定快照编号"),
        sa.Column("ledger_size", sa.Integer(), nullable=False, comment="快照的台账条数"),
        sa.Column("drafted_on", sa.Date(), nullable=False, comment="编制日期"),
        sa.Column("drafted_by", sa.String(length=64), nullable=False, comment="编制账号"),
        sa.Column("replaces", sa.String(length=64), nullable=True, comment="所更正的版本"),
        sa.Column("why", sa.String(), nullable=True, comment="更正理由"),
        sa.Column("published_on", sa.Date(), nullable=True, comment="交单位核对日期"),
        sa.Column(
            "object_until", sa.Date(), nullable=True, comment="提出异议截止日期（本地设定，条例未规定）"
        ),
        sa.Column("final_on", sa.Date(), nullable=True, comment="定稿日期"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("(edition = 1) = (replaces IS NULL)", name=op.f("ck_appraisal_replaces")),
        sa.CheckConstraint(
            "(published_on IS NULL) = (object_until IS NULL)", name=op.f("ck_appraisal_published")
        ),
        sa.CheckConstraint("as_of <= drafted_on", name=op.f("ck_appraisal_as_of")),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_appraisal_edition")),
        sa.CheckConstraint("final_on IS NULL OR object_until < final_on", name=op.f("ck_appraisal_final")),
        sa.CheckConstraint(
            "published_on IS NULL OR published_on < object_until", name=op.f("ck_appraisal_object_until")
        ),
        sa.CheckConstraint("replaces IS NULL OR why IS NOT NULL", name=op.f("ck_appraisal_why")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_appraisal_version")),
        sa.ForeignKeyConstraint(["replaces"], ["appraisal.appraisal_no"], name=op.f("fk_appraisal_replaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
        sa.UniqueConstraint("appraisal_no", name=op.f("uq_appraisal_appraisal_no")),
        sa.UniqueConstraint("month", "edition", name=op.f("uq_appraisal_month")),
        sa.UniqueConstraint("replaces", name=op.f("uq_appraisal_replaces")),
    )
    op.create_table(
        "appraisal_unit",
        sa.Column("appraisal_id", sa.Integer(), nullable=False, comment="月考核"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="被考核单位"),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraisal_unit_appraisal_id")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_appraisal_unit_unit")),
        sa.PrimaryKeyConstraint("appraisal_id", "number", name=op.f("pk_appraisal_unit")),
        sa.UniqueConstraint("appraisal_id", "unit", name=op.f("uq_appraisal_unit_appraisal_id")),
    )
    op.create_table(
        "appraisal_item",
        sa.Column("appraisal_id", sa.Integer(), nullable=False, comment="月考核"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("figure", sa.String(length=64), nullable=False, comment="指标编号"),
        sa.Column("title", sa.String(length=64), nullable=False, comment="项目名称"),
        sa.Column("definition", sa.String(length=16), nullable=False, comment="指标定义版本"),
        sa.Column("points", sa.Integer(), nullable=False, comment="分值"),
        sa.Column("floor", sa.Integer(), nullable=False, comment="保底分"),
        sa.Column("basis", sa.String(), nullable=False, comment="依据"),
        sa.CheckConstraint("0 <= floor AND floor < points", name=op.f("ck_appraisal_item_floor")),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraisal_item_appraisal_id")
        ),
        sa.PrimaryKeyConstraint("appraisal_id", "number", name=op.f("pk_appraisal_item")),
        sa.UniqueConstraint("appraisal_id", "figure", name=op.f("uq_appraisal_item_appraisal_id")),
    )
    op.create_table(
        "appraisal_line",
        sa.Column("appraisal_id", sa.Integer(), nullable=False, comment="月考核"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="被考核单位"),
        sa.Column("figure", sa.String(length=64), nullable=False, comment="指标编号"),
        sa.Column("numerator", sa.Integer(), nullable=False, comment="做到数"),
        sa.Column("denominator", sa.Integer(), nullable=False, comment="应办数"),
        sa.CheckConstraint(
            "0 <= numerator AND numerator <= denominator AND 1 <= denominator",
            name=op.f("ck_appraisal_line_numbers"),
        ),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraisal_line_appraisal_id")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_appraisal_line_unit")),
        sa.PrimaryKeyConstraint("appraisal_id", "number", name=op.f("pk_appraisal_line")),
        sa.UniqueConstraint("appraisal_id", "unit", "figure", name=op.f("uq_appraisal_line_appraisal_id")),
    )
    op.create_table(
        "appraisal_objection",
        sa.Column("appraisal_id", sa.Integer(), nullable=False, comment="月考核"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="提出异议的单位"),
        sa.Column("figure", sa.String(length=64), nullable=False, comment="指标编号"),
        sa.Column("objected_on", sa.Date(), nullable=False, comment="提出异议日期"),
        sa.Column("account", sa.String(length=64), nullable=False, comment="提出异议账号"),
        sa.Column("reason", sa.String(), nullable=False, comment="异议理由"),
        sa.Column("answered_on", sa.Date(), nullable=True, comment="答复日期"),
        sa.Column("answered_by", sa.String(length=64), nullable=True, comment="答复账号"),
        sa.Column("is_accepted", sa.Boolean(), nullable=True, comment="是否采纳"),
        sa.Column("answer", sa.String(), nullable=True, comment="书面答复"),
        sa.Column("numerator", sa.Integer(), nullable=True, comment="更正后的做到数"),
        sa.Column("denominator", sa.Integer(), nullable=True, comment="更正后的应办数（0为不适用）"),
        sa.CheckConstraint(
            "(answered_on IS NULL) = (answer IS NULL)", name=op.f("ck_appraisal_objection_answer")
        ),
        sa.CheckConstraint(
            "(answered_on IS NULL) = (is_accepted IS NULL)", name=op.f("ck_appraisal_objection_is_accepted")
        ),
        sa.CheckConstraint(
            "answered_by IS NULL OR answered_by <> account", name=op.f("ck_appraisal_objection_two_people")
        ),
        sa.CheckConstraint(
            "answered_on IS NULL OR objected_on <= answered_on",
            name=op.f("ck_appraisal_objection_answered_on"),
        ),
        sa.CheckConstraint(
            "denominator IS NULL OR (0 <= numerator AND numerator <= denominator)",
            name=op.f("ck_appraisal_objection_numbers"),
        ),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraisal_objection_appraisal_id")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_appraisal_objection_unit")),
        sa.PrimaryKeyConstraint("appraisal_id", "number", name=op.f("pk_appraisal_objection")),
        sa.UniqueConstraint(
            "appraisal_id", "unit", "figure", name=op.f("uq_appraisal_objection_appraisal_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("appraisal_objection")
    op.drop_table("appraisal_line")
    op.drop_table("appraisal_item")
    op.drop_table("appraisal_unit")
    op.drop_table("appraisal")
