"""From the page of a deed to the letter about it: what can be issued, for whoever may issue it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from widgets.address import link
from widgets.parts.markup import Static, tag
from workbench.access.gate import allow
from workbench.access.viewer import Viewer
from workbench.terms import ActKind, IssuedKind

NOTICES: Final = (IssuedKind.ACCEPTANCE_NOTICE, IssuedKind.EXTENSION_NOTICE, IssuedKind.HANDLING_OPINION)


def letter_links(viewer: Viewer | None, kinds: Iterable[IssuedKind], subject: str) -> tuple[Static, ...]:
    """Return one line of links to the letters of these kinds on a subject; none for who may not issue."""
    if not allow(viewer, f"act:{ActKind.ISSUE_DOCUMENT.value}") or not allow(viewer, "open:briefing"):
        return ()
    offered = tuple(kinds)
    if not offered:
        return ()
    links = [tag("a", f"出{kind.label}", href=letter_link(kind, subject)) for kind in offered]
    return (Static(tag("p", [[one, "　"] for one in links], class_="wb-letters")),)


def letter_link(kind: IssuedKind, subject: str) -> str:
    """Return the address at which a letter of this kind is written on a subject."""
    return link("briefing", tab="letter", letter=kind.value, **{"for": subject})
