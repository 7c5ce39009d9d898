"""Tests of screens begin without the widgets of others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ipywidgets.widgets import widget as widget_module


@pytest.fixture(autouse=True)
def no_widgets_of_others() -> Iterator[None]:
    """Forget every widget before and after a test: several look at all that a browser could read."""
    widget_module._instances.clear()
    yield
    widget_module._instances.clear()
