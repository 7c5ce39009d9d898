"""Keep monthly screenings and the posts of the units."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staffing",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="单位代码"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_staffing_version")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_staffing_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staffing")),
        sa.UniqueConstraint("unit", name=op.f("uq_staffing_unit")),
    )
    op.create_table(
        "staffing_holder",
        sa.Column("staffing_id", sa.Integer(), nullable=False, comment="信访岗位"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("post", sa.String(length=32), nullable=False, comment="岗位"),
        sa.Column("name", sa.String(), nullable=False, comment="姓名（干部）"),
        sa.Column("title", sa.String(), nullable=False, comment="职务"),
        sa.Column("since", sa.Date(), nullable=False, comment="到任日期"),
        sa.Column("until", sa.Date(), nullable=True, comment="离任日期（当日起不在岗）"),
        sa.Column("why", sa.String(), nullable=True, comment="离任原因"),
        sa.CheckConstraint("until IS NULL OR since <= until", name=op.f("ck_staffing_holder_days")),
        sa.ForeignKeyConstraint(
            ["staffing_id"], ["staffing.id"], name=op.f("fk_staffing_holder_staffing_id")
        ),
        sa.PrimaryKeyConstraint("staffing_id", "number", name=op.f("pk_staffing_holder")),
    )
    op.create_table(
        "staffing_training",
        sa.Column("staffing_id", sa.Integer(), nullable=False, comment="信访岗位"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("holder", sa.Integer(), nullable=False, comment="岗位人员序号"),
        sa.Column("on", sa.Date(), nullable=False, comment="培训日期"),
        sa.Column("topic", sa.String(), nullable=False, comment="培训内容"),
        sa.ForeignKeyConstraint(
            ["staffing_id"], ["staffing.id"], name=op.f("fk_staffing_training_staffing_id")
        ),
        sa.PrimaryKeyConstraint("staffing_id", "number", name=op.f("pk_staffing_training")),
        sa.UniqueConstraint("staffing_id", "holder", "on", name=op.f("uq_staffing_training_staffing_id")),
    )
    op.create_table(
        "screening",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("report_no", sa.String(length=64), nullable=False, comment="月报编号"),
        sa.Column("unit", sa.String(length=32), nullable=False, comment="报送单位"),
        sa.Column("month", sa.String(length=7), nullable=False, comment="月份"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_screening_version")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_screening_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening")),
        sa.UniqueConstraint("report_no", name=op.f("uq_screening_report_no")),
        sa.UniqueConstraint("unit", "month", name=op.f("uq_screening_unit")),
    )
    op.create_index(op.f("ix_screening_month"), "screening", ["month"], unique=False)
    op.create_table(
        "screening_edition",
        sa.Column("screening_id", sa.Integer(), nullable=False, comment="排查月报"),
        sa.Column("number", sa.Integer(), nullable=False, comment="第几版"),
        sa.Column("on", sa.Date(), nullable=False, comment="报送日期"),
        sa.Column("account", sa.String(length=64), nullable=False, comment="报送账号"),
        sa.Column("last_stock", sa.Integer(), nullable=False, comment="上期存量"),
        sa.Column("new", sa.Integer(), nullable=False, comment="新排查件数"),
        sa.Column("settled", sa.Integer(), nullable=False, comment="已化解件数"),
        sa.Column("stock", sa.Integer(), nullable=False, comment="期末存量"),
        sa.Column("signed_by", sa.String(), nullable=False, comment="签字的主要负责人"),
        sa.Column("signed_on", sa.Date(), nullable=False, comment="签字日期"),
        sa.Column("why", sa.String(), nullable=True, comment="更正理由"),
        sa.Column("sha256", sa.String(length=64), nullable=True, comment="原件校验值"),
        sa.CheckConstraint("(number = 1) = (why IS NULL)", name=op.f("ck_screening_edition_why")),
        sa.CheckConstraint(
            "last_stock >= 0 AND new >= 0 AND settled >= 0", name=op.f("ck_screening_edition_counts")
        ),
        sa.CheckConstraint("stock = last_stock + new - settled", name=op.f("ck_screening_edition_balance")),
        sa.CheckConstraint('signed_on <= "on"', name=op.f("ck_screening_edition_signed")),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["screening.id"], name=op.f("fk_screening_edition_screening_id")
        ),
        sa.PrimaryKeyConstraint("screening_id", "number", name=op.f("pk_screening_edition")),
    )
    op.create_table(
        "screening_line",
        sa.Column("screening_id", sa.Integer(), nullable=False, comment="排查月报"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("edition", sa.Integer(), nullable=False, comment="第几版"),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="矛盾纠纷类别"),
        sa.Column("new", sa.Integer(), nullable=False, comment="新排查件数"),
        sa.Column("settled", sa.Integer(), nullable=False, comment="已化解件数"),
        sa.Column("stock", sa.Integer(), nullable=False, comment="期末存量"),
        sa.Column("responsible", sa.String(), nullable=True, comment="责任人（干部）"),
        sa.Column("post", sa.String(), nullable=True, comment="责任人职务"),
        sa.Column("measure", sa.String(), nullable=True, comment="化解措施"),
        sa.Column("due_on", sa.Date(), nullable=True, comment="化解期限"),
        sa.CheckConstraint("new >= 0 AND settled >= 0 AND stock >= 0", name=op.f("ck_screening_line_counts")),
        sa.CheckConstraint("stock + settled >= new", name=op.f("ck_screening_line_last_stock")),
        sa.CheckConstraint(
            "stock = 0 OR (responsible IS NOT NULL AND post IS NOT NULL AND measure IS NOT NULL "
            "AND due_on IS NOT NULL)",
            name=op.f("ck_screening_line_seen_to"),
        ),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["screening.id"], name=op.f("fk_screening_line_screening_id")
        ),
        sa.PrimaryKeyConstraint("screening_id", "number", name=op.f("pk_screening_line")),
    )
    op.create_table(
        "screening_return",
        sa.Column("screening_id", sa.Integer(), nullable=False, comment="排查月报"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("edition", sa.Integer(), nullable=False, comment="第几版"),
        sa.Column("on", sa.Date(), nullable=False, comment="退回日期"),
        sa.Column("account", sa.String(length=64), nullable=False, comment="退回账号"),
        sa.Column("due_on", sa.Date(), nullable=False, comment="补报期限"),
        sa.Column("why", sa.String(), nullable=False, comment="退回理由"),
        sa.CheckConstraint('"on" < due_on', name=op.f("ck_screening_return_due")),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["screening.id"], name=op.f("fk_screening_return_screening_id")
        ),
        sa.PrimaryKeyConstraint("screening_id", "number", name=op.f("pk_screening_return")),
    )


def downgrade() -> None:
    op.drop_table("screening_return")
    op.drop_table("screening_line")
    op.drop_table("screening_edition")
    op.drop_index(op.f("ix_screening_month"), table_name="screening")
    op.drop_table("screening")
    op.drop_table("staffing_training")
    op.drop_table("staffing_holder")
    op.drop_table("staffing")
