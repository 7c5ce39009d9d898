"""The minutes as a preview on the screen; the official form is made elsewhere, from the same rows."""

from __future__ import annotations

from collections.abc import Sequence

from widgets.parts.markup import Markup, tag
from widgets.parts.pieces import day_text, facts, heading
from workbench.queries.agreed_items import ItemRow
from workbench.queries.meetings import Attendee, Minutes, MinutesTopic


def minutes_markup(told: Minutes) -> Markup:
    """Return the minutes: head, attendance, topics with what was agreed on each."""
    state = None if told.is_final else tag("p", "会议还没有结束，以下为草稿。", class_="meeting-draft")
    head = facts(
        [
            ("会议编号", told.meeting_no),
            ("会议类型", told.kind.label),
            ("时间", f"{day_text(told.held_on)} {told.time}"),
            ("地点", told.venue),
            ("召集人", f"{told.convenor}（{told.convenor_post}）"),
            ("出席", _people(told.present)),
            ("列席", _people(told.observing)),
            ("请假", _people(told.excused)),
            ("缺席", _people(told.absent)),
        ]
    )
    topics = [_topic(one) for one in told.topics]
    return tag(
        "article", state, heading("会议纪要（预览）"), head, heading("议题和议定事项"), topics,
        class_="meeting-minutes",
    )  # fmt: skip


def _people(there: Sequence[Attendee]) -> str:
    words = [f"{one.unit_name}{f'（{one.name} {one.post}）' if one.name else ''}" for one in there]
    return f"{len(there)} 个单位：{'、'.join(words)}" if words else "无"


def _topic(topic: MinutesTopic) -> Markup:
    items = [tag("li", _item_words(row)) for row in topic.items]
    return tag(
        "section",
        tag("h3", f"{topic.position}. {topic.subject}"),
        tag("p", topic.facts) if topic.facts else None,
        tag("ol", items) if items else tag("p", "没有议定事项。", class_="wb-small"),
    )


def _item_words(row: ItemRow) -> str:
    supporting = f"，{'、'.join(row.supporting_names)}配合" if row.supporting_names else ""
    return (
        f"{row.item.text}（{row.lead_name}牵头{supporting}；责任领导：{row.item.leader}；"
        f"{day_text(row.due)}前完成；编号 {row.item.item_no}）"
    )
