"""Upgrades keep what there is: every revision up and down, full of data, cut off anywhere, from old versions.

``KILLED_STATEMENTS=1`` kills an upgrade before every statement; without it before some of each revision.
"""

import json
import lzma
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import inspect, make_url, text

from tests.conftest import NOW, a_bench_on
from tests.lived_in import live_in
from tests.records.upgrading import described, lead, ledger_of
from workbench.acts.deriving import make_ready
from workbench.app import Workbench
from workbench.backup.before import keep_before_upgrade
from workbench.backup.passing import passing_database
from workbench.backup.server import connection_info, restore
from workbench.config import Config
from workbench.records.base import DERIVED, HEAD, REVISIONS
from workbench.records.engine import open_engine
from workbench.records.migrate import create_or_upgrade
from workbench.records.sqlite_file import DamagedDatabaseError

STRIDE = 1 if os.environ.get("KILLED_STATEMENTS") else 200
RELEASED = sorted(path.stem for path in (Path(__file__).parent / "released").glob("*.json"))


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def lived_in(request, tmp_path_factory):
    """A database at the head with rows in every table that acts fill."""
    with a_bench_on(request.param, request, tmp_path_factory.mktemp("lived-in") / "home") as bench:
        live_in(bench)
        yield bench


def test_every_revision_up_and_down_leaves_no_difference_and_the_ledger_as_it_was(lived_in, copies):
    engine = open_engine(copies.make(lived_in, "walk"), synchronous="OFF")
    known, at = ledger_of(engine), {HEAD: described(engine)}

    for before, revision in zip(reversed(REVISIONS[:-1]), reversed(REVISIONS), strict=False):
        lead(engine, before)  # down, with data
        at[before] = described(engine)
        assert ledger_of(engine) == known, (revision, before)
        lead(engine, revision)  # and up again
        assert described(engine) == at[revision], revision
        lead(engine, before)
        assert described(engine) == at[before], before
    lead(engine, HEAD)  # all the way up, with the data of the oldest
    assert (ledger_of(engine), described(engine)) == (known, at[HEAD])
    engine.dispose()


def test_an_upgrade_killed_before_any_statement_changes_nothing(lived_in, copies):
    address = copies.make(lived_in, "older")
    command = [sys.executable, "-m", "tests.records.upgrading", address, str(STRIDE)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["faults"] == [] and told["deaths"] >= 2 * (len(REVISIONS) - 1)
    if address.startswith("sqlite"):
        with open_engine(address).connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]


def test_there_is_a_database_of_every_released_version():
    assert RELEASED


@pytest.fixture
def released(version, engine, tmp_path, request):
    """The user's folder and the address of a database as a released version left it, and what is known of it.

    The one of PostgreSQL holds the same rows: a plain dump, with the instructions to psql left out.
    """
    folder = Path(__file__).parent / "released"
    told = json.loads((folder / f"{version}.json").read_text())
    packed = folder / (f"{version}.sqlite.xz" if engine == "sqlite" else f"{version}.sql.xz")
    assert packed.stat().st_size < 200_000
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "identity.key").write_bytes(bytes.fromhex(told["identity_key"]))
    if engine == "sqlite":
        (home / "workbench.sqlite").write_bytes(lzma.decompress(packed.read_bytes()))
    for path in home.iterdir():
        path.chmod(0o600)
    if engine == "sqlite":
        yield home, f"sqlite:///{home / 'workbench.sqlite'}", told
        return
    with request.getfixturevalue("postgres_server").database() as address:
        with psycopg.connect(connection_info(make_url(address))) as connection:
            connection.execute(lzma.decompress(packed.read_bytes()))
        yield home, address, told


@pytest.mark.parametrize("version", RELEASED)
def test_the_database_of_a_released_version_is_upgraded_and_says_the_same(released):
    home, address, told = released
    config = Config(address, home)
    is_older = told["schema"] != HEAD
    bench = Workbench(config, clock=lambda: NOW)

    kept = keep_before_upgrade(config)
    bench.initialise()

    assert bench.anchors.code_at(told["ledger_size"]) == told["code"]
    found = bench.verify_ledger()
    assert found.is_sound, [difference.message for difference in found.differences[:5]]
    if bench.engine.name == "sqlite":
        assert (home / f"workbench.sqlite.before-{HEAD}").exists() == is_older
    else:
        assert (kept is not None) == is_older
    bench.close()


def rows_of(engine, known=None):
    """Return the rows of every table, or of those ``known`` in their columns, in an order of their own."""
    found, told = inspect(engine), {}
    with engine.connect() as connection:
        for table in sorted(known or found.get_table_names()):
            columns = known[table][0] if known else [one["name"] for one in found.get_columns(table)]
            asked = ", ".join(f'"{name}"' for name in columns)
            rows = connection.execute(text(f'SELECT {asked} FROM "{table}"'))
            told[table] = columns, sorted(repr(tuple(row)) for row in rows)
    return told


def test_what_is_derived_is_derived_anew_where_an_older_version_read_the_law_otherwise(
    lived_in, copies, monkeypatch
):
    address = copies.make(lived_in, "derived")
    engine = open_engine(address, synchronous="OFF")
    lead(engine, str(int(DERIVED) - 1).zfill(4))
    known, before = ledger_of(engine), rows_of(engine)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("UPDATE obligation SET met_on = NULL, met_by = NULL"))
        connection.execute(text("DELETE FROM due_version WHERE rule_id LIKE 'R-HANDLE%'"))
    assert rows_of(engine) != before
    monkeypatch.setattr("workbench.acts.deriving.CHUNK", 2)  # so that there are several flushes

    assert not make_ready(address)

    after = rows_of(engine, before)
    assert ledger_of(engine) == known
    del before["alembic_version"], after["alembic_version"]
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    engine.dispose()


def test_without_a_good_copy_nothing_is_upgraded(file_bench, monkeypatch):
    engine = open_engine(file_bench.config.database)
    lead(engine, REVISIONS[-2])
    shape = described(engine)
    engine.dispose()
    monkeypatch.setattr("workbench.records.migrate._head", id)  # no two connections say the same

    with pytest.raises(DamagedDatabaseError, match="没有升级"):
        create_or_upgrade(file_bench.config.database)

    engine = open_engine(file_bench.config.database)
    assert described(engine) == shape
    engine.dispose()


@pytest.mark.postgres
def test_a_server_is_dumped_and_restored_once_before_it_is_upgraded(prepared_postgres, tmp_path, request):
    with a_bench_on("postgres", request, tmp_path / "home") as bench:
        assert keep_before_upgrade(bench.config) is None  # it is at the head
        lead(bench.engine, REVISIONS[-2])
        known = ledger_of(bench.engine)

        kept = keep_before_upgrade(bench.config)

        assert kept is not None and kept.stat().st_mode & 0o777 == 0o600
        with passing_database(bench.config.database) as address:
            restore(kept, address)
            engine = open_engine(address)
            assert ledger_of(engine) == known
            engine.dispose()
