"""How the acts on look-backs change the records: the law is asked, units and originals are looked up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.evidence import require_kept
from workbench.acts.guards import AccusedUnitError, check_person
from workbench.acts.look_backs import (
    LOOK_BACK,
    LOOK_BACK_ROUND,
    AnswerLookBack,
    AssignLookBack,
    CloseLookBack,
    DecideRework,
    GivenCheck,
    LockLookBack,
    OpenLookBack,
    OrderRework,
    ReportRework,
    ViewOwnWork,
)
from workbench.acts.ownership import CheckResult
from workbench.acts.owning import live_ownership
from workbench.law.evidence import check_evidence
from workbench.law.look_back import LookBack, check_number, check_reviewer
from workbench.law.look_back_answers import CheckAnswer
from workbench.law.look_back_round import LookBackError, LookBackRound, RoundEntry, opened
from workbench.records.steps import StepRow


def check_result_of(check: LookBack, act: LockLookBack | DecideRework, checker: str) -> CheckResult | None:
    """Return the act that ends the case-ownership upon a look-back that holds, ``None`` if there is none.

    Perform it with the act itself, in one transaction; the ownership must wait for its check.
    """
    if check.ownership_no is None:
        return None
    told = "回头看认定落实到位" if isinstance(act, LockLookBack) else f"回头看整改核实：{act.why}"
    return CheckResult(check.ownership_no, act.on, True, checker, f"{told}（{check.check_no}）")


def _open(book: Book, act: OpenLookBack, seq: int, by: Actor) -> None:
    entries = tuple(RoundEntry(one.case_no, one.unit) for one in act.entries)
    for one in entries:
        book.units.check_acting(one.unit, act.on)
        _check_accused(book, one.case_no, (one.unit,))
    new = LookBackRound(
        id=seq,
        round_no=act.round_no,
        name=act.name,
        rule=act.rule,
        opened_on=act.on,
        as_of=act.as_of,
        seed=act.seed,
        days=act.days,
        per_unit=act.per_unit,
        start=act.start,
        end=act.end,
        entries=entries,
    )
    book.dossiers.open(LOOK_BACK_ROUND, opened(new))


def _close(book: Book, act: CloseLookBack, seq: int, by: Actor) -> None:
    found = book.dossiers.get(LOOK_BACK_ROUND, act.round_no)
    book.dossiers.keep(LOOK_BACK_ROUND, found.closed(act.on))


def _assign(book: Book, act: AssignLookBack, seq: int, by: Actor) -> None:
    found = book.dossiers.get(LOOK_BACK_ROUND, act.round_no)
    if found.closed_on is not None:
        raise LookBackError(f"“{found.name}”已于{found.closed_on}结束，不再分派检查")
    if act.on < found.opened_on:
        raise LookBackError(f"日期早于本批次开始之日（{found.opened_on}）：请核对")
    entry = next((one for one in found.entries if one.case_no == act.case_no), None)
    if entry is None:
        raise LookBackError(f"“{act.case_no}”不在“{found.name}”的名单中：请核对编号")
    if act.check_no != check_number(act.round_no, act.case_no):
        raise LookBackError(f"检查编号应为“{check_number(act.round_no, act.case_no)}”")
    units = [entry.unit] if act.reviewer_unit is None else [entry.unit, act.reviewer_unit]
    _check_accused(book, act.case_no, units)
    check_person(book, act.case_no, act.reviewer)
    owned = live_ownership(book, act.case_no)
    new = LookBack(
        id=seq,
        check_no=act.check_no,
        round_no=act.round_no,
        case_no=act.case_no,
        unit=entry.unit,
        reviewer=act.reviewer,
        reviewer_unit=act.reviewer_unit,
        assigned_on=act.on,
        ownership_no=None if owned is None else owned.ownership_no,
    )
    book.flush()
    actors = select(StepRow.actor, StepRow.role).where(StepRow.case_id == book.matter(act.case_no).id)
    check_reviewer(
        new,
        related=book.units.relatives(entry.unit),
        handlers={row.actor for row in book.connection.execute(actors)},
        leaders=set() if owned is None else {one.account for one in owned.leaders if one.account},
    )
    book.dossiers.open(LOOK_BACK, new)


def _answer(book: Book, act: AnswerLookBack, seq: int, by: Actor) -> None:
    _keep(book, _get(book, act.check_no).answered(_answers(book, act.answers, act.on), by.id, act.on))


def _lock(book: Book, act: LockLookBack, seq: int, by: Actor) -> None:
    check = _get(book, act.check_no)
    if act.cause_unit is not None:
        book.units.check_acting(act.cause_unit, act.on)
        _check_accused(book, check.case_no, (act.cause_unit,))
    _keep(book, check.locked(act.finding, by.id, act.on, act.cause_unit, act.cause))


def _view(book: Book, act: ViewOwnWork, seq: int, by: Actor) -> None:
    check = _get(book, act.check_no)
    _check_accused(book, check.case_no, (check.unit,))
    _keep(book, check.viewed(_answers(book, act.answers, act.on), by.id, by.unit, act.on))


def _order(book: Book, act: OrderRework, seq: int, by: Actor) -> None:
    check = _get(book, act.check_no)
    _check_accused(book, check.case_no, (check.unit,))
    _keep(book, check.reworked(act.measures, act.person, act.due_on, by.id, act.on))


def _report(book: Book, act: ReportRework, seq: int, by: Actor) -> None:
    check = _get(book, act.check_no)
    _check_accused(book, check.case_no, (check.unit,))
    evidence = check_evidence(act.title, act.dated_on, act.sha256, act.on)
    require_kept(book, evidence.sha256)
    _keep(book, check.reported(act.words, evidence, by.id, by.unit, act.on))


def _decide(book: Book, act: DecideRework, seq: int, by: Actor) -> None:
    _keep(book, _get(book, act.check_no).decided(act.is_confirmed, act.why, by.id, act.on))


APPLY: CarriedOut = {
    OpenLookBack: _open,
    CloseLookBack: _close,
    AssignLookBack: _assign,
    AnswerLookBack: _answer,
    LockLookBack: _lock,
    ViewOwnWork: _view,
    OrderRework: _order,
    ReportRework: _report,
    DecideRework: _decide,
}


def _get(book: Book, check_no: str) -> LookBack:
    return book.dossiers.get(LOOK_BACK, check_no)


def _keep(book: Book, check: LookBack) -> None:
    book.dossiers.keep(LOOK_BACK, check)


def _answers(book: Book, given: Iterable[GivenCheck], on: date) -> tuple[CheckAnswer, ...]:
    return tuple(_answer_of(book, one, on) for one in given)


def _answer_of(book: Book, one: GivenCheck, on: date) -> CheckAnswer:
    note = one.note.strip() if one.note else None
    if one.sha256 is None:
        if one.title is not None or one.dated_on is not None:
            raise LookBackError("检查项写了佐证材料的名称或日期，却没有选原件：请选择原件")
        return CheckAnswer(one.item, one.answer, note)
    paper = check_evidence(one.title, one.dated_on, one.sha256, on)
    require_kept(book, paper.sha256)
    return CheckAnswer(one.item, one.answer, note, paper.title, paper.dated_on, paper.sha256)


def _check_accused(book: Book, case_no: str, units: Iterable[str]) -> None:
    """Refuse to give a matter to a relative of the unit that it accuses (article 30(3))."""
    accused = book.matter(case_no).accused
    if any(unit in book.units.relatives(one) for one in accused for unit in units):
        raise AccusedUnitError
