"""On a server nobody waits without end: not behind a hanging writer, not while hanging himself."""

import time

import pytest
from sqlalchemy import make_url, text

from tests.conftest import a_bench_on
from tests.factories import CLERK, make_register
from workbench.records import engine
from workbench.records.failures import ConnectionLostError, DatabaseBusyError

pytestmark = pytest.mark.postgres


@pytest.fixture
def bench(request, tmp_path):
    with a_bench_on("postgres", request, tmp_path / "home") as opened:
        yield opened


def test_a_writer_behind_a_hanging_session_is_told(bench, reopen, monkeypatch):
    with reopen(bench).engine.connect() as hanging:
        hanging.execute(text("SELECT size FROM ledger_head FOR UPDATE"))
        monkeypatch.setattr(engine, "WAIT_SECONDS", 0.2)

        with pytest.raises(DatabaseBusyError, match="稍后重试"):
            bench.perform(make_register(), actor=CLERK)

    bench.perform(make_register(), actor=CLERK)


def test_a_writer_who_does_nothing_lets_go_and_saves_nothing(bench, monkeypatch):
    size = bench.ledger_size()
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.2)

    with pytest.raises(ConnectionLostError, match="没有保存"), bench.desk(CLERK) as desk:
        desk.perform(make_register(), now=bench.now())
        time.sleep(0.6)

    assert bench.ledger_size() == size


def test_who_only_reads_may_take_as_long_as_he_likes(bench, monkeypatch):
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.2)
    bench.perform(make_register(), actor=CLERK)

    with bench.reading() as session:
        assert session.scalar(text("SHOW idle_in_transaction_session_timeout")) == "0"
        time.sleep(0.5)
        assert session.scalar(text("SELECT count(*) FROM petition_case")) == 1


def test_a_line_that_broke_is_noticed_and_the_address_may_say_otherwise(bench):
    address = make_url(bench.config.database)
    for query, seconds in (({}, "10"), ({"connect_timeout": "3"}, "3")):
        opened = engine.open_engine(address.update_query_dict(query).render_as_string(hide_password=False))
        with opened.connect() as link:
            told = link.connection.dbapi_connection.info.get_parameters()
        opened.dispose()
        assert (told["connect_timeout"], told["keepalives_idle"]) == (seconds, "30")
