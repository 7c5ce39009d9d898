"""A document as one HTML file: complete in itself, asks nobody for anything, readable by screen readers."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from html import escape
from importlib.resources import files

from workbench import fonts
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
from workbench.documents.forms import form_of, red_head
from workbench.documents.square import square_svg
from workbench.terms import PaperForm

# The page may load nothing and run nothing, whatever a browser would otherwise do with it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


def to_html(document: Document, *, carries_font: bool = True) -> str:
    """Return the page: text in the order of the paper, drawings within it, styles for screen and print.

    The same document gives the same text. ``carries_font``: with the common characters of the carried font
    (750 kB), for machines without Chinese fonts; where the page around it has one, it is left out.
    """
    parts = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(' '.join(document.title.split()))}</title>",
        f"<style>\n{_font() if carries_font else ''}{_style()}</style>",
        "</head>",
        "<body>",
        "<main>",
        *_head(document),
        *(_block(block, level) for block, level in wording.outline(document.blocks)),
        *_foot(document),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


@cache
def _style() -> str:
    return files(__package__).joinpath("page.css").read_text("utf-8")


@cache
def _font() -> str:
    content = b64encode(fonts.common_woff2_path().read_bytes()).decode()
    source = f'url("data:font/woff2;base64,{content}") format("woff2")'
    return f'@font-face {{ font-family: "{fonts.FAMILY}"; src: {source}; }}\n'


def _head(document: Document) -> list[str]:
    form, above = form_of(document).form, red_head(document)
    parts, title_stands_above = [], above and not wording.shows_title(document)
    if above:
        tag = "h1" if title_stands_above else "p"
        lines = "".join(f"<span>{escape(line)}</span>" for line in wording.red_head_lines(document))
        parts.append(f'<{tag} class="red-head">{lines}</{tag}>')
    if document.number and form not in (PaperForm.NOTICE, PaperForm.LIST):
        parts.append(f'<p class="number">{escape(document.number)}</p>')
    if form in (PaperForm.BRIEFING, PaperForm.MINUTES):
        left, right = wording.head_lines(document)
        parts.append(f'<p class="head-line"><span>{escape(left)}</span><span>{escape(right)}</span></p>')
    if above:
        parts.append('<hr class="red-line">')
    if not title_stands_above:
        lines = "".join(f"<span>{escape(line)}</span>" for line in wording.title_lines(document.title))
        parts.append(f'<h1 class="title">{lines}</h1>')
    if document.number and form in (PaperForm.NOTICE, PaperForm.LIST):
        parts.append(f'<p class="number">{escape(document.number)}</p>')
    if document.addressee:
        parts.append(f'<p class="addressee">{escape(wording.addressee_line(document))}</p>')
    return parts


def _block(block: Block, level: int) -> str:
    match block:
        case Heading():
            return f'<h{level + 1} class="look-{block.level}">{escape(block.text)}</h{level + 1}>'
        case Paragraph():
            return "\n".join(f'<p class="text">{escape(line)}</p>' for line in block.text.split("\n"))
        case Labelled():
            return f'<dl class="labelled"><dt>{escape(block.label)}：</dt><dd>{_lines(block.text)}</dd></dl>'
        case Table():
            return _table(block)
        case Chart():
            caption = f"<figcaption>{escape(block.caption)}</figcaption>" if block.caption else ""
            return f'<figure class="block">{_image(block.svg, block.alt)}{caption}</figure>'
        case Attachments():
            lines = "<br>".join(escape(line) for line in wording.attachment_lines(block))
            return f'<p class="attachments">{lines}</p>'
        case Signature():
            return f'<p class="signature">{escape(wording.signature_line(block))}</p>'


def _table(block: Table) -> str:
    total = sum(one.width for one in block.columns)
    widths = "".join(f'<col style="width:{100 * one.width / total:.2f}%">' for one in block.columns)
    heads = "".join(f'<th scope="col">{_lines(one.label)}</th>' for one in block.columns)
    marks = ["<td class='figure'>" if one.numeric else "<td>" for one in block.columns]
    rows = "\n".join(
        f"<tr>{''.join(f'{mark}{_lines(cell)}</td>' for mark, cell in zip(marks, row, strict=True))}</tr>"
        for row in block.rows
    )
    caption = f"<caption>{escape(block.caption)}</caption>" if block.caption else ""
    note = f'<p class="note">{_lines(block.note)}</p>' if block.note else ""
    return (
        f'<div class="block"><table>{caption}<colgroup>{widths}</colgroup>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table>{note}</div>"
    )


def _foot(document: Document) -> list[str]:
    parts = []
    closing = wording.closing_lines(document)
    if closing:
        lines = "".join(f"<span>{escape(line)}</span>" for line in closing)
        parts.append(f'<p class="closing">{lines}</p>')
    pairs = wording.provenance_pairs(document.provenance)
    if pairs:
        lines = "".join(
            f"<div><dt>{escape(label)}：</dt><dd>{escape(value)}</dd></div>" for label, value in pairs
        )
        square = ""
        if document.provenance is not None and document.provenance.code:
            words = wording.square_text(document.provenance)
            square = _image(square_svg(words), f"二维码，内容为 {words}")
        parts.append(f'<div class="provenance"><dl>{lines}</dl>{square}</div>')
    imprint = wording.imprint_lines(document)
    if imprint:
        lines = "".join(
            f"<p><span>{escape(left)}</span><span>{escape(right)}</span></p>" for left, right in imprint
        )
        parts.append(f'<div class="imprint">{lines}</div>')
    return parts


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def _image(svg: str, alt: str) -> str:
    """Return a drawing as a picture: within one nothing runs and nothing is fetched."""
    data = b64encode(svg.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(alt)}">'
