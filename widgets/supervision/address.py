"""What an address of supervision asks for, and the one address of what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from widgets.address import asked_one, asked_states
from workbench.terms import ActKind, OrderState, ProposalKind

ORDERS, SUGGESTED, PROPOSALS, OFFICE_OWN = "orders", "suggested", "proposals", "office"
TABS = (ORDERS, SUGGESTED, PROPOSALS, OFFICE_OWN)
NEW_ORDER, NEW_PROPOSAL = "1", "proposal"
LONGEST_TEXT = 300  # characters of a text that an address fills in
PARTS = ("rate_passed", "rate_failed", "again", "proposal_passed", "proposal_failed")
FORMS = frozenset(
    {
        ActKind.REPLY_ORDER,
        ActKind.REMIND_ORDER,
        ActKind.RETURN_REPLY,
        ActKind.CLOSE_ORDER,
        ActKind.WITHDRAW_ORDER,
        ActKind.RECORD_FEEDBACK,
    }
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: a tab with its filter, or the page of one order or proposal, or a form for a new one.

    ``act`` is the kind of the act whose form is open on a page; ``part`` narrows a list to what a figure
    counts. ``case``, ``to_unit``, ``kind`` and ``text`` fill in a new one.
    """

    tab: str = ORDERS
    order: str = ""
    proposal: str = ""
    act: str = ""
    new: str = ""
    case: str = ""
    to_unit: str = ""
    kind: str = ""
    text: str = ""
    units: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    part: str = ""

    @property
    def board(self) -> Shown:
        """Return the list behind a page or a form."""
        return replace(self, order="", proposal="", act="", new="", case="", to_unit="", kind="", text="")

    def without_form(self) -> Shown:
        """Return the same page with no form open."""
        return replace(self, act="")


def read_shown(given: Mapping[str, str]) -> tuple[Shown, tuple[str, ...]]:
    """Return what an address asks for, and in Chinese what of it cannot be read."""
    problems: list[str] = []
    one_of = partial(asked_one, given, problems)
    states = asked_states(given, problems, frozenset(one.value for one in OrderState))
    shown = Shown(
        tab=one_of("tab", TABS, "页签") or ORDERS,
        order=given.get("order", ""),
        proposal=given.get("proposal", ""),
        act=one_of("act", tuple(one.value for one in FORMS), "办理事项"),
        new=one_of("new", (NEW_ORDER, NEW_PROPOSAL), "新建内容"),
        case=given.get("case", ""),
        to_unit=given.get("to", ""),
        kind=one_of("kind", tuple(one.value for one in ProposalKind), "建议种类"),
        text=given.get("text", "")[:LONGEST_TEXT],
        units=tuple(filter(None, given.get("unit", "").split(","))),
        states=states,
        part=one_of("part", PARTS, "指标"),
    )
    return shown, tuple(problems)


def query_of(shown: Shown, as_of: str = "") -> str:
    """Return the query of what is shown; ``read_shown`` reads it back the same."""
    told = {
        "tab": "" if shown.tab == ORDERS else shown.tab,
        "order": shown.order,
        "proposal": shown.proposal,
        "act": shown.act,
        "new": shown.new,
        "case": shown.case,
        "to": shown.to_unit,
        "kind": shown.kind,
        "text": shown.text,
        "unit": ",".join(shown.units),
        "state": ",".join(shown.states),
        "part": shown.part,
        "as_of": as_of,
    }
    return urlencode({name: value for name, value in told.items() if value}, safe=",")
