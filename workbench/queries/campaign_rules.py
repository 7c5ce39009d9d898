"""Which matters a rule takes into a special drive, as of a day; the list is recorded matter by matter.

A rule looks at what a unit owes and since when, never at who petitions. Accusations are taken by hand only.
"""

from __future__ import annotations

from workbench.queries.lateness import OPEN_LATE
from workbench.snapshots.read import Snapshot
from workbench.terms import CampaignRule, PetitionClass

LONG_OPEN_DAYS = 180  # usual number of calendar days; 条例未规定, the form offers another
_CONDITIONS = {
    CampaignRule.LATE: OPEN_LATE,
    CampaignRule.LONG_OPEN: "is_open = 1 and julianday(:as_of) - julianday(registered_on) >= :days",
    CampaignRule.SUPPORT_LEFT: (
        "case_id in (select case_id from deadline_fact where rule_id = 'R-SUPPORT-EXECUTE' "
        "and ended_on is null and met_on is null and due < :as_of)"
    ),
    CampaignRule.TOPIC: "is_open = 1 and topic_group = :topic",
}


def taken_by(
    snapshot: Snapshot, rule: CampaignRule, *, days: int = LONG_OPEN_DAYS, topic: str = ""
) -> tuple[str, ...]:
    """Return the matters that the rule takes, those registered first at the top.

    ``days`` since registration belong to ``LONG_OPEN``, the topic group to ``TOPIC``.
    """
    values = {"as_of": snapshot.as_of.isoformat(), "days": days, "topic": topic}
    condition = _CONDITIONS[rule]
    asked = {name: value for name, value in values.items() if f":{name}" in condition}
    rows = snapshot.rows(
        f"select case_no from case_fact where {condition} "
        f"and petition_class is not '{PetitionClass.ACCUSATION.value}' order by registered_on, case_id",
        asked,
    )
    return tuple(case_no for (case_no,) in rows)
