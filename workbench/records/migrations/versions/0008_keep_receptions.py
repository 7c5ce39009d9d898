"""Keep receptions and instructions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reception",
        sa.Column(
            "id",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="记录位置（台账条号×1000＋行序）",
        ),
        sa.Column("reception_no", sa.String(length=64), nullable=False, comment="接访编号"),
        sa.Column("leader", sa.String(length=64), nullable=False, comment="接访领导"),
        sa.Column("post", sa.String(length=128), nullable=False, comment="职务"),
        sa.Column("charge", sa.String(), nullable=True, comment="分管工作"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="领导所在单位"),
        sa.Column("is_main_leader", sa.Boolean(), nullable=False, comment="党政主要领导"),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="接访方式"),
        sa.Column("planned_on", sa.Date(), nullable=False, comment="计划日期"),
        sa.Column("planned_from", sa.Time(), nullable=True, comment="计划开始时间"),
        sa.Column("planned_until", sa.Time(), nullable=True, comment="计划结束时间"),
        sa.Column("place", sa.String(), nullable=False, comment="接访地点"),
        sa.Column("account", sa.String(length=64), nullable=True, comment="领导账号"),
        sa.Column("published_on", sa.Date(), nullable=True, comment="公示日期"),
        sa.Column("held_on", sa.Date(), nullable=True, comment="接访日期"),
        sa.Column("held_from", sa.Time(), nullable=True, comment="实际开始时间"),
        sa.Column("held_until", sa.Time(), nullable=True, comment="实际结束时间"),
        sa.Column("nobody_came", sa.Boolean(), nullable=True, comment="到场而无人来访"),
        sa.Column("not_held_reason", sa.String(length=32), nullable=True, comment="未接访原因"),
        sa.Column("not_held_why", sa.String(), nullable=True, comment="未接访原因说明"),
        sa.Column("moved_on", sa.Date(), nullable=True, comment="决定改期日期"),
        sa.Column("moved_reason", sa.String(length=32), nullable=True, comment="改期原因"),
        sa.Column("moved_why", sa.String(), nullable=True, comment="改期原因说明"),
        sa.Column("moved_to", sa.String(length=64), nullable=True, comment="改期后的接访编号"),
        sa.Column("moved_from", sa.String(length=64), nullable=True, comment="改期前的接访编号"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint(
            "kind IN ('receive', 'appointment', 'going_down')", name=op.f("ck_reception_kind")
        ),
        sa.CheckConstraint(
            "(held_on IS NULL) = (nobody_came IS NULL)", name=op.f("ck_reception_nobody_came")
        ),
        sa.CheckConstraint("(moved_to IS NULL) = (moved_on IS NULL)", name=op.f("ck_reception_moved")),
        sa.CheckConstraint(
            "(not_held_reason IS NULL) = (not_held_why IS NULL)", name=op.f("ck_reception_not_held_why")
        ),
        sa.CheckConstraint("held_on IS NULL OR not_held_reason IS NULL", name=op.f("ck_reception_outcome")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_reception_version")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_reception_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reception")),
        sa.UniqueConstraint("reception_no", name=op.f("uq_reception_reception_no")),
    )
    op.create_index(op.f("ix_reception_planned_on"), "reception", ["planned_on"], unique=False)
    op.create_table(
        "instruction",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("instruction_no", sa.String(length=64), nullable=False, comment="批示编号"),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="批示类别"),
        sa.Column("case_no", sa.String(length=64), nullable=False, comment="信访件编号"),
        sa.Column("leader", sa.String(length=64), nullable=False, comment="批示领导"),
        sa.Column("post", sa.String(length=128), nullable=False, comment="职务"),
        sa.Column("given_on", sa.Date(), nullable=False, comment="批示日期"),
        sa.Column("text", sa.String(), nullable=False, comment="批示内容"),
        sa.Column("to_unit", sa.String(length=32), nullable=False, comment="承办单位"),
        sa.Column("due_on", sa.Date(), nullable=True, comment="限办日期"),
        sa.Column("reception_no", sa.String(length=64), nullable=True, comment="接访编号"),
        sa.Column("confirmed_on", sa.Date(), nullable=True, comment="认定落实日期"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("kind IN ('letter', 'reception')", name=op.f("ck_instruction_kind")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_instruction_version")),
        sa.ForeignKeyConstraint(["case_no"], ["petition_case.case_no"], name=op.f("fk_instruction_case_no")),
        sa.ForeignKeyConstraint(
            ["reception_no"], ["reception.reception_no"], name=op.f("fk_instruction_reception_no")
        ),
        sa.ForeignKeyConstraint(["to_unit"], ["unit.code"], name=op.f("fk_instruction_to_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction")),
        sa.UniqueConstraint("instruction_no", name=op.f("uq_instruction_instruction_no")),
    )
    op.create_index(op.f("ix_instruction_case_no"), "instruction", ["case_no"], unique=False)
    op.create_index(op.f("ix_instruction_reception_no"), "instruction", ["reception_no"], unique=False)
    op.create_index(op.f("ix_instruction_to_unit"), "instruction", ["to_unit"], unique=False)
    op.create_table(
        "instruction_report",
        sa.Column("instruction_id", sa.Integer(), nullable=False, comment="领导批示"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("reported_on", sa.Date(), nullable=False, comment="反馈日期"),
        sa.Column("text", sa.String(), nullable=False, comment="落实情况"),
        sa.Column("evidence_title", sa.String(), nullable=False, comment="佐证材料名称"),
        sa.Column("evidence_dated_on", sa.Date(), nullable=False, comment="佐证材料日期"),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False, comment="原件校验值"),
        sa.Column("returned_on", sa.Date(), nullable=True, comment="退回日期"),
        sa.Column("returned_why", sa.String(), nullable=True, comment="退回理由"),
        sa.CheckConstraint(
            "(returned_on IS NULL) = (returned_why IS NULL)", name=op.f("ck_instruction_report_returned")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_sha256"], ["evidence_file.sha256"], name=op.f("fk_instruction_report_evidence_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["instruction_id"], ["instruction.id"], name=op.f("fk_instruction_report_instruction_id")
        ),
        sa.PrimaryKeyConstraint("instruction_id", "number", name=op.f("pk_instruction_report")),
    )
    op.create_table(
        "received_matter",
        sa.Column("reception_id", sa.BigInteger(), nullable=False, comment="领导接访"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("case_no", sa.String(length=64), nullable=False, comment="信访件编号"),
        sa.Column("instruction_no", sa.String(length=64), nullable=True, comment="接访交办的批示编号"),
        sa.ForeignKeyConstraint(
            ["case_no"], ["petition_case.case_no"], name=op.f("fk_received_matter_case_no")
        ),
        sa.ForeignKeyConstraint(
            ["instruction_no"], ["instruction.instruction_no"], name=op.f("fk_received_matter_instruction_no")
        ),
        sa.ForeignKeyConstraint(
            ["reception_id"], ["reception.id"], name=op.f("fk_received_matter_reception_id")
        ),
        sa.PrimaryKeyConstraint("reception_id", "number", name=op.f("pk_received_matter")),
    )
    op.create_index(op.f("ix_received_matter_case_no"), "received_matter", ["case_no"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_received_matter_case_no"), table_name="received_matter")
    op.drop_table("received_matter")
    op.drop_table("instruction_report")
    op.drop_index(op.f("ix_instruction_to_unit"), table_name="instruction")
    op.drop_index(op.f("ix_instruction_reception_no"), table_name="instruction")
    op.drop_index(op.f("ix_instruction_case_no"), table_name="instruction")
    op.drop_table("instruction")
    op.drop_index(op.f("ix_reception_planned_on"), table_name="reception")
    op.drop_table("reception")
