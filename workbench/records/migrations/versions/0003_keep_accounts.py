"""Keep accounts and the log of logins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.String(length=32), nullable=False, comment="账号"),
        sa.Column("display_name", sa.String(length=64), nullable=False, comment="姓名"),
        sa.Column("role", sa.String(length=32), nullable=False, comment="角色"),
        sa.Column("unit", sa.String(length=32), nullable=True, comment="所在单位"),
        sa.Column("password_hash", sa.String(length=256), nullable=True, comment="密码散列（argon2id）"),
        sa.Column("must_change", sa.Boolean(), nullable=False, comment="下次登录须改密码"),
        sa.Column("is_demo", sa.Boolean(), nullable=False, comment="演示账号"),
        sa.Column("created_utc", sa.String(length=32), nullable=False, comment="建立时刻（世界时）"),
        sa.Column("disabled_utc", sa.String(length=32), nullable=True, comment="停用时刻（世界时）"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版次"),
        sa.CheckConstraint("length(name) BETWEEN 2 AND 32", name=op.f("ck_account_name")),
        sa.CheckConstraint("length(display_name) BETWEEN 1 AND 64", name=op.f("ck_account_display_name")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_account_version")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name="fk_account_unit"),
        sa.PrimaryKeyConstraint("name", name="pk_account"),
    )
    op.create_table(
        "login_record",
        sa.Column("id", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("utc", sa.String(length=32), nullable=False, comment="时刻（世界时）"),
        sa.Column("name", sa.String(length=64), nullable=False, comment="账号（登录时所填）"),
        sa.Column("origin", sa.String(length=64), nullable=False, comment="网络地址或操作人"),
        sa.Column("event", sa.String(length=32), nullable=False, comment="事件"),
        sa.PrimaryKeyConstraint("id", name="pk_login_record"),
    )
    op.create_index("ix_login_record_name", "login_record", ["name", "utc"])
    op.create_index("ix_login_record_origin", "login_record", ["origin", "utc"])


def downgrade() -> None:
    op.drop_index("ix_login_record_origin", table_name="login_record")
    op.drop_index("ix_login_record_name", table_name="login_record")
    op.drop_table("login_record")
    op.drop_table("account")
