"""Measure one engine on one size, in a process of its own so that its memory is its own.

Prints one JSON object: seconds to open, milliseconds of every question, the figures themselves (so that the
engines can be held against each other), the largest memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from workbench.indicators.catalogue import Indicator, catalogue
from workbench.indicators.evaluate import Period, evaluate
from workbench.snapshots.engines import DuckFacts, files_in

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
AS_OF = date(2025, 12, 31)
FILTER = "channel in (:p0, :p1) and petition_class = :p2"
VALUES = {"p0": "visit", "p1": "online", "p2": "claim"}
QUESTIONS: tuple[tuple[str, str, str | None], ...] = (
    ("whole", "1", None),
    ("by unit", "1", "unit"),
    ("filter, by unit", FILTER, "unit"),
    ("filter, by month", FILTER, "month"),
    ("filter, by topic", FILTER, "topic_group"),
)
Answer = list[tuple[Any, int, int, int]]
Ask = Callable[[Indicator, str, str | None], Answer]


@contextmanager
def opened(engine: str, folder: Path) -> Iterator[Ask]:
    """Give the function that asks one figure of an engine."""
    if engine in ("parquet", "resident"):
        with DuckFacts(files_in(folder), threads=1, resident=engine == "resident") as facts:
            yield lambda one, where, by: _duck(facts, one, where, by)
    elif engine == "pandas":
        from benchmarks.figures.in_pandas import PandasFacts

        frames = PandasFacts(folder)
        yield lambda one, where, by: frames.figure(one, YEAR.start, YEAR.end, AS_OF, where, _used(where), by)
    else:
        from benchmarks.figures.in_postgres import loaded

        with loaded(folder) as server:
            yield lambda one, where, by: server.figure(
                one, YEAR.start, YEAR.end, AS_OF, where, _used(where), by
            )


def _used(where: str) -> dict[str, str]:
    return VALUES if where != "1" else {}


def _duck(facts: DuckFacts, one: Indicator, where: str, by: str | None) -> Answer:
    found = evaluate(facts, one, period=YEAR, as_of=AS_OF, where=where, parameters=dict(_used(where)), by=by)
    return [
        (figure.group, figure.denominator, figure.numerator or 0, figure.person_times) for figure in found
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=("parquet", "resident", "pandas", "postgres"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    began = time.perf_counter()
    with opened(options.engine, options.folder) as ask:
        seconds = time.perf_counter() - began
        times: dict[str, float] = {}
        answers: dict[str, Answer] = {}
        for name, one in catalogue().items():
            for label, where, by in QUESTIONS:
                question = f"{name}, {label}"
                try:
                    answers[question] = sorted(ask(one, where, by), key=repr)
                except ValueError as error:  # no such group here, or a condition pandas is not told
                    sys.stderr.write(f"{question}: {error}\n")
                    continue
                times[question] = min(_once(ask, one, where, by) for _ in range(options.runs))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"open": seconds, "times": times, "answers": answers, "memory": peak}
    sys.stdout.write(json.dumps(found) + "\n")


def _once(ask: Ask, one: Indicator, where: str, by: str | None) -> float:
    began = time.perf_counter()
    ask(one, where, by)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
