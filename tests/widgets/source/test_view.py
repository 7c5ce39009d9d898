"""The source screen: topics open their cases, a policy proposal comes with its matters, causes as found."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlparse

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.filled_forms import text_of
from tests.looked_back import looked_back_to_the_end
from widgets.source import SourceScreen, SourceState
from widgets.source.lists import proposal_link
from widgets.supervision.address import read_shown
from widgets.supervision.new_proposal import NewProposal
from widgets.supervision.state import SupervisionState
from workbench.access.viewer import Viewer
from workbench.law.source_data import source_data
from workbench.terms import ProposalKind, Role, Step

SUPERVISOR = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
AUDITOR = Viewer("audit", "赵审计", Role.AUDITOR, "430682D01")
UNITS = (TOWN, OTHER_TOWN, DEPARTMENT)


@pytest.fixture
def worked(bench):
    for number in range(source_data().policy_least_matters):
        case_no = f"S{number}"
        bench.perform(
            replace(make_register(case_no=case_no, on=date(2026, 2, 2)), topic="0402"),
            make_take(case_no, Step.TRANSFER, date(2026, 2, 5), unit=OFFICE, to_unit=UNITS[number % 3]),
            actor=CLERK,
        )
    bench.perform(make_register(case_no="A"), actor=CLERK)
    for act, actor in looked_back_to_the_end("A"):
        bench.perform(act, actor=actor)
    bench.snapshot()
    return bench


def screen(bench, viewer=SUPERVISOR, **address):
    return SourceScreen(SourceState(bench, address, viewer=lambda: viewer))


def test_a_policy_proposal_comes_with_its_kind_its_matters_and_what_was_counted(worked):
    shown = screen(worked)
    (trend,) = [one for one in shown.state.topics if one.has_policy]
    assert "拟一份建议" in text_of(shown.page)
    assert shown.masthead.as_of == worked.today().isoformat()
    assert worked.ledger_code(worked.ledger_size()) in shown.children[4].value
    query = {key: one[0] for key, one in parse_qs(urlparse(proposal_link(shown.state, trend)).query).items()}

    asked, problems = read_shown(query)
    assert problems == () and asked.kind == ProposalKind.IMPROVE_POLICY.value
    form = NewProposal(SupervisionState(worked, query, viewer=lambda: SUPERVISOR))
    filled = {one.key: one.initial for one in form.fields()}

    numbers = range(source_data().policy_least_matters)
    assert set(filled["cases"].split("、")) == {f"S{number}" for number in numbers}
    assert "涉及3个责任单位" in filled["text"]
    assert filled["kind"] == ProposalKind.IMPROVE_POLICY.value


def test_numbers_open_the_matters_of_the_period(worked):
    page = text_of(screen(worked).page)

    assert "case_review?" in page and "col.topic=" in page
    units = text_of(screen(worked, tab="units").page)
    assert f"unit={TOWN}" in units


def test_causes_are_told_as_people_found_them(worked):
    page = text_of(screen(worked, tab="causes").page)

    assert "回头看认定" in page and "case=A" in page


def test_who_may_not_propose_finds_no_such_link(worked):
    assert "拟一份建议" not in text_of(screen(worked, AUDITOR).page)


@pytest.mark.parametrize(("span", "days"), [("quarter", 91), ("half", 182), ("year", 365), ("x", 182)])
def test_the_period_ends_today_and_is_compared_with_the_same_days_a_year_earlier(worked, span, days):
    period = screen(worked, span=span).state.period

    assert (period.end - period.start).days + 1 == days and period.end == worked.today()
