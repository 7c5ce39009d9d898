"""Which matters deserve an order: put together by rule from what is late, with the facts filled in.

Lists read the snapshot's deadline facts; the facts of one order are worked out by the law itself, so that
each line can be followed (rule, article, start, due date, calendar days late). A person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import Connection

from workbench.acts.guards import AccusedUnitError
from workbench.acts.matter import read_matters
from workbench.law.calendar import CalendarHistory
from workbench.law.deadlines import obligations
from workbench.law.explain import explain
from workbench.law.limits import find_limit, rule_title
from workbench.law.obligation import MISSED, Obligation
from workbench.law.orders_data import usual_reason
from workbench.law.reply_days import order_due
from workbench.law.supervision import BASIS
from workbench.office import OFFICE
from workbench.queries.case_page import CaseNotFoundError, Working
from workbench.queries.supervision import OrderLine
from workbench.records.unit_tree import UnitTree
from workbench.snapshots.read import Snapshot
from workbench.terms import DeadlineState, OrderState, SupervisionReason

_WORKING = ("规则", "依据", "起算日", "计算", "到期日（遇放假顺延）", "状态")
_LIVE = frozenset({OrderState.OPEN, OrderState.LATE, OrderState.ANSWERED, OrderState.RETURNED})


@dataclass(frozen=True, slots=True)
class LateDeadline:
    """One limit that a unit has missed and not met: ``days`` are calendar days past the rolled due date."""

    rule_id: str
    start: date
    due: date
    days: int

    @property
    def words(self) -> str:
        """Return rule, article, due date and days late in one line."""
        limit = find_limit(self.rule_id, self.start)
        basis = f"，{limit.basis}" if limit is not None else ""
        rule = f"{rule_title(self.rule_id)}（{self.rule_id}{basis}）"
        return f"{rule}：应于{self.due:%Y-%m-%d}前完成，超期{self.days}日"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A unit that is late in a matter and holds no order for it; ``closed_before`` are orders of the past."""

    case_no: str
    title: str
    unit: str
    unit_name: str
    late: tuple[LateDeadline, ...]
    reason: SupervisionReason
    closed_before: tuple[str, ...]

    @property
    def days(self) -> int:
        """Return the calendar days of the longest lateness."""
        return max(one.days for one in self.late)

    @property
    def facts(self) -> str:
        """Return the facts in short, as they stand on the list."""
        return "；".join(one.words for one in self.late)


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What an order in this matter would say: facts with their working, and the usual rest."""

    case_no: str
    to_unit: str
    reason: SupervisionReason
    facts: str
    basis: str
    demand: str
    reply_due_on: date
    workings: tuple[Working, ...]


def suggestions(snapshot: Snapshot, orders: Iterable[OrderLine]) -> tuple[Suggestion, ...]:
    """Return what deserves an order and has none that is alive, longest late first."""
    alive, before = set[tuple[str | None, str]](), dict[tuple[str, str], list[str]]()
    for line in orders:
        order = line.order
        if line.state in _LIVE:
            alive.add((order.case_no, order.to_unit))
        elif line.state is OrderState.CLOSED and order.case_no is not None:
            before.setdefault((order.case_no, order.to_unit), []).append(order.order_no)
    rows = snapshot.rows(
        "select c.case_no, d.unit, c.title, coalesce(u.name, d.unit), d.rule_id, "
        "coalesce(d.start_on, d.arises_on), d.due, d.days_late "
        "from deadline_fact d join case_fact c on c.case_id = d.case_id "
        "left join unit_fact u on u.code = d.unit "
        "where d.state = 'late' and d.unit is not null and d.days_late > 0 "
        "order by c.case_no, d.unit, d.days_late desc, d.rule_id"
    )
    found = []
    for (case_no, unit), group in groupby(rows, key=lambda row: (row[0], row[1])):
        if (case_no, unit) in alive:
            continue
        told = list(group)
        late = tuple(
            LateDeadline(rule, date.fromisoformat(start), date.fromisoformat(due), days)
            for *_, rule, start, due, days in told
        )
        reason = usual_reason(one.rule_id for one in late)
        closed = tuple(before.get((case_no, unit), ()))
        found.append(Suggestion(case_no, told[0][2], unit, told[0][3], late, reason, closed))
    return tuple(sorted(found, key=lambda one: (-one.days, one.case_no)))


def order_draft(
    connection: Connection,
    case_no: str,
    *,
    as_of: date,
    calendars: CalendarHistory,
    unit: str | None = None,
    office: str = OFFICE,
) -> OrderDraft:
    """Return an order in this matter as the deadlines fill it in; without ``unit`` to who is latest.

    ``AccusedUnitError`` where the unit may not hear of the matter. Nothing missed leaves the facts empty.
    """
    matter = next(iter(read_matters(connection, case_nos=[case_no])), None)
    file = matter.file.until(as_of) if matter else None
    if matter is None or file is None or not file.steps:
        raise CaseNotFoundError(case_no, as_of)
    owed = obligations(file, calendars, office=office)
    missed = [one for one in owed if one.state(as_of) in MISSED and one.unit is not None]
    missed.sort(key=lambda one: -one.days_late(as_of))
    late = [one for one in missed if one.state(as_of) is DeadlineState.LATE]
    to_unit = unit or (late[0].unit if late else None) or matter.responsible_unit() or ""
    units = UnitTree.read(connection)
    if any(to_unit in units.relatives(accused) for accused in matter.accused):
        raise AccusedUnitError
    own = [one for one in late if one.unit == to_unit]
    facts = own or [one for one in missed if one.unit == to_unit]  # what was done, but late
    titles = "、".join(dict.fromkeys(one.limit.title for one in facts))
    due = order_due(calendars.on(as_of), as_of)
    return OrderDraft(
        case_no=case_no,
        to_unit=to_unit,
        reason=usual_reason(one.rule_id for one in facts),
        facts=facts_of(facts, as_of),
        basis="；".join(dict.fromkeys((BASIS, *(one.limit.basis for one in facts)))),
        demand=_demand(titles, due, facts, as_of) if facts else "",
        reply_due_on=due,
        workings=workings(owed, as_of, to_unit),
    )


def _demand(titles: str, due: date, facts: Sequence[Obligation], as_of: date) -> str:
    states = {one.state(as_of) for one in facts}
    if DeadlineState.LATE in states:
        return f"请立即办理“{titles}”，于 {due:%Y-%m-%d} 前书面反馈办理情况和超期原因。"
    done = "超期后终止" if states == {DeadlineState.ENDED_LATE} else "超期完成"
    return f"“{titles}”已{done}，请于 {due:%Y-%m-%d} 前书面说明超期原因和改进措施。"


def workings(owed: Iterable[Obligation], as_of: date, unit: str) -> tuple[Working, ...]:
    """Return the working of what this unit has owed in a matter, as of a day."""
    found = []
    for one in owed:
        told = explain(one, as_of)
        if one.unit == unit and told.state is not None:
            found.append(Working(told.title, told.state, one.days_late(as_of), told.lines))
    return tuple(found)


def present_workings(
    connection: Connection, case_no: str, unit: str, *, as_of: date, calendars: CalendarHistory
) -> tuple[Working, ...]:
    """Return the same from the records: what stands beside the frozen facts of an order."""
    matter = next(iter(read_matters(connection, case_nos=[case_no])), None)
    if matter is None:
        return ()
    return workings(obligations(matter.file.until(as_of), calendars, office=OFFICE), as_of, unit)


def facts_of(late: Iterable[Obligation], as_of: date) -> str:
    """Return what an order says of each missed limit, with its working, one line each."""
    return "\n".join(_facts(one, as_of) for one in late)


def _facts(owed: Obligation, as_of: date) -> str:
    told = dict(explain(owed, as_of).lines)
    return "；".join(f"{name}：{told[name]}" for name in _WORKING if name in told) + "。"
