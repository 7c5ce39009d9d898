"""What the tests of this folder share: a workbench on each engine, and a snapshot written by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.snapshot_maker import SnapshotMaker

if TYPE_CHECKING:
    from workbench.app import Workbench


@pytest.fixture
def bench(either_bench: Workbench) -> Workbench:
    """A fresh workbench, once on each engine: a query answers the same on both."""
    return either_bench


@pytest.fixture
def maker(tmp_path: Path) -> SnapshotMaker:
    """Writes a snapshot of the facts that a test names."""
    return SnapshotMaker(tmp_path / "snapshot.sqlite")
