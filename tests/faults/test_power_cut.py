"""What was acknowledged is on the disk when the power fails, and the attack sees it where it is not."""

from __future__ import annotations

import pytest

from tests.faults import power_cut

pytestmark = pytest.mark.skipif(not power_cut.has_lazyfs(), reason="没有 LazyFS（要自己编译）")


@pytest.mark.parametrize("careless", [False, True])
def test_a_power_cut_takes_nothing_that_was_acknowledged_unless_nothing_is_synced(home, careless):
    outcome = power_cut.main(home, 3, 7, careless=careless)

    assert outcome.struck == 3
    assert any("acknowledged" in fault for fault in outcome.faults) == careless
    assert bool(outcome.faults) == careless
