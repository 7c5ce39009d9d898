"""The way from what somebody found to a lead of accountability; whether there is ground, a person judges."""

from __future__ import annotations

from widgets.address import link
from widgets.parts.markup import Markup, tag
from workbench.access.gate import allow
from workbench.access.viewer import Viewer
from workbench.terms import ActKind


def lead_link(viewer: Viewer, unit: str, **origin: str) -> Markup | None:
    """Return the link to the form of a lead against ``unit``, ``None`` for who may not open one.

    ``origin`` is what the lead goes back to, as the address of the form names it.
    """
    if not allow(viewer, f"act:{ActKind.OPEN_PROCEEDING.value}") or viewer.unit == unit:
        return None
    address = link("accountability", **origin, new="1")
    return tag("p", tag("a", ActKind.OPEN_PROCEEDING.label, href=address), class_="wb-letters")
