"""The small values that parts share: tones, labels, choices, files to save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["", "accent", "late", "soon", "done", "quiet"]
"""What a colour says: late is red, soon amber, done green; an empty tone says nothing."""

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Tag:
    """A short label with a tone, such as the state of a case."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to choose: its code, its label, how many things have it, how deep it stands in a tree."""

    code: str
    label: str
    count: int | None = None
    level: int = 0

    def as_sent(self) -> dict[str, object]:
        """Return it as a script reads it; by hand, for ``asdict`` takes ten times as long for each."""
        return {"code": self.code, "label": self.label, "count": self.count, "level": self.level}


@dataclass(frozen=True, slots=True)
class FileToSave:
    """Bytes that the browser saves under ``name``."""

    name: str
    content: bytes
    media_type: str = PLAIN


def grouped(number: float) -> str:
    """Return a number as it is read: ``12,345``; decimals only where there are any."""
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.2f}".rstrip("0")


def size_text(size: int) -> str:
    """Return a number of bytes as it is read: ``14.2 MB``."""
    if size < 1024:
        return f"{size} 字节"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"
