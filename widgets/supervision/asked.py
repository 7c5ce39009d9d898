"""What each act on an order or a proposal asks, and the act that the answers make. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from widgets.parts.form_values import FormField, FormValues
from widgets.parts.values import Choice
from workbench.law.reply_days import ORDER_NOTE
from workbench.terms import ActKind, Adoption

if TYPE_CHECKING:
    from workbench.acts.base import Act

LONGEST = 4000  # characters of a text


@dataclass(frozen=True, slots=True)
class About:
    """The number of the order or proposal, and the unit that answers."""

    number: str
    unit: str


def _reply_fields(_due: date) -> tuple[FormField, ...]:
    return (
        FormField("text", "反馈内容", "long", required=True, longest=LONGEST, hint="办理、结果、超期原因"),
    )


def _remind_fields(_due: date) -> tuple[FormField, ...]:
    return (FormField("text", "催办内容", "long", required=True, longest=LONGEST, initial="请按期反馈。"),)


def _return_fields(due: date) -> tuple[FormField, ...]:
    return (
        FormField("reason", "退回理由", "long", required=True, longest=LONGEST),
        FormField("due_on", "重新反馈期限", "date", required=True, initial=due.isoformat(), hint=ORDER_NOTE),
    )


def _close_fields(_due: date) -> tuple[FormField, ...]:
    return (FormField("note", "审核意见", "long", required=True, longest=LONGEST, hint="核实的情况和材料"),)


def _withdraw_fields(_due: date) -> tuple[FormField, ...]:
    return (FormField("why", "撤回理由", "long", required=True, longest=LONGEST),)


def _feedback_fields(_due: date) -> tuple[FormField, ...]:
    return (
        FormField(
            "adoption",
            "采纳情况",
            "choice",
            required=True,
            choices=tuple(Choice(one.value, one.label) for one in Adoption),
        ),
        FormField("text", "反馈内容", "long", required=True, longest=LONGEST),
        FormField("refusal", "未采纳、部分采纳的理由", "long", longest=LONGEST, hint="全部采纳的不填"),
    )


FIELDS: Mapping[ActKind, Callable[[date], tuple[FormField, ...]]] = {
    ActKind.REPLY_ORDER: _reply_fields,
    ActKind.REMIND_ORDER: _remind_fields,
    ActKind.RETURN_REPLY: _return_fields,
    ActKind.CLOSE_ORDER: _close_fields,
    ActKind.WITHDRAW_ORDER: _withdraw_fields,
    ActKind.RECORD_FEEDBACK: _feedback_fields,
}


def _make_reply(about: About, on: date, values: FormValues) -> Act:
    from workbench.acts.supervision import ReplyOrder

    return ReplyOrder(
        about.number,
        on,
        about.unit,
        values.text("text"),
        title=values.text("evidence.title") or None,
        dated_on=values.day("evidence.dated_on"),
        sha256=values.text("evidence.sha256") or None,
    )


def _make_feedback(about: About, on: date, values: FormValues) -> Act:
    from workbench.acts.proposals import RecordFeedback

    dated_on = values.day("evidence.dated_on")
    assert dated_on is not None  # required, and judged before
    return RecordFeedback(
        about.number,
        on,
        about.unit,
        Adoption.coded(values.text("adoption")),
        dated_on,
        values.text("evidence.sha256"),
        values.text("text"),
        values.text("evidence.title"),
        values.text("refusal") or None,
    )


def _make_remind(about: About, on: date, values: FormValues) -> Act:
    from workbench.acts.supervision import RemindOrder

    return RemindOrder(about.number, on, values.text("text"))


def _make_return(about: About, on: date, values: FormValues) -> Act:
    from workbench.acts.supervision import ReturnReply

    return ReturnReply(about.number, on, values.day("due_on") or on, values.text("reason"))


def _make_close(about: About, on: date, values: FormValues) -> Act:
    from workbench.acts.supervision import CloseOrder

    return CloseOrder(about.number, on, values.text("note"))


def _make_withdraw(about: About, on: date, values: FormValues) -> Act:
    from workbench.acts.supervision import WithdrawOrder

    return WithdrawOrder(about.number, on, values.text("why"))


MAKE: Mapping[ActKind, Callable[[About, date, FormValues], Act]] = {
    ActKind.REPLY_ORDER: _make_reply,
    ActKind.REMIND_ORDER: _make_remind,
    ActKind.RETURN_REPLY: _make_return,
    ActKind.CLOSE_ORDER: _make_close,
    ActKind.WITHDRAW_ORDER: _make_withdraw,
    ActKind.RECORD_FEEDBACK: _make_feedback,
}
