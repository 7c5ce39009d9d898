"""What a printed paper says, before anybody has decided how it looks.

A ``Document`` is plain text in blocks. PDF, docx, HTML and xlsx are views of the same object and
cannot say different things. No string holds markup: ``<b>``, ``{{x}}`` or ``#let`` are what somebody
wrote, and every view prints them as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from workbench.terms import IssuedKind

# What XML and a PDF cannot hold; it is shown as a box, so that nobody thinks that nothing stood there.
UNPRINTABLE = re.compile(
    "[^\\n\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\ufffd\\U00010000-\\U0010ffff]"
)
BOX = "□"


class ContentError(ValueError):
    """A document that cannot be printed as it stands; the message says what to do."""


def plain(text: str) -> str:
    """Return the text with one kind of line break, blanks for tabs, and boxes for what no file can hold."""
    return UNPRINTABLE.sub(BOX, text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


@dataclass(frozen=True, slots=True)
class _Plain:
    """Every text of a part, also those in tuples, is made plain when the part is made."""

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _made_plain(getattr(self, field.name)))


def _made_plain(value: Any) -> Any:
    if type(value) is str:  # a code of workbench.terms is a string too, and stays what it is
        return plain(value)
    if type(value) is tuple:
        return tuple(_made_plain(part) for part in value)
    return value


@dataclass(frozen=True, slots=True)
class Heading(_Plain):
    """A heading of level 1 to 4 (一、 （一） 1. （1）); ``text`` carries its own number."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        _Plain.__post_init__(self)
        if not 1 <= self.level <= 4:
            raise ContentError(f"标题层级只有一至四级，不能是 {self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph(_Plain):
    """Running text, indented by two characters; a line break in it begins a paragraph of its own."""

    text: str


@dataclass(frozen=True, slots=True)
class Labelled(_Plain):
    """A label and what belongs to it: ``出席`` and the names."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Column(_Plain):
    """A column of a table: heading, whether it holds figures (aligned right), its share of the width."""

    label: str
    numeric: bool = False
    width: int = 1


@dataclass(frozen=True, slots=True)
class Table(_Plain):
    """A table; cells are texts as they are printed, each row as long as there are columns.

    In xlsx the cells of a numeric column that are plain numbers become numbers.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        _Plain.__post_init__(self)
        if not self.columns:
            raise ContentError(f"表“{self.caption}”没有列")
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ContentError(
                    f"表“{self.caption}”第 {number} 行有 {len(row)} 格，应有 {len(self.columns)} 格"
                )


@dataclass(frozen=True, slots=True)
class Chart(_Plain):
    """A drawing as SVG, which asks for nothing outside itself; ``alt`` says in words what it shows."""

    svg: str
    alt: str
    caption: str = ""

    def __post_init__(self) -> None:
        _Plain.__post_init__(self)
        if not self.alt.strip():
            raise ContentError(f"图“{self.caption}”缺少文字说明，看不见图的人无从得知内容")


@dataclass(frozen=True, slots=True)
class Attachments(_Plain):
    """What is attached, by title and in order (附件)."""

    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature(_Plain):
    """A place to be signed by hand: who signs (签收人), the name if it is known, the day if there is one."""

    label: str
    name: str = ""
    signed_on: date | None = None


Block = Heading | Paragraph | Labelled | Table | Chart | Attachments | Signature


@dataclass(frozen=True, slots=True)
class Provenance(_Plain):
    """From what a document was made: enough to make it again, and to see whether it can be.

    ``snapshot``: SHA-256 of the frozen snapshot; ``ledger_size`` entries and their ``code``;
    ``others``: further pairs of label and value.
    """

    as_of: date
    snapshot: str = ""
    ledger_size: int = 0
    code: str = ""
    definitions: str = ""
    calendar: str = ""
    software: str = ""
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document(_Plain):
    """One document (文书, 公文) as it is printed: its heads, its blocks, and from what it was made.

    ``number``: 发文字号 or 期号; empty until it is issued. ``addressee``: 主送机关, without the colon.
    ``issuer`` and ``issued_on``: signature and date at the end. ``red_head``: the red line on top, where
    it is not ``issuer`` with 文件. ``copies_to``: 抄送.
    """

    kind: IssuedKind
    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    addressee: str = ""
    issuer: str = ""
    issued_on: date | None = None
    copies_to: tuple[str, ...] = ()
    red_head: str = ""
    provenance: Provenance | None = None
    language: Literal["zh"] = "zh"

    def __post_init__(self) -> None:
        _Plain.__post_init__(self)
        if not self.title.strip():
            raise ContentError("文书没有标题，请先拟定标题")


def texts(part: object) -> Iterator[str]:
    """Yield every text of a document or block in reading order, without codes and drawings."""
    if isinstance(part, Chart):
        yield from (part.alt, part.caption)
    elif isinstance(part, _Plain):
        for field in fields(part):
            if field.name != "language":
                yield from texts(getattr(part, field.name))
    elif isinstance(part, tuple):
        for one in part:
            yield from texts(one)
    elif type(part) is str and part:
        yield part


def chinese_day(day: date) -> str:
    """Return ``2026年11月3日``: no zero before a digit, as GB/T 9704 writes days."""
    return f"{day.year}年{day.month}月{day.day}日"
