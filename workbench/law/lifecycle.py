"""Where a matter stands and what may be done next. The table is data: lifecycle.toml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.law.calendar import CalendarHistory, shipped_calendars
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.lifecycle_table import Row, cite, table
from workbench.law.readings import application_ends, objection_ends
from workbench.law.refusals import Objection
from workbench.terms import CaseState, Step

NOT_REGISTERED = "尚未登记"


class NotAllowedError(ValueError):
    """A step that the procedure does not allow here; the sentence says why, ``article`` by what rule."""

    def __init__(self, why: str, article: str) -> None:
        self.article = cite(article)
        super().__init__(f"{why}（{self.article}）")


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a matter from a day on; ``step`` is the number of the step that led there."""

    state: CaseState
    since: date
    step: int


@dataclass(frozen=True, slots=True)
class Possibility:
    """Whether a kind of step may be taken now: ``why`` says why not, or up to when."""

    step: Step
    allowed: bool
    why: str
    article: str
    who: str
    evidence: str


def advance(
    state: CaseState | None, file: CaseFile, step: StepTaken, *, calendars: CalendarHistory | None = None
) -> CaseState:
    """Return the state after ``step``; ``NotAllowedError`` if the law does not allow it here.

    ``file`` holds the steps before it, ``state`` is where they led. ``calendars`` are needed for limits in
    working days; without them the shipped ones count.
    """
    row = _TABLE.rows[state].get(step.kind)
    if row is None:
        raise NotAllowedError(*_refused(state, step.kind))
    for guard in row.rule.guards:
        objection = guard(file, step, calendars or _SHIPPED)
        if objection is not None:
            raise NotAllowedError(*objection)
    return _target(row, state, file, step)


def check_by_hand(
    state: CaseState | None, file: CaseFile, step: StepTaken, *, calendars: CalendarHistory | None = None
) -> None:
    """Raise ``NotAllowedError`` where whoever records the step himself has to say or do more first.

    A step that the state does not allow is for ``advance`` to refuse. Not asked of what an import tells of
    elsewhere, nor of what a ledger holds: it was lawful when it was recorded, and has to stay so.
    """
    row = _TABLE.rows[state].get(step.kind)
    for guard in () if row is None else row.rule.by_hand:
        objection = guard(file, step, calendars or _SHIPPED)
        if objection is not None:
            raise NotAllowedError(*objection)


def standings(file: CaseFile) -> tuple[Standing, ...]:
    """Return the states of a matter by the day of the step that led there, oldest first.

    Steps count in the order of their days; one that the table does not allow changes nothing.
    """
    state: CaseState | None = None
    found: list[Standing] = []
    taken: list[StepTaken] = []
    for step in _by_day(file.steps):
        row = _TABLE.rows[state].get(step.kind)
        if row is not None:
            after = row.to or _target(row, state, CaseFile(file.case_no, tuple(taken)), step)
            if after is not state:
                found.append(Standing(after, step.on, step.number))
                state = after
        taken.append(step)
    return tuple(found)


def possibilities(
    file: CaseFile, as_of: date, *, calendars: CalendarHistory | None = None
) -> tuple[Possibility, ...]:
    """Return for every kind of step whether it may be taken on ``as_of``, and why not."""
    known = file.until(as_of)
    stood = standings(known)
    state = stood[-1].state if stood else None
    return tuple(_possibility(state, known, step, as_of, calendars or _SHIPPED) for step in Step)


def _possibility(
    state: CaseState | None, file: CaseFile, kind: Step, as_of: date, calendars: CalendarHistory
) -> Possibility:
    rule = _TABLE.rules[kind]
    objection: Objection | None = None
    if kind not in _TABLE.rows[state]:
        objection = _refused(state, kind)
    else:
        trial = StepTaken(kind, as_of, number=len(file.steps) + 1)
        found = (guard(file, trial, calendars) for guard in (*rule.file_guards, *rule.by_hand_file))
        objection = next((one for one in found if one is not None), None)
    if objection is not None:
        return Possibility(kind, False, objection[0], cite(objection[1]), rule.who, rule.evidence)
    return Possibility(
        kind, True, _window(kind, file, as_of, calendars), cite(rule.article), rule.who, rule.evidence
    )


def _window(kind: Step, file: CaseFile, as_of: date, calendars: CalendarHistory) -> str:
    """Return until when an allowed step may be taken, where the law limits it."""
    if kind is Step.OBJECT:
        ends = objection_ends(file, calendars, as_of)
        return f"须于 {ends:%Y-%m-%d} 前（含当日）提出并详细说明理由" if ends else "异议期限尚不可知"
    if kind is Step.REQUEST_REEXAMINATION or kind is Step.REQUEST_FINAL_REVIEW:
        first = kind is Step.REQUEST_REEXAMINATION
        rule_id = "R-REVIEW-APPLY30" if first else "R-RECHECK-APPLY30"
        window = application_ends(rule_id, file, calendars, as_of)
        if window is not None and window[0] is None:
            return "信访人的权利，书面答复尚未送达，期限还没有起算，随时可以提出"
        if window is not None and window[1] is not None:
            return f"信访人的权利，可于 {window[1]:%Y-%m-%d} 前（含当日）提出"
        return "信访人的权利，截止日期尚不可知"
    return ""


def _refused(state: CaseState | None, kind: Step) -> Objection:
    refusal = _TABLE.refusals.get((state, kind))
    label = NOT_REGISTERED if state is None else state.label
    if refusal is not None:
        return refusal.why, refusal.article
    rule = _TABLE.rules[kind]
    needs = "请先登记该事项" if state is None else rule.needs
    return f"“{label}”状态下不能“{kind.label}”：{needs}", rule.article


def _target(row: Row, state: CaseState | None, file: CaseFile, step: StepTaken) -> CaseState:
    if row.to is not None:
        return row.to
    assert row.find is not None and state is not None  # a row has one of both; only REGISTER starts from none
    return row.find(state, file, step)


def _by_day(steps: tuple[StepTaken, ...]) -> tuple[StepTaken, ...]:
    return tuple(sorted(steps, key=lambda step: step.on))


_TABLE = table()
_SHIPPED = shipped_calendars()
