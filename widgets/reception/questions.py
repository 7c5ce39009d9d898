"""What each form of the reception screen asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from widgets.parts.form_values import FormField
from widgets.parts.values import Choice
from widgets.reception.state import ReceptionState
from workbench.office import OFFICE
from workbench.terms import ActKind, NotHeldReason, PetitionClass

if TYPE_CHECKING:
    from workbench.law.reception import Reception

LONG = 2000
MOST_PEOPLE = 10_000
PROMISE = "当场交办（答应了的才填）"
REASONS = tuple(Choice(one.value, one.label) for one in NotHeldReason)
# An accusation is registered where it is kept from the accused: at the window, not here (art. 22(2), 30(3)).
CLASSES = tuple(Choice(one.value, one.label) for one in PetitionClass if one is not PetitionClass.ACCUSATION)
TITLES = {
    "plan": "录入月度接访安排",
    "publish": ActKind.PUBLISH_RECEPTIONS.label,
    "hold": "记录已接访",
    "miss": "记录未接访原因",
    "move": "改期",
    "receive": "登记已有信访件",
    "register": "登记新的来访事项",
    "instruct": "记录阅批",
    "report": "反馈落实情况",
    "return": "退回反馈",
    "confirm": "认定落实",
}


def questions(state: ReceptionState, do: str) -> tuple[FormField, ...]:
    """Return what the form asks, without the questions about evidence."""
    return _ASKED[do](state)


def _hold(state: ReceptionState) -> tuple[FormField, ...]:
    one = _open(state)
    return (
        FormField("came", "有人来访", "yes_no", required=True, initial="true", hint="无人来访也算已接访"),
        FormField("start", "开始时间", hint="如 9:00，可以不填", longest=20, initial=_clock(one, "start")),
        FormField("end", "结束时间", hint="如 11:30，可以不填", longest=20, initial=_clock(one, "end")),
        *_set_right(one),
    )


def _miss(state: ReceptionState) -> tuple[FormField, ...]:
    return (
        FormField("reason", "原因", "choice", required=True, choices=REASONS),
        FormField("text", "原因说明", "long", required=True, longest=LONG),
        *_set_right(_open(state)),
    )


def _move(state: ReceptionState) -> tuple[FormField, ...]:
    one = _open(state)
    return (
        FormField("to_day", "改到哪一天", "date", required=True, low=state.today),
        FormField("place", "地点", initial=one.place, longest=120),
        FormField("start", "开始时间", longest=20, initial=_clock(one, "start")),
        FormField("end", "结束时间", longest=20, initial=_clock(one, "end")),
        FormField("reason", "原因", "choice", required=True, choices=REASONS),
        FormField("text", "原因说明", "long", required=True, longest=LONG),
    )


def _receive(state: ReceptionState) -> tuple[FormField, ...]:
    hint = "已登记过的来信来访，填它的编号；不填姓名"
    return (FormField("case_no", "信访件编号", required=True, longest=64, hint=hint), *_promise(state))


def _register(state: ReceptionState) -> tuple[FormField, ...]:
    one = _open(state)
    case_no = f"{one.reception_no}-{len(one.matters) + 1}"
    return (
        FormField("case_no", "信访件编号", required=True, longest=64, initial=case_no),
        FormField("title", "标题", required=True, longest=80, hint="写事情，不写人名"),
        FormField("people", "人次", "number", required=True, low=1, high=MOST_PEOPLE, initial="1"),
        FormField("unit", "首接单位", "unit", required=True, choices=state.units, initial=OFFICE),
        FormField(
            "petition_class",
            "诉求类别",
            "choice",
            choices=CLASSES,
            hint="检举控告请交纪检监察机关或登记窗口，不在此登记",
        ),
        FormField("contact_known", "姓名、住址清楚", "yes_no", required=True, initial="true"),
        FormField("narrative", "反映的内容和请求", "long", required=True, longest=4000),
        *_promise(state),
    )


def _publish(state: ReceptionState) -> tuple[FormField, ...]:
    count = len(state.found.unpublished)
    hint = f"把本月还没有公示的 {count} 项记为已公示：姓名、职务、分管工作、时间、地点"
    today = state.today
    return (FormField("on", "公示日期", "date", required=True, initial=f"{today}", high=today, hint=hint),)


def _instruct(state: ReceptionState) -> tuple[FormField, ...]:
    from workbench.queries.instructions import free_number

    number = state.bench.ask(free_number, state.today)
    return (
        FormField("number", "批示编号", required=True, longest=64, initial=number),
        FormField("case_no", "信访件编号", required=True, longest=64),
        FormField("leader", "批示领导", required=True, longest=30),
        FormField("post", "职务", required=True, longest=60),
        FormField("on", "批示日期", "date", required=True, initial=f"{state.today}", high=state.today),
        FormField("to_unit", "承办单位", "unit", required=True, choices=state.units),
        FormField("due_on", "限办日期", "date", hint="领导没有定的不填"),
        FormField("text", "批示内容", "long", required=True, longest=LONG),
    )


def _report(state: ReceptionState) -> tuple[FormField, ...]:
    return (
        FormField("on", "反馈日期", "date", required=True, initial=f"{state.today}", high=state.today),
        FormField("text", "做了什么、结果怎样", "long", required=True, longest=LONG),
    )


def _return(state: ReceptionState) -> tuple[FormField, ...]:
    return (
        FormField("on", "退回日期", "date", required=True, initial=f"{state.today}", high=state.today),
        FormField("why", "退回理由", "long", required=True, longest=LONG),
    )


def _confirm(state: ReceptionState) -> tuple[FormField, ...]:
    hint = "已核实佐证材料，确认承办单位办到了"
    today = state.today
    return (FormField("on", "认定日期", "date", required=True, initial=f"{today}", high=today, hint=hint),)


_ASKED: Mapping[str, Callable[[ReceptionState], tuple[FormField, ...]]] = {
    "hold": _hold,
    "miss": _miss,
    "move": _move,
    "receive": _receive,
    "register": _register,
    "publish": _publish,
    "instruct": _instruct,
    "report": _report,
    "return": _return,
    "confirm": _confirm,
}


def _promise(state: ReceptionState) -> tuple[FormField, ...]:
    return (
        FormField("promise.to_unit", "承办单位", "unit", choices=state.units, group=PROMISE),
        FormField("promise.due_on", "限办日期", "date", group=PROMISE),
        FormField("promise.text", "领导答应了什么", "long", group=PROMISE, longest=LONG),
    )


def _set_right(one: Reception) -> tuple[FormField, ...]:
    if one.held_on is None and one.not_held_reason is None:
        return ()
    return (
        FormField("correction", "更正理由", "long", required=True, longest=LONG, hint="原来的记录留在台账中"),
    )


def _open(state: ReceptionState) -> Reception:
    one = state.reception
    assert one is not None  # ``why_not`` has refused the form else
    return one


def _clock(one: Reception, end: str) -> str:
    found = (one.held_from or one.planned_from) if end == "start" else (one.held_until or one.planned_until)
    return f"{found:%H:%M}" if found else ""
