"""Lay the tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Brakes, not evidence: whoever owns the database can take them away, and the Merkle tree tells.
REFUSAL = "台账只能追加，不能修改或删除"
KEPT = ("ledger_entry", "ledger_payload")


def upgrade() -> None:
    op.create_table(
        "holiday_notice",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("year", sa.Integer(), nullable=False, comment="年份"),
        sa.Column("source", sa.String(), nullable=False, comment="来源文件"),
        sa.Column("announced_on", sa.Date(), nullable=False, comment="公布日期"),
        sa.PrimaryKeyConstraint("id", name="pk_holiday_notice"),
    )
    op.create_table(
        "identity_key_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="序号"),
        sa.Column("mark", sa.String(length=64), nullable=False, comment="密钥标识"),
        sa.PrimaryKeyConstraint("id", name="pk_identity_key_mark"),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("batch", sa.String(length=64), nullable=False, comment="批次编号"),
        sa.Column("mapping", sa.String(length=128), nullable=False, comment="栏目对应表"),
        sa.Column("rows_read", sa.Integer(), nullable=False, comment="读取行数"),
        sa.Column("rows_imported", sa.Integer(), nullable=False, comment="导入行数"),
        sa.CheckConstraint("rows_imported <= rows_read", name=op.f("ck_import_batch_rows")),
        sa.CheckConstraint("rows_imported >= 0", name=op.f("ck_import_batch_rows_imported")),
        sa.CheckConstraint("rows_read >= 0", name=op.f("ck_import_batch_rows_read")),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
        sa.UniqueConstraint("batch", name="uq_import_batch_batch"),
    )
    op.create_table(
        "import_refusal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="原件校验值"),
        sa.Column("file_name", sa.String(), nullable=False, comment="文件名"),
        sa.Column("reasons", sa.String(), nullable=False, comment="拒绝规则与处数"),
        sa.PrimaryKeyConstraint("id", name="pk_import_refusal"),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False, comment="台账条号"),
        sa.Column("utc", sa.String(length=32), nullable=False, comment="记录时刻（世界时）"),
        sa.Column("actor", sa.String(length=64), nullable=False, comment="记录人账号"),
        sa.Column("role", sa.String(length=32), nullable=False, comment="记录人角色"),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="行为"),
        sa.Column("object", sa.String(length=128), nullable=False, comment="对象"),
        sa.Column("body", sa.String(), nullable=False, comment="条目正文"),
        sa.Column("leaf", sa.LargeBinary(), nullable=False, comment="叶散列"),
        sa.CheckConstraint("length(leaf) = 32", name=op.f("ck_ledger_entry_leaf")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_ledger_entry_seq")),
        sa.PrimaryKeyConstraint("seq", name="pk_ledger_entry"),
    )
    op.create_index("ix_ledger_entry_object", "ledger_entry", ["object", "seq"], unique=False)
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="序号"),
        sa.Column("size", sa.Integer(), nullable=False, comment="条数"),
        sa.Column("frontier", sa.LargeBinary(), nullable=False, comment="右缘子树散列"),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_head_only_one")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_ledger_head_size")),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_head"),
    )
    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=32), nullable=False, comment="单位代码"),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="单位类别"),
        sa.Column("is_editable", sa.Boolean(), nullable=False, comment="按常见机构名录预置，可由本地调整"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.PrimaryKeyConstraint("code", name="pk_unit"),
    )
    op.create_table(
        "holiday_day",
        sa.Column("notice_id", sa.Integer(), nullable=False, comment="通知"),
        sa.Column("day", sa.Date(), nullable=False, comment="日期"),
        sa.Column("is_off", sa.Boolean(), nullable=False, comment="是否放假"),
        sa.Column("name", sa.String(), nullable=True, comment="节日名称"),
        sa.ForeignKeyConstraint(["notice_id"], ["holiday_notice.id"], name="fk_holiday_day_notice_id"),
        sa.PrimaryKeyConstraint("notice_id", "day", name="pk_holiday_day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "import_file",
        sa.Column("batch_id", sa.Integer(), nullable=False, comment="导入批次"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="原件校验值"),
        sa.Column("file_name", sa.String(), nullable=False, comment="文件名"),
        sa.Column("content", sa.LargeBinary(), nullable=True, comment="原件内容"),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_import_file_sha256")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_import_file_batch_id"),
        sa.PrimaryKeyConstraint("batch_id", name="pk_import_file"),
        sa.UniqueConstraint("sha256", name="uq_import_file_sha256"),
    )
    op.create_table(
        "ledger_payload",
        sa.Column("seq", sa.Integer(), nullable=False, comment="台账条号"),
        sa.Column("field", sa.String(length=64), nullable=False, comment="栏目"),
        sa.Column("salt", sa.LargeBinary(), nullable=False, comment="盐"),
        sa.Column("value", sa.String(), nullable=False, comment="值"),
        sa.CheckConstraint("length(salt) = 16", name=op.f("ck_ledger_payload_salt")),
        sa.ForeignKeyConstraint(["seq"], ["ledger_entry.seq"], name="fk_ledger_payload_seq"),
        sa.PrimaryKeyConstraint("seq", "field", name="pk_ledger_payload"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "petition_case",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="登记的台账条号"),
        sa.Column("case_no", sa.String(length=64), nullable=False, comment="信访件编号"),
        sa.Column("topic", sa.String(length=64), nullable=True, comment="内容分类"),
        sa.Column("purpose", sa.String(length=32), nullable=True, comment="信访目的"),
        sa.Column("level", sa.String(length=32), nullable=True, comment="来源层级"),
        sa.Column("petition_class", sa.String(length=32), nullable=True, comment="诉求类别"),
        sa.Column("path", sa.String(length=8), nullable=True, comment="法定途径"),
        sa.Column("procedure", sa.String(length=32), nullable=True, comment="办理程序"),
        sa.Column("channel", sa.String(length=32), nullable=False, comment="信访渠道（首次）"),
        sa.Column("first_contact_unit", sa.String(length=32), nullable=True, comment="首接单位"),
        sa.Column("responsible_unit", sa.String(length=32), nullable=True, comment="责任单位"),
        sa.Column("received_on", sa.Date(), nullable=False, comment="收到日期（首次）"),
        sa.Column("registered_on", sa.Date(), nullable=False, comment="登记日期（首次）"),
        sa.Column("state", sa.String(length=32), nullable=False, comment="办理状态"),
        sa.Column("assumed", sa.String(), nullable=True, comment="导入时推定的栏目"),
        sa.Column("external_no", sa.String(length=128), nullable=True, comment="来源系统编号"),
        sa.Column("batch_id", sa.Integer(), nullable=True, comment="导入批次"),
        sa.Column("cause_unit", sa.String(length=32), nullable=True, comment="引发单位"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint(
            "path IN ('31-1', '31-2', '31-3', '31-4', '31-5', '31-6')", name=op.f("ck_petition_case_path")
        ),
        sa.CheckConstraint(
            "petition_class IN ('suggestion', 'accusation', 'claim')",
            name=op.f("ck_petition_case_petition_class"),
        ),
        sa.CheckConstraint(
            "received_on <= registered_on", name=op.f("ck_petition_case_received_before_registered")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_petition_case_version")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_petition_case_batch_id"),
        sa.ForeignKeyConstraint(["cause_unit"], ["unit.code"], name="fk_petition_case_cause_unit"),
        sa.ForeignKeyConstraint(
            ["first_contact_unit"], ["unit.code"], name="fk_petition_case_first_contact_unit"
        ),
        sa.ForeignKeyConstraint(
            ["responsible_unit"], ["unit.code"], name="fk_petition_case_responsible_unit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_petition_case"),
        sa.UniqueConstraint("case_no", name="uq_petition_case_case_no"),
    )
    op.create_index("ix_petition_case_batch_id", "petition_case", ["batch_id"], unique=False)
    op.create_index("ix_petition_case_external_no", "petition_case", ["external_no"], unique=False)
    op.create_index("ix_petition_case_registered_on", "petition_case", ["registered_on"], unique=False)
    op.create_index("ix_petition_case_responsible_unit", "petition_case", ["responsible_unit"], unique=False)
    op.create_table(
        "unit_version",
        sa.Column("unit_code", sa.String(length=32), nullable=False, comment="单位代码"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("name", sa.String(length=128), nullable=False, comment="单位名称"),
        sa.Column("parent_code", sa.String(length=32), nullable=True, comment="上级单位代码"),
        sa.Column("valid_from", sa.Date(), nullable=True, comment="启用日期（空为早于本库）"),
        sa.Column("valid_until", sa.Date(), nullable=True, comment="停用日期（当日起不再有效）"),
        sa.Column("successor_code", sa.String(length=32), nullable=True, comment="并入单位代码"),
        sa.Column("recorded", sa.Integer(), nullable=False, comment="记录位置（台账条号）"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_unit_version_number")),
        sa.CheckConstraint(
            "parent_code IS NULL OR parent_code <> unit_code", name=op.f("ck_unit_version_own_parent")
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from IS NULL OR valid_from < valid_until",
            name=op.f("ck_unit_version_interval"),
        ),
        sa.ForeignKeyConstraint(["parent_code"], ["unit.code"], name="fk_unit_version_parent_code"),
        sa.ForeignKeyConstraint(["successor_code"], ["unit.code"], name="fk_unit_version_successor_code"),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_unit_version_unit_code"),
        sa.PrimaryKeyConstraint("unit_code", "number", name="pk_unit_version"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "accused_link",
        sa.Column("case_id", sa.Integer(), nullable=False, comment="信访事项"),
        sa.Column("unit_code", sa.String(length=32), nullable=False, comment="被检举控告单位"),
        sa.ForeignKeyConstraint(["case_id"], ["petition_case.id"], name="fk_accused_link_case_id"),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_accused_link_unit_code"),
        sa.PrimaryKeyConstraint("case_id", "unit_code", name="pk_accused_link"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "obligation",
        sa.Column("case_id", sa.Integer(), nullable=False, comment="信访事项"),
        sa.Column("rule_id", sa.String(length=64), nullable=False, comment="时限规则"),
        sa.Column("round", sa.Integer(), nullable=False, comment="第几次"),
        sa.Column("unit", sa.String(length=32), nullable=True, comment="义务单位"),
        sa.Column("started_by", sa.Integer(), nullable=False, comment="起因步骤序号"),
        sa.Column("arises_on", sa.Date(), nullable=False, comment="产生日期"),
        sa.Column("met_on", sa.Date(), nullable=True, comment="完成日期"),
        sa.Column("met_by", sa.Integer(), nullable=True, comment="完成步骤序号"),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="终止日期"),
        sa.Column("ended_why", sa.String(), nullable=True, comment="终止原因"),
        sa.CheckConstraint("round >= 1", name=op.f("ck_obligation_round")),
        sa.ForeignKeyConstraint(["case_id"], ["petition_case.id"], name="fk_obligation_case_id"),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name="fk_obligation_unit"),
        sa.PrimaryKeyConstraint("case_id", "rule_id", "round", name="pk_obligation"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_obligation_open", "obligation", ["met_on", "ended_on"], unique=False)
    op.create_table(
        "petition",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="登记的台账条号"),
        sa.Column("case_id", sa.Integer(), nullable=False, comment="信访事项"),
        sa.Column("number", sa.Integer(), nullable=False, comment="第几次信访"),
        sa.Column("step_number", sa.Integer(), nullable=False, comment="办理步骤序号"),
        sa.Column("channel", sa.String(length=32), nullable=False, comment="信访渠道"),
        sa.Column("received_on", sa.Date(), nullable=False, comment="收到日期"),
        sa.Column("registered_on", sa.Date(), nullable=False, comment="登记日期"),
        sa.Column("people", sa.Integer(), nullable=False, comment="人次"),
        sa.Column("unit", sa.String(length=32), nullable=True, comment="接待或收件单位"),
        sa.CheckConstraint(
            "channel IN ('letter', 'visit', 'call', 'online')", name=op.f("ck_petition_channel")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_petition_number")),
        sa.CheckConstraint("people >= 1", name=op.f("ck_petition_people")),
        sa.CheckConstraint(
            "received_on <= registered_on", name=op.f("ck_petition_received_before_registered")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["petition_case.id"], name="fk_petition_case_id"),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name="fk_petition_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_petition"),
        sa.UniqueConstraint("case_id", "number", name="uq_petition_case_id"),
    )
    op.create_table(
        "standing",
        sa.Column("case_id", sa.Integer(), nullable=False, comment="信访事项"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("state", sa.String(length=32), nullable=False, comment="办理状态"),
        sa.Column("since", sa.Date(), nullable=False, comment="起始日期"),
        sa.Column("until", sa.Date(), nullable=True, comment="截止日期（不含）"),
        sa.Column("step_number", sa.Integer(), nullable=False, comment="办理步骤序号"),
        sa.CheckConstraint("until IS NULL OR since <= until", name=op.f("ck_standing_interval")),
        sa.ForeignKeyConstraint(["case_id"], ["petition_case.id"], name="fk_standing_case_id"),
        sa.PrimaryKeyConstraint("case_id", "number", name="pk_standing"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("case_id", sa.Integer(), nullable=False, comment="信访事项"),
        sa.Column("number", sa.Integer(), nullable=False, comment="办理步骤序号"),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="办理步骤"),
        sa.Column("happened_on", sa.Date(), nullable=False, comment="发生日期"),
        sa.Column("happened_at", sa.Time(), nullable=True, comment="发生时刻"),
        sa.Column("unit", sa.String(length=32), nullable=True, comment="办理单位"),
        sa.Column("to_unit", sa.String(length=32), nullable=True, comment="接收单位"),
        sa.Column("received_on", sa.Date(), nullable=True, comment="收到日期"),
        sa.Column("received_at", sa.Time(), nullable=True, comment="收到时刻"),
        sa.Column("channel", sa.String(length=32), nullable=True, comment="信访渠道"),
        sa.Column("people", sa.Integer(), nullable=True, comment="人次"),
        sa.Column("petition_class", sa.String(length=32), nullable=True, comment="诉求类别"),
        sa.Column("path", sa.String(length=8), nullable=True, comment="法定途径"),
        sa.Column("procedure", sa.String(length=32), nullable=True, comment="办理程序"),
        sa.Column("outcome", sa.String(length=32), nullable=True, comment="处理意见"),
        sa.Column("satisfaction", sa.String(length=32), nullable=True, comment="群众评价"),
        sa.Column("due_on", sa.Date(), nullable=True, comment="指定期限"),
        sa.Column("days", sa.Integer(), nullable=True, comment="天数"),
        sa.Column("approved_by_head", sa.Boolean(), nullable=True, comment="经机关负责人批准"),
        sa.Column("told_on", sa.Date(), nullable=True, comment="告知信访人日期"),
        sa.Column("contact_known", sa.Boolean(), nullable=True, comment="姓名住址清楚"),
        sa.Column("sender_agreed", sa.Boolean(), nullable=True, comment="转送机关同意"),
        sa.Column("document_no", sa.String(), nullable=True, comment="文号"),
        sa.Column("actor", sa.String(length=64), nullable=False, comment="记录人账号"),
        sa.Column("role", sa.String(length=32), nullable=False, comment="记录人角色"),
        sa.Column("corrected", sa.Integer(), nullable=True, comment="最近更正的台账条号"),
        sa.CheckConstraint("days IS NULL OR days >= 0", name=op.f("ck_step_days")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_step_number")),
        sa.CheckConstraint("people IS NULL OR people >= 1", name=op.f("ck_step_people")),
        sa.ForeignKeyConstraint(["case_id"], ["petition_case.id"], name="fk_step_case_id"),
        sa.ForeignKeyConstraint(["to_unit"], ["unit.code"], name="fk_step_to_unit"),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name="fk_step_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_step"),
        sa.UniqueConstraint("case_id", "number", name="uq_step_case_id"),
    )
    op.create_index("ix_step_kind_happened", "step", ["kind", "happened_on"], unique=False)
    op.create_table(
        "document",
        sa.Column("step_id", sa.Integer(), nullable=False, comment="办理步骤"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("case_id", sa.Integer(), nullable=False, comment="信访事项"),
        sa.Column("step_number", sa.Integer(), nullable=False, comment="办理步骤序号"),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="文书种类"),
        sa.Column("document_no", sa.String(), nullable=True, comment="文号"),
        sa.Column("issued_on", sa.Date(), nullable=True, comment="成文日期"),
        sa.Column("title", sa.String(), nullable=False, comment="文书标题"),
        sa.Column("text", sa.String(), nullable=True, comment="文书正文"),
        sa.Column("sha256", sa.String(length=64), nullable=True, comment="原件校验值"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_document_number")),
        sa.CheckConstraint("sha256 IS NULL OR length(sha256) = 64", name=op.f("ck_document_sha256")),
        sa.ForeignKeyConstraint(["case_id"], ["petition_case.id"], name="fk_document_case_id"),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name="fk_document_step_id"),
        sa.PrimaryKeyConstraint("step_id", "number", name="pk_document"),
    )
    op.create_index("ix_document_case_id", "document", ["case_id", "step_number"], unique=False)
    op.create_table(
        "due_version",
        sa.Column("case_id", sa.Integer(), nullable=False, comment="信访事项"),
        sa.Column("rule_id", sa.String(length=64), nullable=False, comment="时限规则"),
        sa.Column("round", sa.Integer(), nullable=False, comment="第几次"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("since", sa.Date(), nullable=False, comment="起始日期"),
        sa.Column("until", sa.Date(), nullable=True, comment="截止日期（不含）"),
        sa.Column("start_on", sa.Date(), nullable=True, comment="起算日期"),
        sa.Column("due_strict", sa.Date(), nullable=True, comment="到期日（不顺延）"),
        sa.Column("due_rolled", sa.Date(), nullable=True, comment="到期日（遇放假顺延）"),
        sa.Column("kind", sa.String(length=32), nullable=True, comment="无到期日的原因"),
        sa.Column("calendar_version", sa.String(), nullable=False, comment="日历版本"),
        sa.CheckConstraint(
            "due_strict IS NULL OR due_rolled IS NULL OR due_strict <= due_rolled",
            name=op.f("ck_due_version_roll"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id", "rule_id", "round"],
            ["obligation.case_id", "obligation.rule_id", "obligation.round"],
            name="fk_due_version_obligation",
        ),
        sa.PrimaryKeyConstraint("case_id", "rule_id", "round", "number", name="pk_due_version"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "petition_text",
        sa.Column("petition_id", sa.Integer(), nullable=False, comment="信访件"),
        sa.Column("title", sa.String(), nullable=True, comment="标题"),
        sa.Column("narrative", sa.String(), nullable=False, comment="内容"),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name="fk_petition_text_petition_id"),
        sa.PrimaryKeyConstraint("petition_id", name="pk_petition_text"),
    )
    op.create_table(
        "petitioner",
        sa.Column("petition_id", sa.Integer(), nullable=False, comment="信访件"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("name", sa.String(), nullable=True, comment="姓名（名称）"),
        sa.Column("phone", sa.String(), nullable=True, comment="电话"),
        sa.Column("address", sa.String(), nullable=True, comment="住址"),
        sa.Column("id_kind", sa.String(length=32), nullable=False, comment="证件种类"),
        sa.Column("id_hash", sa.String(length=64), nullable=True, comment="证件号码密钥散列"),
        sa.Column("id_last_two", sa.String(length=2), nullable=True, comment="证件号码末两位"),
        sa.CheckConstraint("id_hash IS NULL OR length(id_hash) = 64", name=op.f("ck_petitioner_id_hash")),
        sa.CheckConstraint(
            "id_last_two IS NULL OR length(id_last_two) = 2", name=op.f("ck_petitioner_id_last_two")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_petitioner_number")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name="fk_petitioner_petition_id"),
        sa.PrimaryKeyConstraint("petition_id", "number", name="pk_petitioner"),
    )
    op.create_index("ix_petitioner_id_hash", "petitioner", ["id_hash"], unique=False)
    op.create_table(
        "step_note",
        sa.Column("step_id", sa.Integer(), nullable=False, comment="办理步骤"),
        sa.Column("note", sa.String(), nullable=False, comment="办理情况说明"),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name="fk_step_note_step_id"),
        sa.PrimaryKeyConstraint("step_id", name="pk_step_note"),
    )
    for brake in _sqlite_brakes() if _is_sqlite() else _postgres_brakes():
        op.execute(brake)


def downgrade() -> None:
    op.drop_table("step_note")
    op.drop_index("ix_petitioner_id_hash", table_name="petitioner")
    op.drop_table("petitioner")
    op.drop_table("petition_text")
    op.drop_table("due_version")
    op.drop_index("ix_document_case_id", table_name="document")
    op.drop_table("document")
    op.drop_index("ix_step_kind_happened", table_name="step")
    op.drop_table("step")
    op.drop_table("standing")
    op.drop_table("petition")
    op.drop_index("ix_obligation_open", table_name="obligation")
    op.drop_table("obligation")
    op.drop_table("accused_link")
    op.drop_table("unit_version")
    op.drop_index("ix_petition_case_responsible_unit", table_name="petition_case")
    op.drop_index("ix_petition_case_registered_on", table_name="petition_case")
    op.drop_index("ix_petition_case_external_no", table_name="petition_case")
    op.drop_index("ix_petition_case_batch_id", table_name="petition_case")
    op.drop_table("petition_case")
    op.drop_table("ledger_payload")
    op.drop_table("import_file")
    op.drop_table("holiday_day")
    op.drop_table("unit")
    op.drop_table("ledger_head")
    op.drop_index("ix_ledger_entry_object", table_name="ledger_entry")
    op.drop_table("ledger_entry")
    op.drop_table("import_refusal")
    op.drop_table("import_batch")
    op.drop_table("identity_key_mark")
    op.drop_table("holiday_notice")
    if not _is_sqlite():
        op.execute("DROP FUNCTION refuse_ledger_change()")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _sqlite_brakes() -> list[str]:
    refused = [(table, verb) for table in KEPT for verb in ("UPDATE", "DELETE")]
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table, verb in [*refused, ("ledger_head", "DELETE")]
    ]


def _postgres_brakes() -> list[str]:
    refused = [
        *((table, "UPDATE OR DELETE OR TRUNCATE") for table in KEPT),
        ("ledger_head", "DELETE OR TRUNCATE"),
    ]
    return [
        "CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        *(
            f"CREATE TRIGGER {table}_no_change BEFORE {verbs} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()"
            for table, verbs in refused
        ),
    ]
