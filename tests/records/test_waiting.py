"""On a server nobody waits without end: not behind a hanging writer, not while hanging himself."""

import socket
import time

import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url, text

from tests.conftest import a_bench_on
from tests.factories import CLERK, OFFICE, make_register
from workbench.access.viewer import Viewer
from workbench.backup.server import ServerError, connection_info, maintenance
from workbench.records import engine, line
from workbench.records.failures import ConnectionLostError, DatabaseBusyError
from workbench.terms import Role

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


def test_a_page_gives_up_a_server_that_stands_still_and_a_command_waits(bench, monkeypatch):
    monkeypatch.setattr("workbench.app.SOMEBODY_WAITS", 0.3)
    slow = text("SELECT pg_sleep(0.8)")
    with bench.reading() as session:
        session.execute(slow)

    page = bench.seen_by(Viewer("clerk", Role.CLERK, OFFICE))
    with pytest.raises(ConnectionLostError, match="刷新后核对"), page.reading() as session:
        session.execute(slow)

    with page.reading() as session:  # on another line
        assert session.scalar(text("SELECT 1")) == 1


def test_who_writes_gives_up_a_server_that_stands_still_and_nothing_is_kept(bench, monkeypatch):
    size = bench.ledger_size()
    with monkeypatch.context() as patched, pytest.raises(ConnectionLostError, match="刷新后核对"):
        patched.setattr(line, "ANSWER_SECONDS", 0.5)
        with bench.desk(CLERK) as desk:
            desk.perform(make_register(), now=bench.now())
            desk.connection.execute(text("SELECT pg_sleep(1.2)"))

    assert bench.ledger_size() == size
    bench.perform(make_register(), actor=CLERK)


def test_a_line_that_broke_is_noticed_and_the_address_may_say_otherwise(bench):
    address = make_url(bench.config.database)
    for query, seconds in (({}, "10"), ({"connect_timeout": "3"}, "3")):
        opened = engine.open_engine(address.update_query_dict(query).render_as_string(hide_password=False))
        with opened.connect() as link:
            told = link.connection.dbapi_connection.info.get_parameters()
        opened.dispose()
        assert (told["connect_timeout"], told["keepalives_idle"]) == (seconds, "30")
        assert told["tcp_user_timeout"] == "60000"


def test_the_programs_of_the_server_and_what_makes_databases_wait_no_longer_than_the_rest():
    silent = socket.create_server(("127.0.0.1", 0))  # takes a connection and says nothing
    url = make_url(f"postgresql+psycopg://nobody@127.0.0.1:{silent.getsockname()[1]}/petition")
    for query, seconds in (({}, "10"), ({"connect_timeout": "2"}, "2")):
        asked = conninfo_to_dict(connection_info(url.update_query_dict(query)))
        assert (asked["connect_timeout"], asked["keepalives_idle"]) == (seconds, "30")

    began = time.monotonic()
    with (
        pytest.raises(ServerError, match="数据库服务是否启动"),
        maintenance(url.update_query_dict({"connect_timeout": "2"})),
    ):
        pass
    assert time.monotonic() - began < 10
    silent.close()
