"""A document with every kind of block, and texts that would be commands elsewhere."""

from __future__ import annotations

import re
from datetime import date

from workbench.documents.content import (
    Attachments,
    Chart,
    Column,
    Document,
    Heading,
    Labelled,
    Paragraph,
    Provenance,
    Signature,
    Table,
    texts,
)
from workbench.terms import IssuedKind

HOSTILE = (
    "<b>粗</b> {{x}} {% if %} =1+1 &amp; & #let y = 1; `*_$@` {_{ z }_} \\n “引号” 'q' \"Q\" -- ... "
    "//c /*d*/ @ref <lab> ~ \\ # [x] <!-- e --> ]]> %PDF ${h} #x;尾"
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">'
    '<rect x="10" y="20" width="120" height="20"/></svg>'
)
LONG_WORD = "https" + "A" * 90


def make_document(kind: IssuedKind = IssuedKind.LOOK_BACK_REPORT, **more: object) -> Document:
    """A document with every block; ``HOSTILE`` stands in each place that takes a text."""
    rows = tuple((f"第{number}单位", f"{1000 + number:,}", "96.5%", HOSTILE) for number in range(30))
    blocks = (
        Heading("一、总体情况"),
        Paragraph("本月共收到信访事项三百二十一件（批）。\n第二段。" + HOSTILE),
        Heading(f"（一）{HOSTILE}", 2),
        Heading("1. 三级标题", 3),
        Heading("（1）四级标题", 4),
        Labelled("出席", f"张某某（市委副书记）、李某某（副市长）{HOSTILE}\n王某某"),
        Table(
            f"表1 {HOSTILE}",
            (Column("单位", width=2), Column("件数", True), Column("按期率", True), Column("说明", width=3)),
            rows,
            note=f"注：{HOSTILE}",
        ),
        Chart(SVG, f"柱形图：办理120件 {HOSTILE}", f"图1 {HOSTILE}"),
        Paragraph(LONG_WORD),
        Attachments((f"清单 {HOSTILE}", "说明")),
        Signature("签收人", HOSTILE, date(2026, 11, 4)),
    )
    given: dict[str, object] = {
        "number": "临信联办〔2026〕3号",
        "addressee": f"各镇，{HOSTILE}",
        "issuer": "临湘市信访工作联席会议办公室",
        "issued_on": date(2026, 11, 3),
        "copies_to": ("市委办公室", HOSTILE),
        "provenance": Provenance(
            date(2026, 10, 31), "ab" * 32, 12345, "K7QF-2M9D", "12", "2026-1", "0.1.0", (("其他", HOSTILE),)
        ),
        **more,
    }
    return Document(kind, f"关于十月份信访工作情况的通报{HOSTILE}", blocks, **given)  # type: ignore[arg-type]


def squeezed(text: str) -> str:
    """The text without blanks and line ends, as files of pages break lines where they like."""
    return re.sub(r"[\s\u200b\u00ad]", "", text)


def missing(document: Document, shown: str) -> list[str]:
    """The texts of the document that do not stand in what a file shows; drawings' words left out."""
    flat = squeezed(shown)
    unseen = {squeezed(one.alt) for one in document.blocks if isinstance(one, Chart)}
    return [one for one in texts(document) if squeezed(one) not in flat and squeezed(one) not in unseen]
