"""Empty tables to perform acts on anew: each connection has its own, all tables, and nothing in them."""

from threading import Thread

from sqlalchemy import func, insert, inspect, select

from workbench.acts.blank import blank_tables
from workbench.records.journal import LedgerHead
from workbench.records.tables import metadata


def test_every_table_is_there_and_empty():
    with blank_tables() as link:
        assert set(inspect(link).get_table_names()) == set(metadata.tables)
        assert link.scalar(select(func.count()).select_from(LedgerHead)) == 0


def test_what_one_writes_no_other_sees():
    with blank_tables() as one, blank_tables() as other:
        one.execute(insert(LedgerHead).values(id=1, size=0, frontier=b""))
        assert other.scalar(select(func.count()).select_from(LedgerHead)) == 0
    with blank_tables() as later:
        assert later.scalar(select(func.count()).select_from(LedgerHead)) == 0


def test_threads_may_ask_at_once():
    found = []

    def ask():
        with blank_tables() as link:
            found.append(link.scalar(select(func.count()).select_from(LedgerHead)))

    threads = [Thread(target=ask) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [0] * 8
