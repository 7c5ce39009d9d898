"""What the page of a matter says of receptions: at which ones leaders heard of it, with the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.address import link
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import day_text, label
from widgets.parts.values import Tag
from widgets.reception.month_calendar import TONES

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.law.reception import Reception
    from workbench.snapshots.read import Snapshot


def received_beside(bench: Workbench, snapshot: Snapshot, case_no: str) -> Markup | None:
    """Return the box about the receptions at which the matter was raised by the day; ``None`` of none."""
    from workbench.queries.reception import receptions_of_case

    day = snapshot.as_of
    found = [
        one
        for one in bench.ask(receptions_of_case, case_no)
        if one.held_on is not None and one.held_on <= day
    ]
    if not found:
        return None
    as_of = None if day == bench.today() else day.isoformat()
    return tag(
        "section",
        tag("h3", "领导接访"),
        [_one(one, case_no, snapshot, as_of) for one in found],
        class_="case-box",
    )


def _one(one: Reception, case_no: str, snapshot: Snapshot, as_of: str | None) -> Markup:
    state = one.state(snapshot.as_of)
    promised = next((matter.instruction_no for matter in one.matters if matter.case_no == case_no), None)
    address = link("reception", reception=one.reception_no, as_of=as_of)
    parts: list[Content] = [
        f"{day_text(one.held_on)}　",
        tag("strong", one.leader),
        f"（{one.post}）{one.kind.label}，{one.place}　",
        label(Tag(state.label, TONES[state])),
        "　",
        tag("a", "看接访 ›", href=address),
    ]
    if promised is not None:
        order = link("reception", tab="instructions", instruction=promised, as_of=as_of)
        parts += ["　", tag("a", "看当场交办 ›", href=order)]
    return tag("p", parts)
