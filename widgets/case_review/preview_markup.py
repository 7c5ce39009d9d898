"""Draw what an act would do: the state before and after, and what becomes of every deadline it touches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import label, table
from widgets.parts.values import Tag, Tone
from workbench.terms import DeadlineState

if TYPE_CHECKING:
    from workbench.queries.act_preview import DutyChange, Preview

WAITING = "把必填的各项填好，这里就显示办理后的状态和时限。"
WORDS = {"met": "履行", "arises": "开始计算", "moves": "到期日变动", "ends": "终止"}
TONES: dict[DeadlineState | None, Tone] = {
    DeadlineState.MET: "done",
    DeadlineState.MET_LATE: "soon",
    DeadlineState.ENDED_LATE: "soon",
    DeadlineState.LATE: "late",
    DeadlineState.RUNNING: "accent",
}


def preview_markup(preview: Preview | None) -> Markup:
    """Return what would happen; a sentence where there is nothing to show yet."""
    if preview is None:
        return _box(tag("p", WAITING, class_="case-quiet"))
    if preview.refused is not None:
        return _box(tag("p", f"现在不能办理：{refused_text(preview)}", class_="case-warning"))
    return _box(tag("p", "状态：", states(preview), class_="preview-states"), duties(preview.changes))


def states(preview: Preview) -> Markup:
    """Return the state before and after."""
    before = preview.before.label if preview.before else "—"
    after = preview.after.label if preview.after else "—"
    if before == after:
        return tag("span", label(Tag(before, "accent")), " 不变")
    return tag("span", label(Tag(before, "quiet")), " → ", label(Tag(after, "accent")))


def refused_text(preview: Preview) -> str:
    """Return why it is refused, with the article."""
    refused = preview.refused
    if refused is None:
        return ""
    return f"{refused.why}（{refused.article}）" if refused.article else refused.why


def duties(changes: tuple[DutyChange, ...]) -> Markup:
    """Return the deadlines that change, as a table."""
    if not changes:
        return tag("p", "不涉及任何时限。", class_="case-quiet")
    return table(
        ("时限", "变化", "到期日", "责任单位"), [_duty(one) for one in changes], caption="办理后时限的变化"
    )


def _duty(one: DutyChange) -> tuple[Content, ...]:
    return (
        [tag("strong", one.title), tag("br"), tag("span", one.basis, class_="case-quiet")],
        [label(Tag(effect_text(one), TONES.get(one.state, "quiet"))), *_why(one)],
        due_text(one),
        one.unit or "—",
    )


def effect_text(one: DutyChange) -> str:
    """Return what becomes of a deadline: ``按期履行``, ``开始计算`` …"""
    if one.effect == "met" and one.state is DeadlineState.MET:
        return "按期履行"
    if one.effect == "met" and one.state is DeadlineState.MET_LATE:
        return f"超期履行，晚 {one.days_late} 日"
    if one.effect == "ends" and one.state is DeadlineState.ENDED_LATE:
        return f"超期后终止，晚 {one.days_late} 日"
    return WORDS[one.effect]


def due_text(one: DutyChange) -> str:
    """Return the due date, and what it was where it moves."""
    if one.effect == "moves":
        return f"{_day(one.due_before)} → {_day(one.due_after)}"
    return _day(one.due_after or one.due_before)


def _why(one: DutyChange) -> list[Content]:
    return [tag("br"), tag("span", one.why, class_="case-quiet")] if one.why else []


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else "尚不可知"


def _box(*content: Content) -> Markup:
    return tag("section", tag("h3", "办理后"), *content, class_="preview", role="status")
