"""The gallery shows every part that the package offers, so that none is changed unseen."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import ipywidgets as ipw
import pytest

import widgets.parts as parts
from widgets.gallery import Gallery
from widgets.parts import Tabs

FOLDER = Path(inspect.getfile(Gallery)).parent
OFFERED = {name: getattr(parts, name) for name in parts.__all__}
DRAWN = sorted(n for n, one in OFFERED.items() if inspect.isclass(one) and issubclass(one, ipw.Widget))
MADE = sorted(name for name, one in OFFERED.items() if inspect.isfunction(one))
# Not to be looked at: the text of markup itself is in every piece, and the frame brings the style.
BEHIND = {"text", "Style"}


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    return Gallery(rows=100)


def within(widget: ipw.Widget) -> Iterator[ipw.Widget]:
    """The widget and all below it, every page of every set of tabs turned once."""
    yield widget
    if isinstance(widget, Tabs):
        for tab in widget._tabs.values():
            widget.turn(tab.key)
            for child in widget.children:
                yield from within(child)
        return
    for child in getattr(widget, "children", ()):
        yield from within(child)


@pytest.mark.parametrize("name", [name for name in DRAWN if name not in BEHIND])
def test_every_widget_of_the_parts_stands_in_the_gallery(gallery: Gallery, name: str) -> None:
    assert any(isinstance(widget, OFFERED[name]) for widget in within(gallery))


@pytest.mark.parametrize("name", [name for name in MADE if name not in BEHIND])
def test_every_piece_of_markup_and_figure_is_made_in_the_gallery(name: str) -> None:
    used = {
        node.id
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Name)
    }
    assert name in used


def test_the_parts_are_told_apart() -> None:
    assert len(DRAWN) > 12
    assert len(MADE) > 10
