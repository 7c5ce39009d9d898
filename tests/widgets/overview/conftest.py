"""Six matters of two towns, and how many cases lie behind a link of the overview."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.factories import CLERK, OTHER_TOWN, TOWN, make_register, make_take
from widgets.case_review.state import CaseReviewState
from widgets.overview import OverviewState
from widgets.parts.drawing import Box, Picture, Words
from workbench.queries.caseload import counts
from workbench.terms import Channel, Step

if TYPE_CHECKING:
    from workbench.app import Workbench

LINK = re.compile(r'href="([^"]+)"')


@pytest.fixture
def state(bench: Workbench) -> OverviewState:
    """Six matters of two towns, one of them late."""
    for number, (on, unit, channel) in enumerate(
        (
            (date(2026, 1, 5), TOWN, Channel.VISIT),
            (date(2026, 3, 2), TOWN, Channel.ONLINE),
            (date(2026, 3, 9), OTHER_TOWN, Channel.ONLINE),
            (date(2026, 3, 20), OTHER_TOWN, Channel.LETTER),
            (date(2025, 4, 2), TOWN, Channel.CALL),
            (date(2026, 3, 25), OTHER_TOWN, Channel.CALL),
        )
    ):
        case_no = f"XF-{number}"
        bench.perform(
            make_register(case_no=case_no, on=on, channel=channel),
            make_take(case_no, Step.TRANSFER, on, unit="430682XF", to_unit=unit),
            actor=CLERK,
        )
    return OverviewState(bench)


def cases_at(bench: Workbench, href: str) -> int:
    """Return how many cases the case review lists at an address."""
    address = dict(parse_qsl(urlsplit(unescape(href)).query))
    review = CaseReviewState(bench, address)
    assert review.complaint == ""
    return counts(review.snapshot, review.wanted_with(review.heads.tests)).cases


def boxes(picture: Picture) -> list[Box]:
    """Return the boxes of a picture that lead to cases."""
    return [mark for mark in picture.drawn if isinstance(mark, Box) and mark.href]


def marks_that_open(picture: Picture) -> list[tuple[int, str]]:
    """Return how many cases each mark or word of a picture says that it leads to, and its address."""
    words = [piece for mark in picture.drawn if isinstance(mark, Words) for piece in mark.pieces]
    return [(number(one.said), one.href) for one in (*boxes(picture), *words) if one.href]


def number(said: str) -> int:
    """Return the count at the end of what a mark means."""
    found = re.search(r"([\d,]+) 件$", said)
    assert found is not None, said
    return int(found[1].replace(",", ""))
