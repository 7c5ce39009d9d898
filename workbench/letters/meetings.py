"""Minutes of the joint conference (会议纪要) and the list of what it agreed, from its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from workbench.documents.content import (
    Block,
    Column,
    Document,
    Heading,
    Labelled,
    Paragraph,
    Provenance,
    Table,
    chinese_day,
)
from workbench.documents.wording import numeral
from workbench.letters.passages import COPIES, ISSUER, TITLE, LetterError, Passage, Texts, copies, said
from workbench.queries.agreed_items import ItemRow
from workbench.queries.meetings import Attendee, Minutes, MinutesTopic
from workbench.terms import AttendanceStatus, IssuedKind

INTRODUCTION: Final = Passage("导语", "议题之前的一段话，不填就用通用的一段")
CLOSING_WORDS: Final = Passage("会议要求", "议定事项之后的要求，可不填")
_NONE: Final = "——"
_COLUMNS: Final = (
    Column("编号", width=8),
    Column("内容", width=10),
    Column("牵头单位", width=6),
    Column("配合单位", width=6),
    Column("责任领导", width=6),
    Column("办理期限", width=8),
)
_STATES: Final = (
    Column("落实情况", width=6),
    Column("反馈日期", width=8),
    Column("逾期（日）", numeric=True, width=5),
    Column("督办单号", width=8),
)
MINUTES_PASSAGES: Final = (TITLE, INTRODUCTION, CLOSING_WORDS, ISSUER, COPIES)
ITEMS_PASSAGES: Final = (TITLE, ISSUER, COPIES)


def minutes(
    found: Minutes, texts: Texts, *, issuer: str, issued_on: date | None, origin: Provenance | None
) -> Document:
    """Return the minutes of a meeting; ``LetterError`` while it has not ended."""
    if not found.is_final:
        raise LetterError(f"会议“{found.meeting_no}”尚未结束，不能形成纪要：请先办理会议结束")
    blocks: list[Block] = [
        _meeting(found),
        Labelled("时间", f"{chinese_day(found.held_on)} {found.time}".strip()),
        Labelled("地点", found.venue),
        Labelled("召集人", _person(found.convenor, found.convenor_post)),
        Labelled(AttendanceStatus.PRESENT.label, _people(found.present)),
    ]
    for status, people in (
        (AttendanceStatus.OBSERVING, found.observing),
        (AttendanceStatus.EXCUSED, found.excused),
        (AttendanceStatus.ABSENT, found.absent),
    ):
        if people:
            blocks.append(Labelled(status.label, _people(people)))
    blocks.append(Paragraph(said(texts, INTRODUCTION.name) or _introduction(found)))
    blocks.append(Heading("一、会议议题"))
    for number, topic in enumerate(found.topics, 1):
        blocks += _topic(number, topic)
    if not found.topics:
        blocks.append(Paragraph("会议没有列入议程的议题。"))
    items = [row for topic in found.topics for row in topic.items]
    blocks.append(Heading("二、议定事项"))
    if items:
        blocks.append(Paragraph(f"会议共议定{len(items)}项，由牵头单位按期落实并书面报告，见下表。"))
        blocks.append(_table(items, "议定事项"))
    else:
        blocks.append(Paragraph("会议没有形成议定事项。"))
    if said(texts, CLOSING_WORDS.name):
        blocks += [Heading("三、会议要求"), Paragraph(said(texts, CLOSING_WORDS.name))]
    return Document(
        kind=IssuedKind.MINUTES,
        title=said(texts, TITLE.name) or f"信访工作联席会议{found.kind.label}纪要",
        blocks=tuple(blocks),
        issuer=said(texts, ISSUER.name) or issuer,
        issued_on=issued_on,
        copies_to=copies(texts),
        provenance=origin,
    )


def _meeting(found: Minutes) -> Labelled:
    return Labelled("会议", f"{found.kind.label}（{found.meeting_no}）")


def agreed_items(
    found: Minutes,
    rows: Iterable[ItemRow],
    texts: Texts,
    orders: Mapping[str, Sequence[str]],
    *,
    as_of: date,
    issuer: str,
    issued_on: date | None,
    origin: Provenance | None,
) -> Document:
    """Return the list of what a meeting agreed, with what has become of it by ``as_of``.

    ``orders`` are the numbers of the orders issued on an item, by its number.
    """
    items = list(rows)
    if not items:
        raise LetterError(f"会议“{found.meeting_no}”没有议定事项，不必制作清单")
    days_late = [row for row in items if row.days_late]
    note = f"截至{chinese_day(as_of)}。" + (
        f"其中{len(days_late)}项超期。" if days_late else "没有超期事项。"
    )
    return Document(
        kind=IssuedKind.AGREED_ITEMS,
        title=said(texts, TITLE.name) or f"信访工作联席会议{found.kind.label}议定事项及落实情况清单",
        blocks=(
            _meeting(found),
            Labelled("时间", chinese_day(found.held_on)),
            Labelled("召集人", _person(found.convenor, found.convenor_post)),
            _with_states(items, orders, as_of, note),
        ),
        issuer=said(texts, ISSUER.name) or issuer,
        issued_on=issued_on,
        copies_to=copies(texts),
        provenance=origin,
    )


def _introduction(found: Minutes) -> str:
    who = _person(found.convenor, found.convenor_post)
    return (
        f"{chinese_day(found.held_on)}，{who}在{found.venue}召集信访工作联席会议{found.kind.label}，"
        "研究有关信访事项。现将会议议题和议定事项纪要如下。"
    )


def _topic(number: int, topic: MinutesTopic) -> list[Block]:
    blocks: list[Block] = [Heading(f"（{numeral(number)}）{topic.subject}", 2)]
    if topic.facts:
        blocks.append(Paragraph(topic.facts))
    for row in topic.items:
        item = row.item
        helped = f"，{'、'.join(row.supporting_names)}配合" if row.supporting_names else ""
        who = _person(item.leader, item.leader_post)
        blocks.append(
            Paragraph(
                f"会议议定：{item.text.rstrip('。；;')}。由{row.lead_name}牵头{helped}，责任领导{who}，"
                f"{chinese_day(row.due)}前完成。"
            )
        )
    return blocks


def _table(rows: Iterable[ItemRow], caption: str) -> Table:
    return Table(caption, _COLUMNS, tuple(map(_cells, rows)))


def _with_states(
    rows: Iterable[ItemRow], orders: Mapping[str, Sequence[str]], as_of: date, note: str
) -> Table:
    lines = []
    for row in rows:
        reported = [one.reported_on for one in row.item.reports if one.reported_on <= as_of]
        on = chinese_day(reported[-1]) if reported else _NONE
        numbers = "、".join(orders.get(row.item.item_no, ())) or _NONE
        lines.append((*_cells(row), row.state.label, on, str(row.days_late), numbers))
    return Table("议定事项及落实情况", (*_COLUMNS, *_STATES), tuple(lines), note)


def _cells(row: ItemRow) -> tuple[str, ...]:
    item = row.item
    return (
        item.item_no,
        item.text,
        row.lead_name,
        "、".join(row.supporting_names) or _NONE,
        _person(item.leader, item.leader_post),
        chinese_day(row.due),
    )


def _people(people: Iterable[Attendee]) -> str:
    told = [f"{one.name}（{one.unit_name}{one.post}）" if one.name else one.unit_name for one in people]
    return "、".join(told) or "无"


def _person(name: str, post: str) -> str:
    return f"{name}（{post}）" if post else name
