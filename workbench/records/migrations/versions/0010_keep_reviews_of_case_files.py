"""Keep reviews of case files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_round",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("round_no", sa.String(length=64), nullable=False, comment="评查批次编号"),
        sa.Column("name", sa.String(length=64), nullable=False, comment="评查批次名称"),
        sa.Column("opened_on", sa.Date(), nullable=False, comment="开始日期"),
        sa.Column("start", sa.Date(), nullable=False, comment="评查期间起"),
        sa.Column("end", sa.Date(), nullable=False, comment="评查期间止"),
        sa.Column("as_of", sa.Date(), nullable=False, comment="截至日"),
        sa.Column("seed", sa.Integer(), nullable=False, comment="抽签种子"),
        sa.Column("population", sa.Integer(), nullable=False, comment="可抽取件数"),
        sa.Column("closed_on", sa.Date(), nullable=True, comment="结束日期"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint(
            '"start" <= "end" AND "end" <= as_of AND as_of <= opened_on', name=op.f("ck_review_round_days")
        ),
        sa.CheckConstraint("population >= 1", name=op.f("ck_review_round_population")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_review_round_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
        sa.UniqueConstraint("round_no", name=op.f("uq_review_round_round_no")),
    )
    op.create_table(
        "review_round_file",
        sa.Column("round_id", sa.Integer(), nullable=False, comment="评查批次"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("case_no", sa.String(length=64), nullable=False, comment="信访件编号"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="被评查单位"),
        sa.ForeignKeyConstraint(
            ["case_no"], ["petition_case.case_no"], name=op.f("fk_review_round_file_case_no")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_round.id"], name=op.f("fk_review_round_file_round_id")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_review_round_file_unit")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_review_round_file")),
        sa.UniqueConstraint("round_id", "case_no", name=op.f("uq_review_round_file_round_id")),
    )
    op.create_table(
        "review_sheet",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("sheet_no", sa.String(length=160), nullable=False, comment="评查表编号"),
        sa.Column("round_no", sa.String(length=64), nullable=False, comment="评查批次编号"),
        sa.Column("case_no", sa.String(length=64), nullable=False, comment="信访件编号"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="被评查单位"),
        sa.Column("turn", sa.Integer(), nullable=False, comment="第几评"),
        sa.Column("reviewer", sa.String(length=64), nullable=False, comment="评查人账号"),
        sa.Column("reviewer_unit", sa.String(length=32), nullable=True, comment="评查人单位"),
        sa.Column("assigned_on", sa.Date(), nullable=False, comment="分派日期"),
        sa.Column("locked_on", sa.Date(), nullable=True, comment="锁定日期"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint(
            "locked_on IS NULL OR assigned_on <= locked_on", name=op.f("ck_review_sheet_locked")
        ),
        sa.CheckConstraint("turn BETWEEN 1 AND 3", name=op.f("ck_review_sheet_turn")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_review_sheet_version")),
        sa.ForeignKeyConstraint(["case_no"], ["petition_case.case_no"], name=op.f("fk_review_sheet_case_no")),
        sa.ForeignKeyConstraint(["reviewer_unit"], ["unit.code"], name=op.f("fk_review_sheet_reviewer_unit")),
        sa.ForeignKeyConstraint(
            ["round_no"], ["review_round.round_no"], name=op.f("fk_review_sheet_round_no")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_review_sheet_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_sheet")),
        sa.UniqueConstraint("round_no", "case_no", "turn", name=op.f("uq_review_sheet_round_no")),
        sa.UniqueConstraint("sheet_no", name=op.f("uq_review_sheet_sheet_no")),
    )
    op.create_index(op.f("ix_review_sheet_case_no"), "review_sheet", ["case_no"], unique=False)
    op.create_index(op.f("ix_review_sheet_reviewer"), "review_sheet", ["reviewer"], unique=False)
    op.create_index(op.f("ix_review_sheet_round_no"), "review_sheet", ["round_no"], unique=False)
    op.create_table(
        "review_sheet_answer",
        sa.Column("sheet_id", sa.Integer(), nullable=False, comment="评查表"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("item", sa.String(length=16), nullable=False, comment="评查项"),
        sa.Column("points", sa.Integer(), nullable=True, comment="得分（空为不适用）"),
        sa.Column("note", sa.String(), nullable=True, comment="说明"),
        sa.Column("was_found", sa.Boolean(), nullable=False, comment="系统按卷宗预填"),
        sa.Column("found", sa.Integer(), nullable=True, comment="预填得分"),
        sa.CheckConstraint("points IS NULL OR points >= 0", name=op.f("ck_review_sheet_answer_points")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["review_sheet.id"], name=op.f("fk_review_sheet_answer_sheet_id")
        ),
        sa.PrimaryKeyConstraint("sheet_id", "number", name=op.f("pk_review_sheet_answer")),
        sa.UniqueConstraint("sheet_id", "item", name=op.f("uq_review_sheet_answer_sheet_id")),
    )
    op.create_table(
        "review_sheet_fail",
        sa.Column("sheet_id", sa.Integer(), nullable=False, comment="评查表"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("fail", sa.String(length=16), nullable=False, comment="一票不合格项"),
        sa.Column("note", sa.String(), nullable=False, comment="事实和材料"),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["review_sheet.id"], name=op.f("fk_review_sheet_fail_sheet_id")
        ),
        sa.PrimaryKeyConstraint("sheet_id", "number", name=op.f("pk_review_sheet_fail")),
        sa.UniqueConstraint("sheet_id", "fail", name=op.f("uq_review_sheet_fail_sheet_id")),
    )


def downgrade() -> None:
    op.drop_table("review_sheet_fail")
    op.drop_table("review_sheet_answer")
    op.drop_index(op.f("ix_review_sheet_round_no"), table_name="review_sheet")
    op.drop_index(op.f("ix_review_sheet_reviewer"), table_name="review_sheet")
    op.drop_index(op.f("ix_review_sheet_case_no"), table_name="review_sheet")
    op.drop_table("review_sheet")
    op.drop_table("review_round_file")
    op.drop_table("review_round")
