"""A snapshot written by hand, for the tests of this folder."""

from pathlib import Path

import pytest

from tests.snapshot_maker import SnapshotMaker


@pytest.fixture
def maker(tmp_path: Path) -> SnapshotMaker:
    """Writes a snapshot of the facts that a test names."""
    return SnapshotMaker(tmp_path / "snapshot.sqlite")
