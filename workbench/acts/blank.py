"""Empty tables in memory, for acts to be performed anew: laid once, then copied.

Laying a hundred tables takes a tenth of a second, and each engine compiles every question for itself; both
would be most of what the verification of a young ledger costs.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import NullPool, StaticPool

from workbench.records.tables import metadata

_copying = Lock()


def blank_tables() -> Connection:
    """Return a connection to empty tables of its own in memory; they are gone when it is closed."""
    return _engine().connect()


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return create_engine("sqlite://", creator=_copied, poolclass=NullPool, hide_parameters=True)


def _copied() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", check_same_thread=False)
    with _copying:
        _pattern().backup(made)
    return made


@lru_cache(maxsize=1)
def _pattern() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", check_same_thread=False)
    engine = create_engine("sqlite://", creator=lambda: made, poolclass=StaticPool)  # which closes nothing
    with engine.begin() as link:
        metadata.create_all(link)
    return made
