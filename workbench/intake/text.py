"""Characters: which cannot be kept, which do not show, and how keys and numbers are written the same way."""

from __future__ import annotations

import re

# Controls, halves of characters, and places that are no characters at all.
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_HALF_ESCAPED = re.compile(r"_x[Dd][89A-Fa-f][0-9A-Fa-f]{2}_")
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\ufeff\u00ad]|_x[Dd][89A-Fa-f][0-9A-Fa-f]{2}_"
)
_BLANK_EDGES = " \t\r\n\u3000\u00a0\u200b\ufeff"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}


class UnkeepableTextError(ValueError):
    """The text holds characters that no database and no document can keep."""


def clean(text: str) -> tuple[str, str | None, bool]:
    """Return a text that can be kept, what was taken out of it or ``None``, and whether unseen marks remain.

    Narratives keep everything that shows, and the unseen marks with it; controls fall away and are told.
    """
    if not _SUSPECT.search(text):
        return text.strip(_BLANK_EDGES), None, False
    if _HALF_ESCAPED.search(text):
        raise UnkeepableTextError("含有不完整的字符（半个编码）")
    if _IMPOSSIBLE.search(text):
        is_null = "\x00" in text
        raise UnkeepableTextError("含有空字符（NUL）" if is_null else "含有不完整的字符（半个编码）")
    without = _CONTROL.sub("", text)
    changed = None if without == text else "删去不可见的控制字符"
    return without.strip(_BLANK_EDGES), changed, bool(UNSEEN.search(without))


def clean_key(text: str) -> tuple[str, str | None]:
    """Return a key (name, number, code) without unseen marks and edge blanks, and what was changed."""
    kept, changed, has_unseen = clean(text)
    if has_unseen:
        had_direction = bool(_DIRECTION.search(kept))
        kept = UNSEEN.sub("", kept).strip(_BLANK_EDGES)
        changed = "删去不可见的方向控制符" if had_direction else "删去不可见的零宽字符"
    elif changed is None and kept != text.strip(" \t\r\n"):
        changed = "删去首尾的全角空格"
    return kept, changed


def narrow(text: str) -> str:
    """Return a key or number with full-width letters, digits and signs made ASCII; nothing else changes."""
    return text.translate(_FULL_WIDTH)


def shown(value: object, longest: int = 60) -> str:
    """Return a value as a table of faults may show it: unseen characters made visible, long ones cut."""
    text = "" if value is None else str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        text = str(int(value))
    text = re.sub(_SUSPECT, lambda found: f"〔{ord(found.group()[0]):04X}〕", text).replace("\n", "⏎")
    return text if len(text) <= longest else text[: longest - 1] + "…"
