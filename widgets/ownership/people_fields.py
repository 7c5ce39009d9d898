"""The questions about officials: who is to own a problem, and the team with its persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.parts.form_values import FormField
from workbench.terms import TeamRole

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState
    from workbench.queries.ownerships import Owned

LEAD_PERSONS = 2  # persons of the lead unit that the form asks for
SUPPORTS = 4  # supporting units
LEAD_GROUP, SUPPORT_GROUP = "一套班子：牵头单位", "一套班子：配合单位"


def leader_fields(state: OwnershipScreenState, group: str) -> tuple[FormField, ...]:
    """Return the questions about the leader."""
    return (
        FormField("leader.name", "姓名", required=True, group=group, longest=40),
        FormField("leader.post", "职务", required=True, group=group, longest=60),
        FormField("leader.unit", "单位", "unit", True, state.unit_choices(), group=group),
        FormField("leader.account", "账号", group=group, hint="有本系统账号的填写，没有留空", longest=64),
    )


def team_fields(state: OwnershipScreenState, one: Owned | None) -> tuple[FormField, ...]:
    """Return the questions about the team, answered with that of the day."""
    team = one.ownership.team_on(state.as_of) if one else ()
    lead = [member for member in team if member.role is TeamRole.LEAD]
    support = [member for member in team if member.role is TeamRole.SUPPORT]
    units = state.unit_choices()
    fields = [
        FormField(
            "lead.unit",
            "牵头单位",
            "unit",
            one is not None,
            units,
            lead[0].unit if lead else "",
            group=LEAD_GROUP,
        )
    ]
    for number in range(1, LEAD_PERSONS + 1):
        known = lead[number - 1] if len(lead) >= number else None
        mark = "" if number == 1 else str(number)
        fields += [
            FormField(
                f"lead.{number}.person",
                f"牵头责任人{mark}",
                initial=(known and known.person) or "",
                group=LEAD_GROUP,
                longest=40,
            ),
            FormField(
                f"lead.{number}.post",
                f"职务{mark}",
                initial=(known and known.post) or "",
                group=LEAD_GROUP,
                longest=60,
            ),
        ]
    for number in range(1, SUPPORTS + 1):
        known = support[number - 1] if len(support) >= number else None
        fields += [
            FormField(
                f"support.{number}.unit",
                f"配合单位{number}",
                "unit",
                False,
                units,
                known.unit if known else "",
                group=SUPPORT_GROUP,
            ),
            FormField(
                f"support.{number}.person",
                f"责任人{number}",
                initial=(known and known.person) or "",
                group=SUPPORT_GROUP,
                longest=40,
            ),
        ]
    return tuple(fields)
