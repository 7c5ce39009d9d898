"""Look-backs as of a day: what may enter a round, its worklist, one check as its viewer may see it.

The reviewer sees the unit's own view once he has locked his answers, the unit sees his once it has given its
own; then both see both. Nobody sees a check of an accusation against his own unit (art. 30(3)).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.masking import ACCUSATION_NOTICE
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.look_backs import LOOK_BACK, LOOK_BACK_ROUND
from workbench.law.look_back import LookBack
from workbench.law.look_back_answers import CheckAnswer
from workbench.law.look_back_round import Candidate, LookBackRound
from workbench.queries.evidence import KeptFile, kept_files
from workbench.queries.officials import people
from workbench.queries.repeats import linked_later
from workbench.queries.supervision import Around
from workbench.records.look_backs import LookBackRoundRow, LookBackRow
from workbench.records.tables import table_of
from workbench.snapshots.read import Snapshot
from workbench.terms import LookBackState, Role

SEES_ALL = frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.CLERK})


class LookBackNotFoundError(ValueError):
    """There is no such check by that day, or not for this viewer."""

    def __init__(self, number: str, as_of: date) -> None:
        super().__init__(f"截至 {as_of:%Y-%m-%d} 没有您可以查看的回头看检查“{number}”：请核对编号或截至日")


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One matter of a round: ``check`` is ``None`` until it is assigned."""

    case_no: str
    unit: str
    unit_name: str
    check: LookBack | None
    state: LookBackState | None
    is_accusation: bool
    cause_name: str = ""


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One check as its viewer may see it; ``hides_view``/``hides_answers`` say what is not shown yet."""

    line: CheckLine
    people: dict[str, str]
    files: dict[str, KeptFile]
    hides_view: bool
    hides_answers: bool


def candidates(connection: Connection, snapshot: Snapshot) -> tuple[Candidate, ...]:
    """Return what the rules must know of every matter with a unit, as of the day of ``snapshot``."""
    rows = snapshot.rows(
        "select case_no, coalesce(closed_by, unit), registered_on, closed_on, last_on from case_fact "
        "left join (select case_id, max(petition_on) as last_on from petition_fact group by case_id) "
        "using (case_id) order by case_no"
    )
    registered = {row[0]: date.fromisoformat(row[2]) for row in rows}
    later = linked_later(connection, as_of=snapshot.as_of)
    around = Around.read(connection, registered)
    found = []
    for case_no, unit, _, closed, raised in rows:
        if unit is None:
            continue  # nobody answers for it yet
        accused = around.accused.get(case_no, ())
        if any(unit in around.units.relatives(one) for one in accused):
            continue  # the unit must not hear of it
        closed_on = date.fromisoformat(closed) if closed else None
        back = [date.fromisoformat(raised)] if raised else []
        back += [registered[one] for one in later.get(case_no, ()) if one in registered]
        back_on = max((day for day in back if closed_on and day > closed_on), default=None)
        found.append(Candidate(case_no, unit, registered[case_no], closed_on, back_on))
    return tuple(found)


def rounds(connection: Connection, *, as_of: date) -> tuple[LookBackRound, ...]:
    """Return the rounds opened by a day, the latest first."""
    head = table_of(LookBackRoundRow)
    found = read_dossiers(connection, LOOK_BACK_ROUND, select(head).where(head.c.opened_on <= as_of))
    return tuple(sorted(found, key=lambda one: (one.opened_on, one.id), reverse=True))


def worklist(connection: Connection, viewer: Viewer, round_no: str, *, as_of: date) -> tuple[CheckLine, ...]:
    """Return the matters of a round that the viewer may see: rework first, by unit and number."""
    found = next((one for one in rounds(connection, as_of=as_of) if one.round_no == round_no), None)
    if found is None:
        return ()
    checks = {one.case_no: one for one in _checks(connection, round_no, as_of)}
    around = Around.read(connection, (one.case_no for one in found.entries))
    lines = []
    for entry in found.entries:
        line = check_line(entry.case_no, entry.unit, checks.get(entry.case_no), around, as_of, in_list=True)
        if may_see(viewer, line, around):
            lines.append(_blinded(line, viewer))
    return tuple(sorted(lines, key=lambda one: (_ORDER.index(one.state), one.unit, one.case_no)))


def check_page(connection: Connection, viewer: Viewer, check_no: str, *, as_of: date) -> CheckPage:
    """Return one check as the viewer may see it; ``LookBackNotFoundError`` also for one he may not."""
    head = table_of(LookBackRow)
    wanted = select(head).where(head.c.check_no == check_no, head.c.assigned_on <= as_of)
    for check in read_dossiers(connection, LOOK_BACK, wanted):
        around = Around.read(connection, (check.case_no,))
        line = check_line(check.case_no, check.unit, check.until(as_of), around, as_of, in_list=False)
        if not may_see(viewer, line, around):
            break
        line = _blinded(line, viewer)
        shown = line.check or check
        accounts = [shown.reviewer, shown.viewed_by, *(one.account for one in shown.reports)]
        return CheckPage(
            line=line,
            people=people(connection, accounts),
            files=kept_files(connection, _papers(shown)),
            hides_view=_hides_view(check.until(as_of), viewer),
            hides_answers=_hides_answers(check.until(as_of), viewer),
        )
    raise LookBackNotFoundError(check_no, as_of)


def _papers(check: LookBack) -> list[str]:
    """Return the SHA-256 of what the answers shown and the reports name."""
    answers = (*check.answers, *check.own_view)
    found = [one.sha256 for one in answers if one.sha256 is not None]
    return found + [one.sha256 for one in check.reports]


def _checks(connection: Connection, round_no: str, as_of: date) -> Iterable[LookBack]:
    head = table_of(LookBackRow)
    wanted = select(head).where(head.c.round_no == round_no, head.c.assigned_on <= as_of)
    return (one.until(as_of) for one in read_dossiers(connection, LOOK_BACK, wanted))


def check_line(
    case_no: str, unit: str, check: LookBack | None, around: Around, as_of: date, *, in_list: bool
) -> CheckLine:
    is_secret = case_no in around.secret
    if check is not None:

        def say(text: str | None) -> str | None:
            return around.masked(text, (case_no,), in_list=in_list)

        def told(answers: tuple[CheckAnswer, ...]) -> tuple[CheckAnswer, ...]:
            return tuple(replace(one, note=say(one.note), title=say(one.title)) for one in answers)

        check = replace(
            check,
            cause=say(check.cause),
            measures=say(check.measures),
            answers=told(check.answers),
            own_view=told(check.own_view),
            reports=tuple(
                replace(one, words=say(one.words) or "", title=say(one.title) or "", why=say(one.why))
                for one in check.reports
            ),
        )
        if is_secret and in_list:
            check = replace(check, cause=check.cause and ACCUSATION_NOTICE)
    state = None if check is None else check.state(as_of)
    cause = around.units.name_on(check.cause_unit, as_of) if check and check.cause_unit else ""
    return CheckLine(case_no, unit, around.units.name_on(unit, as_of), check, state, is_secret, cause)


def may_see(viewer: Viewer, line: CheckLine, around: Around) -> bool:
    """Return whether a viewer may see the line: all, his own check, or what concerns his unit."""
    if around.hides(viewer, line.case_no):
        return False
    if viewer.role in SEES_ALL:
        return True
    if viewer.role is Role.REVIEWER:
        return line.check is not None and line.check.reviewer == viewer.account
    units = {line.unit} | ({line.check.cause_unit} if line.check else set())
    return viewer.role is Role.HANDLER and viewer.unit is not None and viewer.unit in units


def _hides_view(check: LookBack, viewer: Viewer) -> bool:
    return check.locked_on is None and viewer.unit != check.unit


def _hides_answers(check: LookBack, viewer: Viewer) -> bool:
    if viewer.account == check.reviewer:
        return False
    if check.locked_on is None:
        return True
    return viewer.role is Role.HANDLER and check.viewed_on is None and check.rework_on is None


def _blinded(line: CheckLine, viewer: Viewer) -> CheckLine:
    """Return the line without what this viewer must not see yet; the state would tell the finding too."""
    check, state = line.check, line.state
    if check is None:
        return line
    if _hides_view(check, viewer):
        check = replace(check, own_view=())
    if _hides_answers(check, viewer):
        check = replace(check, answers=(), locked_on=None, finding=None, cause_unit=None, cause=None)
        state = LookBackState.OPEN
    cause_name = line.cause_name if check.cause_unit else ""
    return replace(line, check=check, state=state, cause_name=cause_name)


_ORDER = (
    LookBackState.LATE,
    LookBackState.REPORTED,
    LookBackState.TO_REWORK,
    LookBackState.IN_REWORK,
    LookBackState.OPEN,
    None,
    LookBackState.HELD,
    LookBackState.MENDED,
)
