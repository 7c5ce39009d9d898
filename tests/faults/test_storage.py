"""Saved means saved: under SIGKILL, on a full disk, with any write failing; ``make soak`` takes longer."""

import json
import subprocess
import sys

import pytest

from tests.faults.forked import sentence_of
from workbench.records.sqlite_file import DamagedDatabaseError, check_file
from workbench.snapshots import parquet


def attack(module, *arguments, within=(), surroundings=None):
    """Run an attack, ``within`` another command or other surroundings, and return its outcome."""
    command = [*within, sys.executable, "-m", f"tests.faults.{module}", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_under_sigkill_nothing_acknowledged_is_lost_and_nothing_is_half_there(home):
    told = attack("killed", f"sqlite:///{home / 'workbench.sqlite'}", home, 12, 7)

    assert told["faults"] == []
    assert told["struck"] == 12 and told["acts"] > 0


def test_on_a_disk_that_is_full_to_the_byte_every_deed_is_done_or_refused_in_a_sentence(home):
    told = attack("failing", home, "limit", 25)

    assert told["faults"] == []
    assert told["struck"] >= 7 and told["acts"] >= 7


@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("deed", ["register"])
def test_whichever_system_call_fails_a_deed_is_done_or_refused_in_a_sentence(home, deed):
    told = attack("failing", home, "calls", 40, deed, 3)

    if not told["struck"] and told["rounds"] == 0:
        pytest.skip("本机不允许跟踪进程")
    assert told["faults"] == [] and told["struck"] > 0


def test_a_file_that_its_log_completes_is_no_damaged_file(home):
    path = home / "workbench.sqlite"
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 4096)
    with pytest.raises(DamagedDatabaseError, match="截断"):
        check_file(path)

    path.with_name("workbench.sqlite-wal").write_bytes(b"x")

    check_file(path)  # SQLite itself says what it can make of both


def test_an_unexpected_error_has_no_sentence():
    assert sentence_of(KeyError("x")) == "" and sentence_of(OSError(2, "x")) == ""
    assert "磁盘已满" in sentence_of(OSError(28, "x"))


def test_a_disk_that_fails_while_a_snapshot_is_frozen_is_told_and_nothing_is_left(bench, monkeypatch):
    class Failing:
        def execute(self, *_):
            raise parquet.duckdb.IOException("IO Error: Async write failed")

        def close(self):
            pass

    monkeypatch.setattr(parquet.duckdb, "connect", lambda **_: Failing())
    with pytest.raises(OSError) as caught:
        bench.shelf.create(bench.today())

    assert "磁盘读写出错" in sentence_of(caught.value)
    assert list(bench.config.frozen.iterdir()) == []
