"""A document as it will be read, in the page: text through the one safe function, drawings as pictures."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as ipw

from widgets.briefing.chart_picture import ChartPicture
from widgets.parts.markup import Markup, Static, tag
from workbench.documents.content import (
    Attachments,
    Block,
    Chart,
    Document,
    Heading,
    Labelled,
    Paragraph,
    Signature,
    Table,
    chinese_day,
)
from workbench.documents.wording import addressee_line, outline, provenance_pairs


class Preview(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """The document, from title to origin; ``show`` draws another."""

    def __init__(self) -> None:
        super().__init__()
        self.add_class("briefing-paper")

    def show(self, document: Document) -> None:
        """Draw this document."""
        parts: list[ipw.Widget] = [Static(_head(document))]
        waiting: list[Markup] = []
        for block, level in outline(document.blocks):
            if isinstance(block, Chart):
                parts += _flushed(waiting)
                parts.append(ChartPicture(block))
            else:
                waiting.append(_block(block, level))
        waiting.append(_foot(document))
        parts += _flushed(waiting)
        self.children = parts


def _flushed(waiting: list[Markup]) -> list[ipw.Widget]:
    found = [Static(list(waiting))] if waiting else []
    waiting.clear()
    return found


def _head(document: Document) -> Markup:
    day = chinese_day(document.issued_on) if document.issued_on else "未印发"
    return tag(
        "div",
        tag("p", document.number or "（编号在印发时取得）", class_="briefing-number"),
        tag("h2", document.title),
        tag("p", f"{document.issuer}　{day}", class_="briefing-issuer"),
        tag("p", addressee_line(document), class_="briefing-addressee") if document.addressee else None,
        class_="briefing-head",
    )


def _block(block: Block, level: int) -> Markup:
    match block:
        case Heading():
            return tag(f"h{min(level + 2, 4)}", block.text)
        case Paragraph():
            return tag("div", [tag("p", line) for line in block.text.split("\n") if line.strip()])
        case Labelled():
            return tag("p", tag("strong", f"{block.label}："), block.text)
        case Table():
            return _table(block)
        case Attachments():
            return tag("p", "附件：", "；".join(block.titles))
        case Signature():
            return tag("p", f"{block.label}：{block.name}")
        case _:
            return tag("p", block.alt)


def _table(block: Table) -> Markup:
    numeric = [column.numeric for column in block.columns]
    head = [
        tag("th", column.label, scope="col", class_="wb-number" if column.numeric else None)
        for column in block.columns
    ]
    rows = [tag("tr", _cells(row, numeric)) for row in block.rows]
    return tag(
        "div",
        tag(
            "table",
            tag("caption", block.caption),
            tag("thead", tag("tr", head)),
            tag("tbody", rows),
            class_="wb-table",
        ),
        tag("p", block.note, class_="wb-small") if block.note else None,
        class_="briefing-table",
    )


def _cells(row: Sequence[str], numeric: Sequence[bool]) -> list[Markup]:
    return [
        tag("th", cell, scope="row")
        if at == 0 and not is_number
        else tag("td", cell, class_="wb-number" if is_number else None)
        for at, (cell, is_number) in enumerate(zip(row, numeric, strict=True))
    ]


def _foot(document: Document) -> Markup:
    pairs = provenance_pairs(document.provenance)
    copies = f"抄送：{'，'.join(document.copies_to)}" if document.copies_to else ""
    return tag(
        "div",
        tag("p", copies) if copies else None,
        [tag("p", f"{name}：{value}", class_="wb-small") for name, value in pairs],
        class_="briefing-origin",
    )
