"""What a code is: a short word for the database with its Chinese label."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A code that knows its Chinese label: ``Channel.VISIT.label == "来访"``."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def coded(cls, code: str) -> Self:
        """Return the member with this code; ``ValueError`` if the list has none."""
        try:
            return cls(code)  # type: ignore[call-arg]  # a look-up, not a new member
        except ValueError:
            raise ValueError(f"“{code}”不是已知的代码") from None

    @classmethod
    def labelled(cls, label: str) -> Self:
        """Return the member with this Chinese label; ``ValueError`` names the known ones."""
        for member in cls:
            if member.label == label:
                return member
        known = "、".join(member.label for member in cls)
        raise ValueError(f"“{label}”不在可选范围内（{known}）")
