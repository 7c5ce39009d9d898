"""The daily notice as files for the office's own messaging: plain text, and a workbook. No petitioners."""

from __future__ import annotations

from typing import Any, Final

from workbench.queries.notices import News, Notice
from workbench.queries.unit_duties import LATE, SPANS, TODAY, WEEK, Owed
from workbench.workbook import Heading, Proof, write_table

HEADINGS: Final = (
    Heading("类别", 14),
    Heading("要办的事", 22),
    Heading("编号", 24),
    Heading("内容", 48),
    Heading("期限或日期", 13),
    Heading("逾期天数", 10),
    Heading("说明", 30),
)
FOOT: Final = "以上按本系统登记的情况生成；已办而未登记的，请补登记。逾期按遇节假日顺延后的期限计算。"
SUBJECT: Final = 60  # characters of the subject in a line of text


def title(found: Notice) -> str:
    """Return the heading of a notice."""
    return f"{found.unit_name}信访工作每日提醒（{found.day.year}年{found.day.month}月{found.day.day}日）"


def sums(found: Notice) -> str:
    """Return the numbers of a notice in one sentence."""
    return (
        f"已逾期 {len(found.late)} 项，今天到期 {len(found.today)} 项，七日内到期 {len(found.week)} 项；"
        f"近七日已反馈 {len(found.answered)} 项，被退回 {len(found.returned)} 项。"
    )


def text_file(found: Notice, *, proof: Proof | None = None) -> str:
    """Return the notice as plain text, as it can be pasted into a message; its last line is the proof."""
    lines = [title(found), sums(found)]
    for span, owed in ((LATE, found.late), (TODAY, found.today), (WEEK, found.week)):
        if owed:
            lines += ["", f"【{SPANS[span]}】"]
            lines += [f"{at}. {_words(one, found)}" for at, one in enumerate(owed, 1)]
    for name, told in (("被退回", found.returned), ("已反馈", found.answered)):
        if told:
            lines += ["", f"【近七日{name}】"]
            lines += [f"{at}. {_news(one)}" for at, one in enumerate(told, 1)]
    if found.is_empty:
        lines += ["", "没有到期、逾期和退回的事项。"]
    proved = [f"台账第 {proof.ledger_size} 条，校验码 {proof.code or '无'}"] if proof else []
    return "\n".join([*lines, "", FOOT, *proved, ""])


def notice_workbook(found: Notice, *, proof: Proof | None = None) -> bytes:
    """Return the notice as .xlsx."""
    notes = (title(found), sums(found), FOOT)
    return write_table(HEADINGS, notice_rows(found), title="每日提醒", notes=notes, proof=proof)


def notice_rows(found: Notice) -> list[list[Any]]:
    """Return the lines of a notice under ``HEADINGS``: duties by span, then what came in or was sent back."""
    rows: list[list[Any]] = []
    for span, owed in ((LATE, found.late), (TODAY, found.today), (WEEK, found.week)):
        for one in owed:
            late = one.days_late(found.day) or None
            back = "曾被退回" if one.is_returned else ""
            rows.append([SPANS[span], one.what, one.number, one.subject, one.due_on, late, back])
    for name, told in (("近七日被退回", found.returned), ("近七日已反馈", found.answered)):
        rows += [[name, item.what, item.number, "", item.on, None, item.why] for item in told]
    return rows


def file_stem(found: Notice) -> str:
    """Return the name of a notice's files, without ending."""
    return f"{found.day:%Y-%m-%d} {found.unit_name}"


def _words(one: Owed, found: Notice) -> str:
    late = one.days_late(found.day)
    when = f"，期限 {one.due_on:%Y-%m-%d}" if one.due_on else ""
    told = f"，逾期 {late} 日" if late else ""
    back = "，曾被退回" if one.is_returned else ""
    subject = one.subject if len(one.subject) <= SUBJECT else f"{one.subject[: SUBJECT - 1]}…"
    return f"{one.what}（{one.number}）{when}{told}{back}：{subject}"


def _news(one: News) -> str:
    why = f"：{one.why}" if one.why else ""
    return f"{one.on} {one.what}（{one.number}）{why}"
