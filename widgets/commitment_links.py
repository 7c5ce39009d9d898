"""Where a promise is looked after: the app of its kind, and the page of what was promised there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from widgets.address import link
from workbench.terms import CommitmentKind

# How the number of a promise leads on: a milestone's and a reviewed file's begin with that of their dossier.
_WHERE: Final[dict[CommitmentKind, tuple[str, Callable[[str], dict[str, str]]]]] = {
    CommitmentKind.MILESTONE: ("ownership", lambda number: {"page": "one", "no": number.rpartition("/")[0]}),
    CommitmentKind.AGREED_ITEM: ("meeting", lambda number: {"tab": "items", "item": number}),
    CommitmentKind.ORDER: ("supervision", lambda number: {"order": number}),
    CommitmentKind.PROPOSAL: ("supervision", lambda number: {"proposal": number}),
    CommitmentKind.INSTRUCTION: ("reception", lambda number: {"tab": "instructions", "instruction": number}),
    CommitmentKind.RECEPTION: ("reception", lambda number: {"reception": number}),
    CommitmentKind.SCREENING: ("screening", lambda number: {"report": number}),
    CommitmentKind.FILE_REVIEW: ("file_review", lambda number: {"round": number.partition("/")[0]}),
    CommitmentKind.WORK_STUDY: ("meeting", lambda number: {"tab": "studies"}),
}


def app_of(kind: CommitmentKind) -> str:
    """Return the app in which promises of a kind are kept."""
    return _WHERE[kind][0]


def commitment_link(kind: CommitmentKind, number: str) -> str:
    """Return the address of the page on which a promise stands."""
    app, asked = _WHERE[kind]
    return link(app, **asked(number))
