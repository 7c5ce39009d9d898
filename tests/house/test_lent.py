"""A database that a test gives back is what it was before the next one gets it, or nobody gets it."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from tests.lent import Lending

pytestmark = pytest.mark.postgres
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
LOGIN = (
    "INSERT INTO login_record (utc, name, origin, event) "
    "VALUES ('2026-03-31T01:00:00', 'a', 'here', 'login') RETURNING id"
)


@pytest.fixture
def lent(postgres_server, prepared_postgres):
    return Lending(postgres_server, "prepared")


def rows(engine):
    with engine.connect() as link:
        tables = link.scalars(text(TABLES)).all()
        return {one: link.execute(text(f'SELECT * FROM "{one}" ORDER BY 1')).all() for one in tables}


def doing(lent, *statements):
    """What ``database`` gives, after these statements, and its name within the server."""
    with lent.database() as address:
        engine = create_engine(address)
        before = rows(engine)
        with engine.begin() as link:
            known = link.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
            for one in statements:
                link.execute(text(one))
        engine.dispose()
    return known, before


def test_what_a_test_wrote_is_gone_and_the_ledger_is_as_it_was(lent):
    first, before = doing(lent, "DELETE FROM unit_version", "UPDATE ledger_head SET size = 99", LOGIN)
    second, after = doing(lent)

    assert first == second
    assert before == after and before["ledger_entry"]


def test_counters_begin_anew_and_no_name_comes_twice(lent):
    found = []
    for _ in range(2):
        with lent.database() as address:
            engine = create_engine(address)
            with engine.begin() as link:
                found.append((address, link.scalar(text(LOGIN))))
            engine.dispose()

    assert [number for _, number in found] == [1, 1]
    assert len({address for address, _ in found}) == 2


@pytest.mark.parametrize(
    "statement",
    (
        "CREATE TABLE more (id integer)",
        "ALTER TABLE ledger_payload DISABLE TRIGGER USER",
        "GRANT SELECT ON standing TO PUBLIC",
    ),
)
def test_a_database_whose_tables_were_altered_is_not_lent_again(lent, statement):
    first, _ = doing(lent, statement)
    second, _ = doing(lent)

    assert first != second


def test_a_session_that_was_left_behind_does_not_keep_the_next_one_waiting(lent):
    with lent.database() as address:
        hanging = create_engine(address).connect()
        hanging.execute(text("UPDATE ledger_head SET size = 99"))
    with lent.database() as address:
        assert rows(create_engine(address))["ledger_head"][0].size != 99
    hanging.invalidate()
