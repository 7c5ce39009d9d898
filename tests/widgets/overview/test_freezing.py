"""The frozen snapshots on the overview: who may freeze, what is told, and that a stop leaves nothing."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import CLERK, make_register
from widgets.overview import Overview, OverviewState
from widgets.parts.guard import SILENT, guard
from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.terms import Role

DAY = date(2026, 3, 1)


@pytest.fixture
def filled(bench):
    bench.perform(make_register(), actor=CLERK)
    yield bench
    guard.report_to(SILENT)


def page_of(bench, role=Role.SUPERVISOR, day=None):
    return Overview(OverviewState(bench, day, viewer=Viewer("somebody", "某人", role)))


def waited(page):
    page.waiting._thread.join()


def test_the_day_shown_is_frozen_and_told_with_its_hash(filled):
    page = page_of(filled, day=DAY)
    assert "还没有定格的快照" in page.freezing.list.value
    assert "2026-03-01" in page.freezing.button.description

    page.freezing.button.click()
    waited(page)

    (made,), faults = filled.shelf.all()
    assert (made.manifest.as_of, faults) == (DAY, [])
    assert filled.shelf.verify(made) == []
    assert made.hash in page.notice.sentences[0]
    assert made.hash[:12] in page.freezing.list.value
    assert f"{filled.ledger_size():,}" in page.freezing.list.value
    assert "与本页所示相同" in page.freezing.list.value


def test_the_same_day_at_the_same_ledger_is_one_snapshot(filled):
    page = page_of(filled, day=DAY)

    for _ in range(2):
        page.freezing.button.click()
        waited(page)

    assert len(filled.shelf.all()[0]) == 1


def test_a_snapshot_of_less_of_the_ledger_is_not_that_of_the_page(filled):
    filled.shelf.create(DAY)
    filled.perform(make_register(on=date(2026, 2, 2)), actor=CLERK)

    page = page_of(filled, day=DAY)

    assert "2026-03-01" in page.freezing.list.value
    assert "与本页所示相同" not in page.freezing.list.value


def test_a_stop_leaves_nothing_and_says_so(filled, monkeypatch):
    page = page_of(filled, day=DAY)
    create = type(filled.shelf).create

    def stopped(shelf, day, *, progress):
        page.waiting._stop.set()  # what the button does, at a moment that a test can choose
        return create(shelf, day, progress=progress)

    monkeypatch.setattr(type(filled.shelf), "create", stopped)

    page.freezing.button.click()
    waited(page)

    assert list(filled.config.frozen.iterdir()) == []
    assert page.notice.sentences == ("已按您的要求停止。",)


@pytest.mark.parametrize("role", [Role.DISPLAY, Role.CLERK, Role.AUDITOR, Role.LEADER])
def test_who_may_not_freeze_sees_the_list_and_no_button(filled, role):
    made = filled.shelf.create(DAY)

    page = page_of(filled, role)

    assert page.freezing.button not in page.freezing.children
    assert made.hash[:12] in page.freezing.list.value
    with pytest.raises(NotPermittedError):
        page.freezing.freeze()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ANALYST])
def test_supervisors_and_analysts_may_freeze(filled, role):
    page = page_of(filled, role)

    assert page.freezing.button in page.freezing.children


def test_a_damaged_snapshot_is_named(filled):
    made = filled.shelf.create(DAY)
    (made.folder / "manifest.json").write_text("{}")

    assert "overview-damaged" in page_of(filled).freezing.list.value
