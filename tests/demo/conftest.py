"""The acts of the whole demo county and of a small one, made once for all tests."""

from __future__ import annotations

import pytest

from workbench.demo.county import Recorded, recorded_acts


@pytest.fixture(scope="session")
def whole_county() -> list[Recorded]:
    """Every act of the demo as it ships."""
    return list(recorded_acts())


@pytest.fixture(scope="session")
def small_county() -> list[Recorded]:
    """Every act of a county of 400 matters."""
    return list(recorded_acts(400))
