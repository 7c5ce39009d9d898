"""Which briefing is asked for: the questions and what their answers mean. No widgets here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from widgets.parts.form_values import FormField, FormValues
from widgets.parts.values import Choice
from workbench.briefings.make import Asked
from workbench.briefings.spans import KINDS, BriefingError, Span, last_over, read_span
from workbench.terms import IssuedKind

if TYPE_CHECKING:
    from widgets.briefing.state import BriefingState


def fields(state: BriefingState) -> tuple[FormField, ...]:
    """Return the questions of a new briefing: which, of which data, as of which day."""
    spans = tuple(Choice(span_key(one), f"{one.kind.label}　{one.label}") for one in state.spans)
    # Today is not over yet: on the last day of a month the usual one is the month before.
    usual = state.shown.span or last_over(KINDS[0], state.today - timedelta(1))
    known = {one.code for one in spans}
    snapshots = [Choice(one.hash[:12], words) for one, words in state.frozen_snapshots()]
    chosen = next((one.code for one in snapshots if state.shown.snapshot.startswith(one.code)), "")
    hint = "不选就按现在所知固定一个新快照" if state.may_freeze else "您的角色不能固定快照，请选一个已有的"
    return (
        FormField(
            "span",
            "哪一期",
            "choice",
            required=True,
            choices=spans,
            initial=span_key(usual) if span_key(usual) in known else "",
        ),
        FormField(
            "snapshot",
            "用哪个快照",
            "choice",
            required=not state.may_freeze,
            choices=tuple(snapshots),
            initial=chosen,
            hint=hint,
        ),
        FormField(
            "as_of",
            "截至日",
            "date",
            high=state.today,
            hint="不填就是该期最后一天；选了快照就以快照为准",
        ),
    )


def asked(values: FormValues) -> Asked:
    """Return which briefing the answers ask for; ``BriefingError`` if that cannot be made."""
    kind, _, period = values.text("span").partition(":")
    if not kind:
        raise BriefingError("请选择哪一期")
    span, snapshot = read_span(IssuedKind.coded(kind), period), values.text("snapshot")
    return Asked(span, snapshot, None if snapshot else values.day("as_of"))


def span_key(span: Span) -> str:
    """Return the code of a span among the choices of a form."""
    return f"{span.kind.value}:{span.code}"
