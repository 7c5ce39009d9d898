"""An import of many rows keeps little of each: what every row says is held once, what is done is forgotten.

Nothing here is timed. What a row costs in memory is added up over the objects themselves.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

import pytest

from benchmarks.import_rows import HEADINGS, TEXT, TOPICS, UNITS
from tests.factories import CLERK
from tests.intake.files import csv, look
from workbench.acts.desk import Desk
from workbench.app import Workbench
from workbench.intake import check
from workbench.intake.load import load
from workbench.intake.preview import Preview, inspect

ROWS = 400


def many(rows: int = ROWS) -> bytes:
    """Rows as in the benchmark of imports, four steps each, as text: no parser stands between."""
    return csv(
        *(
            (
                f"XF{number:07}", *["2021-01-04"] * 2, f"某{number % 7}", f"138{number:08}", "某村3组",
                "来信", "求决", TOPICS[number % 5], UNITS[number % 5], UNITS[number % 7], 1,
                f"反映下水管道堵塞（{number}）", f"{TEXT}（{number}）", "信访程序", "2021-01-07",
                "2021-01-14", f"2021-02-{1 + number % 20:02}", "已派人核实并修理，当事人表示认可。",
            )
            for number in range(1, rows + 1)
        ),
        headings=HEADINGS,
    ).encode()  # fmt: skip


@pytest.fixture(scope="module")
def preview() -> Preview:
    return look(many(), "台账.csv")


def held(*roots: object) -> int:
    """Return the bytes of what hangs on these objects and on no module or class; each object once."""
    seen: set[int] = set()

    def bytes_of(waiting: list[Any]) -> Iterator[int]:
        while waiting:
            one = waiting.pop()
            if id(one) in seen or isinstance(one, type | ModuleType | FunctionType):
                continue
            seen.add(id(one))
            yield sys.getsizeof(one)
            waiting.extend(gc.get_referents(one))

    return sum(bytes_of(list(roots)))


def test_cells_that_say_the_same_in_every_row_are_held_once(preview: Preview) -> None:
    assert len(preview.drafts) == ROWS
    rows = [cells for _, cells in preview.reading.sheets[0].rows[1:]]

    for column in ("信访形式", "责任单位", "登记日期", "答复日期", "答复内容"):
        told = [cells[HEADINGS.index(column)] for cells in rows]
        assert len({id(one) for one in told}) == len(set(told)), column


def test_a_row_that_was_read_and_checked_takes_little_more_than_two_kilobytes(preview: Preview) -> None:
    of_cells = held(preview.reading.sheets[0].rows) / ROWS
    of_acts = held(preview.reading.sheets[0].rows, preview.drafts) / ROWS - of_cells

    assert of_cells < 800
    assert of_acts < 1_400


def test_the_acts_of_a_row_are_the_same_however_they_are_asked_for(preview: Preview) -> None:
    acts = preview.drafts[0].acts

    assert len(acts) == 4 and [acts[at] for at in range(4)] == list(acts)
    assert acts[1:] == tuple(acts)[1:] and acts[-1] == list(acts)[3]


def test_of_the_numbers_seen_before_only_the_place_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, seen = [], check.SeenNumbers.__init__
    monkeypatch.setattr(
        check.SeenNumbers, "__init__", lambda self, *given: (kept.append(self), seen(self, *given))[1]
    )
    look(many(), "台账.csv")

    assert held(kept[0]._places) / ROWS < 100


def test_matters_and_rows_that_are_written_are_forgotten(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.intake.load.BUFFER", 100)
    monkeypatch.setattr("workbench.intake.load.KEPT", 10)
    after, most, flush = [], [], Desk.flush

    def told(desk: Desk) -> None:
        most.append(len(desk.book._matters))
        flush(desk)
        after.append((len(desk.book._matters), sum(map(len, desk.book.rows.waiting.values()))))

    monkeypatch.setattr(Desk, "flush", told)
    result = load(bench, inspect(many(100), "台账.csv", bench=bench), CLERK, confirmed=True)

    assert result.imported == 100
    assert len(after) >= 4 and max(after) == (10, 0)
    assert max(most) <= 10 + 100 / 4
