"""What the questions of analysts are asked on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.factories import CLERK, OTHER_TOWN, TOWN, make_register, make_take
from workbench.terms import (
    Channel,
    Outcome,
    Satisfaction,
    Step,
)

if TYPE_CHECKING:
    from workbench.app import Workbench


@pytest.fixture
def county(bench: Workbench) -> Workbench:
    """Four matters of two towns; one was told in time."""
    for number, (day, unit, channel) in enumerate(
        (
            (5, TOWN, Channel.VISIT),
            (6, TOWN, Channel.ONLINE),
            (7, OTHER_TOWN, Channel.ONLINE),
            (8, TOWN, Channel.CALL),
        )
    ):
        on, case_no = date(2026, 1, day), f"XF-{number}"
        bench.perform(
            make_register(case_no=case_no, on=on, channel=channel),
            make_take(case_no, Step.TRANSFER, on, unit="430682XF", to_unit=unit),
            actor=CLERK,
        )
    bench.perform(make_take("XF-0", Step.ACCEPT, date(2026, 1, 9), unit=TOWN), actor=CLERK)
    return bench


@pytest.fixture
def answered(county: Workbench) -> Workbench:
    """The first two matters are answered: one petitioner was satisfied, one said nothing."""
    for case_no in ("XF-0", "XF-1"):
        county.perform(
            make_take(case_no, Step.ISSUE_OPINION, date(2026, 3, 2), unit=TOWN, outcome=Outcome.EXPLAIN),
            make_take(case_no, Step.SERVE, date(2026, 3, 2), unit=TOWN),
            actor=CLERK,
        )
    satisfied = make_take("XF-0", Step.RATE, date(2026, 3, 9), satisfaction=Satisfaction.SATISFIED)
    county.perform(satisfied, actor=CLERK)
    return county
