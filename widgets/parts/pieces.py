"""Static pieces of a page as markup: facts, a timeline, the working of a deadline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from widgets.parts.markup import Content, Markup, tag, text
from widgets.parts.values import Tag, Tone

KEPT: Final = re.compile(r"(?:[A-Z]{2,4}-)?\d+(?:-\d+)+")  # 2026-03-05, BA-430682-2026-00218-1
TAGS: Final = re.compile("<[^>]*>")


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline: what was done, by whom, with which document.

    ``late`` is the sentence of a late mark ("超期 12 日"), ``recorded`` a note where the day of recording
    differs.
    """

    on: date | None
    title: str
    actor: str = ""
    document: str = ""
    note: str = ""
    late: str = ""
    recorded: str = ""
    tone: Tone = ""


def day_text(day: date | None) -> str:
    """Return a day as it is read; a dash where there is none."""
    return f"{day:%Y-%m-%d}" if day else "—"


def label(given: Tag) -> Markup:
    """Return a coloured label."""
    return tag("span", given.text, class_="wb-tag", data_tone=given.tone or None)


def definition(name: str, words: Content, key: str) -> Markup:
    """Return a button that opens what a figure means in a small window; ``key`` is its own on the page.

    It is the browser's own window: it opens by key and click, and closes by Escape.
    """
    box = f"definition-{key}"
    button = tag(
        "button", "口径", type="button", class_="wb-define", popovertarget=box, aria_label=f"口径：{name}"
    )
    window = tag("div", tag("strong", name), tag("p", words), id=box, popover="auto", class_="wb-definition")
    return text([button, window])


def facts(pairs: Sequence[tuple[str, Content]]) -> Markup:
    """Return a definition list; a value that is missing is shown as a dash."""
    lines = [
        tag("div", tag("dt", name), tag("dd", "—" if value is None or value == "" else value))
        for name, value in pairs
    ]
    return tag("dl", lines, class_="wb-facts")


def timeline(moments: Sequence[Moment], *, empty: str = "还没有办理记录。") -> Markup:
    """Return a vertical list of what was done, in the order given."""
    if not moments:
        return tag("p", empty, class_="wb-empty")
    return tag("ol", [_moment(moment) for moment in moments], class_="wb-timeline")


def _moment(moment: Moment) -> Markup:
    tone = "late" if moment.late else moment.tone
    day = (
        tag("time", day_text(moment.on), class_="wb-moment-day", datetime=moment.on.isoformat())
        if moment.on
        else tag("span", "日期不详", class_="wb-moment-day")
    )
    return tag(
        "li",
        day,
        tag(
            "div",
            tag(
                "div",
                tag("strong", moment.title),
                tag("span", moment.actor, class_="wb-moment-actor") if moment.actor else None,
                label(Tag(moment.late, "late")) if moment.late else None,
                class_="wb-moment-head",
            ),
            tag("div", "文书：", moment.document, class_="wb-moment-line") if moment.document else None,
            tag("div", moment.note, class_="wb-moment-line") if moment.note else None,
            tag("div", moment.recorded, class_="wb-moment-line wb-small") if moment.recorded else None,
            class_="wb-moment-body",
        ),
        data_tone=tone or None,
    )


def explanation(title: str, state: Tag, lines: Sequence[tuple[str, Content]]) -> Markup:
    """Return the working of a deadline: what is counted, line by line, with its state on top."""
    rows = [tag("tr", tag("th", name, scope="row"), tag("td", value)) for name, value in lines]
    return tag(
        "section",
        tag("div", tag("h3", title), label(state), class_="wb-explanation-head"),
        tag(
            "table",
            tag("caption", f"{title}的计算过程", class_="wb-unseen"),
            tag("tbody", rows),
            class_="wb-table",
        ),
        class_="wb-explanation",
        data_tone=state.tone or None,
    )


def table(
    head: Sequence[str], rows: Sequence[Sequence[Content]], *, caption: str, numbers: Sequence[int] = ()
) -> Markup:
    """Return a small table; ``numbers`` are the columns (from 0) that hold numbers."""
    sides = ["wb-number" if index in numbers else None for index in range(len(head))]
    body = [
        tag("tr", [tag("td", cell, class_=sides[at] or _kept(cell)) for at, cell in enumerate(row)])
        for row in rows
    ]
    return tag(
        "table",
        tag("caption", caption, class_="wb-unseen"),
        tag(
            "thead",
            tag(
                "tr",
                [tag("th", name, scope="col", class_=side) for name, side in zip(head, sides, strict=True)],
            ),
        ),
        tag("tbody", body),
        class_="wb-table",
    )


def _kept(cell: Content) -> str | None:
    """Return the class of a cell that is a day or the number of a matter: it breaks nowhere."""
    told = isinstance(cell, str | Markup) and KEPT.fullmatch(TAGS.sub("", f"{cell}"))
    return "wb-keep" if told else None


def heading(words: str, note: str = "", *, level: int = 2) -> Markup:
    """Return the heading of a part of a page."""
    return tag("div", tag(f"h{level}", words), tag("span", note) if note else None, class_="wb-heading")


def empty(sentence: str) -> Markup:
    """Return the sentence that stands where there is nothing."""
    return tag("p", sentence, class_="wb-empty")
