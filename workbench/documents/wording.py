"""The words that every view of a document puts around its blocks: all views take them from here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from workbench.documents.content import (
    Attachments,
    Block,
    Document,
    Heading,
    Provenance,
    Signature,
    chinese_day,
)
from workbench.documents.forms import form_of, red_head
from workbench.terms import PaperForm

NUMERALS: Final = "一二三四五六七八九十"
NUMBERED: Final = re.compile(
    r"^(?:[一二三四五六七八九十百]+、|（[一二三四五六七八九十百]+）|\d+[.．]\s?|（\d+）)"
)
CLOSED_BELOW: Final = frozenset({PaperForm.LETTERHEAD, PaperForm.NOTICE, PaperForm.LIST})
# Characters of a red head in one line; what is longer goes on a second one.
RED_HEAD_LINES: Final = {PaperForm.LETTERHEAD: 16, PaperForm.BRIEFING: 9, PaperForm.MINUTES: 14}
SHORT: Final = 300  # characters of a row, or of a last paragraph, that are not torn over two pages
TITLE_LINE: Final = 19  # characters of 22 pt in one line of 156 mm
_BREAK_AFTER: Final = "的、，》”）"
# What is not torn apart at the end of a line of a title: figures with their measure, the office's own words.
_WHOLE: Final = re.compile(
    r"(?:[0-9A-Za-z.,%〔〕-]+[年月日号期件%]?)+|联席会议|工作会议|全体会议|信访|工作|办公室|办结|办理|评查|随机|群众|问题|"
    r"纪要|事项|情况|报告|通报|建议|回头看|.[、，。；：！？》”）]"
)


def numeral(number: int) -> str:
    """Return a number as headings count: 十一, 二十."""
    if number <= 10:
        return NUMERALS[number - 1]
    tens, ones = divmod(number, 10)
    return f"{NUMERALS[tens - 1] if tens > 1 else ''}十{NUMERALS[ones - 1] if ones else ''}"


def red_head_lines(document: Document) -> tuple[str, ...]:
    """Return the red head in lines that its form has room for, empty where it has none."""
    words, longest = red_head(document), RED_HEAD_LINES.get(form_of(document).form, TITLE_LINE)
    return title_lines(words, longest=longest) if words else ()


def shows_title(document: Document) -> bool:
    """Return whether the title stands below the red head; of minutes it is the red head."""
    return red_head(document) != document.title


def addressee_line(document: Document) -> str:
    """Return 主送机关 with its colon, empty where there is none."""
    return f"{document.addressee}：" if document.addressee else ""


def attachment_lines(block: Attachments) -> tuple[str, ...]:
    """Return 附件说明, a line for each: numbered where there is more than one."""
    if len(block.titles) == 1:
        return (f"附件：{block.titles[0]}",)
    return tuple(
        f"{'附件：' if number == 1 else ''}{number}. {title}" for number, title in enumerate(block.titles, 1)
    )


def signature_line(block: Signature) -> str:
    """Return a line to be signed, with room where no name stands."""
    day = chinese_day(block.signed_on) if block.signed_on else "　　年　　月　　日"
    return f"{block.label}：{block.name or '　' * 6}　　{day}"


def closing_lines(document: Document) -> tuple[str, ...]:
    """Return who issues it and when (成文日期), as far as known; briefings and minutes say it in the head."""
    if form_of(document).form not in CLOSED_BELOW:
        return ()
    day = chinese_day(document.issued_on) if document.issued_on else ""
    return tuple(line for line in (document.issuer, day) if line)


def head_lines(document: Document) -> tuple[str, str]:
    """Return what stands left and right above the red line of a briefing: who issues it, and when."""
    return document.issuer, chinese_day(document.issued_on) if document.issued_on else ""


def imprint_lines(document: Document) -> tuple[tuple[str, str], ...]:
    """Return 版记, pairs of left and right: copies to, and by whom it is printed where the kind says so."""
    lines = []
    if document.copies_to:
        lines.append((f"抄送：{'，'.join(document.copies_to)}。", ""))
    if document.issuer and form_of(document).has_imprint:
        day = f"{chinese_day(document.issued_on)}印发" if document.issued_on else ""
        lines.append((document.issuer, day))
    return tuple(lines)


def provenance_pairs(found: Provenance | None) -> tuple[tuple[str, str], ...]:
    """Return what is printed of the origin, pairs of label and value; empty values are left out."""
    if found is None:
        return ()
    pairs = (
        ("截至日", chinese_day(found.as_of)),
        ("台账条数", str(found.ledger_size) if found.ledger_size else ""),
        ("台账校验码", found.code),
        ("快照校验值", found.snapshot),
        ("指标口径版本", found.definitions),
        ("日历版本", found.calendar),
        ("软件版本", found.software),
        *found.others,
    )
    return tuple((label, value) for label, value in pairs if value)


def square_text(found: Provenance) -> str:
    """Return what the square to scan holds: as on every other print of a checkpoint (ledger/printed.py)."""
    return f"LEDGER {found.ledger_size} {found.code}" if found.ledger_size else found.code


def outline(blocks: Iterable[Block]) -> Iterator[tuple[Block, int]]:
    """Yield each block with the level of its heading for who hears the page: no level is left out."""
    last = 0
    for block in blocks:
        if isinstance(block, Heading):
            last = min(block.level, last + 1)
            yield block, last
        else:
            yield block, 0


def unnumbered(heading: str) -> str:
    """Return the text of a heading without its number: ``一、投诉请求`` gives ``投诉请求``."""
    return NUMBERED.sub("", heading).strip()


def title_lines(title: str, *, longest: int = TITLE_LINE) -> tuple[str, ...]:
    """Return the title in lines of about equal length, the upper ones longer (GB/T 9704, 7.3.1).

    A line break in the title is kept. Broken is after a mark or 的 if one is near, and never within a figure.
    """
    lines: list[str] = []
    for part in title.split("\n"):
        rest = part
        while len(rest) > longest:
            wanted = -(-len(rest) // -(-len(rest) // longest))
            torn = {at for word in _WHOLE.finditer(rest) for at in range(word.start() + 1, word.end())}
            places = [at for at in range(1, min(longest, len(rest) - 1) + 1) if at not in torn] or [wanted]
            near = sorted(places, key=lambda at: abs(at - wanted))
            after = (at for at in near if abs(at - wanted) <= 3 and rest[at - 1] in _BREAK_AFTER)
            at = next(after, near[0])
            lines.append(rest[:at])
            rest = rest[at:]
        lines.append(rest)
    return tuple(lines)
