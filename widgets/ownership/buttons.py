"""A plain button of the ownership screen."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.parts.guard import guard


def button(words: str, act: Callable[[], None]) -> ipw.Button:
    """Return a button whose errors become sentences."""
    made = ipw.Button(description=words)
    made.on_click(guard(lambda _button: act()))
    return made
