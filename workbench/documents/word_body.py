"""The blocks of a document as WordprocessingML, in the styles of the template they go into.

Every text is escaped here, with its braces, so that neither XML nor the template's own language sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from xml.sax.saxutils import escape

from markupsafe import Markup

from workbench.documents import wording
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
)

# Role: name of the style in the template. A template without one of them gets it from the shipped one.
STYLES: Final[Mapping[str, str]] = {
    "text": "Body Text",
    "heading1": "Heading 1",
    "heading2": "Heading 2",
    "heading3": "Heading 3",
    "heading4": "Heading 4",
    "labelled": "公文标签段",
    "label": "公文标签",
    "caption": "Caption",
    "head": "公文表头",
    "cell": "公文表文",
    "figure": "公文表数",
    "note": "公文表注",
    "chart": "公文图",
    "attachments": "公文附件",
    "signature": "公文签字",
    "provenance": "公文来源",
    "imprint": "公文版记",
}
WIDTH: Final = 8844  # twentieths of a point: 156 mm
Style = Callable[[str], str]  # role to the id of the style in this template
Picture = Callable[[bytes, str, int], str]  # PNG, what it shows, width in mm: the run that holds it


def safe(text: str) -> Markup:
    """Return a text that stands for itself in XML and in a template."""
    quoted = escape(text, {'"': "&quot;", "'": "&#39;"})
    return Markup(quoted.replace("{", "&#123;").replace("}", "&#125;"))


def paragraphs(texts: Iterable[str], style: str, *, properties: str = "") -> str:
    """Return a paragraph for each text."""
    return "".join(_paragraph(_run(text), style, properties) for text in texts)


def body(document: Document, style: Style, picture: Picture, draw: Callable[[str], bytes]) -> Markup:
    """Return all blocks; ``draw`` makes PNG of a drawing."""
    made = [_block(block, style, picture, draw) for block in document.blocks]
    last = document.blocks[-1] if document.blocks else None
    if isinstance(last, Paragraph):  # no signature stands alone on its page
        kept = "<w:keepNext/>" if wording.closing_lines(document) else ""
        made[-1] = paragraphs(last.text.split("\n"), style("text"), properties=kept)
    return Markup("".join(made))


def provenance(document: Document, style: Style, picture: Picture, square: bytes | None) -> Markup:
    """Return what the document was made from: lines at the left, the square at the right."""
    pairs = wording.provenance_pairs(document.provenance)
    if not pairs or document.provenance is None:
        return Markup("")
    lines = paragraphs((f"{label}：{value}" for label, value in pairs), style("provenance"))
    if square is None:
        return Markup(lines)
    words = f"二维码，内容为 {wording.square_text(document.provenance)}"
    # An exact pitch would cut the picture down to one line.
    whole = '<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="right"/>'
    right = _paragraph(picture(square, words, 26), style("provenance"), whole)
    rule = '<w:top w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    return Markup(_table([(WIDTH - 1700, lines), (1700, right)], rule) + _paragraph("", style("provenance")))


def imprint(document: Document, style: Style) -> Markup:
    """Return 版记 as a table that floats at the foot of the page it stands on.

    LibreOffice lets no table float that is as wide as the text: there it follows the text.
    """
    lines = wording.imprint_lines(document)
    if not lines:
        return Markup("")
    rows = []
    for place, (left, right) in enumerate(lines):
        thick = 8 if place == 0 else 6  # eighths of a point: 0.35 mm and 0.25 mm
        edges = f'<w:top w:val="single" w:sz="{thick}" w:space="0" w:color="000000"/>'
        if place == len(lines) - 1:
            edges += '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
        if right:
            cells = _cell(WIDTH // 2, paragraphs([left], style("imprint")), edges)
            cells += _cell(
                WIDTH - WIDTH // 2,
                paragraphs([right], style("imprint"), properties='<w:jc w:val="right"/>'),
                edges,
            )
        else:
            cells = _cell(WIDTH, paragraphs([left], style("imprint")), edges, span=2)
        rows.append(f"<w:tr>{cells}</w:tr>")
    place_at_foot = (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin" '
        'w:tblpXSpec="center" w:tblpYSpec="bottom"/>'
    )
    grid = f'<w:gridCol w:w="{WIDTH // 2}"/><w:gridCol w:w="{WIDTH - WIDTH // 2}"/>'
    made = (
        f'<w:tbl><w:tblPr>{place_at_foot}<w:tblW w:w="{WIDTH}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    return Markup(made + _paragraph("", style("provenance")))


def _block(block: Block, style: Style, picture: Picture, draw: Callable[[str], bytes]) -> str:
    match block:
        case Heading():
            return paragraphs([block.text.replace("\n", " ")], style(f"heading{block.level}"))
        case Paragraph():
            return paragraphs(block.text.split("\n"), style("text"))
        case Labelled():
            return _labelled(block, style)
        case Table():
            return _data_table(block, style)
        case Chart():
            run = picture(draw(block.svg), block.alt, 156)
            shown = _paragraph(run, style("chart"), "<w:keepNext/>" if block.caption else "")
            return shown + (paragraphs([block.caption], style("caption")) if block.caption else "")
        case Attachments():
            blank = _paragraph("", style("attachments"))
            return blank + paragraphs(wording.attachment_lines(block), style("attachments"))
        case Signature():
            return paragraphs([wording.signature_line(block)], style("signature"))


def _labelled(block: Labelled, style: Style) -> str:
    """Return label and text; further lines stand under the first character after the colon."""
    wide = len(block.label) + 1
    hanging = f'<w:ind w:leftChars="{(wide + 2) * 100}" w:hangingChars="{wide * 100}"'
    hanging += f' w:left="{(wide + 2) * 316}" w:hanging="{wide * 316}"/>'
    first, *more = block.text.split("\n")
    label = _run(f"{block.label}：", f'<w:rStyle w:val="{style("label")}"/>')
    made = _paragraph(label + _run(first), style("labelled"), hanging)
    under = f'<w:ind w:leftChars="{(wide + 2) * 100}" w:left="{(wide + 2) * 316}"/>'
    return made + paragraphs(more, style("labelled"), properties=under)


def _data_table(block: Table, style: Style) -> str:
    total = sum(one.width for one in block.columns)
    widths = [WIDTH * one.width // total for one in block.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "".join(
        _cell(width, paragraphs([one.label], style("head")), '<w:shd w:val="clear" w:fill="F2F2F2"/>')
        for one, width in zip(block.columns, widths, strict=True)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for row in block.rows:
        cells = "".join(
            _cell(width, paragraphs(cell.split("\n"), style("figure" if column.numeric else "cell")))
            for cell, column, width in zip(row, block.columns, widths, strict=True)
        )
        whole = "<w:trPr><w:cantSplit/></w:trPr>" if max(map(len, row)) <= wording.SHORT else ""
        rows.append(f"<w:tr>{whole}{cells}</w:tr>")
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    made = paragraphs([block.caption], style("caption")) if block.caption else ""
    made += (
        f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    return made + paragraphs(block.note.split("\n"), style("note"))  # a paragraph must follow a table


def _table(cells: Iterable[tuple[int, str]], rule: str) -> str:
    parts = list(cells)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width, _ in parts)
    row = "".join(_cell(width, inner, rule) for width, inner in parts)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr></w:tbl>"
    )


def _cell(width: int, inner: str, extra: str = "", *, span: int = 1) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    edges = f"<w:tcBorders>{extra}</w:tcBorders>" if extra.startswith(("<w:top", "<w:bottom")) else extra
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{edges}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{inner}</w:tc>"
    )


def _paragraph(runs: str, style: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def _run(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{safe(text)}</w:t></w:r>' if text else ""
