"""A document as PDF: the page of GB/T 9704-2012, set by typst, archivable and readable aloud.

PDF/A-2b with PDF/UA-1; all fonts embedded; the same document and the same fonts give the same bytes.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from workbench.documents import faces, wording
from workbench.documents.content import (
    Attachments,
    Block,
    Chart,
    ContentError,
    Document,
    Heading,
    Labelled,
    Paragraph,
    Signature,
    Table,
)
from workbench.documents.forms import form_of
from workbench.documents.square import square_svg

STANDARDS: Final = ("a-2b", "ua-1")
NO_DAY: Final = date(2000, 1, 1)  # a file for archives needs a day; a draft without one has this
_LONG_WORD: Final = re.compile(r"[!-~]{18,}")
_WORD: Final = re.compile(r"[!-~]+")
_TABLE_WIDTH: Final = 442.2  # points: 156 mm
_LETTER: Final = 6.2  # points: a digit of 10.5 points with some room
_PICTURE: Final = b"""#set page(width: 156mm, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""
_BREAKABLE: Final = "\u200b"


def to_pdf(document: Document, *, font_folder: Path | None = None) -> bytes:
    """Return the PDF; ``font_folder`` holds the office's own fonts, else the carried one stands in.

    Characters that no font can write are printed as 〓, and a note below the text says which they were.
    ``ContentError`` for a drawing that cannot be set.
    """
    import typst

    found, chosen = faces.loaded(font_folder)
    told = json.dumps(_data(document, chosen, font_folder), ensure_ascii=False)
    day = datetime.combine(_day(document), datetime.min.time(), UTC)
    try:
        return typst.compile(
            _layout(),
            format="pdf",
            font_paths=found,
            ignore_system_fonts=True,
            sys_inputs={"document": told},
            pdf_standards=list(STANDARDS),
            timestamp=day,
        )
    except typst.TypstError as error:
        raise ContentError(f"“{document.title}”无法排成 PDF：{error.message}，请检查其中的图") from error


def picture(svg: str, *, ppi: float = 200) -> bytes:
    """Return a drawing (SVG) as PNG, for files that hold no SVG; the same drawing gives the same bytes."""
    import typst

    found, _ = faces.loaded(None)
    words = {"svg": svg}
    try:
        made = typst.compile(
            _PICTURE, format="png", ppi=ppi, font_paths=found, ignore_system_fonts=True, sys_inputs=words
        )
    except typst.TypstError as error:
        raise ContentError(f"图无法转换：{error.message}，请检查该图") from error
    return made[0] if isinstance(made, list) else made


@cache
def _layout() -> bytes:
    return files(__package__).joinpath("typeset.typ").read_bytes()


def _day(document: Document) -> date:
    known = document.provenance.as_of if document.provenance else NO_DAY
    return document.issued_on or known


def _data(document: Document, chosen: faces.Chosen, folder: Path | None) -> dict[str, Any]:
    form, day = form_of(document), _day(document)
    left, right = wording.head_lines(document)
    lost: dict[str, None] = {}

    def say(text: str) -> str:
        return _writable(text, folder, lost)

    told: dict[str, Any] = {
        "form": form.form.value,
        "title": say(document.title),
        "issuer": say(document.issuer),
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "faces": {face.value: list(names) for face, names in chosen.families.items()},
        "stand_in": [face.value for face in chosen.missing],
        "red_head": [say(line) for line in wording.red_head_lines(document)],
        "number": say(document.number),
        "head_left": say(left),
        "head_right": say(right),
        "shows_title": wording.shows_title(document),
        "title_lines": [say(line) for line in wording.title_lines(document.title)],
        "addressee": say(wording.addressee_line(document)),
        "blocks": [_block(block, level, say) for block, level in wording.outline(document.blocks)],
        "closing": [say(line) for line in wording.closing_lines(document)],
        "imprint": [[say(part) for part in pair] for pair in wording.imprint_lines(document)],
        "provenance": [
            [say(part) for part in pair] for pair in wording.provenance_pairs(document.provenance)
        ],
        "square": "",
        "square_alt": "",
    }
    last = document.blocks[-1] if document.blocks else None
    if isinstance(last, Paragraph):
        told["blocks"][-1]["goes_with_next"] = bool(told["closing"]) and len(last.text) <= wording.SHORT
    if document.provenance is not None and document.provenance.code:
        words = wording.square_text(document.provenance)
        told |= {"square": square_svg(words), "square_alt": f"二维码，内容为 {words}"}
    if lost:
        told["blocks"].append(
            {"block": "Paragraph", "lines": [lost_note(tuple(lost))], "goes_with_next": False}
        )
    return told


def lost_note(lost: tuple[str, ...]) -> str:
    """Return the note on characters that no font can write."""
    codes = "、".join(f"U+{ord(mark):04X}" for mark in lost)
    return f"（注：{faces.GETA}为现有字体不能显示的字，依次为 {codes}，原文见电子件。）"


def _writable(text: str, folder: Path | None, lost: dict[str, None]) -> str:
    """Return a text that can be set: marks for missing characters, and places to break very long words."""
    missing = faces.unwritable(text, folder)
    if missing:
        lost.update(dict.fromkeys(missing))
        text = text.translate({ord(mark): faces.GETA for mark in missing})
    return _LONG_WORD.sub(lambda word: _BREAKABLE.join(word.group()), text)


def _rooms(table: Table) -> list[int]:
    """Return how many letters of 10.5 points fit into one line of each column."""
    total = sum(one.width for one in table.columns)
    return [max(1, int((_TABLE_WIDTH * one.width / total - 6) / _LETTER)) for one in table.columns]


def _fitting(text: str, room: int) -> str:
    """Return the text of a cell with places to break the words that are wider than the cell."""
    return _WORD.sub(
        lambda word: _BREAKABLE.join(word.group()) if len(word.group()) > room else word.group(), text
    )


def _block(block: Block, level: int, say: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"block": type(block).__name__}
    match block:
        case Heading():
            told |= {"text": say(block.text), "level": block.level, "outline": level}
        case Paragraph():
            told |= {"lines": [say(line) for line in block.text.split("\n")], "goes_with_next": False}
        case Labelled():
            told |= {"label": say(block.label), "lines": [say(line) for line in block.text.split("\n")]}
        case Table():
            told |= {
                "caption": say(block.caption),
                "columns": [
                    {"label": _fitting(say(one.label), room), "numeric": one.numeric, "width": one.width}
                    for one, room in zip(block.columns, _rooms(block), strict=True)
                ],
                "rows": [
                    {
                        "cells": [
                            _fitting(say(cell), room) for cell, room in zip(row, _rooms(block), strict=True)
                        ],
                        "is_short": max(map(len, row)) <= wording.SHORT,
                    }
                    for row in block.rows
                ],
                "note": say(block.note),
            }
        case Chart():
            told |= {"svg": block.svg, "alt": say(block.alt), "caption": say(block.caption)}
        case Attachments():
            told |= {"lines": [say(line) for line in wording.attachment_lines(block)]}
        case Signature():
            told |= {"line": say(wording.signature_line(block))}
    return told
