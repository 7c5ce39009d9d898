"""Two towns and the petition office are late on 31 March 2026; one order waits for nobody's answer."""

from dataclasses import replace
from datetime import date

import pytest

from tests.acts.test_supervision import ISSUE, PAPER, PROPOSE, SUPERVISOR, accusation
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from widgets.supervision import SupervisionState
from workbench.access.viewer import Viewer
from workbench.terms import Role, Step

OVERSEER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)
OFFICIAL = Viewer("handler", "李经办", Role.HANDLER, TOWN)
SECOND = "督〔2026〕2号"


@pytest.fixture
def late(bench):
    bench.perform(
        make_register(case_no="A", on=date(2026, 1, 5), title="反映<b>村道</b>塌方"),
        make_take("A", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=TOWN),
        make_take("A", Step.ACCEPT, date(2026, 1, 9), unit=TOWN),
        make_register(case_no="B", on=date(2026, 2, 2), title="反映路灯"),
        make_take("B", Step.TRANSFER, date(2026, 2, 3), unit=OFFICE, to_unit=OTHER_TOWN),
        make_register(case_no="C", on=date(2026, 3, 2), title="反映水渠"),
        accusation("S", against=TOWN),
        actor=CLERK,
    )
    bench.perform(
        ISSUE,
        replace(ISSUE, order_no=SECOND, case_no=None, to_unit=OTHER_TOWN, reply_due_on=date(2026, 4, 10)),
        PROPOSE,
        PAPER,
        actor=SUPERVISOR,
    )
    return bench


@pytest.fixture
def opened(late):
    """Return the state that an address shows to a viewer."""

    def open_state(viewer=OVERSEER, **address):
        return SupervisionState(late, address, viewer=lambda: viewer)

    return open_state
