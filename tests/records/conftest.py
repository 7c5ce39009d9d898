"""A workbench on each engine, for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.app import Workbench
from workbench.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def bench(either_bench: Workbench) -> Workbench:
    """A fresh workbench, once on each engine: what is promised of records holds on both."""
    return either_bench


@pytest.fixture
def at(tmp_path: Path) -> Callable[..., Workbench]:
    """What opens the workbench on a file of the test's folder, which need not be there."""

    def opened(name: str = "workbench.sqlite") -> Workbench:
        return Workbench(Config(f"sqlite:///{tmp_path / name}", tmp_path))

    return opened
