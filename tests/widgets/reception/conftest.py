"""March 2026 on a screen, seen on the 31st: held, nobody came, not held, moved, no record, today."""

from __future__ import annotations

import pytest

from tests.factories import CLERK, OFFICE, TOWN
from tests.march_receptions import on, receptions_of_march
from widgets.reception import ReceptionScreen, ReceptionState
from workbench.access.viewer import Viewer
from workbench.terms import Role

CLERK_VIEWER = Viewer("zhang", "张科员", Role.CLERK, OFFICE)
HANDLER = Viewer("wang", "王经办", Role.HANDLER, TOWN)
AUDITOR = Viewer("sun", "孙审计", Role.AUDITOR)


def opened(bench, **address):
    """The screen at an address."""
    return ReceptionScreen(ReceptionState(bench, address))


@pytest.fixture
def viewer(monkeypatch):
    """Become somebody; at first a clerk of the petition office."""

    def become(who):
        monkeypatch.setattr("workbench.access.viewer._known", [who])

    become(CLERK_VIEWER)
    return become


@pytest.fixture
def march(bench, viewer):
    bench.perform(*receptions_of_march(on(31, 8), title="路灯<b>不亮</b>"), actor=CLERK)
    return bench
