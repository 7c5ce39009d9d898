"""A workbench with a few matters."""

from __future__ import annotations

import pytest

from tests.snapshots.few_matters import work


@pytest.fixture
def worked(bench):
    """A workbench with a few matters in different states."""
    work(bench)
    return bench
