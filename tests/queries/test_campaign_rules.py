"""Special drives: which matters a rule takes, and how their deadlines count as progress."""

from datetime import date

import pytest

from workbench.law.campaign import Campaign, CampaignEntry
from workbench.queries.campaign_progress import campaign_lines
from workbench.queries.campaign_rules import taken_by
from workbench.terms import CampaignRule


@pytest.fixture
def filed(maker):
    """Matters of every kind as of 20 November 2026, by name."""
    late = maker.case(late_deadlines=1, registered_on="2026-09-01")
    long_open = maker.case(registered_on="2026-05-24")
    nearly = maker.case(registered_on="2026-05-25", topic_group="城乡建设")
    left = maker.case(is_open=0, registered_on="2026-03-01")
    maker.deadline("R-SUPPORT-EXECUTE", due="2026-11-19", state="late")
    executed = maker.case(is_open=0)
    maker.deadline("R-SUPPORT-EXECUTE", due="2026-11-19", met_on="2026-11-10", state="met")
    maker.case(petition_class="accusation", late_deadlines=1, registered_on="2026-01-01")
    names = {"late": late, "long": long_open, "nearly": nearly, "left": left, "executed": executed}
    return maker.write(), names


@pytest.mark.parametrize(
    ("rule", "more", "taken"),
    [
        (CampaignRule.LATE, {}, ["late"]),
        (CampaignRule.LONG_OPEN, {}, ["long"]),
        (CampaignRule.LONG_OPEN, {"days": 179}, ["long", "nearly"]),
        (CampaignRule.SUPPORT_LEFT, {}, ["left"]),
        (CampaignRule.TOPIC, {"topic": "城乡建设"}, ["nearly"]),
        (CampaignRule.TOPIC, {"topic": "没有的分类"}, []),
    ],
)
def test_a_rule_takes_what_units_owe_and_no_accusation(filed, rule, more, taken):
    snapshot, names = filed

    assert taken_by(snapshot, rule, **more) == tuple(names[one] for one in taken)


def test_progress_counts_deadlines_that_fell_due_since_the_drive_began(maker):
    number = maker.case()
    for rule, due, met in (
        ("R-1", "2026-10-09", "2026-10-01"),  # before the drive
        ("R-2", "2026-10-12", "2026-10-12"),
        ("R-3", "2026-10-15", "2026-10-16"),
        ("R-4", "2026-11-01", None),
        ("R-5", "2026-12-01", None),  # not due yet
    ):
        maker.deadline(rule, due=due, met_on=met)
    other = maker.case()
    maker.deadline("R-2", due="2026-10-12", met_on="2026-10-12")
    drive = Campaign(
        1,
        "ZX-1",
        "积案清零",
        "登记满六个月",
        date(2026, 10, 10),
        None,
        (CampaignEntry(number, date(2026, 10, 10)),),
    )

    (line,) = campaign_lines(maker.write(), [drive], [])

    assert (line.duties_met, line.duties_due) == (1, 3)
    assert other not in {one.case_no for one in line.matters}
