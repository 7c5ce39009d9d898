"""Keep links of repeat matters and look-backs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look_back_round",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("round_no", sa.String(length=64), nullable=False, comment="回头看批次编号"),
        sa.Column("name", sa.String(length=64), nullable=False, comment="回头看批次名称"),
        sa.Column("rule", sa.String(length=32), nullable=False, comment="回头看类型"),
        sa.Column("opened_on", sa.Date(), nullable=False, comment="开始日期"),
        sa.Column("as_of", sa.Date(), nullable=False, comment="截至日"),
        sa.Column("seed", sa.Integer(), nullable=False, comment="抽签种子"),
        sa.Column("days", sa.Integer(), nullable=True, comment="久访不结天数"),
        sa.Column("per_unit", sa.Integer(), nullable=True, comment="每单位抽取件数"),
        sa.Column("start", sa.Date(), nullable=True, comment="办结期间起"),
        sa.Column("end", sa.Date(), nullable=True, comment="办结期间止"),
        sa.Column("closed_on", sa.Date(), nullable=True, comment="结束日期"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("as_of <= opened_on", name=op.f("ck_look_back_round_as_of")),
        sa.CheckConstraint(
            "closed_on IS NULL OR opened_on <= closed_on", name=op.f("ck_look_back_round_interval")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_look_back_round_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_back_round")),
        sa.UniqueConstraint("round_no", name=op.f("uq_look_back_round_round_no")),
    )
    op.create_table(
        "look_back",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("check_no", sa.String(length=140), nullable=False, comment="检查编号"),
        sa.Column("round_no", sa.String(length=64), nullable=False, comment="回头看批次编号"),
        sa.Column("case_no", sa.String(length=64), nullable=False, comment="信访件编号"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="被检查单位"),
        sa.Column("reviewer", sa.String(length=64), nullable=False, comment="检查人账号"),
        sa.Column("reviewer_unit", sa.String(length=32), nullable=True, comment="检查人单位"),
        sa.Column("assigned_on", sa.Date(), nullable=False, comment="分派日期"),
        sa.Column("ownership_no", sa.String(length=80), nullable=True, comment="包案编号"),
        sa.Column("locked_on", sa.Date(), nullable=True, comment="锁定日期"),
        sa.Column("finding", sa.String(length=32), nullable=True, comment="回头看结论"),
        sa.Column("cause_unit", sa.String(length=32), nullable=True, comment="问题归因单位"),
        sa.Column("cause", sa.String(), nullable=True, comment="问题"),
        sa.Column("viewed_on", sa.Date(), nullable=True, comment="自查意见提交日期"),
        sa.Column("viewed_by", sa.String(length=64), nullable=True, comment="自查意见提交账号"),
        sa.Column("rework_on", sa.Date(), nullable=True, comment="整改下达日期"),
        sa.Column("measures", sa.String(), nullable=True, comment="整改措施"),
        sa.Column("person", sa.String(), nullable=True, comment="整改责任人"),
        sa.Column("rework_due", sa.Date(), nullable=True, comment="整改时限"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("(locked_on IS NULL) = (finding IS NULL)", name=op.f("ck_look_back_finding")),
        sa.CheckConstraint("(viewed_on IS NULL) = (viewed_by IS NULL)", name=op.f("ck_look_back_viewed_by")),
        sa.CheckConstraint("locked_on IS NULL OR assigned_on <= locked_on", name=op.f("ck_look_back_locked")),
        sa.CheckConstraint(
            "rework_on IS NULL OR rework_on < rework_due", name=op.f("ck_look_back_rework_due")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_look_back_version")),
        sa.ForeignKeyConstraint(["case_no"], ["petition_case.case_no"], name=op.f("fk_look_back_case_no")),
        sa.ForeignKeyConstraint(["cause_unit"], ["unit.code"], name=op.f("fk_look_back_cause_unit")),
        sa.ForeignKeyConstraint(["reviewer_unit"], ["unit.code"], name=op.f("fk_look_back_reviewer_unit")),
        sa.ForeignKeyConstraint(
            ["round_no"], ["look_back_round.round_no"], name=op.f("fk_look_back_round_no")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_look_back_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_back")),
        sa.UniqueConstraint("check_no", name=op.f("uq_look_back_check_no")),
        sa.UniqueConstraint("round_no", "case_no", name=op.f("uq_look_back_round_no")),
    )
    op.create_index(op.f("ix_look_back_case_no"), "look_back", ["case_no"], unique=False)
    op.create_index(op.f("ix_look_back_reviewer"), "look_back", ["reviewer"], unique=False)
    op.create_index(op.f("ix_look_back_round_no"), "look_back", ["round_no"], unique=False)
    op.create_index(op.f("ix_look_back_unit"), "look_back", ["unit"], unique=False)
    op.create_table(
        "look_back_entry",
        sa.Column("round_id", sa.Integer(), nullable=False, comment="回头看批次"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("case_no", sa.String(length=64), nullable=False, comment="信访件编号"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="被检查单位"),
        sa.ForeignKeyConstraint(
            ["case_no"], ["petition_case.case_no"], name=op.f("fk_look_back_entry_case_no")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["look_back_round.id"], name=op.f("fk_look_back_entry_round_id")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_look_back_entry_unit")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_look_back_entry")),
        sa.UniqueConstraint("round_id", "case_no", name=op.f("uq_look_back_entry_round_id")),
    )
    op.create_table(
        "matter_link",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("link_no", sa.String(length=140), nullable=False, comment="关联编号"),
        sa.Column("earlier", sa.String(length=64), nullable=False, comment="先登记的信访件编号"),
        sa.Column("later", sa.String(length=64), nullable=False, comment="后登记的信访件编号"),
        sa.Column("relation", sa.String(length=32), nullable=False, comment="重复情形"),
        sa.Column("likeness", sa.Integer(), nullable=False, comment="文字相似度（百分数）"),
        sa.Column("same_place", sa.Boolean(), nullable=False, comment="地点相同"),
        sa.Column("same_unit", sa.Boolean(), nullable=False, comment="责任单位相同"),
        sa.Column("same_topic", sa.Boolean(), nullable=False, comment="内容分类相同"),
        sa.Column("days_between", sa.Integer(), nullable=False, comment="相隔天数"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("days_between >= 0", name=op.f("ck_matter_link_days_between")),
        sa.CheckConstraint("earlier <> later", name=op.f("ck_matter_link_two")),
        sa.CheckConstraint("likeness BETWEEN 0 AND 100", name=op.f("ck_matter_link_likeness")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_matter_link_version")),
        sa.ForeignKeyConstraint(["earlier"], ["petition_case.case_no"], name=op.f("fk_matter_link_earlier")),
        sa.ForeignKeyConstraint(["later"], ["petition_case.case_no"], name=op.f("fk_matter_link_later")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_link")),
        sa.UniqueConstraint("earlier", "later", name=op.f("uq_matter_link_earlier")),
        sa.UniqueConstraint("link_no", name=op.f("uq_matter_link_link_no")),
    )
    op.create_index(op.f("ix_matter_link_later"), "matter_link", ["later"], unique=False)
    op.create_table(
        "look_back_answer",
        sa.Column("check_id", sa.Integer(), nullable=False, comment="回头看检查"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("item", sa.String(length=16), nullable=False, comment="检查项"),
        sa.Column("answer", sa.String(length=16), nullable=False, comment="检查结果"),
        sa.Column("note", sa.String(), nullable=True, comment="依据或说明"),
        sa.ForeignKeyConstraint(["check_id"], ["look_back.id"], name=op.f("fk_look_back_answer_check_id")),
        sa.PrimaryKeyConstraint("check_id", "number", name=op.f("pk_look_back_answer")),
        sa.UniqueConstraint("check_id", "item", name=op.f("uq_look_back_answer_check_id")),
    )
    op.create_table(
        "look_back_own_view",
        sa.Column("check_id", sa.Integer(), nullable=False, comment="回头看检查"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("item", sa.String(length=16), nullable=False, comment="检查项"),
        sa.Column("answer", sa.String(length=16), nullable=False, comment="检查结果"),
        sa.Column("note", sa.String(), nullable=True, comment="依据或说明"),
        sa.ForeignKeyConstraint(["check_id"], ["look_back.id"], name=op.f("fk_look_back_own_view_check_id")),
        sa.PrimaryKeyConstraint("check_id", "number", name=op.f("pk_look_back_own_view")),
        sa.UniqueConstraint("check_id", "item", name=op.f("uq_look_back_own_view_check_id")),
    )
    op.create_table(
        "look_back_report",
        sa.Column("check_id", sa.Integer(), nullable=False, comment="回头看检查"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("on", sa.Date(), nullable=False, comment="报告日期"),
        sa.Column("words", sa.String(), nullable=False, comment="整改情况"),
        sa.Column("account", sa.String(length=64), nullable=False, comment="报告账号"),
        sa.Column("title", sa.String(), nullable=False, comment="佐证材料名称"),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="佐证材料日期"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="原件校验值"),
        sa.Column("decided_on", sa.Date(), nullable=True, comment="核实日期"),
        sa.Column("is_confirmed", sa.Boolean(), nullable=True, comment="核实通过"),
        sa.Column("why", sa.String(), nullable=True, comment="核实情况"),
        sa.Column("decided_by", sa.String(length=64), nullable=True, comment="核实账号"),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (decided_by IS NULL)", name=op.f("ck_look_back_report_decided_by")
        ),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (is_confirmed IS NULL)", name=op.f("ck_look_back_report_decided")
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_look_back_report_sha256")),
        sa.ForeignKeyConstraint(["check_id"], ["look_back.id"], name=op.f("fk_look_back_report_check_id")),
        sa.PrimaryKeyConstraint("check_id", "number", name=op.f("pk_look_back_report")),
    )
    op.create_table(
        "matter_link_decision",
        sa.Column("link_id", sa.Integer(), nullable=False, comment="重复信访关联"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("on", sa.Date(), nullable=False, comment="认定日期"),
        sa.Column("verdict", sa.String(length=32), nullable=False, comment="重复认定"),
        sa.Column("account", sa.String(length=64), nullable=False, comment="认定账号"),
        sa.Column("why", sa.String(), nullable=True, comment="认定理由"),
        sa.ForeignKeyConstraint(
            ["link_id"], ["matter_link.id"], name=op.f("fk_matter_link_decision_link_id")
        ),
        sa.PrimaryKeyConstraint("link_id", "number", name=op.f("pk_matter_link_decision")),
    )


def downgrade() -> None:
    op.drop_table("matter_link_decision")
    op.drop_table("look_back_report")
    op.drop_table("look_back_own_view")
    op.drop_table("look_back_answer")
    op.drop_index(op.f("ix_matter_link_later"), table_name="matter_link")
    op.drop_table("matter_link")
    op.drop_table("look_back_entry")
    op.drop_index(op.f("ix_look_back_unit"), table_name="look_back")
    op.drop_index(op.f("ix_look_back_round_no"), table_name="look_back")
    op.drop_index(op.f("ix_look_back_reviewer"), table_name="look_back")
    op.drop_index(op.f("ix_look_back_case_no"), table_name="look_back")
    op.drop_table("look_back")
    op.drop_table("look_back_round")
