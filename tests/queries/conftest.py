"""What the tests of this folder share: a workbench on each engine, late matters, a snapshot by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.acts.test_supervision import accusation
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.snapshot_maker import SnapshotMaker
from workbench.acts.handling import Person
from workbench.terms import Step

if TYPE_CHECKING:
    from workbench.app import Workbench


@pytest.fixture
def bench(either_bench: Workbench) -> Workbench:
    """A fresh workbench, once on each engine: a query answers the same on both."""
    return either_bench


@pytest.fixture
def maker(tmp_path: Path) -> SnapshotMaker:
    """Writes a snapshot of the facts that a test names."""
    return SnapshotMaker(tmp_path / "snapshot.sqlite")


@pytest.fixture
def late(bench: Workbench) -> Workbench:
    """Two towns and the office itself are late; one accusation lies with a department."""
    bench.perform(
        make_register(
            case_no="A", on=date(2026, 1, 5), persons=(Person(name="周大山", phone="13700001111"),)
        ),
        make_take("A", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=TOWN),
        make_take("A", Step.ACCEPT, date(2026, 1, 9), unit=TOWN),
        make_register(case_no="B", on=date(2026, 2, 2)),
        make_take("B", Step.TRANSFER, date(2026, 2, 3), unit=OFFICE, to_unit=OTHER_TOWN),
        make_register(case_no="C", on=date(2026, 3, 2)),
        make_register(case_no="D", on=date(2026, 3, 20)),
        accusation("S", against=TOWN),
        actor=CLERK,
    )
    return bench
