"""Several questions in a row open the file once, and each is answered with what is true when it is put."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest

from workbench.records import sqlite_file
from workbench.records.sqlite_file import APPLICATION_ID, DamagedDatabaseError, asking, kept_open


def made(path: Path, value: int) -> Path:
    with sqlite3.connect(path) as link:
        link.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        link.execute("create table number (value integer)")
        link.execute("insert into number values (?)", (value,))
    link.close()
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "one.sqlite", 1)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are opened from now on, in their order."""
    found: list[str] = []
    connect = sqlite3.connect

    def noted(address: str, *given: Any, **options: Any) -> sqlite3.Connection:
        found.append(address.partition("?")[0].rpartition("/")[2])
        return connect(address, *given, **options)

    monkeypatch.setattr(sqlite_file.sqlite3, "connect", noted)
    return found


def number(path: Path) -> int:
    with asking(path) as ask:
        return int(ask("select value from number")[0][0])


def test_the_file_is_opened_once_for_all_questions(path: Path, opened: list[str]) -> None:
    with kept_open(path):
        assert [number(path) for _ in range(3)] == [1, 1, 1]
    assert number(path) == 1

    assert opened == ["one.sqlite", "one.sqlite"]


def test_what_was_written_in_between_is_seen_and_could_be_written(path: Path) -> None:
    with kept_open(path):
        assert number(path) == 1
        with sqlite3.connect(path, timeout=0) as link:
            link.execute("update number set value = 2")
        link.close()

        assert number(path) == 2


def test_another_file_is_asked_for_itself(path: Path, tmp_path: Path) -> None:
    other = made(tmp_path / "other.sqlite", 7)

    with kept_open(path):
        assert (number(other), number(path)) == (7, 1)


def test_another_thread_opens_the_file_for_itself(path: Path, opened: list[str]) -> None:
    found: list[int] = []

    with kept_open(path):
        thread = threading.Thread(target=lambda: found.append(number(path)))
        thread.start()
        thread.join()

    assert found == [1]
    assert len(opened) == 2


def test_a_file_that_is_cut_short_meanwhile_is_recognised(path: Path) -> None:
    with kept_open(path):
        path.write_bytes(path.read_bytes()[:1000])

        with pytest.raises(DamagedDatabaseError):
            number(path)


def test_opening_a_screen_reads_the_head_of_the_ledger_by_one_connection(
    file_bench: Any, opened: list[str]
) -> None:
    from widgets.home.view import open_home

    file_bench.snapshot()
    opened.clear()

    open_home(file_bench, {})

    name = str(file_bench.config.database).rpartition("/")[2]
    assert opened.count(name) == 1
