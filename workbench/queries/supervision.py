"""Orders of supervision as of a day: the board, one order on its page, who may see which.

Whom an order concerns, ``supervision_sight`` says. Nobody sees an order on an accusation against his own
unit, or one above or below it (art. 30(3)); on lists an accusation shows no content.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from workbench.access.masking import ACCUSATION_NOTICE, scrub
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.supervision import ORDER
from workbench.law.calendar import CalendarHistory
from workbench.law.orders_data import next_number, orders_data
from workbench.law.reply_days import ORDER_NOTE, due_note, order_due
from workbench.law.settings import settings
from workbench.law.supervision import SupervisionOrder
from workbench.queries.evidence import KeptFile, kept_files
from workbench.queries.officials import people
from workbench.queries.supervision_sight import sight_of
from workbench.records.petitions import AccusedLink, PetitionCase
from workbench.records.supervision import SupervisionOrderRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnitTree
from workbench.snapshots.sources import read_names
from workbench.terms import OrderState, PetitionClass


class OrderNotFoundError(ValueError):
    """There is no such order by that day, or not for this viewer."""

    def __init__(self, what: str, number: str, as_of: date) -> None:
        super().__init__(f"截至 {as_of:%Y-%m-%d} 没有您可以查看的{what}“{number}”：请核对编号或截至日")


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order as of a day; names as of then. Texts of people are masked, of accusations not there."""

    order: SupervisionOrder
    unit_name: str
    by_name: str
    is_accusation: bool
    state: OrderState
    due_on: date
    days_late: int

    @property
    def goes_to_conference(self) -> bool:
        """Return whether it goes before the joint conference (art. 39(3)): unanswered past the due day."""
        return self.state is OrderState.LATE


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One order with what stands around it; ``people`` are names by account, ``files`` by SHA-256."""

    line: OrderLine
    as_of: date
    due_note: str
    people: dict[str, str]
    files: dict[str, KeptFile]


def board(connection: Connection, viewer: Viewer, *, as_of: date) -> tuple[OrderLine, ...]:
    """Return the orders that the viewer may see, issued by ``as_of``: what is late longest first."""
    head = table_of(SupervisionOrderRow)
    wanted = select(head).where(head.c.issued_on <= as_of)
    sight = sight_of(connection, viewer, as_of=as_of)
    if sight.unit is not None:
        wanted = wanted.where(head.c.to_unit == sight.unit)
    orders = [one for one in read_dossiers(connection, ORDER, wanted) if sight.sees(one.to_unit, one.case_no)]
    around = Around.read(connection, (one.case_no for one in orders))
    seen = (one for one in orders if one.case_no is None or not around.hides(viewer, one.case_no))
    lines = [_line(one, around, as_of, in_list=True) for one in seen]
    return tuple(sorted(lines, key=_urgent_first))


def order_page(
    connection: Connection, viewer: Viewer, order_no: str, *, as_of: date, calendars: CalendarHistory
) -> OrderPage:
    """Return one order as of a day; ``OrderNotFoundError`` also for one that the viewer may not see."""
    head = table_of(SupervisionOrderRow)
    found = read_dossiers(connection, ORDER, select(head).where(head.c.order_no == order_no))
    sight = sight_of(connection, viewer, as_of=as_of)
    around = Around.read(connection, (one.case_no for one in found))
    for order in found:
        is_hidden = order.case_no is not None and around.hides(viewer, order.case_no)
        if order.issued_on <= as_of and sight.sees(order.to_unit, order.case_no) and not is_hidden:
            line = _line(order, around, as_of, in_list=False)
            told = line.order
            accounts = [told.by_account, told.closed_by, *(one.account for one in told.replies)]
            accounts += [one.account for one in told.returns]
            accounts += [one.account for one in told.reminders]
            days = settings().supervision_feedback_days
            usual = order_due(calendars.on(order.issued_on), order.issued_on)
            return OrderPage(
                line=line,
                as_of=as_of,
                due_note=due_note(order.issued_on, order.reply_due_on, usual, ORDER_NOTE, days),
                people=people(connection, accounts),
                files=kept_files(connection, (one.sha256 for one in told.replies if one.sha256)),
            )
    raise OrderNotFoundError("督办单", order_no, as_of)


def unanswered(connection: Connection, *, as_of: date) -> tuple[OrderLine, ...]:
    """Return the orders that go before the joint conference: for its agenda, without narrowing."""
    orders = read_dossiers(connection, ORDER, select(table_of(SupervisionOrderRow)))
    late = [one for one in orders if one.issued_on <= as_of and one.escalates(as_of)]
    around = Around.read(connection, (one.case_no for one in late))
    return tuple(sorted((_line(one, around, as_of, in_list=True) for one in late), key=_urgent_first))


def next_order_no(connection: Connection, year: int) -> str:
    """Return the number of the next order of a year, after the highest one given."""
    taken = connection.scalars(select(SupervisionOrderRow.order_no))
    return next_number(orders_data().order, taken, year)


@dataclass(frozen=True, slots=True)
class Around:
    """What orders and proposals need of the matters they rest on: accused units, people's names."""

    units: UnitTree
    secret: Collection[str]
    accused: dict[str, set[str]]
    names: dict[str, list[str]]

    @classmethod
    def read(cls, connection: Connection, case_nos: Iterable[str | None]) -> Around:
        """Read it for these matters."""
        wanted = sorted({one for one in case_nos if one is not None})
        ids: dict[int, str] = {}
        secret: set[str] = set()
        accused: dict[str, set[str]] = {}
        for start in range(0, len(wanted), 500):
            chunk = wanted[start : start + 500]
            columns = (PetitionCase.id, PetitionCase.case_no, PetitionCase.petition_class)
            for row in connection.execute(select(*columns).where(PetitionCase.case_no.in_(chunk))):
                ids[row.id] = row.case_no
                if row.petition_class == PetitionClass.ACCUSATION.value:
                    secret.add(row.case_no)
            links = (
                select(PetitionCase.case_no, AccusedLink.unit_code)
                .join(AccusedLink, AccusedLink.case_id == PetitionCase.id)
                .where(PetitionCase.case_no.in_(chunk))
            )
            for case_no, unit in connection.execute(links):
                accused.setdefault(case_no, set()).add(unit)
        told: dict[str, list[str]] = {}
        every = list(ids)
        for start in range(0, len(every), 500):
            found = read_names(connection, every[start : start + 500])
            told |= {ids[case_id]: names for case_id, names in found.items()}
        return cls(UnitTree.read(connection), secret, accused, told)

    def hides(self, viewer: Viewer, case_no: str) -> bool:
        """Return whether the matter accuses the viewer's unit, or one above or below it."""
        return viewer.unit is not None and any(
            viewer.unit in self.units.relatives(unit) for unit in self.accused.get(case_no, ())
        )

    def masked(self, text: str | None, case_nos: Iterable[str], *, in_list: bool) -> str | None:
        """Return a text as it may be shown: nothing of an accusation on lists, people by their surname."""
        if text is None:
            return None
        cases = tuple(case_nos)
        if in_list and any(one in self.secret for one in cases):
            return ACCUSATION_NOTICE
        return scrub(text, (name for one in cases for name in self.names.get(one, ())))


def _line(order: SupervisionOrder, around: Around, as_of: date, *, in_list: bool) -> OrderLine:
    told = order.until(as_of)
    cases = () if told.case_no is None else (told.case_no,)

    def masked(part: Any, *texts: str) -> Any:
        return replace(
            part, **{name: around.masked(getattr(part, name), cases, in_list=in_list) for name in texts}
        )

    shown = replace(
        masked(told, "facts", "basis", "demand", "closed_note", "withdrawn_why"),
        replies=tuple(masked(one, "text", "title") for one in told.replies),
        returns=tuple(masked(one, "reason") for one in told.returns),
        reminders=tuple(masked(one, "text") for one in told.reminders),
    )
    return OrderLine(
        order=shown,
        unit_name=around.units.name_on(told.to_unit, as_of),
        by_name=around.units.name_on(told.by_unit, as_of),
        is_accusation=any(one in around.secret for one in cases),
        state=told.state(as_of),
        due_on=told.due(as_of),
        days_late=told.days_late(as_of),
    )


_ORDER_OF_STATES = (
    OrderState.LATE,
    OrderState.ANSWERED,
    OrderState.RETURNED,
    OrderState.OPEN,
    OrderState.CLOSED,
    OrderState.WITHDRAWN,
)


def _urgent_first(line: OrderLine) -> tuple[int, int, int, int]:
    order, place = line.order, _ORDER_OF_STATES.index(line.state)
    if line.state in (OrderState.CLOSED, OrderState.WITHDRAWN):
        return (place, 0, -order.issued_on.toordinal(), -order.id)
    return (place, -line.days_late, line.due_on.toordinal(), -order.id)
