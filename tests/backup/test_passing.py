"""What a backup restores on a server for its test goes with it, and if it was killed, with the next one."""

import subprocess
import sys

import pytest
from sqlalchemy import make_url

from tests.conftest import a_bench_on
from workbench.backup.make import make_backup
from workbench.backup.passing import drop_left, left_databases, passing_database, unfinished_database
from workbench.backup.sealed import new_pair
from workbench.backup.server import create_database, drop_database
from workbench.doctor.look import examine

pytestmark = pytest.mark.postgres
KILLED_RESTORE = """
import os, signal, sys
from workbench.backup.passing import unfinished_database
from workbench.backup.server import create_database

create_database(sys.argv[1])
with unfinished_database(sys.argv[1]):
    os.kill(os.getpid(), signal.SIGKILL)
"""
KILLED = """
import os, signal, sys
from workbench.backup.passing import passing_database

with passing_database(sys.argv[1]):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def bench(request, tmp_path):
    with a_bench_on("postgres", request, tmp_path / "home") as opened:
        (opened.config.home / "backup.pub").write_text(new_pair()[0])
        yield opened


def left(bench):
    with bench.reading() as session:
        return left_databases(session.connection())


def killed(bench):
    subprocess.run([sys.executable, "-c", KILLED, bench.config.database], check=False)


def told_of_restores(bench):
    return [one.todo for one in examine(bench) if one.code == "restore_left"]


def test_what_a_killed_backup_left_on_the_server_is_told_and_dropped_by_the_next(bench, target):
    killed(bench)
    assert len(left(bench)) == 1
    assert "check_database_left" in {one.code for one in examine(bench)}

    make_backup(bench, target)

    assert left(bench) == []
    assert "check_database_left" not in {one.code for one in examine(bench)}


def test_what_another_backup_is_testing_and_what_is_not_known_as_ours_stays(bench):
    url = make_url(bench.config.database)
    by_hand = url.set(database=f"{url.database}_check_20260331").render_as_string(hide_password=False)
    create_database(by_hand)
    try:
        with passing_database(bench.config.database) as address:
            assert left(bench) == [make_url(by_hand).database]  # it is told, and no more
            drop_left(bench.config.database)
            with pytest.raises(ValueError, match="已经存在"):
                create_database(address)
        assert left(bench) == [make_url(by_hand).database]
    finally:
        drop_database(by_hand)


def test_what_a_killed_restore_left_on_the_server_is_told_with_how_to_remove_it(bench):
    chosen = make_url(bench.config.database).set(database="new_home").render_as_string(hide_password=False)
    subprocess.run([sys.executable, "-c", KILLED_RESTORE, chosen], check=False)
    try:
        assert ['DROP DATABASE "new_home"' in todo for todo in told_of_restores(bench)] == [True]
        with unfinished_database(chosen) as finished:
            assert told_of_restores(bench) == []  # somebody is at it
            finished()
        assert told_of_restores(bench) == []
    finally:
        drop_database(chosen)
