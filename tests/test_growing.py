"""Files that grow by a line at a time are set aside when they are full; nothing written to them is lost."""

import os
import subprocess
import sys
import time

import pytest

from workbench import growing
from workbench.file_lock import take
from workbench.growing import Growing

WRITER = """
import os, sys
from pathlib import Path
from workbench.growing import Growing
log, name = Growing(Path(sys.argv[1]), most=4_000, kept=1_000), sys.argv[2]
held = os.open(log.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)  # as a kernel holds its errors
for number in range(150):
    log.append(f"{name} {number} {'x' * 40}\\n")
"""


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)  # no power is cut here
    return Growing(tmp_path / "some.log", most=1_000, kept=3)


def names(log):
    return sorted(path.name for path in log.path.parent.iterdir())


def fill(log, lines):
    for number in range(lines):
        log.append(f"{number:04} {'x' * 94}\n")  # a hundred bytes


def test_a_full_file_is_set_aside_and_only_so_many_are_kept(log):
    fill(log, 95)

    assert names(log) == ["some.log", "some.log.1", "some.log.2", "some.log.3"]
    assert [line[:4] for line in log.lines()] == [b"%04d" % number for number in range(60, 95)]
    assert all(path.stat().st_size <= 1_000 for path in log.files())
    if os.name == "posix":
        assert all(path.stat().st_mode & 0o077 == 0 for path in log.files())


def test_several_processes_at_once_lose_no_line_and_double_none(tmp_path):
    path = tmp_path / "some.log"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], env={**os.environ})
        for name in "abc"
    ]
    assert [one.wait(60) for one in writers] == [0, 0, 0]

    found = Growing(path, most=4_000, kept=1_000).lines()
    assert sorted(line.decode().rsplit(" ", 1)[0] for line in found) == sorted(
        f"{name} {number}" for name in "abc" for number in range(150)
    )
    assert all(one.stat().st_size <= 4_000 for one in tmp_path.iterdir())


def test_who_holds_the_file_open_goes_on_writing_into_the_file_of_that_name(log):
    held = os.open(log.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fill(log, 11)  # set aside meanwhile
        os.write(held, b"said later\n")
    finally:
        os.close(held)

    assert log.path.read_text("utf-8").splitlines()[-1] == "said later"


def test_a_file_that_is_open_is_never_renamed(log, monkeypatch):
    """Windows refuses that."""
    renamed, replace = [], os.replace
    monkeypatch.setattr(
        os, "replace", lambda old, new: (renamed.append(os.fspath(old)), replace(old, new))[1]
    )

    fill(log, 60)

    assert str(log.path) not in renamed and len(renamed) > 3


@pytest.mark.parametrize("what", ["replace", "fsync"])
def test_what_cannot_be_set_aside_grows_on_and_loses_nothing(log, monkeypatch, what):
    fill(log, 15)  # five lines stand there, ten are aside

    def fail(*_):
        raise PermissionError(13, "somebody has it open")

    with monkeypatch.context() as broken:
        broken.setattr(os, what, fail)
        fill(log, 10)
    assert len(log.lines()) == 25 and names(log) == ["some.log", "some.log.1"]
    fill(log, 1)

    assert len(log.lines()) == 26 and names(log) == ["some.log", "some.log.1", "some.log.2"]


def test_a_process_that_stands_still_holds_nobody_up_for_long(log, monkeypatch):
    monkeypatch.setattr(growing, "PATIENCE", 0.05)
    fill(log, 10)
    stuck = os.open(log.path, os.O_RDWR)
    os.lseek(stuck, growing.LOCKED, os.SEEK_SET)
    assert take(stuck)
    began = time.monotonic()
    try:
        log.append("not lost\n")
        assert log.lines()[-1] == b"not lost"
    finally:
        os.close(stuck)

    assert time.monotonic() - began < 1.0
    assert names(log) == ["some.log"]  # whoever is not alone sets nothing aside
    log.append("next\n")
    assert names(log) == ["some.log", "some.log.1"] and log.lines()[-1] == b"next"


def test_what_others_wrote_past_us_is_set_aside_on_demand(log):
    log.set_aside_if_full()
    assert names(log) == []  # nothing there, nothing made

    log.path.write_bytes(b"y" * 999)
    log.set_aside_if_full()
    assert names(log) == ["some.log"]
    log.path.write_bytes(b"y" * 1_000)
    log.set_aside_if_full()

    assert names(log) == ["some.log", "some.log.1"]
    assert log.path.stat().st_size == 0


def test_no_file_has_no_lines_and_what_is_no_text_is_written_all_the_same(log):
    assert log.lines() == []
    log.append("王\ud800\n")

    assert log.lines() == ["王".encode() + b"\\ud800"]
