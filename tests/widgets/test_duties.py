"""The reminder in the head: deadlines of the viewer's unit, new since he last logged in."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN, make_register, make_take
from widgets.case_review import CaseReviewState
from widgets.duties import reminder
from workbench.access.accounts import AccountBook
from workbench.access.viewer import Viewer
from workbench.terms import Role, Step

BOSS = Viewer("boss", "李晓红", Role.SUPERVISOR, OFFICE)
HANDLER = Viewer("town", "王建国", Role.HANDLER, TOWN)


@pytest.fixture
def caseload(bench):
    """Seen on 31 March 2026: the town is late with one matter, the department has one that is due soon."""
    bench.perform(
        make_register(case_no="LATE", on=date(2026, 1, 5)),
        make_take("LATE", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=TOWN),
        make_take("LATE", Step.ACCEPT, date(2026, 1, 9), unit=TOWN),
        make_register(case_no="SOON", on=date(2026, 3, 25)),
        make_take("SOON", Step.TRANSFER, date(2026, 3, 26), unit=OFFICE, to_unit=DEPARTMENT),
        actor=CLERK,
    )
    return bench


@pytest.fixture
def log_in(caseload, monkeypatch):
    """Let an account log in some days before today, the last time today."""
    book = AccountBook(caseload)
    password = book.add("town", "王建国", Role.HANDLER, TOWN, by="test")
    now = caseload.now()

    def logged_in(*days_ago: int) -> None:
        for days in days_ago:
            monkeypatch.setattr(caseload, "_clock", lambda days=days: now - timedelta(days))
            book.admit("town", password, address="127.0.0.1")
        monkeypatch.setattr(caseload, "_clock", lambda: now)

    return logged_in


def listed(bench, found):
    state = CaseReviewState(bench, dict(parse_qsl(urlsplit(found.href).query)))
    assert state.complaint == ""
    return state


def test_a_supervisor_is_reminded_of_all_units_and_a_click_lists_just_these(caseload):
    found = reminder(caseload, BOSS)

    assert (found.count, found.is_new) == (2, False)
    assert "超期 1 件" in found.hint
    state = listed(caseload, found)
    assert state.counts.cases == 2
    assert "各单位的期限提醒" in state.chips[0]


def test_a_handler_is_reminded_of_his_own_unit(caseload):
    found = reminder(caseload, HANDLER)

    assert found.count == 1
    assert listed(caseload, found).wanted.duty.unit == TOWN


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer("root", "管理员", Role.ADMINISTRATOR, OFFICE),
        Viewer("import", "导入", Role.IMPORTER, OFFICE),
        Viewer("nowhere", "无单位", Role.HANDLER, None),
    ],
)
def test_who_sees_no_matters_or_has_no_unit_is_not_reminded(caseload, viewer):
    assert reminder(caseload, viewer) is None


def test_what_came_since_the_login_before_is_new(caseload, log_in):
    log_in(30, 0)  # on 1 March the matter of January had not run out

    found = reminder(caseload, HANDLER)

    assert (found.count, found.is_new) == (1, True)
    assert "2026-03-01" in found.hint
    assert listed(caseload, found).counts.cases == 1


def test_what_was_there_at_the_login_before_is_not_new(caseload, log_in):
    log_in(1, 0)

    found = reminder(caseload, HANDLER)

    assert (found.count, found.is_new) == (1, False)
    assert listed(caseload, found).counts.cases == 1


def test_a_first_login_marks_nothing_as_new(caseload, log_in):
    log_in(0)

    assert not reminder(caseload, HANDLER).is_new


def test_a_unit_answers_for_the_units_below_it(caseload):
    whole_city = Viewer("city", "市", Role.LEADER, "430682")

    assert reminder(caseload, whole_city).count == 2


def test_the_reminder_loads_nothing_heavy():
    code = (
        "import sys, widgets.duties; "
        "print([name for name in ('sqlalchemy', 'numpy', 'pandas', 'anywidget') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
