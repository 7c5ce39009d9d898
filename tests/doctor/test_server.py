"""What a deep look finds on a server of PostgreSQL, and what to do about it."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import NOW
from workbench.app import Workbench
from workbench.config import Config
from workbench.doctor import server
from workbench.doctor.server import look_at_server
from workbench.records.migrate import create_or_upgrade
from workbench.records.sqlite_file import DatabaseError
from workbench.terms import Health

pytestmark = pytest.mark.postgres


@pytest.fixture
def bench(postgres_server, prepared_postgres, tmp_path):
    """A workbench whose pages lie in files only, not yet in the memory of the server."""
    name = f"pages_{os.getpid()}"
    postgres_server.command(f'CREATE DATABASE "{name}" TEMPLATE "prepared" STRATEGY = file_copy')
    opened = Workbench(Config(postgres_server.address(name), prepared_postgres), clock=lambda: NOW)
    yield opened
    opened.close()
    postgres_server.command(f'DROP DATABASE "{name}" WITH (FORCE)')


def found(bench):
    return {one.code: one for one in look_at_server(bench, deeply=True)}


def test_size_and_settings_of_the_server_are_told(bench, monkeypatch):
    told = found(bench)

    assert dict(told["server_size"].measure)["bytes"] > 1_000_000
    assert "pg_checksums --enable" in told["checksums_off"].todo
    assert "fsync、full_page_writes" in told["not_durable"].told
    assert told["rows"].health is Health.FINE

    assert not {"server_standby", "server_read_only", "server_encoding", "account_only_looks"} & set(told)

    well = {"data_checksums": "on", "synchronous_commit": "on", **server.DURABLE}
    monkeypatch.setattr(server, "_setting", lambda _, name: well[name])
    assert {one.health for one in found(bench).values()} == {Health.FINE}


def test_a_database_that_takes_no_writes_is_told_and_an_account_that_only_looks_is_a_note(
    bench, postgres_server
):
    def told(at):
        return {one.code: one for one in look_at_server(at, deeply=False)}

    name = bench.engine.url.database
    postgres_server.command(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    closed = Workbench(bench.config, clock=lambda: NOW)
    assert told(closed)["server_read_only"].health is Health.FAULT
    closed.close()
    postgres_server.command(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')

    with bench.transaction() as session:
        session.execute(text("CREATE ROLE doctor_looks"))
        session.execute(text("GRANT USAGE ON SCHEMA public TO doctor_looks"))
        session.execute(text("SET LOCAL ROLE doctor_looks"))
        found = {one.code: one for one in server._takes_writes(session.connection())}
        session.rollback()
    assert found["account_only_looks"].is_note and found["account_only_looks"].health is Health.FINE


def test_a_database_whose_encoding_lacks_signs_of_names_is_not_made_a_workbench(postgres_server):
    name = f"signs_{os.getpid()}"
    postgres_server.command(
        f"CREATE DATABASE \"{name}\" ENCODING 'EUC_CN' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    )
    try:
        with pytest.raises(DatabaseError, match=r"EUC_CN.*UTF8"):
            create_or_upgrade(postgres_server.address(name))
    finally:
        postgres_server.command(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_page_that_rots_is_found_by_the_deep_look(bench, postgres_server):
    with bench.reading() as session:
        path = session.scalar(text("SELECT pg_relation_filepath('unit_version')"))
    file = Path(postgres_server.sockets) / "data" / path
    with file.open("r+b") as page:
        page.write(bytes(range(256)) * 16)

    told = found(bench)

    assert "rows" not in told
    assert (
        told["database_damaged"].health is Health.FAULT
        and "workbench restore" in told["database_damaged"].todo
    )
