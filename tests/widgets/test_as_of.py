"""Another day on a screen: the old one stays until its facts are folded, and where that was stopped."""

from datetime import date

import ipywidgets as ipw
import pytest

from tests.factories import CLERK, make_register
from widgets.as_of import opened, show_basis, show_day
from widgets.parts.guard import SILENT, guard
from widgets.shell import Shell, StillWaitingError
from workbench.access.gate import NotPermittedError
from workbench.terms import Role

DAY = date(2026, 3, 1)


@pytest.fixture
def filled(bench):
    bench.perform(make_register(), actor=CLERK)
    return bench


@pytest.fixture
def shell():
    yield Shell("首页", app="home", as_of=DAY, today=DAY)
    guard.report_to(SILENT)


def waited(shell):
    shell.waiting._thread.join()


def test_a_screen_of_now_says_so_in_head_and_foot(filled):
    plain = Shell("回头看", app="look_back")

    show_basis(plain, filled)

    size = filled.ledger_size()
    assert plain.masthead.as_of == filled.today().isoformat()
    assert f"台账校验码：<code>{filled.ledger_code(size)}</code>（{size:,} 条）" in plain.children[4].value


def test_a_day_that_is_folded_is_shown_at_once(filled, shell):
    filled.snapshot(DAY)
    shown = []

    show_day(shell, filled, DAY, lambda: shown.append(DAY))

    assert shown == [DAY]
    assert shell.waiting._thread is None


def test_another_day_is_folded_in_sight_and_then_shown(filled, shell):
    shown, phases = [], []
    shell.waiting.observe(lambda change: phases.append(change.new), "phase")

    show_day(shell, filled, DAY, lambda: shown.append(filled.ready_snapshot(DAY).as_of))
    waited(shell)

    assert shown == [DAY]
    assert phases[0] == "running"
    assert shell.waiting.phase == "idle"
    assert "2026-03-01" in shell.waiting.label


def test_a_fold_that_is_stopped_leaves_the_old_day_and_says_so(filled, shell, monkeypatch):
    shown = []
    fold = filled.snapshot

    def stopped(day, progress):
        shell.waiting._stop.set()  # what the button does, at a moment that a test can choose
        progress(0, 1)
        return fold(day)

    monkeypatch.setattr(filled, "snapshot", stopped)

    show_day(shell, filled, DAY, lambda: shown.append(DAY))
    waited(shell)

    assert shown == []
    assert filled.ready_snapshot(DAY) is None
    assert shell.notice.sentences == ("已按您的要求停止。",)
    assert shell.waiting.phase == "idle"


def test_an_error_of_the_fold_is_a_sentence(filled, shell):
    filled.close()
    folder = filled.config.snapshots
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where the folder should be")

    show_day(shell, filled, DAY, lambda: None)
    waited(shell)

    assert len(shell.notice.sentences) == 1
    assert shell.waiting.phase == "idle"


def test_two_days_are_not_folded_at_once(filled, shell, monkeypatch):
    from threading import Event

    go = Event()
    monkeypatch.setattr(filled, "snapshot", lambda day, progress: go.wait(5))
    show_day(shell, filled, DAY, lambda: None)

    with pytest.raises(StillWaitingError, match="取消"):
        show_day(shell, filled, date(2026, 2, 1), lambda: None)

    go.set()
    waited(shell)


def test_a_screen_opens_once_its_day_is_folded(filled):
    opening = opened("首页", "home", filled, DAY, lambda: ipw.Label("屏幕"))

    waited(opening.frame)

    assert [child.value for child in opening.children] == ["屏幕"]


def test_a_screen_whose_day_is_folded_opens_without_a_frame(filled):
    filled.snapshot(DAY)

    assert opened("首页", "home", filled, DAY, lambda: ipw.Label("屏幕")).value == "屏幕"


def test_an_opening_that_was_stopped_can_be_begun_again(filled, monkeypatch):
    fold = filled.snapshot

    def refused(day, progress):
        raise StillWaitingError

    monkeypatch.setattr(filled, "snapshot", refused)
    opening = opened("首页", "home", filled, DAY, lambda: ipw.Label("屏幕"))
    waited(opening.frame)
    (again,) = opening.frame._body.children
    monkeypatch.setattr(filled, "snapshot", fold)

    again.click()
    waited(opening.frame)

    assert [child.value for child in opening.children] == ["屏幕"]


def test_who_may_not_see_a_screen_reads_so_whether_its_day_was_folded_or_not(filled):
    """The site opens no such page; a notebook in JupyterLab opens for whoever sits there."""

    def refused():
        raise NotPermittedError(Role.CLERK)

    first = opened("责任追究", "accountability", filled, None, refused)
    waited(first.frame)
    filled.snapshot()
    second = opened("责任追究", "accountability", filled, None, refused)

    for shell in (first.children[0], second):
        assert any("登记人员" in one.value for one in shell._body.children if hasattr(one, "value"))
