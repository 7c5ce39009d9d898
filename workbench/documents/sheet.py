"""A document as xlsx: its words on the first sheet, each table on a sheet of its own, for counting."""

from __future__ import annotations

import re
from typing import Final

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
from workbench.documents.forms import red_head
from workbench.documents.square import square_png
from workbench.documents.typeset import NO_DAY
from workbench.workbook import Heading as Column
from workbench.workbook import Proof, Sheet, write_tables

_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3}){1,4})(?:\.\d{1,10})?")

_LONGEST: Final = 30_000  # characters in one cell, below the limit of the format


def to_xlsx(document: Document) -> bytes:
    """Return the workbook; the same document gives the same bytes.

    Cells of numeric columns that are plain numbers (also with thousands commas) become numbers; everything
    else stays the text that is printed, also ``85.7%`` and what looks like a formula.
    """
    sheets = [
        Sheet(
            title="文书",
            headings=(Column("项目", 16), Column("内容", 90)),
            rows=tuple(_words(document)),
        )
    ]
    tables = [block for block in document.blocks if isinstance(block, Table)]
    for number, block in enumerate(tables, 1):
        sheets.append(
            Sheet(
                title=f"{number}.{block.caption}" if block.caption else f"表{number}",
                headings=tuple(Column(one.label, 8 + 6 * min(one.width, 6)) for one in block.columns),
                rows=tuple(
                    tuple(
                        _value(cell) if column.numeric else cell
                        for column, cell in zip(block.columns, row, strict=True)
                    )
                    for row in block.rows
                ),
                notes=(block.caption, *filter(None, block.note.split("\n"))),
            )
        )
    day = document.issued_on or (document.provenance.as_of if document.provenance else NO_DAY)
    return write_tables(sheets, created=day, proof=_proof(document))


def _proof(document: Document) -> Proof | None:
    told = document.provenance
    if told is None or not told.code:
        return None
    square = square_png(f"LEDGER {told.ledger_size} {told.code}")
    return Proof(told.as_of, told.snapshot or f"截至 {told.as_of}", told.ledger_size, told.code, square)


def _words(document: Document) -> list[tuple[str, str]]:
    rows = [
        ("版头", red_head(document)),
        ("文号", document.number),
        ("标题", document.title if wording.shows_title(document) else ""),
        ("主送", document.addressee),
    ]
    number = 0
    for block in document.blocks:
        number += isinstance(block, Table)
        rows += _block(block, number)
    rows += [("落款", line) for line in wording.closing_lines(document)]
    rows += [("版记", "　".join(filter(None, pair))) for pair in wording.imprint_lines(document)]
    rows += list(wording.provenance_pairs(document.provenance))
    return [(label, part) for label, text in rows for part in _parts(text)]


def _parts(text: str) -> list[str]:
    """Return a text in parts that a cell can hold: a long passage takes several rows and is not cut."""
    return [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)]


def _block(block: Block, number: int) -> list[tuple[str, str]]:
    match block:
        case Heading():
            return [(f"{'一二三四'[block.level - 1]}级标题", block.text)]
        case Paragraph():
            return [("正文", block.text)]
        case Labelled():
            return [(block.label, block.text)]
        case Table():
            return [("表", f"{block.caption}（见第 {number + 1} 张工作表）")]
        case Chart():
            return [("图", "：".join(filter(None, (block.caption, block.alt))))]
        case Attachments():
            return [("附件说明", line) for line in wording.attachment_lines(block)]
        case Signature():
            return [("签字", wording.signature_line(block))]


def _value(cell: str) -> str | int | float:
    if _NUMBER.fullmatch(cell) is None:
        return cell
    bare = cell.replace(",", "")
    return float(bare) if "." in bare else int(bare)
