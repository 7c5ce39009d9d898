"""A database led through the revisions, and upgrades killed at a statement of one's choice.

Run as ``python -m tests.records.upgrading ADDRESS STRIDE`` on a copy, it goes down revision by revision and
at each one lets upgrades be killed (SIGKILL) right before statements; it prints what it saw as JSON. A
process of its own, because it forks one child for each death.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from alembic import command
from sqlalchemy import Connection, Engine, event, inspect, text

from workbench.acts.deriving import derive_anew
from workbench.ledger.tree import Frontier, leaf_hash
from workbench.records.base import DERIVED, HEAD, REVISIONS
from workbench.records.engine import open_engine
from workbench.records.migrate import alembic_config

NAMED = re.compile(r"CONSTRAINT \"?(\w+)\"?")
SERVER = (
    "SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod) || a.attnotnull "
    "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
    "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' "
    "AND a.attnum > 0 AND NOT a.attisdropped",
    "SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) || pg_get_functiondef(tgfoid) "
    "FROM pg_trigger WHERE NOT tgisinternal",
)


def lead(engine: Engine, revision: str) -> None:
    """Bring the database to a revision, up or down, in one transaction."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        known = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
        (command.upgrade if revision > known else command.downgrade)(alembic_config(connection), revision)


def described(engine: Engine) -> list[str]:
    """Return columns, constraints, indexes and triggers, one a line, in order."""
    with engine.connect() as connection:
        if engine.name == "sqlite":
            return sorted(_described_file(connection))
        return sorted(str(tuple(row)) for asked in SERVER for row in connection.execute(text(asked)))


def _described_file(connection: Connection) -> list[str]:
    found = []
    schema = connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master")).all()
    for kind, name, table, sql in schema:
        if kind != "table":
            found.append(f"{kind} {table} {name} {sql}")
            continue
        found += [f"constraint {name} {one}" for one in NAMED.findall(sql)]
        for pragma in ("table_xinfo", "foreign_key_list"):
            rows = connection.execute(text(f'PRAGMA {pragma}("{name}")')).all()
            found += [f"{pragma} {name} {tuple(row)[pragma == 'table_xinfo' :]}" for row in rows]
    return found


def ledger_of(engine: Engine) -> tuple[int, str] | None:
    """Return size and root made of the bodies as they stand; ``None`` where there is no ledger."""
    if not inspect(engine).has_table("ledger_entry"):
        return None
    edge = Frontier()
    with engine.connect() as connection:
        for body in connection.execute(text("SELECT body FROM ledger_entry ORDER BY seq")).scalars():
            edge.append(leaf_hash(body.encode()))
    return edge.size, edge.root().hex()


def revision_of(engine: Engine) -> str | None:
    """Return where the database stands."""
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


class Undone(Exception):  # noqa: N818 - what a rehearsal ends with
    """The upgrade was only rehearsed."""


def upgrade(address: str, revision: str, *, kill_at: int = 0, rehearse: bool = False) -> int:
    """Upgrade, and return how many statements that took; ``kill_at`` is the one before which to die.

    The revision for which everything derived is written anew goes on to the newest tables, and does that.
    """
    engine, count = open_engine(address, synchronous="OFF"), 0

    @event.listens_for(engine, "before_cursor_execute")
    def look(*_: object) -> None:
        nonlocal count
        count += 1
        if count == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(engine, "commit")
    def look_before_commit(_: object) -> None:
        look()

    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            command.upgrade(alembic_config(connection), HEAD if revision == DERIVED else revision)
            if revision == DERIVED:
                derive_anew(connection)
            if rehearse:
                raise Undone
    except Undone:
        count += 1  # the commit
    finally:
        engine.dispose()
    return count


def dies(address: str, revision: str, statement: int) -> bool:
    """Upgrade in a child that dies before a statement; return whether it did."""
    child = os.fork()
    if not child:
        upgrade(address, revision, kill_at=statement)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@dataclass
class Told:
    """What was seen: upgrades that were to be killed, those that were, and what was not as before."""

    tried: int = 0
    deaths: int = 0
    faults: list[str] = field(default_factory=list)


def main(address: str, stride: int, tick: Callable[[int], None] | None = None) -> Told:
    """Go down revision by revision; at each kill upgrades, and compare with what was there before."""
    told = Told()
    for before, revision in zip(reversed(REVISIONS[:-1]), reversed(REVISIONS), strict=False):
        engine = open_engine(address, synchronous="OFF")
        lead(engine, before)
        known = described(engine), ledger_of(engine), before
        engine.dispose()
        total = upgrade(address, revision, rehearse=True)
        for statement in sorted({1, *range(1 + stride // 2, total, stride), total}):
            told.tried += 1
            told.deaths += dies(address, revision, statement)
            engine = open_engine(address, synchronous="OFF")
            if (described(engine), ledger_of(engine), revision_of(engine)) != known:
                told.faults.append(f"{revision} statement {statement}")
            engine.dispose()
            if tick is not None:
                tick(told.tried)
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(vars(main(sys.argv[1], int(sys.argv[2])))) + "\n")
