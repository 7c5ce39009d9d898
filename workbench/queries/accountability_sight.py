"""Which proceedings a viewer may know of at all, and about whom he may read in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.gate import allow, require
from workbench.access.viewer import Viewer
from workbench.acts.accountability import PROCEEDING
from workbench.acts.dossier import read_dossiers
from workbench.law.accountability import Proceeding
from workbench.queries.supervision import Around
from workbench.records.accountability import ProceedingRow
from workbench.records.agreed_items import AgreedItemRow
from workbench.records.supervision import SupervisionOrderRow
from workbench.records.tables import table_of
from workbench.terms import ProceedingStep


def visible_proceedings(
    connection: Connection, viewer: Viewer, as_of: date, number: str | None = None
) -> list[tuple[Proceeding, tuple[str, ...], Around]]:
    """Return what the viewer may know of: as of the day, with its matters and what stands around them."""
    require(viewer, "read:accountability")
    head = table_of(ProceedingRow)
    wanted = select(head).where(head.c.opened_on <= as_of)
    if number is not None:
        wanted = wanted.where(head.c.proceeding_no == number)
    found = [one.until(as_of) for one in read_dossiers(connection, PROCEEDING, wanted)]
    matters = _matters(connection, found)
    around = Around.read(connection, (case_no for cases in matters.values() for case_no in cases))
    return [
        (one, matters[one.proceeding_no], around)
        for one in sorted(found, key=lambda one: (one.opened_on, one.id), reverse=True)
        if _is_visible(viewer, one, as_of)
        and not any(around.hides(viewer, case_no) for case_no in matters[one.proceeding_no])
    ]


def readable_subjects(viewer: Viewer, proceeding: Proceeding, as_of: date) -> frozenset[int | None]:
    """Return about whom the viewer may read: everybody, where he keeps or audits the log; else what is
    concluded on his own unit (``None``), on himself by his account, and of his unit's persons if he may.
    """
    reads_log = allow(viewer, "read:accountability_log")
    subjects = frozenset(proceeding.subjects())
    if reads_log and viewer.unit != proceeding.unit:
        return subjects
    own: set[int | None] = {
        number
        for number, one in proceeding.standing
        if one.kind is ProceedingStep.PERSON and one.person_account == viewer.account
    }
    if viewer.unit == proceeding.unit:
        own |= subjects if allow(viewer, "read:accountability_persons") else {None}
    return proceeding.concluded(as_of) & own


def _matters(connection: Connection, found: Sequence[Proceeding]) -> dict[str, tuple[str, ...]]:
    """Return the matters of each: its own, that of its order, that of its agreed item."""
    orders = _cases_of(
        connection, SupervisionOrderRow.order_no, SupervisionOrderRow.case_no, found, "order_no"
    )
    items = _cases_of(connection, AgreedItemRow.item_no, AgreedItemRow.case_no, found, "item_no")
    return {
        one.proceeding_no: tuple(
            dict.fromkeys(
                case_no
                for case_no in (one.case_no, orders.get(one.order_no or ""), items.get(one.item_no or ""))
                if case_no is not None
            )
        )
        for one in found
    }


def _cases_of(
    connection: Connection, key: object, case: object, found: Sequence[Proceeding], field: str
) -> dict[str, str | None]:
    wanted = sorted({value for one in found if (value := getattr(one, field)) is not None})
    told: dict[str, str | None] = {}
    for start in range(0, len(wanted), 500):
        asked = select(key, case).where(key.in_(wanted[start : start + 500]))  # type: ignore[attr-defined, call-overload]
        told |= {number: case_no for number, case_no in connection.execute(asked)}
    return told


def _is_visible(viewer: Viewer, one: Proceeding, as_of: date) -> bool:
    return bool(readable_subjects(viewer, one, as_of))
