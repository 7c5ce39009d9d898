"""查看原文 on the page of a matter: the value is in one widget for some minutes, and nowhere else."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import ipywidgets as ipw
import pytest

from tests.conftest import NOW
from tests.factories import OFFICE, TOWN
from widgets.case_review import CaseReview, CaseReviewState
from widgets.case_review.originals import Original, Originals
from workbench.access.viewer import Viewer
from workbench.app import Workbench
from workbench.queries.unmasking import UnmaskingOverError
from workbench.terms import Role

CLERK = Viewer("zhang", "张科员", Role.CLERK, OFFICE)
BOSS = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
AUDITOR = Viewer("sun", "孙审计", Role.AUDITOR)
PHONE, SECRET = "13700001111", "机密线索"


class Moved:
    """The clock of a test."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Moved()


@pytest.fixture
def moved(caseload, clock):
    opened = Workbench(caseload.config, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def page(moved, monkeypatch):
    """Open a matter as somebody, with what he may see."""

    opened = []

    def open_as(viewer, case_no):
        monkeypatch.setattr("workbench.access.viewer._known", [viewer])
        view = CaseReview(CaseReviewState(moved.seen_by(viewer), {"case": case_no}))
        opened.append(view._case.originals)
        return view, opened[-1]

    yield open_as
    for box in opened:
        box.close()


def buttons(box: Originals) -> dict[str, ipw.Button]:
    return {one.description: one for one in box.children if isinstance(one, ipw.Button)}


def ask(box: Originals, what: str, why: str = "核实路灯位置") -> None:
    box.ask()
    values = {"what": what, "reason": "contact", "why": why}
    message = {"type": "submit", "token": box.form.token, "serial": 3, "values": values}
    box.form._handle_custom_msg(message, [])


def holding(value: str) -> list[ipw.Widget]:
    """Every living widget of the kernel that has the value anywhere in its state."""
    return [one for one in ipw.widgets.widget._instances.values() if value in told(one)]


def told(widget: ipw.Widget) -> str:
    """All that a browser may ask of the widget, the widgets below it left to themselves."""
    values = {key: getattr(widget, key) for key in widget.keys}
    return repr({key: value for key, value in values.items() if key not in ("children", "layout", "style")})


def test_the_value_is_in_one_widget_and_nowhere_else(page):
    view, box = page(CLERK, "ANSWERED")
    assert holding(PHONE) == []

    ask(box, "1-1-phone")

    (only,) = holding(PHONE)
    assert isinstance(box.shown, Original) and only is box.shown.children[1]
    assert PHONE not in view.state.address and "已记入台账" in repr(view.notice.shown)


def test_when_its_minutes_are_over_the_value_leaves_the_kernel(page, clock):
    _, box = page(CLERK, "ANSWERED")
    ask(box, "1-1-phone")

    clock.now += timedelta(minutes=15, seconds=-1)
    box.shown.end_if_over()
    assert len(holding(PHONE)) == 1
    clock.now += timedelta(seconds=1)
    box.shown.end_if_over()

    assert holding(PHONE) == [] and box.shown.is_over
    assert "原文已遮蔽" in box.shown.children[0].value


def test_in_a_kernel_a_timer_ends_it(clock):
    async def shown() -> Original:
        clock.until = NOW + timedelta(seconds=0.05)
        one = Original("电话", PHONE, clock.until, now=clock)
        clock.now = clock.until
        await asyncio.sleep(0.2)
        return one

    assert asyncio.run(shown()).is_over


def test_the_reader_can_end_it_himself_and_open_it_again_while_it_lasts(page, clock):
    view, box = page(CLERK, "ANSWERED")
    ask(box, "1-1-phone")
    box.shown.end()
    assert holding(PHONE) == []

    again = next(button for words, button in buttons(box).items() if words.startswith("显示"))
    again.click()
    assert len(holding(PHONE)) == 1

    clock.now += timedelta(minutes=15)
    with pytest.raises(UnmaskingOverError):
        box.show_original(box._bench.ask(_first, "ANSWERED"))
    view.close()


def _first(connection, case_no):
    from workbench.queries.unmasking import unmaskings_of

    return unmaskings_of(connection, case_no)[0]


def test_leaving_the_page_takes_the_value_along(page):
    _, box = page(CLERK, "ANSWERED")
    ask(box, "1-1-phone")

    box.close()

    assert holding(PHONE) == []


def test_without_a_reason_the_form_stays(page, moved):
    _, box = page(CLERK, "ANSWERED")
    size = moved.ledger_size()

    ask(box, "1-1-phone", why=" ")

    assert moved.ledger_size() == size and box.shown is None


def test_the_form_names_nobody(page):
    _, box = page(CLERK, "ANSWERED")
    box.ask()

    told = repr(box.form.get_state())
    assert "周某某" in told and "周大山" not in told and PHONE not in told


def test_an_accusation_waits_for_somebody_else(page):
    _, box = page(CLERK, "SECRET")
    ask(box, "1-0-narrative", "核对线索归属")
    assert box.shown is None and holding(SECRET) == []
    assert any("等待另一人同意" in getattr(one, "value", "") for one in box.children)
    assert not any(isinstance(one, ipw.HBox) for one in box.children)  # nothing to approve for himself

    _, theirs = page(BOSS, "SECRET")
    decision = next(one for one in theirs.children if isinstance(one, ipw.HBox))
    decision.children[0]._handle_custom_msg({"type": "confirm"}, [])
    assert holding(SECRET) == []

    _, mine = page(CLERK, "SECRET")
    next(button for words, button in buttons(mine).items() if words.startswith("显示")).click()
    assert len(holding(SECRET)) == 1


def test_a_request_can_be_declined(page):
    _, box = page(CLERK, "SECRET")
    ask(box, "1-0-narrative", "核对线索归属")

    _, theirs = page(BOSS, "SECRET")
    decision = next(one for one in theirs.children if isinstance(one, ipw.HBox))
    decision.children[1]._handle_custom_msg({"type": "confirm"}, [])

    assert not any(isinstance(one, ipw.HBox) for one in theirs.children)
    _, mine = page(CLERK, "SECRET")
    assert list(buttons(mine)) == ["申请查看检举控告原文"]


@pytest.mark.parametrize("viewer", [AUDITOR, Viewer("l", "某", Role.LEADER, TOWN)])
def test_who_needs_no_original_has_no_button(page, viewer):
    case_no = "ANSWERED" if viewer is AUDITOR else "LATE"

    assert page(viewer, case_no)[1].children == ()
