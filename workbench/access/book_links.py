"""How the books of accounts and of tokens read and write: each time in a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from workbench.records.engine import NEWER, READS_ONLY, look_again
from workbench.records.failures import in_words
from workbench.records.sqlite_file import NewerDatabaseError


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection to read with; what fails becomes a sentence, connecting included."""
    with in_words(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give the connection of a transaction; what fails becomes a sentence, connecting included.

    ``NewerDatabaseError`` where the database was upgraded since this process opened it.
    """
    if engine.get_execution_options().get(READS_ONLY):
        raise NewerDatabaseError(NEWER)
    with (
        in_words(),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        look_again(connection)
        yield connection
