"""What is due soon is told by who owes it: also the day within which a simple matter is to be sent on."""

from __future__ import annotations

from datetime import date

from tests.factories import CLERK, OFFICE, make_register
from workbench.queries.duties import count_duties
from workbench.terms import Procedure

TITLE = "简易办理：逐级转送"


def test_the_day_to_send_a_simple_matter_on_is_shown_where_other_limits_are(bench):
    bench.perform(make_register(case_no="A", on=date(2026, 3, 31), procedure=Procedure.SIMPLE), actor=CLERK)

    page = bench.case_page("A")
    snapshot = bench.snapshot()
    (found,) = [one for one in page.deadlines if one.title == TITLE]
    assert "简易办理办法" in str(dict(found.lines))
    asked = "select unit, due, state from deadline_fact where rule_id = 'R-SIMPLE-FWD1'"
    assert snapshot.rows(asked) == [(OFFICE, "2026-04-01", "running")]
    assert snapshot.value("select next_rule from case_fact") == "R-SIMPLE-FWD1"
    assert count_duties(snapshot, OFFICE, None).cases == 1
    assert count_duties(snapshot, OFFICE, None).late == 0
