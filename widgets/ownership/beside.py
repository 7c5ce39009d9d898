"""What the page of a matter says of its ownership: who owns it, the five ones, the way to the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.address import link
from widgets.ownership.rows import STATE_TONES, TONES
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import label
from widgets.parts.values import Tag

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.snapshots.read import Snapshot


def owned_beside(bench: Workbench, snapshot: Snapshot, case_no: str) -> Markup | None:
    """Return the box about the matter's latest ownership as of the day; ``None`` where it never had one."""
    from workbench.queries.ownerships import of_matter

    found = bench.ask(of_matter, snapshot, case_no)
    if not found:
        return None
    one = found[-1]
    leader, day = one.ownership.leader, snapshot.as_of
    as_of = None if day == bench.today() else day
    ones: list[Content] = [[label(Tag(each.one.label, TONES[each.state])), " "] for each in one.ones]
    return tag(
        "section",
        tag("h3", "领导包案"),
        tag(
            "p",
            tag("strong", leader.name),
            f"（{leader.post}）自 {leader.since} 起　",
            label(Tag(one.state.label, STATE_TONES[one.state])),
        ),
        tag("p", ones),
        tag(
            "p",
            f"{one.ones[-1].why}　",
            tag(
                "a",
                "看包案 ›",
                href=link("ownership", page="one", no=one.ownership.ownership_no, as_of=as_of),
            ),
        ),
        class_="case-box",
    )
