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


def plain(text: str) -> str:
    """Return the text for comparing: no markup, spaces or marks, full-width letters made usual, lower case.

    >>> plain("尊敬的领导：您好！<br>Ａ栋 路灯&nbsp;不亮。")
    'a栋路灯不亮'
    """
    clean = unicodedata.normalize("NFKC", html.unescape(_TAG.sub("", text))).strip()
    return _DROPPED.sub("", _GREETING.sub("", clean)).lower()
