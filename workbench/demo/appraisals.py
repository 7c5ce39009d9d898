"""Monthly appraisals of the demo county: drawn from frozen snapshots, objected to, answered, made final.

Each month needs a frozen snapshot of its own, which costs more than all acts of the month: it is asked for
apart from the county (``workbench demo``, a few months with ``serve --demo``), and is the same each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from workbench.acts.appraisals import (
    AnswerAppraisal,
    DraftAppraisal,
    FinaliseAppraisal,
    ObjectToAppraisal,
    PublishAppraisal,
)
from workbench.china_time import CHINA
from workbench.demo.assessed_years import assess_years
from workbench.demo.deeds import SECRETARY, SUPERVISOR, handler
from workbench.demo.dice import Dice
from workbench.demo.plan import LAST_DAY
from workbench.demo.workdays import Workdays
from workbench.law.appraisal import number_of
from workbench.law.appraisal_data import appraisal_data
from workbench.terms import Role

if TYPE_CHECKING:
    from workbench.acts.base import Act, Actor
    from workbench.app import Workbench
    from workbench.law.appraisal_parts import SheetLine

Progress = Callable[[int, int], None]
TWO_YEARS: Final = 24
_SEED: Final = 430682 + 23
_RECORDED: Final = datetime.combine(LAST_DAY, time(17, 30), CHINA)
_OBJECTIONS: Final = 3  # units that object in a month, at most
_CORRECTED: Final = 4  # months before the last of which one has a corrected edition
_GROUNDS: Final = (
    ("其中一件的告知书已在期限内送达，系统中登记日期有误，附送达回证。", True),
    ("其中一件已在期限内办结，办结材料补录较晚，附处理意见书和回证。", True),
    ("该件涉及多个部门，协调占用了时间，请予考虑。", False),
    ("期限届满日前一天已电话告知，请按按期计算。", False),
)
_ANSWERS: Final = {
    True: "经核对原件，日期在期限以内，予以采纳，更正该项。",
    False: "条例对期限没有例外规定，所述情形不改变期限，不予采纳。",
}


def ensure_appraisals(bench: Workbench, *, months: int = TWO_YEARS, progress: Progress | None = None) -> int:
    """Appraise the last ``months`` whole months of a demo that has no appraisals yet; return how many.

    Years of which there are sheets then are assessed too (``assessed_years``).

    ``progress`` hears how many months of how many are drawn. None in a demo whose ledger was signed since:
    entries of those days would belie the checkpoint.
    """
    from workbench.access.viewer import Viewer
    from workbench.queries.appraisals import appraisals

    boss = Viewer(SUPERVISOR.id, SUPERVISOR.id, Role.SUPERVISOR, SUPERVISOR.unit)
    if bench.ask(appraisals, boss, as_of=LAST_DAY) or bench.anchors.notes.has_any_after(_RECORDED):
        return 0
    first = _months_before(LAST_DAY.replace(day=1), months)
    with bench.reading() as session:
        calendars = bench.calendars(session.connection())
    days = Workdays(calendars.latest, first, LAST_DAY)
    wanted = [_months_before(LAST_DAY.replace(day=1), ago) for ago in range(months, 0, -1)]
    for done, month in enumerate(wanted):
        if progress is not None:
            progress(done, len(wanted))
        _appraise(bench, month, days, is_last=month == wanted[-1])
        if month == wanted[-min(_CORRECTED, len(wanted))] and len(wanted) >= _CORRECTED:
            _correct(bench, month, days)
    assess_years(bench)
    if progress is not None:
        progress(len(wanted), len(wanted))
    return len(wanted)


def _appraise(bench: Workbench, month: date, days: Workdays, *, is_last: bool) -> None:
    """Draft a month on the third working day after it; the last one is still with the units."""
    dice = Dice(_SEED + month.toordinal())
    drafted_on = days.step(_month_after(month) - timedelta(1), 11 if is_last else 3)
    draft = _drawn(bench, month, drafted_on, 1)
    out = days.step(drafted_on, 1)
    until = days.step(out, appraisal_data().objection_working_days)
    acts: list[tuple[Act, Actor]] = [
        (draft, SUPERVISOR),
        (PublishAppraisal(draft.appraisal_no, out, until), SUPERVISOR),
    ]
    objections = list(_objections(dice, draft, days.step(out, 1)))
    for number, (line, objection, is_accepted) in enumerate(objections):
        acts.append((objection, handler(line.unit)))
        if not (is_last and number == len(objections) - 1):
            judge = SECRETARY if line.unit == SUPERVISOR.unit else SUPERVISOR  # never of the same unit
            acts.append((_answer(draft.appraisal_no, line, days.step(out, 2), is_accepted), judge))
    if not is_last:
        acts.append((FinaliseAppraisal(draft.appraisal_no, days.step(until, 1)), SUPERVISOR))
    _record(bench, acts)


def _correct(bench: Workbench, month: date, days: Workdays) -> None:
    """Draft the month once more, because facts of it were recorded late, and make that edition final."""
    on = days.step(_month_after(month) - timedelta(1), 25)
    draft = _drawn(bench, month, on, 2)
    out = days.step(on, 1)
    until = days.step(out, appraisal_data().objection_working_days)
    _record(
        bench,
        [
            (draft, SUPERVISOR),
            (PublishAppraisal(draft.appraisal_no, out, until), SUPERVISOR),
            (FinaliseAppraisal(draft.appraisal_no, days.step(until, 1)), SUPERVISOR),
        ],
    )


def _drawn(bench: Workbench, month: date, on: date, edition: int) -> DraftAppraisal:
    from workbench.queries.appraisal_draft import draw

    frozen = bench.shelf.create(on, ahead=True)
    with bench.shelf.facts(frozen, threads=1) as facts:
        drawn = draw(facts, month, as_of=on)
    is_first = edition == 1
    return DraftAppraisal(
        number_of(month, edition),
        month,
        edition,
        on,
        frozen.hash,
        frozen.manifest.ledger_size,
        on,
        drawn.units,
        drawn.items,
        drawn.lines,
        None if is_first else number_of(month, edition - 1),
        None if is_first else "定稿后有单位补录了当月的办理材料，按补录后的事实重新计算。",
    )


def _objections(
    dice: Dice, draft: DraftAppraisal, on: date
) -> Iterator[tuple[SheetLine, ObjectToAppraisal, bool]]:
    missed = [line for line in draft.lines if line.numerator < line.denominator]
    units: set[str] = set()
    for line in dice.shuffled(missed):
        if line.unit in units or len(units) == _OBJECTIONS:
            continue
        units.add(line.unit)
        words, is_accepted = dice.pick(_GROUNDS)
        yield line, ObjectToAppraisal(draft.appraisal_no, line.unit, line.figure, on, words), is_accepted


def _answer(number: str, line: SheetLine, on: date, is_accepted: bool) -> AnswerAppraisal:
    numbers = (line.numerator + 1, line.denominator) if is_accepted else (None, None)
    return AnswerAppraisal(number, line.unit, line.figure, on, is_accepted, _ANSWERS[is_accepted], *numbers)


def _record(bench: Workbench, acts: list[tuple[Act, Actor]]) -> None:
    with bench.desk(SUPERVISOR, bulk=True) as desk:
        for act, actor in acts:
            desk.perform(act, now=_RECORDED, actor=actor)


def _months_before(first: date, months: int) -> date:
    at = first.year * 12 + first.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)


def _month_after(month: date) -> date:
    return _months_before(month, -1)
