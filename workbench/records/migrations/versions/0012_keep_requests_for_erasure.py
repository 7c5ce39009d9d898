"""Keep requests to delete personal values, and let the ledger's brake go for these alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="记录位置（台账条号）"),
        sa.Column("erasure_no", sa.String(length=64), nullable=False, comment="删除申请编号"),
        sa.Column("basis", sa.String(length=32), nullable=False, comment="删除依据"),
        sa.Column("requested_on", sa.Date(), nullable=False, comment="申请日期"),
        sa.Column("requested_by", sa.String(length=64), nullable=False, comment="申请人账号"),
        sa.Column("restricted_on", sa.Date(), nullable=True, comment="限制处理日期"),
        sa.Column("restricted_by", sa.String(length=64), nullable=True, comment="限制处理决定人账号"),
        sa.Column("ground", sa.String(length=32), nullable=True, comment="暂不删除的原因"),
        sa.Column("until", sa.Date(), nullable=True, comment="保存期限届满日"),
        sa.Column("erased_on", sa.Date(), nullable=True, comment="删除日期"),
        sa.Column("erased_by", sa.String(length=64), nullable=True, comment="批准人账号"),
        sa.Column("declined_on", sa.Date(), nullable=True, comment="驳回日期"),
        sa.Column("declined_by", sa.String(length=64), nullable=True, comment="驳回人账号"),
        sa.Column("version", sa.Integer(), nullable=False, comment="版本号"),
        sa.CheckConstraint(
            "erased_by IS NULL OR erased_by <> requested_by", name=op.f("ck_erasure_two_people")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_erasure_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("erasure_no", name=op.f("uq_erasure_erasure_no")),
    )
    op.create_table(
        "erasure_value",
        sa.Column("erasure_id", sa.Integer(), nullable=False, comment="删除申请"),
        sa.Column("number", sa.Integer(), nullable=False, comment="序号"),
        sa.Column("entry", sa.BigInteger(), nullable=False, comment="附值所在台账条号"),
        sa.Column("field", sa.String(length=64), nullable=False, comment="附值栏目"),
        sa.Column("form", sa.String(length=32), nullable=False, comment="占位方式"),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name=op.f("fk_erasure_value_erasure_id")),
        sa.PrimaryKeyConstraint("erasure_id", "number", name=op.f("pk_erasure_value")),
    )
    op.create_index("ix_erasure_value_entry", "erasure_value", ["entry", "field"], unique=False)
    for statement in _lighter() if _is_sqlite() else _lighter_on_a_server():
        op.execute(statement)


def downgrade() -> None:
    for statement in _as_before() if _is_sqlite() else _as_before_on_a_server():
        op.execute(statement)
    op.drop_index("ix_erasure_value_entry", table_name="erasure_value")
    op.drop_table("erasure_value")
    op.drop_table("erasure")


REFUSAL = "台账只能追加，不能修改或删除"
ASKED = (
    "EXISTS (SELECT 1 FROM erasure_value v JOIN erasure e ON e.id = v.erasure_id "
    "WHERE v.entry = OLD.seq AND v.field = OLD.field AND e.erased_on IS NOT NULL)"
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _lighter() -> list[str]:
    return [
        "DROP TRIGGER ledger_payload_no_delete",
        f"CREATE TRIGGER ledger_payload_no_delete BEFORE DELETE ON ledger_payload WHEN NOT {ASKED} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ]


def _as_before() -> list[str]:
    return [
        "DROP TRIGGER ledger_payload_no_delete",
        "CREATE TRIGGER ledger_payload_no_delete BEFORE DELETE ON ledger_payload "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ]


def _lighter_on_a_server() -> list[str]:
    return [
        "DROP TRIGGER ledger_payload_no_change ON ledger_payload",
        "CREATE TRIGGER ledger_payload_no_change BEFORE UPDATE OR TRUNCATE ON ledger_payload "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()",
        "CREATE FUNCTION refuse_unasked_erasure() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {ASKED} THEN RETURN OLD; END IF; RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE TRIGGER ledger_payload_no_deletion BEFORE DELETE ON ledger_payload "
        "FOR EACH ROW EXECUTE FUNCTION refuse_unasked_erasure()",
    ]


def _as_before_on_a_server() -> list[str]:
    return [
        "DROP TRIGGER ledger_payload_no_deletion ON ledger_payload",
        "DROP FUNCTION refuse_unasked_erasure()",
        "DROP TRIGGER ledger_payload_no_change ON ledger_payload",
        "CREATE TRIGGER ledger_payload_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_payload "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()",
    ]
