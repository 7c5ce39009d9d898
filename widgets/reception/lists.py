"""The lists of the reception screen as lines: receptions, duties, matters, instructions. No ranking."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from widgets.address import link
from widgets.parts.line_table import Cell, Line
from widgets.parts.pieces import day_text
from widgets.parts.values import Tone
from widgets.reception.month_calendar import TONES
from widgets.reception.state import ReceptionState
from workbench.access.gate import allow
from workbench.law.reception_duty import LeaderDuty
from workbench.queries.reception_sheets import WEEKDAYS, hours, why
from workbench.terms import InstructionState

if TYPE_CHECKING:
    from workbench.law.instruction import Instruction
    from workbench.law.reception import Reception
    from workbench.queries.instructions import InstructionLine
    from workbench.queries.matters_now import MatterNow
    from workbench.queries.reception import MatterLine

RECEPTION_HEAD = ("日期", "领导", "职务", "方式", "时间、地点", "公示", "结果")
DUTY_HEAD = ("领导", "职务", "计划", "已接访", "未接访", "未记录", "未到期", "改期", "本月履职要求")
MATTER_HEAD = ("接访", "信访件", "责任单位", "办理状态", "当场交办", "交办落实")
INSTRUCTION_HEAD = ("编号", "领导", "信访件", "批示内容", "承办单位", "限办", "状态")
INSTRUCTION_TONES: dict[InstructionState, Tone] = {
    InstructionState.OPEN: "accent",
    InstructionState.LATE: "late",
    InstructionState.REPORTED: "soon",
    InstructionState.DONE: "done",
    InstructionState.DONE_LATE: "quiet",
}
OWED = frozenset({InstructionState.OPEN, InstructionState.LATE, InstructionState.REPORTED})
SHOWN = 60  # characters of a text in a list


def day_words(day: date) -> str:
    """Return a day with its weekday: 3月5日 周四."""
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def reception_lines(state: ReceptionState) -> list[Line]:
    """Return the receptions that are listed; a line opens its reception."""
    return [_reception(one, state.as_of) for one in state.listed]


def _reception(one: Reception, as_of: date) -> Line:
    came = one.state(as_of)
    held = hours(one.held_from, one.held_until)
    note = why(one, as_of) or (f"实际 {held}" if held else "")
    return Line(
        (
            Cell(day_words(one.planned_on), keeps=True),
            Cell(one.leader, note="党政主要领导" if one.is_main_leader else "", keeps=True),
            Cell(one.post),
            Cell(one.kind.label, keeps=True),
            Cell(one.place, note=hours(one.planned_from, one.planned_until)),
            Cell(day_text(one.published_on) if one.published_on else "未公示"),
            Cell(came.label, TONES[came], note=note),
        ),
        one.reception_no,
    )


def duty_lines(state: ReceptionState) -> list[Line]:
    """Return what each leader had planned and did, main leaders first."""
    return [_duty(one, state) for one in state.found.duties]


def _duty(one: LeaderDuty, state: ReceptionState) -> Line:
    reasons = "、".join(f"{reason.label} {count}" for reason, count in one.reasons)
    return Line(
        (
            Cell(one.leader, note="党政主要领导" if one.is_main_leader else "", keeps=True),
            Cell(one.post, note=state.unit_names.get(one.unit, one.unit)),
            Cell(f"{one.planned} 日"),
            Cell(f"{one.held} 日"),
            Cell(f"{one.not_held} 日", note=reasons),
            Cell(f"{one.unrecorded} 日"),
            Cell(f"{one.ahead} 日"),
            Cell(f"{one.moved} 次" if one.moved else ""),
            duty_cell(one, state),
        )
    )


def duty_cell(one: LeaderDuty, state: ReceptionState) -> Cell:
    """Return how the month's duty of a main leader stands; others have none with a number."""
    if not one.needed:
        return Cell("按公布的日程")
    if not one.lacking:
        return Cell(f"已满 {one.needed} 日", "done")
    is_over = state.found.last < state.as_of
    return Cell(f"{'缺' if is_over else '还差'} {one.lacking} 日", "late" if is_over else "soon")


def matter_lines(state: ReceptionState) -> list[Line]:
    """Return the matters raised in the month; a line opens its reception, the number its case."""
    return [matter_line(state, line) for line in state.matters]


def matter_line(state: ReceptionState, line: MatterLine) -> Line:
    """Return one matter with what was promised and what became of it."""
    one, promise = line.reception, line.promise
    return Line(
        (
            Cell(day_words(one.planned_on), note=one.leader, keeps=True),
            case_cell(state, line.case_no, line.now),
            Cell(line.now.unit_name if line.now else ""),
            state_cell(line.now),
            Cell(
                _short(promise.text) if promise else "—",
                note=state.unit_names.get(promise.to_unit, promise.to_unit) if promise else "",
            ),
            owed_cell(promise, state.as_of),
        ),
        one.reception_no,
    )


def instruction_rows(state: ReceptionState) -> list[Line]:
    """Return the instructions of the chosen state, at first those not found done; a line opens its own."""
    chosen = {"all": frozenset(InstructionState)} | {one.value: frozenset({one}) for one in InstructionState}
    wanted = chosen.get(state.part, OWED)
    return [_instruction(state, line) for line in state.instructions if line.state in wanted]


def _instruction(state: ReceptionState, line: InstructionLine) -> Line:
    one = line.instruction
    return Line(
        (
            Cell(one.instruction_no, note=one.kind.label, keeps=True),
            Cell(one.leader, note=f"{one.given_on}", keeps=True),
            case_cell(state, one.case_no, line.now),
            Cell(_short(one.text)),
            Cell(line.unit_name),
            Cell(f"{one.due_on}" if one.due_on else "未定", keeps=True),
            owed_cell(one, state.as_of),
        ),
        one.instruction_no,
    )


def case_cell(state: ReceptionState, case_no: str, now: MatterNow | None) -> Cell:
    """Return the number of a matter, with its title, as the way to its page."""
    href = link("case_review", case=case_no) if allow(state.viewer, "open:case_review") else ""
    return Cell(case_no, href=href, note=_short(now.title) if now else "")


def state_cell(now: MatterNow | None) -> Cell:
    """Return how a matter stands: what is late says by how many days."""
    if now is None:
        return Cell("—")
    note = f"超期 {now.late_days} 日" if now.late_days and now.is_open else ""
    if now.resolved_on:
        note = f"化解 {now.resolved_on}"
    return Cell(now.state.label, "late" if note.startswith("超期") else "", note=note)


def owed_cell(one: Instruction | None, as_of: date) -> Cell:
    """Return how an instruction stands; late ones say by how many days."""
    if one is None:
        return Cell("—")
    found, late = one.state(as_of), one.days_late(as_of)
    note = f"逾期 {late} 日" if late else ""
    if not note and one.due_on and found is InstructionState.OPEN:
        note = f"限 {one.due_on}"
    return Cell(found.label, INSTRUCTION_TONES[found], note=note)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
