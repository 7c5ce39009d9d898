"""What a lead goes back to: the unit, the matter and the frozen facts of an order or an agreed item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.left_open import AGREED_ITEM
from workbench.queries.supervision import Around, board
from workbench.records.agreed_items import AgreedItemRow
from workbench.records.tables import table_of


@dataclass(frozen=True, slots=True)
class LeadGround:
    """What is known of it; empty where the viewer has nothing so numbered."""

    unit: str = ""
    case_no: str = ""
    facts: str = ""


def lead_ground(
    connection: Connection, viewer: Viewer, *, order_no: str, item_no: str, as_of: date
) -> LeadGround:
    """Return the ground of a lead from an order or an agreed item, as the viewer may see it."""
    if order_no:
        for line in board(connection, viewer, as_of=as_of):
            if line.order.order_no == order_no:
                return LeadGround(line.order.to_unit, line.order.case_no or "", line.order.facts)
    if item_no:
        head = table_of(AgreedItemRow)
        for item in read_dossiers(connection, AGREED_ITEM, select(head).where(head.c.item_no == item_no)):
            around = Around.read(connection, [item.case_no])
            if item.case_no is None or not around.hides(viewer, item.case_no):
                cases = [item.case_no] if item.case_no else []
                facts = around.masked(item.text, cases, in_list=True) or ""
                return LeadGround(item.lead_unit, item.case_no or "", facts)
    return LeadGround()
