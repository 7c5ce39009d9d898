"""A workbench on each engine, for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from workbench.app import Workbench


@pytest.fixture
def bench(either_bench: Workbench) -> Workbench:
    """A fresh workbench, once on each engine: what is promised of records holds on both."""
    return either_bench
