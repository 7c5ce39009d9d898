"""A log with a proceeding that came to its end and one that was only opened, and the screen on it."""

from datetime import date

import pytest

from tests.acts.test_accountability import SUPERVISOR
from tests.factories import DEPARTMENT, OFFICE, TOWN, make_register
from tests.proceedings import (
    PAPER,
    earlier,
    known,
    opened,
    to_the_end,
)
from widgets.accountability import Accountability, AccountabilityState
from workbench.access.viewer import Viewer
from workbench.terms import (
    Role,
)

KEEPER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)
AUDITOR = Viewer("audit", "审计员", Role.AUDITOR, DEPARTMENT)
LEADER = Viewer("town.leader", "王镇长", Role.LEADER, TOWN)
SECOND = "责〔2026〕2号"


@pytest.fixture
def bench_with_log(bench):
    bench.perform(make_register(case_no="A"), PAPER, actor=SUPERVISOR)
    known(bench)
    bench.perform(*earlier(to_the_end(), 35), opened(SECOND, on=date(2026, 3, 20)), actor=SUPERVISOR)
    return bench


@pytest.fixture
def screen(bench_with_log):
    def open_screen(viewer=KEEPER, **address):
        return Accountability(AccountabilityState(bench_with_log, address, viewer=lambda: viewer))

    return open_screen
