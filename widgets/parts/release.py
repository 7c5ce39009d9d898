"""Widgets that are shown no more go away. A page is open all day, and the kernel keeps what nobody closes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets as ipw


def below(widget: ipw.Widget) -> Iterator[ipw.Widget]:
    """Yield the widget and every widget it consists of, layouts and styles included."""
    yield widget
    for key in widget.keys:
        for part in _widgets_in(getattr(widget, key)):
            yield from below(part)


def release(*widgets: ipw.Widget) -> None:
    """Close the widgets with all they consist of; what is closed already stays so."""
    for one in [part for widget in widgets for part in below(widget)]:
        one.close()


class Succession:
    """What is shown in one place, one after the other.

    The last before the present one is kept: its view may still be on its way out of the browser.
    """

    def __init__(self) -> None:
        self._before: tuple[ipw.Widget, ...] = ()
        self._now: tuple[ipw.Widget, ...] = ()

    def follow(self, *widgets: ipw.Widget) -> None:
        """Note what is shown now; what was shown before the last, and is not any more, is released."""
        gone = [one for one in self._before if one not in (*self._now, *widgets)]
        self._before, self._now = self._now, widgets
        release(*gone)

    def end(self) -> None:
        """Release everything."""
        release(*self._before, *self._now)
        self._before = self._now = ()


def _widgets_in(value: Any) -> Iterator[ipw.Widget]:
    if isinstance(value, ipw.Widget):
        yield value
    elif isinstance(value, (tuple, list)):
        yield from (one for one in value if isinstance(one, ipw.Widget))
