"""A book of accounts whose passwords cost little, and a clock that can be moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from workbench.access.accounts import AccountBook
from workbench.access.settings import LoginSettings, login_settings
from workbench.app import Workbench


class Clocked:
    """The engine of a workbench with a clock of its own."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self.moment = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)

    @property
    def engine(self) -> Engine:
        return self._bench.engine

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, **span: int) -> None:
        self.moment += timedelta(**span)


@pytest.fixture
def cheap() -> LoginSettings:
    return replace(login_settings(), time_cost=1, memory_kib=8, parallelism=1)


@pytest.fixture
def store(either_bench: Workbench) -> Clocked:
    return Clocked(either_bench)


@pytest.fixture
def book(store: Clocked, cheap: LoginSettings) -> AccountBook:
    return AccountBook(store, cheap)
