"""The numbers above the month: each says what it is made of and opens its list."""

from __future__ import annotations

from widgets.reception.month_head import Number, Opening
from widgets.reception.state import ReceptionState
from workbench.queries.instructions import counted
from workbench.queries.reception_rate import rate_definition
from workbench.terms import InstructionState

SOURCE = "《信访工作条例》第十八条第二款；2009年《关于领导干部定期接待群众来访的意见》；天数为本地设定"


def numbers(state: ReceptionState) -> list[Number]:
    """Return the numbers of the month and of the instructions on the day."""
    return [_rate(state), _main_leaders(state), _matters(state), _instructions(state)]


def _rate(state: ReceptionState) -> Number:
    found = state.found
    if found.rate is None:
        planned = len(found.receptions)
        note = f"本月安排 {planned} 次" if planned else "本月没有安排"
        opens_list = (Opening("看清单", "list"),)
        return Number("接访履职率", "没有已到期的安排", opens_list, note, hint=found.why_no_rate)
    rate = found.rate
    missed = rate.denominator - rate.numerator
    opens = [Opening(f"已接访 {rate.numerator} 日", "list", "held")] if rate.numerator else []
    if missed:
        opens.append(Opening(f"未接访或未记录 {missed} 日", "list", "missed"))
    last = min(rate.end, rate.as_of)
    note = f"已到期 {rate.denominator} 日，{rate.start:%m-%d} 至 {last:%m-%d}"
    small = "，样本过小" if rate.denominator < 5 else ""
    return Number("接访履职率", f"{rate.value:.0%}", tuple(opens), note + small, hint=rate_definition())


def _main_leaders(state: ReceptionState) -> Number:
    owed = [one for one in state.found.duties if one.needed]
    if not owed:
        return Number("党政主要领导接访", "没有登记", note="安排中标明党政主要领导后在此显示", hint=SOURCE)
    met = sum(1 for one in owed if not one.lacking)
    is_over = state.found.last < state.as_of
    return Number(
        "党政主要领导接访",
        f"{met}/{len(owed)} 位",
        (Opening("看履职情况", "duty"),),
        f"每月至少 {state.found.needed} 日",
        tone="" if met == len(owed) else "late" if is_over else "soon",
        hint=SOURCE,
    )


def _matters(state: ReceptionState) -> Number:
    promised = sum(1 for line in state.matters if line.promise is not None)
    opens = (Opening("看事项", "matters"),) if state.matters else ()
    note = f"当场交办 {promised} 件"
    return Number("接访事项", f"{len(state.matters)} 件", opens, note, hint="按事项计，不按人")


def _instructions(state: ReceptionState) -> Number:
    counts = counted(state.instructions)
    late = counts.by_state[InstructionState.LATE]
    waiting = counts.by_state[InstructionState.REPORTED]
    opens = [Opening("看批示", "instructions")] if state.instructions else []
    if late:
        opens.append(Opening(f"逾期 {late} 件", "instructions", InstructionState.LATE.value))
    if waiting:
        opens.append(Opening(f"待认定 {waiting} 件", "instructions", InstructionState.REPORTED.value))
    hint = "阅批来信和接访交办，截至日还没有认定落实的；全部时间，不限本月"
    return Number("未落实的批示", f"{counts.owed} 件", tuple(opens), tone="late" if late else "", hint=hint)
