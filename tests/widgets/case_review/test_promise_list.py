"""A figure of promises that somebody clicks opens its promises, whatever they are about."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register
from tests.received import received_and_instructed
from widgets.case_review import CaseReviewState
from widgets.case_review.promise_list import promise_list
from widgets.overview.links import Links
from workbench.access import viewer as viewers
from workbench.access.viewer import Viewer
from workbench.acts.base import Actor
from workbench.acts.supervision import IssueOrder
from workbench.indicators.evaluate import Period
from workbench.queries.figures import figure
from workbench.terms import Role, SupervisionReason

DAY = date(2026, 3, 31)
YEAR = Period(date(2026, 1, 1), DAY)


@pytest.fixture
def promised(bench):
    """An order to a whole unit, and receptions: about no matter."""
    days = (date(2026, 2, 2), date(2026, 2, 27))
    order = IssueOrder(
        "督〔2026〕2号", TOWN, OFFICE, SupervisionReason.LATE, *days, "超期", "第四十条", "办结"
    )
    bench.perform(make_register(case_no="N1"), *received_and_instructed("N1", TOWN), actor=CLERK)
    bench.perform(order, actor=Actor("supervisor", Role.SUPERVISOR, OFFICE))
    return bench


def told(bench, name, part="all"):
    """Return what stands on the page to which a tile of the overview or a briefing leads."""
    found = figure(bench.snapshot(DAY), name, period=YEAR)
    address = Links(DAY).figure(found, part).partition("?")[2]
    asked = dict(pair.split("=") for pair in address.split("&"))
    return str(promise_list(CaseReviewState(bench, asked)))


def test_what_is_about_no_matter_stands_on_the_page_to_which_the_figure_leads(promised):
    order = told(promised, "orders_answered", "failed")
    assert "督〔2026〕2号" in order and "忠防镇" in order and "未按期反馈" in order

    held = told(promised, "receptions_held", "passed")
    assert "JF-1" in held and "JF-3" not in held
    assert told(promised, "received") == "None"


def test_who_may_not_list_assignments_is_told_so(promised):
    with patch.object(viewers, "_known", [Viewer("x", "某", Role.REVIEWER, OFFICE)]):
        said = told(promised, "receptions_held")
    assert "JF-1" not in said and "没有可以向您逐项列出的承诺" in said
