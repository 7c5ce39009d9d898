"""The migrations make what the models say, on both engines, up and down."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from tests.factories import CLERK, make_register
from workbench.records.base import HEAD, REVISIONS
from workbench.records.migrate import alembic_config
from workbench.records.tables import ACCOUNTS, CONVENIENCES, LEDGER, RECORDS, metadata, table_of


def test_the_head_is_what_the_models_say(either_bench):
    with either_bench.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_the_constraints_are_those_of_the_models(either_bench):
    inspected = inspect(either_bench.engine)
    for table in metadata.tables.values():
        declared = {check.name for check in table.constraints if isinstance(check, CheckConstraint)}
        assert {c["name"] for c in inspected.get_check_constraints(table.name)} == declared, table.name


def test_the_code_knows_every_revision():
    with create_engine("sqlite://").connect() as connection:
        script = ScriptDirectory.from_config(alembic_config(connection))
    assert [step.revision for step in script.walk_revisions()][::-1] == list(REVISIONS)
    assert script.get_current_head() == HEAD


def test_down_and_up_again_gives_the_same_tables(either_bench):
    before = described(either_bench.engine)

    with either_bench.engine.connect() as connection, connection.begin():
        command.downgrade(alembic_config(connection), "base")
    assert described(either_bench.engine).keys() <= {"alembic_version"}

    with either_bench.engine.connect() as connection, connection.begin():
        command.upgrade(alembic_config(connection), "head")
    assert described(either_bench.engine) == before


def test_all_tables_are_records_or_ledger_or_stand_beside_them():
    models = (*LEDGER, *RECORDS, *CONVENIENCES, *ACCOUNTS)
    assert {table_of(model).name for model in models} == set(metadata.tables)


def test_every_column_has_its_chinese_term():
    for table in metadata.tables.values():
        for column in table.columns:
            assert column.comment, f"{table.name}.{column.name}"


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_payload"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET seq = seq + 1000", "DELETE FROM {}"])
def test_the_ledger_refuses_change_and_deletion(either_bench, table, statement):
    either_bench.perform(make_register(), actor=CLERK)

    with pytest.raises(DBAPIError, match="只能追加"), either_bench.engine.begin() as connection:
        connection.execute(text(statement.format(table)))
    assert either_bench.verify_ledger().is_sound


def described(engine):
    inspected = inspect(engine)
    return {
        name: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in inspected.get_columns(name)],
            sorted(i["name"] for i in inspected.get_indexes(name)),
            sorted(c["name"] for c in inspected.get_check_constraints(name)),
        )
        for name in inspected.get_table_names()
    }
