"""What meetings agreed, as of a day: who owes what, what is late, and the share done in time.

A unit's own official (单位经办人, 包案领导) sees what his unit owes alone. Nobody sees an item on an
accusation against his own unit, or one above or below it (art. 30(3)); its text is shown on no list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import Connection, Select, or_, select

from workbench.access.gate import require
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.left_open import AGREED_ITEM
from workbench.indicators.evaluate import Period
from workbench.law.agreed_item import AgreedItem, ItemReport
from workbench.law.meeting import ACCUSATION_SENTENCE
from workbench.queries.in_force import in_force
from workbench.queries.promise_share import promise_share
from workbench.queries.supervision import Around
from workbench.records.agreed_items import AgreedItemRow
from workbench.records.supervision import SupervisionOrderRow
from workbench.records.tables import table_of
from workbench.terms import AgreedItemState, Role

FIGURE: Final = "agreed_items_done"
OF_A_UNIT: Final = frozenset({Role.HANDLER, Role.LEADER})


class NoItemsDueError(ValueError):
    """No agreed item fell due in the period: there is no share to tell."""

    def __init__(self, period: Period) -> None:
        super().__init__(f"{period.label}没有到期的议定事项，不能计算落实率：请换一个时段")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One agreed item as of a day; names as of then.

    ``due`` is the date the unit works towards, ``binding_due`` the one lateness counts from (calendar days).
    People in texts are masked; of an accusation (``is_accusation``) the text is not there.
    """

    item: AgreedItem
    lead_name: str
    supporting_names: tuple[str, ...]
    state: AgreedItemState
    due: date
    binding_due: date
    days_late: int
    is_accusation: bool

    @property
    def is_open(self) -> bool:
        """Return whether nobody has confirmed it yet."""
        return self.state is not AgreedItemState.CONFIRMED


@dataclass(frozen=True, slots=True)
class ItemsShare:
    """议定事项落实率: items done in time, of the items whose binding due date lay in the period.

    ``waiting`` of the failed were reported in time and are not confirmed yet. Items by number, so that the
    figure opens them.
    """

    period: Period
    as_of: date
    passed: tuple[str, ...]
    failed: tuple[str, ...]
    waiting: int

    @property
    def numerator(self) -> int:
        """Items reported on or before the due date, and confirmed."""
        return len(self.passed)

    @property
    def denominator(self) -> int:
        """Items that fell due in the period before the as-of day, or were done by then."""
        return len(self.passed) + len(self.failed)

    @property
    def share(self) -> float:
        """The numerator by the denominator, 0 to 1."""
        return self.numerator / self.denominator


def agreed_items(connection: Connection, viewer: Viewer | None, *, as_of: date) -> tuple[ItemRow, ...]:
    """Return the items that the viewer may see: open ones first, late longest first, then the done ones."""
    head = table_of(AgreedItemRow)
    rows = read_items(connection, select(head).where(head.c.agreed_on <= as_of), viewer, as_of=as_of)
    return tuple(sorted(rows, key=_late_first))


def items_of_meeting(
    connection: Connection, meeting_no: str, viewer: Viewer | None, *, as_of: date
) -> tuple[ItemRow, ...]:
    """Return what a meeting agreed, in the order in which it was recorded."""
    head = table_of(AgreedItemRow)
    wanted = select(head).where(head.c.meeting_no == meeting_no).order_by(head.c.id)
    return tuple(read_items(connection, wanted, viewer, as_of=as_of))


def orders_on(connection: Connection, item_nos: Sequence[str], *, as_of: date) -> dict[str, tuple[str, ...]]:
    """Return the numbers of the orders issued on each item that stand as of a day."""
    head = table_of(SupervisionOrderRow)
    stands = or_(head.c.withdrawn_on.is_(None), head.c.withdrawn_on > as_of)
    wanted = (
        select(head.c.item_no, head.c.order_no)
        .where(head.c.item_no.in_(item_nos), head.c.issued_on <= as_of, stands)
        .order_by(head.c.id)
    )
    found: dict[str, tuple[str, ...]] = {}
    for item_no, order_no in connection.execute(wanted):
        found[item_no] = (*found.get(item_no, ()), order_no)
    return found


def read_items(
    connection: Connection, wanted: Select[tuple[object, ...]], viewer: Viewer | None, *, as_of: date
) -> list[ItemRow]:
    """Return the rows of the items that ``wanted`` selects, without those the viewer may not see."""
    if viewer is not None:
        require(viewer, "read:agreed_items")
    found = read_dossiers(connection, AGREED_ITEM, wanted)
    around = Around.read(connection, (one.case_no for one in found))
    return [_row(one, around, as_of) for one in found if _may_see(viewer, one, around)]


def items_share(rows: Iterable[ItemRow], period: Period, as_of: date) -> ItemsShare:
    """Return how many of the items due in ``period`` were done in time; ``NoItemsDueError`` if none was due.

    ``rows`` are those of ``as_of``; what counts and what passes says the catalogue.
    """
    of = {row.item.item_no: row for row in rows}
    found = promise_share(FIGURE, AGREED_ITEM, (row.item for row in of.values()), period, as_of)
    if not (found.passed or found.failed):
        raise NoItemsDueError(period)
    failed = [of[number] for number in found.failed]
    waiting = [one for one in failed if one.state is AgreedItemState.REPORTED and not one.days_late]
    return ItemsShare(period, as_of, found.passed, found.failed, len(waiting))


def share_words() -> str:
    """Return in words what counts and what passes, as the catalogue says it."""
    one = in_force(FIGURE)
    return f"{one.words}。{one.caution}。依据：{one.source}"


def _may_see(viewer: Viewer | None, item: AgreedItem, around: Around) -> bool:
    if viewer is None:
        return True
    if item.case_no is not None and around.hides(viewer, item.case_no):
        return False
    if viewer.role not in OF_A_UNIT:
        return True
    return viewer.unit is not None and any(viewer.unit in _at_or_below(around, unit) for unit in item.owing)


def _at_or_below(around: Around, unit: str) -> frozenset[str]:
    """Return a unit with all below it, by their present places."""
    below = {unit}
    grown = True
    while grown:
        more = {
            code
            for code, names in around.units.names.items()
            if names[-1].parent in below and code not in below
        }
        below |= more
        grown = bool(more)
    return frozenset(below)


def _row(item: AgreedItem, around: Around, as_of: date) -> ItemRow:
    cases = (item.case_no,) if item.case_no is not None else ()
    is_accusation = any(one in around.secret or one in around.accused for one in cases)
    names = [around.units.name_on(unit, as_of) for unit in item.owing]
    return ItemRow(
        item=masked(item, around, cases, is_accusation),
        lead_name=names[0],
        supporting_names=tuple(names[1:]),
        state=item.state(as_of),
        due=item.due(as_of),
        binding_due=item.binding_due(as_of),
        days_late=item.days_late(as_of),
        is_accusation=is_accusation,
    )


def masked(item: AgreedItem, around: Around, cases: Sequence[str], is_accusation: bool) -> AgreedItem:
    """Return the item with the names of people in its texts masked, of an accusation without its text."""

    def say(text: str) -> str:
        return ACCUSATION_SENTENCE if is_accusation else around.masked(text, cases, in_list=False) or ""

    def said(report: ItemReport) -> ItemReport:
        why = report.decided_why
        title = say(report.evidence_title)
        why = None if why is None else say(why)
        return replace(report, words=say(report.words), evidence_title=title, decided_why=why)

    return replace(
        item,
        text=say(item.text),
        amendments=tuple(replace(one, why=say(one.why)) for one in item.amendments),
        reports=tuple(said(one) for one in item.reports),
    )


def _late_first(row: ItemRow) -> tuple[bool, int, date, str]:
    return (not row.is_open, -row.days_late if row.is_open else 0, row.due, row.item.item_no)
