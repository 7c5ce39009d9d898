"""What gets the next number of its list gets the one after it where somebody else was quicker."""

from datetime import date

import pytest

from tests.factories import OFFICE, TOWN, make_register
from widgets.numbered import TRIES, record_numbered
from workbench.access.viewer import Viewer
from workbench.acts.dossier import DossierTakenError
from workbench.acts.proposals import IssueProposal
from workbench.queries.proposals import next_proposal_no
from workbench.terms import ProposalKind, Role

DAY = date(2026, 3, 2)
BOSS = Viewer("boss", "李晓红", Role.SUPERVISOR, OFFICE)


@pytest.fixture
def told(bench):
    bench.perform(make_register(case_no="A"), actor=BOSS.actor)
    return bench


def propose(bench):
    number = bench.ask(next_proposal_no, DAY.year)
    kind, due = ProposalKind.IMPROVE_WORK, date(2026, 4, 1)
    return number, IssueProposal(number, kind, TOWN, OFFICE, ("A",), DAY, due, "建立巡查台账")


def overtaken(bench, times):
    """Return what makes a proposal, and lets another take its number the first few times."""
    left = iter(range(times))

    def make():
        number, act = propose(bench)
        if next(left, None) is not None:
            bench.perform(act, actor=BOSS.actor)
        return number, act

    return make


def test_the_number_after_those_that_others_took_is_recorded(told):
    number, position = record_numbered(told, BOSS, overtaken(told, TRIES - 1))

    assert number == propose(told)[0].replace(str(TRIES + 1), str(TRIES))
    assert position == told.ledger_size()


def test_who_is_always_overtaken_is_told_so(told):
    with pytest.raises(DossierTakenError):
        record_numbered(told, BOSS, overtaken(told, TRIES))

    assert propose(told)[0].endswith(f"{TRIES + 1}号")
