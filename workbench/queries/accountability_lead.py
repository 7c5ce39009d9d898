"""What a lead goes back to: unit, matter and facts of an order, an agreed item, a review or a look-back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.gate import allow
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.file_reviews import SHEET
from workbench.acts.left_open import AGREED_ITEM
from workbench.acts.look_backs import LOOK_BACK
from workbench.queries.file_review import may_see
from workbench.queries.review_rounds import sheets_by_file
from workbench.queries.supervision import Around, board
from workbench.records.agreed_items import AgreedItemRow
from workbench.records.file_reviews import ReviewSheetRow
from workbench.records.look_backs import LookBackRow
from workbench.records.tables import table_of


@dataclass(frozen=True, slots=True)
class LeadGround:
    """What is known of it; empty where the viewer has nothing so numbered."""

    unit: str = ""
    case_no: str = ""
    facts: str = ""


def lead_ground(
    connection: Connection,
    viewer: Viewer,
    *,
    order_no: str = "",
    item_no: str = "",
    sheet_no: str = "",
    check_no: str = "",
    as_of: date,
) -> LeadGround:
    """Return the ground of a lead as the viewer may see it; of a sheet or look-back once it is locked."""
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
    if sheet_no and allow(viewer, "read:reviews"):
        of_sheet = select(table_of(ReviewSheetRow)).where(ReviewSheetRow.sheet_no == sheet_no)
        for sheet in read_dossiers(connection, SHEET, of_sheet):
            of_file = sheets_by_file(connection, sheet.round_no).get(sheet.case_no, [])
            is_seen = any(one.sheet_no == sheet_no for one in may_see(viewer, of_file))
            if sheet.score is not None and is_seen:
                notes = "；".join((f"案件评查{sheet.score:g}分", *(one.note for one in sheet.fails)))
                return _ground(connection, viewer, sheet.unit, sheet.case_no, notes)
    if check_no and allow(viewer, "read:look_backs"):
        of_check = select(table_of(LookBackRow)).where(LookBackRow.check_no == check_no)
        for check in read_dossiers(connection, LOOK_BACK, of_check):
            if check.locked_on is not None:
                return _ground(
                    connection, viewer, check.cause_unit or check.unit, check.case_no, check.cause or ""
                )
    return LeadGround()


def _ground(connection: Connection, viewer: Viewer, unit: str, case_no: str, text: str) -> LeadGround:
    around = Around.read(connection, [case_no])
    if around.hides(viewer, case_no):
        return LeadGround()
    return LeadGround(unit, case_no, around.masked(text, [case_no], in_list=True) or "")
