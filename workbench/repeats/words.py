"""What is compared of a text: its characters, without what only its transport put there."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
# Letters, digits and Chinese characters; spaces, marks and pictures differ between two copies of one letter.
_DROPPED: Final = re.compile(r"[^0-9A-Za-z\u3400-\u9fff\U00020000-\U0003134f]+")
_GREETING: Final = re.compile(
    r"^(尊敬的|敬爱的)?[^，。：:！!]{0,12}(领导|书记|市长|县长|区长|局长)[^，。：:！!]{0,4}[，：:！!]?(您们?好|你们?好)?"
)


# Letters whose compatible form is told sign by sign: none of them joins the one before it.
_SIMPLE: Final = re.compile("[\x00-\x7f\u2010-\u2027\u3000-\u3029\u3400-\u9fff\uff01-\uff5e]*")
_USUAL: Final = {
    sign: usual
    for sign in map(chr, (*range(0x2010, 0x2028), *range(0x3000, 0x302A), *range(0xFF01, 0xFF5F)))
    if (usual := unicodedata.normalize("NFKC", sign)) != sign
}
_UNUSUAL: Final = re.compile(f"[{''.join(_USUAL)}]")


def _compatible(text: str) -> str:
    """Return the text in form NFKC; a text of Chinese characters and usual marks in a quarter of the time."""
    if _SIMPLE.fullmatch(text) is None:
        return unicodedata.normalize("NFKC", text)
    return _UNUSUAL.sub(lambda sign: _USUAL[sign[0]], text)


def plain(text: str) -> str:
    """Return the text for comparing: no markup, spaces or marks, full-width letters made usual, lower case.

    >>> plain("尊敬的领导：您好！<br>Ａ栋 路灯&nbsp;不亮。")
    'a栋路灯不亮'
    """
    clean = _compatible(html.unescape(_TAG.sub("", text))).strip()
    return _DROPPED.sub("", _GREETING.sub("", clean)).lower()
