"""What a viewer may do on the reception screen here and now, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.access.gate import allow
from workbench.terms import ReceptionState as Came

if TYPE_CHECKING:
    from widgets.reception.state import ReceptionState

OF_RECEPTION = ("hold", "miss", "move", "receive", "register")
OF_INSTRUCTION = ("report", "return", "confirm")
OF_MONTH = ("plan", "publish", "instruct")
KINDS = {
    "plan": "plan_receptions",
    "publish": "publish_receptions",
    "hold": "hold_reception",
    "miss": "miss_reception",
    "move": "move_reception",
    "receive": "receive_matter",
    "register": "receive_matter",
    "instruct": "give_instruction",
    "report": "report_instruction",
    "return": "return_instruction",
    "confirm": "confirm_instruction",
}  # what may be done, with the kind of its act


def why_not(state: ReceptionState, do: str) -> str:
    """Return why this viewer may not do a thing here and now, "" if he may."""
    if state.as_of != state.today:
        return f"现在显示的是 {state.as_of} 的情况：请把截至日改回今天再记录"
    kinds = [KINDS[do], *(["register"] if do == "register" else [])]
    if not all(allow(state.viewer, f"act:{kind}") for kind in kinds):
        return f"您的角色（{state.viewer.role.label}）只能查看，不能记录"
    if do in OF_RECEPTION:
        return _why_not_reception(state, do)
    if do == "publish" and not state.found.unpublished:
        return "本月没有待公示的安排"
    return _why_not_instruction(state, do) if do in OF_INSTRUCTION else ""


def _why_not_reception(state: ReceptionState, do: str) -> str:
    one = state.reception
    if one is None:
        return "请先在日历中选择一次接访"
    came = one.state(state.as_of)
    if came is Came.MOVED:
        return "这次接访已改期"
    if do in ("receive", "register"):
        return "" if came is Came.HELD else "记录了有人来访的接访，才能登记事项"
    is_recorded = one.held_on is not None or one.not_held_reason is not None
    if do == "move":
        is_over = is_recorded or one.planned_on < state.today
        return "已有结果或已过计划日的，不能改期" if is_over else ""
    if one.planned_on > state.today:
        return f"还没有到接访日（{one.planned_on}）"
    return "已登记来访事项，不能改为未接访" if do == "miss" and one.matters else ""


def _why_not_instruction(state: ReceptionState, do: str) -> str:
    one = state.instruction
    if one is None:
        return "请先在清单中选择一项批示"
    given = one.instruction
    if given.confirmed_on is not None:
        return "已认定落实"
    if do == "report":
        return "上一次反馈还没有认定" if given.waiting is not None else ""
    if state.viewer.unit == given.to_unit:
        return "承办单位不能自行认定"
    return "" if given.waiting is not None else "还没有待认定的反馈"
