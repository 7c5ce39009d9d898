"""The units complained of most are those that were registered as such, not those that handle the matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.briefings.yearly import CAUSE_LAYOUT, _complained_of
from workbench.indicators.evaluate import Period
from workbench.terms import PetitionClass, Step

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
SECRET = dict(petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=OTHER_TOWN)


def about(case_no, unit, **facts):
    return replace(make_register(case_no=case_no, **facts), cause_unit=unit)


def told(bench, layout=CAUSE_LAYOUT):
    with bench.shelf.facts(bench.shelf.create(bench.today())) as facts:
        blocks = _complained_of(SimpleNamespace(facts=facts, periods=(YEAR,), layout=layout))
    return blocks[0] if blocks else None


@pytest.fixture
def handled_by_a_town(bench):
    """A town handles four claims; three complain of a department, of one it was not written down."""
    for number in range(4):
        claim = about(f"A{number}", DEPARTMENT if number else None)
        sent = make_take(claim.case_no, Step.TRANSFER, date(2026, 1, 9), unit=OFFICE, to_unit=TOWN)
        bench.perform(claim, sent, actor=CLERK)
    return bench


def test_units_are_counted_by_what_is_complained_of_and_the_rest_is_told(handled_by_a_town):
    handled_by_a_town.perform(about("S", OTHER_TOWN, **SECRET), actor=CLERK)

    table = told(handled_by_a_town)

    names = dict(handled_by_a_town.snapshot().rows("select code, name from unit_fact"))
    assert table.rows == ((names[DEPARTMENT], "3", "0", "3"),)
    assert "没有登记引发单位的1件不在其内" in table.note


def test_an_older_snapshot_counts_by_who_handles_and_says_so(handled_by_a_town):
    table = told(handled_by_a_town, layout=CAUSE_LAYOUT - 1)

    assert [row[1] for row in table.rows] == ["4"] and "承办单位不一定就是" in table.note


def test_where_nobody_wrote_a_unit_down_no_unit_is_named(bench):
    assert told(bench) is None
    bench.perform(make_register(case_no="A"), actor=CLERK)

    assert "1件，都没有登记引发单位" in told(bench).text
