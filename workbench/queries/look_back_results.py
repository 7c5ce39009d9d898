"""What a round of look-backs found, by unit: what to rework."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.look_backs import LOOK_BACK
from workbench.law.orders_data import next_number
from workbench.queries.look_backs import SEES_ALL, CheckLine, check_line, may_see, worklist
from workbench.queries.supervision import Around
from workbench.queries.supervision_sight import led_by
from workbench.records.accounts import AccountRow
from workbench.records.look_backs import LookBackRoundRow, LookBackRow
from workbench.records.tables import table_of
from workbench.terms import LookBackAnswer, LookBackFinding, LookBackState, Role

PATTERN: Final = "回头看〔{year}〕{number}号"


@dataclass(frozen=True, slots=True)
class UnitResult:
    """What a round found of a unit. Rework is what it owes; ``items``: how often each item was not done."""

    unit: str
    unit_name: str
    listed: int
    checked: int
    failed: int
    in_rework: int
    late: int
    mended: int
    items: dict[str, int]


def round_result(
    connection: Connection, viewer: Viewer, round_no: str, *, as_of: date
) -> tuple[UnitResult, ...]:
    """Return what a round found by unit, in the order of the units: it is no ranking."""
    if viewer.role not in SEES_ALL:
        raise NotPermittedError(viewer.role)
    by_unit: dict[str, list[CheckLine]] = {}
    for line in worklist(connection, viewer, round_no, as_of=as_of):
        by_unit.setdefault(line.unit, []).append(line)
    return tuple(_result(lines) for _, lines in sorted(by_unit.items()))


@dataclass(frozen=True, slots=True)
class Checker:
    """An account that may check, with the name of its holder and his unit."""

    account: str
    name: str
    unit: str | None


def checkers(connection: Connection) -> tuple[Checker, ...]:
    """Return the accounts that may check work, by name; whether one may check this matter, the act says."""
    roles = [Role.REVIEWER.value, Role.SUPERVISOR.value]
    columns = (AccountRow.name, AccountRow.display_name, AccountRow.unit)
    found = select(*columns).where(AccountRow.role.in_(roles), AccountRow.disabled_utc.is_(None))
    return tuple(Checker(*row) for row in connection.execute(found.order_by(AccountRow.display_name)))


def next_round_no(connection: Connection, year: int) -> str:
    """Return the number of the next round of a year."""
    taken = connection.scalars(select(LookBackRoundRow.round_no)).all()
    return next_number(PATTERN, taken, year)


def failed_look_backs(connection: Connection, *, as_of: date) -> tuple[CheckLine, ...]:
    """Return the checks whose rework is not confirmed on the day: for the agenda, without narrowing."""
    head = table_of(LookBackRow)
    waits = {LookBackState.TO_REWORK, LookBackState.IN_REWORK, LookBackState.LATE, LookBackState.REPORTED}
    asked = select(head).where(head.c.finding == LookBackFinding.FAILED.value)
    found = [one for one in read_dossiers(connection, LOOK_BACK, asked) if one.state(as_of) in waits]
    around = Around.read(connection, (one.case_no for one in found))
    return tuple(
        check_line(one.case_no, one.unit, one.until(as_of), around, as_of, in_list=True) for one in found
    )


def rework(connection: Connection, viewer: Viewer, *, as_of: date) -> tuple[CheckLine, ...]:
    """Return the checks with rework not confirmed on the day, as far as the viewer may see them: late first.

    An owning leader sees those of the matters that he owns.
    """
    lines = failed_look_backs(connection, as_of=as_of)
    around = Around.read(connection, (one.case_no for one in lines))
    led = led_by(connection, viewer.account, as_of=as_of) if viewer.role is Role.LEADER else frozenset()
    seen = [
        line
        for line in lines
        if may_see(viewer, line, around) or (line.case_no in led and not around.hides(viewer, line.case_no))
    ]
    return tuple(sorted(seen, key=lambda one: (one.state is not LookBackState.LATE, one.unit, one.case_no)))


def _result(lines: list[CheckLine]) -> UnitResult:
    checks = [one.check for one in lines if one.check is not None and one.check.locked_on is not None]
    states = [one.state for one in lines]
    items: dict[str, int] = {}
    for check in checks:
        for answer in check.answers:
            items[answer.item] = items.get(answer.item, 0) + (answer.answer is LookBackAnswer.NO)
    return UnitResult(
        unit=lines[0].unit,
        unit_name=lines[0].unit_name,
        listed=len(lines),
        checked=len(checks),
        failed=sum(one.finding is LookBackFinding.FAILED for one in checks),
        in_rework=sum(one in _OWING for one in states),
        late=states.count(LookBackState.LATE),
        mended=states.count(LookBackState.MENDED),
        items=items,
    )


_OWING = (LookBackState.TO_REWORK, LookBackState.IN_REWORK, LookBackState.LATE, LookBackState.REPORTED)
