"""Three concluded matters in a round, two reviewers on the first; who looks can be changed."""

from __future__ import annotations

import pytest

from tests.factories import CLERK, OFFICE
from tests.reviewed import ONE, OTHER, THIRD, assigned, concluded, opened
from workbench.access.accounts import AccountBook
from workbench.access.viewer import Viewer
from workbench.terms import Role

SUPERVISOR = Viewer("liu", "刘督查", Role.SUPERVISOR, OFFICE)
AUDITOR = Viewer("sun", "孙审计", Role.AUDITOR)
NAMES = {ONE.id: "陈评查", OTHER.id: "李评查", THIRD.id: "吴评查"}


def as_viewer(actor):
    return Viewer(actor.id, NAMES[actor.id], actor.role, actor.unit)


@pytest.fixture
def viewer(monkeypatch):
    """Become somebody; at first the first reviewer."""

    def become(who):
        monkeypatch.setattr("workbench.access.viewer._known", [who])

    become(as_viewer(ONE))
    return become


@pytest.fixture
def drawn(bench, viewer):
    book = AccountBook(bench)
    for actor in (ONE, OTHER, THIRD):
        book.add(actor.id, NAMES[actor.id], actor.role, actor.unit, by="root")
    for number in (1, 2, 3):
        bench.perform(*concluded(f"A{number}"), actor=CLERK)
    bench.perform(opened("A1", "A2", "A3"), actor=SUPERVISOR.actor)
    bench.perform(assigned("A1", 1, ONE), assigned("A1", 2, OTHER), actor=SUPERVISOR.actor)
    bench.snapshot()
    return bench
