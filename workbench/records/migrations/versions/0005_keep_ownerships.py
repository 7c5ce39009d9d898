"""Keep ownerships."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ownership",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("ownership_no", sa.String(length=80), nullable=False, comment="包案编号"),
        sa.Column("case_no", sa.String(length=64), nullable=False, comment="信访件编号"),
        sa.Column("source", sa.String(length=24), nullable=False, comment="来源批次"),
        sa.Column("assigned_on", sa.Date(), nullable=False, comment="交办日期"),
        sa.Column("asked", sa.String(), nullable=False, comment="诉求要点"),
        sa.Column("settles", sa.String(), nullable=False, comment="化解标准"),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="核验结束日期"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("ended_on IS NULL OR assigned_on <= ended_on", name=op.f("ck_ownership_interval")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_ownership_version")),
        sa.ForeignKeyConstraint(["case_no"], ["petition_case.case_no"], name=op.f("fk_ownership_case_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership")),
        sa.UniqueConstraint("ownership_no", name=op.f("uq_ownership_ownership_no")),
    )
    op.create_index(op.f("ix_ownership_case_no"), "ownership", ["case_no"], unique=False)
    op.create_table(
        "ownership_check",
        sa.Column("ownership_id", sa.Integer(), nullable=False, comment="领导包案"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("on", sa.Date(), nullable=False, comment="核验日期"),
        sa.Column("account", sa.String(length=64), nullable=False, comment="核验人账号"),
        sa.Column("unit", sa.String(), nullable=True, comment="核验人单位"),
        sa.Column("checker", sa.String(), nullable=False, comment="核验人"),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False, comment="结果是否属实"),
        sa.Column("findings", sa.String(), nullable=False, comment="核验情况"),
        sa.ForeignKeyConstraint(
            ["ownership_id"], ["ownership.id"], name=op.f("fk_ownership_check_ownership_id")
        ),
        sa.PrimaryKeyConstraint("ownership_id", "number", name=op.f("pk_ownership_check")),
    )
    op.create_table(
        "ownership_claim",
        sa.Column("ownership_id", sa.Integer(), nullable=False, comment="领导包案"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("result", sa.String(length=16), nullable=False, comment="结果"),
        sa.Column("on", sa.Date(), nullable=False, comment="报结果日期"),
        sa.Column("words", sa.String(), nullable=False, comment="说明"),
        sa.Column("title", sa.String(), nullable=False, comment="佐证材料名称"),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="材料载明的日期"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="原件校验值"),
        sa.CheckConstraint('dated_on <= "on"', name=op.f("ck_ownership_claim_evidence")),
        sa.ForeignKeyConstraint(
            ["ownership_id"], ["ownership.id"], name=op.f("fk_ownership_claim_ownership_id")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["evidence_file.sha256"], name=op.f("fk_ownership_claim_sha256")),
        sa.PrimaryKeyConstraint("ownership_id", "number", name=op.f("pk_ownership_claim")),
    )
    op.create_table(
        "ownership_kept",
        sa.Column("ownership_id", sa.Integer(), nullable=False, comment="领导包案"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("key", sa.Integer(), nullable=False, comment="节点编号"),
        sa.Column("on", sa.Date(), nullable=False, comment="完成日期"),
        sa.Column("title", sa.String(), nullable=False, comment="佐证材料名称"),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="材料载明的日期"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="原件校验值"),
        sa.CheckConstraint('dated_on <= "on"', name=op.f("ck_ownership_kept_evidence")),
        sa.ForeignKeyConstraint(
            ["ownership_id"], ["ownership.id"], name=op.f("fk_ownership_kept_ownership_id")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["evidence_file.sha256"], name=op.f("fk_ownership_kept_sha256")),
        sa.PrimaryKeyConstraint("ownership_id", "number", name=op.f("pk_ownership_kept")),
    )
    op.create_table(
        "ownership_leader",
        sa.Column("ownership_id", sa.Integer(), nullable=False, comment="领导包案"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("name", sa.String(), nullable=False, comment="姓名"),
        sa.Column("post", sa.String(), nullable=False, comment="职务"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="单位"),
        sa.Column("account", sa.String(length=64), nullable=True, comment="账号"),
        sa.Column("since", sa.Date(), nullable=False, comment="接手日期"),
        sa.Column("until", sa.Date(), nullable=True, comment="交出日期（当日不含）"),
        sa.Column("left_open", sa.String(), nullable=True, comment="交接时未完成事项"),
        sa.Column("signed_out_on", sa.Date(), nullable=True, comment="交出人签字日期"),
        sa.Column("signed_in_on", sa.Date(), nullable=True, comment="接手人签字日期"),
        sa.CheckConstraint(
            "(until IS NULL) = (left_open IS NULL)", name=op.f("ck_ownership_leader_handover")
        ),
        sa.CheckConstraint("until IS NULL OR since <= until", name=op.f("ck_ownership_leader_interval")),
        sa.ForeignKeyConstraint(
            ["ownership_id"], ["ownership.id"], name=op.f("fk_ownership_leader_ownership_id")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_ownership_leader_unit")),
        sa.PrimaryKeyConstraint("ownership_id", "number", name=op.f("pk_ownership_leader")),
    )
    op.create_index(op.f("ix_ownership_leader_account"), "ownership_leader", ["account"], unique=False)
    op.create_table(
        "ownership_member",
        sa.Column("ownership_id", sa.Integer(), nullable=False, comment="领导包案"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("role", sa.String(length=16), nullable=False, comment="牵头或配合"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="单位"),
        sa.Column("person", sa.String(), nullable=True, comment="责任人"),
        sa.Column("post", sa.String(), nullable=True, comment="责任人职务"),
        sa.Column("since", sa.Date(), nullable=False, comment="加入日期"),
        sa.Column("until", sa.Date(), nullable=True, comment="退出日期（当日不含）"),
        sa.CheckConstraint("until IS NULL OR since <= until", name=op.f("ck_ownership_member_interval")),
        sa.ForeignKeyConstraint(
            ["ownership_id"], ["ownership.id"], name=op.f("fk_ownership_member_ownership_id")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_ownership_member_unit")),
        sa.PrimaryKeyConstraint("ownership_id", "number", name=op.f("pk_ownership_member")),
    )
    op.create_index(op.f("ix_ownership_member_unit"), "ownership_member", ["unit"], unique=False)
    op.create_table(
        "ownership_milestone",
        sa.Column("ownership_id", sa.Integer(), nullable=False, comment="领导包案"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("plan", sa.Integer(), nullable=False, comment="方案版次"),
        sa.Column("key", sa.Integer(), nullable=False, comment="节点编号"),
        sa.Column("words", sa.String(), nullable=False, comment="节点内容"),
        sa.Column("due_on", sa.Date(), nullable=False, comment="节点期限"),
        sa.ForeignKeyConstraint(
            ["ownership_id"], ["ownership.id"], name=op.f("fk_ownership_milestone_ownership_id")
        ),
        sa.PrimaryKeyConstraint("ownership_id", "number", name=op.f("pk_ownership_milestone")),
    )
    op.create_table(
        "ownership_plan",
        sa.Column("ownership_id", sa.Integer(), nullable=False, comment="领导包案"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("author", sa.String(length=64), nullable=False, comment="起草人账号"),
        sa.Column("drafted_on", sa.Date(), nullable=False, comment="起草日期"),
        sa.Column("measures", sa.String(), nullable=False, comment="工作措施"),
        sa.Column("policy", sa.String(), nullable=False, comment="政策依据"),
        sa.Column("document_no", sa.String(length=120), nullable=True, comment="方案文号"),
        sa.Column("why", sa.String(), nullable=True, comment="变更理由"),
        sa.Column("signed_by", sa.String(length=64), nullable=True, comment="签订人账号"),
        sa.Column("signer", sa.String(), nullable=True, comment="签订人"),
        sa.Column("signed_on", sa.Date(), nullable=True, comment="签订日期"),
        sa.CheckConstraint(
            "(signed_on IS NULL) = (signed_by IS NULL)", name=op.f("ck_ownership_plan_signature")
        ),
        sa.CheckConstraint(
            "signed_on IS NULL OR drafted_on <= signed_on", name=op.f("ck_ownership_plan_interval")
        ),
        sa.ForeignKeyConstraint(
            ["ownership_id"], ["ownership.id"], name=op.f("fk_ownership_plan_ownership_id")
        ),
        sa.PrimaryKeyConstraint("ownership_id", "number", name=op.f("pk_ownership_plan")),
    )
    op.create_table(
        "ownership_progress",
        sa.Column("ownership_id", sa.Integer(), nullable=False, comment="领导包案"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("sort", sa.String(length=16), nullable=False, comment="类别"),
        sa.Column("on", sa.Date(), nullable=False, comment="日期"),
        sa.Column("words", sa.String(), nullable=False, comment="内容"),
        sa.ForeignKeyConstraint(
            ["ownership_id"], ["ownership.id"], name=op.f("fk_ownership_progress_ownership_id")
        ),
        sa.PrimaryKeyConstraint("ownership_id", "number", name=op.f("pk_ownership_progress")),
    )


def downgrade() -> None:
    op.drop_table("ownership_progress")
    op.drop_table("ownership_plan")
    op.drop_table("ownership_milestone")
    op.drop_index(op.f("ix_ownership_member_unit"), table_name="ownership_member")
    op.drop_table("ownership_member")
    op.drop_index(op.f("ix_ownership_leader_account"), table_name="ownership_leader")
    op.drop_table("ownership_leader")
    op.drop_table("ownership_kept")
    op.drop_table("ownership_claim")
    op.drop_table("ownership_check")
    op.drop_index(op.f("ix_ownership_case_no"), table_name="ownership")
    op.drop_table("ownership")
