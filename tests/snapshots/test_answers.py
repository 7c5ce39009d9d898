"""A slow question is worked out once for everybody, and never answered with what was true before."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path
from typing import Any

import pytest

from workbench.snapshots import answers
from workbench.snapshots.answers import remembered

Rows = list[tuple[Any, ...]]


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    path = tmp_path / "day.sqlite"
    path.write_bytes(b"facts")
    return path


class Slow:
    """Answers after a while, and counts how often it was asked."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.asked = 0

    def __call__(self) -> Rows:
        self.asked += 1
        time.sleep(2 * answers.SLOW)
        return self.rows


def test_the_second_who_asks_gets_the_answer_of_the_first(snapshot: Path) -> None:
    rows = [("处理中", 3, None, 0.5), ("办结", 1, "x", 1.0)]
    slow = Slow(rows)

    found = [remembered(snapshot, 7, "select", {"day": "2026-01-01"}, slow) for _ in range(3)]

    assert found == [rows, rows, rows]
    assert slow.asked == 1


@pytest.mark.parametrize(
    ("size", "question", "values"),
    [(8, "select", {"day": 1}), (7, "select 2", {"day": 1}), (7, "select", {"day": 2}), (7, "select", [1])],
)
def test_another_question_or_position_of_the_ledger_has_another_answer(
    snapshot: Path, size: int, question: str, values: object
) -> None:
    remembered(snapshot, 7, "select", {"day": 1}, Slow([("old",)]))

    assert remembered(snapshot, size, question, values, Slow([("new",)])) == [("new",)]


def test_a_snapshot_that_was_written_to_is_asked_anew(snapshot: Path) -> None:
    remembered(snapshot, 7, "select", (), Slow([("old",)]))
    before = list(snapshot.with_suffix(".answers").iterdir())

    snapshot.write_bytes(b"other facts")

    assert remembered(snapshot, 7, "select", (), Slow([("new",)])) == [("new",)]
    assert not before[0].exists()


def test_a_quick_answer_and_a_long_one_are_not_kept(snapshot: Path) -> None:
    quick: list[int] = []
    long = Slow([(number,) for number in range(answers.MOST_ROWS + 1)])

    for _ in range(2):
        remembered(snapshot, 7, "quick", (), lambda: quick.append(1) or [(1,)])  # type: ignore[func-returns-value]
        remembered(snapshot, 7, "long", (), long)

    assert len(quick) == long.asked == 2


def test_an_answer_that_was_cut_off_is_worked_out_again(snapshot: Path) -> None:
    remembered(snapshot, 7, "select", (), Slow([("whole",)]))
    [kept] = [path for path in snapshot.with_suffix(".answers").rglob("*") if len(path.name) == 40]
    kept.write_bytes(b'[["who')

    assert remembered(snapshot, 7, "select", (), Slow([("whole",)])) == [("whole",)]


def test_what_no_file_can_hold_is_worked_out_each_time(snapshot: Path) -> None:
    slow = Slow([(b"bytes",)])

    assert [remembered(snapshot, 7, "select", (), slow) for _ in range(2)] == [[(b"bytes",)]] * 2


def test_answers_are_private_and_do_not_grow_for_ever(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST", 4)

    for number in range(9):
        remembered(snapshot, 7, "select", (number,), Slow([(number,)]))

    kept = [path for path in snapshot.with_suffix(".answers").rglob("*") if len(path.name) == 40]
    assert 1 <= len(kept) <= 4
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
        assert snapshot.with_suffix(".answers").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(answers.fcntl is None, reason="这个系统没有文件锁")
def test_of_many_who_ask_at_once_one_works_it_out(snapshot: Path, tmp_path: Path) -> None:
    many = multiprocessing.get_context("spawn")
    asking = [many.Process(target=ask_once, args=(snapshot, tmp_path / "asked")) for _ in range(4)]

    for process in asking:
        process.start()
    for process in asking:
        process.join()

    assert [process.exitcode for process in asking] == [0, 0, 0, 0]
    assert (tmp_path / "asked").read_text("utf-8") == "x"


def ask_once(snapshot: Path, noted: Path) -> None:
    def ask() -> Rows:
        with noted.open("a", encoding="utf-8") as file:
            file.write("x")
        time.sleep(0.5)
        return [(1,)]

    assert remembered(snapshot, 7, "select", (), ask) == [(1,)]


def test_a_snapshot_answers_as_its_file_does(bench: Any) -> None:
    snapshot = bench.snapshot()

    for _ in range(2):
        assert snapshot.rows("select count(*) from case_fact") == [(0,)]
        assert list(snapshot.execute("select :n", {"n": 2})) == [(2,)]
