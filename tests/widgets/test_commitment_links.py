"""A promise leads to the page of the dossier in which it stands, told as that app reads its address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from widgets.commitment_links import app_of, commitment_link
from widgets.meeting.address import read_shown as in_meeting
from widgets.ownership.address import read_shown as in_ownership
from widgets.screening.address import read_shown as in_screening
from widgets.supervision.address import read_shown as in_supervision
from workbench.access.gate import declared_apps
from workbench.terms import CommitmentKind


def asked(kind: CommitmentKind, number: str) -> dict[str, str]:
    address = urlsplit(commitment_link(kind, number))
    assert address.path.strip("/") == app_of(kind)
    return dict(parse_qsl(address.query))


@pytest.mark.parametrize("kind", CommitmentKind)
def test_every_kind_has_an_app(kind: CommitmentKind) -> None:
    assert app_of(kind) in declared_apps()


def test_a_milestone_leads_to_its_ownership() -> None:
    shown, problems = in_ownership(asked(CommitmentKind.MILESTONE, "包〔2026〕3号/m1"), lambda _code: True)

    assert (shown.page, shown.no, problems) == ("one", "包〔2026〕3号", ())


def test_an_agreed_item_leads_to_its_page() -> None:
    shown, problems = in_meeting(asked(CommitmentKind.AGREED_ITEM, "议〔2026〕3号-1"))

    assert (shown.room, shown.item, problems) == ("items", "议〔2026〕3号-1", ())


def test_an_order_and_a_proposal_lead_to_their_pages() -> None:
    order, no_problem = in_supervision(asked(CommitmentKind.ORDER, "督〔2026〕1号"))
    proposal, none_here = in_supervision(asked(CommitmentKind.PROPOSAL, "建〔2026〕1号"))

    assert (order.order, no_problem) == ("督〔2026〕1号", ())
    assert (proposal.proposal, none_here) == ("建〔2026〕1号", ())


def test_a_screening_report_leads_to_the_month_of_its_unit() -> None:
    shown, problems = in_screening(asked(CommitmentKind.SCREENING, "430682101-2026-03"))

    assert (shown.report_of, problems) == (("430682101", "2026-03"), ())
