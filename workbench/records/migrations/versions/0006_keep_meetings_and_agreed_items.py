"""Keep meetings and agreed items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("meeting_no", sa.String(length=16), nullable=False, comment="会议编号"),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="会议类型"),
        sa.Column("convenor", sa.String(length=64), nullable=False, comment="召集人"),
        sa.Column("convenor_post", sa.String(length=128), nullable=False, comment="召集人职务"),
        sa.Column("planned_on", sa.Date(), nullable=False, comment="计划日期"),
        sa.Column("planned_at", sa.String(length=5), nullable=False, comment="计划时间"),
        sa.Column("venue", sa.String(length=128), nullable=False, comment="地点"),
        sa.Column("opened_on", sa.Date(), nullable=True, comment="会议开始日期"),
        sa.Column("closed_on", sa.Date(), nullable=True, comment="会议结束日期"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("kind IN ('plenary', 'working')", name=op.f("ck_meeting_kind")),
        sa.CheckConstraint("closed_on IS NULL OR opened_on <= closed_on", name=op.f("ck_meeting_interval")),
        sa.CheckConstraint("closed_on IS NULL OR opened_on IS NOT NULL", name=op.f("ck_meeting_opened")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_meeting_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("meeting_no", name=op.f("uq_meeting_meeting_no")),
    )
    op.create_index(op.f("ix_meeting_planned_on"), "meeting", ["planned_on"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Integer(), nullable=False, comment="联席会议"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="参会单位"),
        sa.Column("status", sa.String(length=16), nullable=False, comment="参会情况"),
        sa.Column("name", sa.String(length=64), nullable=False, comment="参会人"),
        sa.Column("post", sa.String(length=128), nullable=False, comment="参会人职务"),
        sa.CheckConstraint(
            "status IN ('present', 'observing', 'excused', 'absent')", name=op.f("ck_attendance_status")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_attendance_unit")),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "unit", name=op.f("uq_attendance_meeting_id")),
    )
    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Integer(), nullable=False, comment="联席会议"),
        sa.Column("number", sa.Integer(), nullable=False, comment="议题编号"),
        sa.Column("reason", sa.String(length=32), nullable=False, comment="列入缘由"),
        sa.Column("subject", sa.String(), nullable=False, comment="议题名称"),
        sa.Column("facts", sa.String(), nullable=False, comment="议题事实"),
        sa.Column("place", sa.Integer(), nullable=False, comment="议题顺序"),
        sa.Column("added_on", sa.Date(), nullable=False, comment="列入日期"),
        sa.Column("case_no", sa.String(length=64), nullable=True, comment="信访件编号"),
        sa.Column("item_no", sa.String(length=24), nullable=True, comment="议定事项编号"),
        sa.Column("removed_on", sa.Date(), nullable=True, comment="撤下日期"),
        sa.Column("removed_why", sa.String(), nullable=True, comment="撤下理由"),
        sa.CheckConstraint(
            "(removed_on IS NULL) = (removed_why IS NULL)", name=op.f("ck_agenda_item_removed_why")
        ),
        sa.CheckConstraint("place >= 1", name=op.f("ck_agenda_item_place")),
        sa.CheckConstraint(
            "removed_on IS NULL OR added_on <= removed_on", name=op.f("ck_agenda_item_interval")
        ),
        sa.ForeignKeyConstraint(["case_no"], ["petition_case.case_no"], name=op.f("fk_agenda_item_case_no")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_case_no"), "agenda_item", ["case_no"], unique=False)
    op.create_index(op.f("ix_agenda_item_item_no"), "agenda_item", ["item_no"], unique=False)
    op.create_table(
        "agreed_item",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("item_no", sa.String(length=24), nullable=False, comment="议定事项编号"),
        sa.Column("meeting_no", sa.String(length=16), nullable=False, comment="会议编号"),
        sa.Column("agenda_number", sa.Integer(), nullable=False, comment="议题编号"),
        sa.Column("case_no", sa.String(length=64), nullable=True, comment="信访件编号"),
        sa.Column("text", sa.String(), nullable=False, comment="议定内容"),
        sa.Column("lead_unit", sa.String(length=32), nullable=False, comment="牵头单位"),
        sa.Column("leader", sa.String(length=64), nullable=False, comment="责任领导"),
        sa.Column("leader_post", sa.String(length=128), nullable=False, comment="责任领导职务"),
        sa.Column("agreed_on", sa.Date(), nullable=False, comment="议定日期"),
        sa.Column("due_on", sa.Date(), nullable=False, comment="办理期限（议定时）"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("agreed_on <= due_on", name=op.f("ck_agreed_item_due_after_agreed")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_agreed_item_version")),
        sa.ForeignKeyConstraint(["case_no"], ["petition_case.case_no"], name=op.f("fk_agreed_item_case_no")),
        sa.ForeignKeyConstraint(["lead_unit"], ["unit.code"], name=op.f("fk_agreed_item_lead_unit")),
        sa.ForeignKeyConstraint(
            ["meeting_no"], ["meeting.meeting_no"], name=op.f("fk_agreed_item_meeting_no")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_item")),
        sa.UniqueConstraint("item_no", name=op.f("uq_agreed_item_item_no")),
    )
    op.create_index(op.f("ix_agreed_item_case_no"), "agreed_item", ["case_no"], unique=False)
    op.create_index(op.f("ix_agreed_item_due_on"), "agreed_item", ["due_on"], unique=False)
    op.create_index(op.f("ix_agreed_item_lead_unit"), "agreed_item", ["lead_unit"], unique=False)
    op.create_index(op.f("ix_agreed_item_meeting_no"), "agreed_item", ["meeting_no"], unique=False)
    op.create_table(
        "agreed_item_amendment",
        sa.Column("item_id", sa.Integer(), nullable=False, comment="议定事项"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("amended_on", sa.Date(), nullable=False, comment="变更日期"),
        sa.Column("due_before", sa.Date(), nullable=False, comment="变更前期限"),
        sa.Column("due_after", sa.Date(), nullable=False, comment="变更后期限"),
        sa.Column("meeting_no", sa.String(length=16), nullable=False, comment="会议编号"),
        sa.Column("why", sa.String(), nullable=False, comment="变更理由"),
        sa.CheckConstraint(
            "amended_on <= due_after", name=op.f("ck_agreed_item_amendment_due_after_amended")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agreed_item.id"], name=op.f("fk_agreed_item_amendment_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_no"], ["meeting.meeting_no"], name=op.f("fk_agreed_item_amendment_meeting_no")
        ),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_agreed_item_amendment")),
    )
    op.create_table(
        "agreed_item_report",
        sa.Column("item_id", sa.Integer(), nullable=False, comment="议定事项"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("reported_on", sa.Date(), nullable=False, comment="报告日期"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="报告单位"),
        sa.Column("words", sa.String(), nullable=False, comment="落实情况"),
        sa.Column("evidence_title", sa.String(), nullable=False, comment="佐证材料名称"),
        sa.Column("evidence_dated_on", sa.Date(), nullable=False, comment="佐证材料日期"),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False, comment="佐证材料原件校验值"),
        sa.Column("decided_on", sa.Date(), nullable=True, comment="核实日期"),
        sa.Column("decision", sa.String(length=16), nullable=True, comment="核实结论"),
        sa.Column("decided_unit", sa.String(length=32), nullable=True, comment="核实单位"),
        sa.Column("decided_why", sa.String(), nullable=True, comment="退回理由"),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (decided_unit IS NULL)", name=op.f("ck_agreed_item_report_decided_unit")
        ),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (decision IS NULL)", name=op.f("ck_agreed_item_report_decision")
        ),
        sa.CheckConstraint(
            "decided_on IS NULL OR reported_on <= decided_on",
            name=op.f("ck_agreed_item_report_decided_after_report"),
        ),
        sa.CheckConstraint(
            "evidence_dated_on <= reported_on", name=op.f("ck_agreed_item_report_evidence_before_report")
        ),
        sa.ForeignKeyConstraint(
            ["decided_unit"], ["unit.code"], name=op.f("fk_agreed_item_report_decided_unit")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_sha256"], ["evidence_file.sha256"], name=op.f("fk_agreed_item_report_evidence_sha256")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agreed_item.id"], name=op.f("fk_agreed_item_report_item_id")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_agreed_item_report_unit")),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_agreed_item_report")),
    )
    op.create_table(
        "agreed_item_supporting",
        sa.Column("item_id", sa.Integer(), nullable=False, comment="议定事项"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="配合单位"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agreed_item.id"], name=op.f("fk_agreed_item_supporting_item_id")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_agreed_item_supporting_unit")),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_agreed_item_supporting")),
        sa.UniqueConstraint("item_id", "unit", name=op.f("uq_agreed_item_supporting_item_id")),
    )
    op.create_index(op.f("ix_agreed_item_supporting_unit"), "agreed_item_supporting", ["unit"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_agreed_item_supporting_unit"), table_name="agreed_item_supporting")
    op.drop_table("agreed_item_supporting")
    op.drop_table("agreed_item_report")
    op.drop_table("agreed_item_amendment")
    op.drop_index(op.f("ix_agreed_item_meeting_no"), table_name="agreed_item")
    op.drop_index(op.f("ix_agreed_item_lead_unit"), table_name="agreed_item")
    op.drop_index(op.f("ix_agreed_item_due_on"), table_name="agreed_item")
    op.drop_index(op.f("ix_agreed_item_case_no"), table_name="agreed_item")
    op.drop_table("agreed_item")
    op.drop_index(op.f("ix_agenda_item_item_no"), table_name="agenda_item")
    op.drop_index(op.f("ix_agenda_item_case_no"), table_name="agenda_item")
    op.drop_table("agenda_item")
    op.drop_table("attendance")
    op.drop_index(op.f("ix_meeting_planned_on"), table_name="meeting")
    op.drop_table("meeting")
