"""A small county with enough recorded to fill every part of a briefing, made once for all tests here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from workbench.app import Workbench
from workbench.briefings.spans import Span
from workbench.config import Config
from workbench.demo.generate import ensure_demo
from workbench.terms import IssuedKind

NOW = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)
MONTH = Span(IssuedKind.MONTHLY_BRIEFING, 2026, 10)
QUARTER = Span(IssuedKind.QUARTERLY_BRIEFING, 2026, 3)
YEAR = Span(IssuedKind.YEARLY_REPORT, 2025, 1)


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with a demo county of 150 matters; copy it, never open it."""
    home = tmp_path_factory.mktemp("briefed")
    bench = open_at(home)
    ensure_demo(bench, matters=150)
    bench.close()
    return home


@pytest.fixture
def briefed(county: Path, tmp_path: Path) -> Iterator[Workbench]:
    """A private copy of the county, to write into; without what other tests have had signed there."""
    home = tmp_path / "county"
    shutil.copytree(county, home, ignore=shutil.ignore_patterns("checkpoints"))
    bench = open_at(home)
    yield bench
    bench.close()


@pytest.fixture(scope="session")
def read_only(county: Path) -> Iterator[Workbench]:
    """The county itself: nothing is recorded in it, frozen snapshots stay."""
    bench = open_at(county)
    yield bench
    bench.close()


def open_at(home: Path) -> Workbench:
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    return Workbench(Config(database=database, home=home), clock=lambda: NOW)
