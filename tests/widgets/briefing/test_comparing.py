"""Two briefings side by side: each changed figure with the cases that changed it, why, and where they are."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from tests.briefings.conftest import open_at
from tests.factories import OFFICE, TOWN, make_register, make_take
from tests.filled_forms import everything, pressed
from tests.widgets.briefing.test_briefing import (
    ANALYST,
    OCTOBER,
    SUPERVISOR,
    made,
    page_of,
)
from widgets.briefing import comparing
from widgets.briefing.state import COMPARE
from workbench.acts.base import Actor
from workbench.briefings.compare import compare_briefings
from workbench.briefings.spans import KINDS, Span
from workbench.terms import Role, Step

BOSS = Actor("supervisor", Role.SUPERVISOR, OFFICE)
LATE = "补-2026-1"


@pytest.fixture(scope="module")
def two(county, tmp_path_factory):
    """A bench, the issued briefing of October, and a snapshot of the same day that knows one matter more."""
    home = tmp_path_factory.mktemp("compared") / "county"
    shutil.copytree(county, home)
    briefed = open_at(home)
    page = made(page_of(briefed))
    before = page.state.made.snapshot
    page.issuing._handle_custom_msg({"type": "confirm"}, [])
    page.waiting._thread.join()
    briefed.perform(
        make_register(case_no=LATE, on=date(2026, 10, 8)),
        make_take(LATE, Step.TRANSFER, date(2026, 10, 9), unit=OFFICE, to_unit=TOWN),
        actor=BOSS,
    )
    after = briefed.shelf.create(date(2026, 10, 31)).hash
    yield briefed, before, after
    briefed.close()


def compared(bench, viewer=SUPERVISOR, **values):
    page = page_of(bench, viewer, tab=COMPARE)
    problem = pressed(page.comparison.form, **values)
    if not problem:
        page.waiting._thread.join()
    return page, problem


def test_a_case_recorded_late_is_named_with_its_reason_and_opened(two):
    bench, _, after = two

    page, problem = compared(bench, before="paper:2026年第1期", after=f"snapshot:{after[:12]}")

    assert problem == ""
    told = everything()
    assert f"case_review?case={'%E8%A1%A5-2026-1'}" in told and LATE in told
    assert "补录" in told and "登记件数" in told
    assert "由 1 件事项引起" in told
    assert "before=paper" in page.state.address and f"after=snapshot%3A{after[:12]}" in page.state.address
    again = page_of(bench, **dict(tab=COMPARE, before="paper:2026年第1期", after=f"snapshot:{after[:12]}"))
    assert [one["initial"] for one in again.comparison.form.shape[:2]] == [
        "paper:2026年第1期", f"snapshot:{after[:12]}",
    ]  # fmt: skip


def test_every_changed_figure_of_the_comparison_stands_on_the_screen(two):
    bench, before, after = two
    page = page_of(bench, tab=COMPARE)
    span = Span(KINDS[0], 2026, 10)
    found = compare_briefings(bench, span, *(bench.shelf.find(one) for one in (before, after)))

    changes = comparing.seen(page.state, found)

    assert [(one.name, one.when) for one in changes] == [(one.figure.name, one.when) for one in found.changes]
    assert {case.number for one in changes for case in one.cases} == {LATE}
    assert all(one.hidden == 0 and one.left_off == 0 for one in changes)
    assert (
        next(one for one in changes if one.name == "登记件数").before
        != next(one for one in changes if one.name == "登记件数").after
    )


def test_who_may_open_no_case_sees_the_numbers_and_how_many_cases_alone(two):
    bench, before, after = two

    compared(bench, ANALYST, before=f"snapshot:{before[:12]}", after=f"snapshot:{after[:12]}", span=OCTOBER)

    told = everything()
    assert "另有 1 件您不能查看" in told and LATE not in told


def test_what_cannot_be_compared_is_refused_with_what_to_do(two):
    bench, before, after = two

    one = f"snapshot:{before[:12]}"
    assert "还要写明统计期" in compared(bench, before=one, after=f"snapshot:{after[:12]}")[1]
    assert "同一个快照" in compared(bench, before=one, after="paper:2026年第1期")[1]
    wrong = compared(
        bench, before="paper:2026年第1期", after=f"snapshot:{after[:12]}", span="monthly_briefing:2026-09"
    )
    assert "统计期不同" in wrong[1]


def test_where_there_are_not_two_to_compare_the_form_says_what_to_make_first(tmp_path):
    bench = open_at(tmp_path)
    bench.initialise()
    page = page_of(bench, SUPERVISOR, tab=COMPARE)

    assert "先在“编简报”编一份" in page.comparison.form.fields[0].hint
    bench.close()
