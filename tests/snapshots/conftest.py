"""A workbench with a few matters."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from tests.snapshots.few_matters import work
from workbench.terms import Step


@pytest.fixture
def worked(bench):
    """A workbench with a few matters in different states."""
    work(bench)
    return bench


@pytest.fixture
def opened(bench):
    """One matter accepted on 12 January by the town, due on 13 March, with nothing recorded since."""
    bench.perform(
        make_register(case_no="N1"),
        make_take("N1", Step.TRANSFER, date(2026, 1, 7), unit=OFFICE, to_unit=TOWN),
        make_take("N1", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
        make_register(case_no="N2", on=date(2026, 2, 3)),
        actor=CLERK,
    )
    return bench
