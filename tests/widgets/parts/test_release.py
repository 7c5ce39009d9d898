"""What is shown no more does not stay in the kernel."""

from __future__ import annotations

import ipywidgets as ipw
from ipywidgets.widgets import widget as module

from widgets.parts.markup import Static
from widgets.parts.panel import Panel
from widgets.parts.release import Succession, release


def kept() -> int:
    return len(module._instances)


def test_what_is_released_is_gone_with_all_it_consists_of() -> None:
    before = kept()
    panel = Panel("标题", Static("内容"), ipw.Button(description="按"))
    assert kept() > before + 3

    release(panel)

    assert kept() == before
    release(panel)


def test_a_place_keeps_the_last_two_of_what_it_shows() -> None:
    place, before = Succession(), kept()
    shown = [Panel(f"第{number}个", Static("内容")) for number in range(5)]
    each = (kept() - before) // 5

    for panel in shown:
        place.follow(panel)

    assert kept() == before + 2 * each
    place.end()
    assert kept() == before


def test_what_is_shown_again_stays() -> None:
    place = Succession()
    page, other = Static("一"), Static("二")

    for widgets in ((page,), (other,), (page,), (other, page), (page,)):
        place.follow(*widgets)

    assert page.comm is not None
    place.end()
    assert page.comm is None
