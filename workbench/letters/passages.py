"""The passages of a letter that no record holds: what somebody writes for it, and what may not be missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from workbench.disk import reason

Texts = Mapping[str, str]  # by the Chinese name of the passage


class LetterError(ValueError):
    """A letter that cannot be written so; the message names what is missing and what to do."""


class TellsOf(Enum):
    """What a passage tells of: the office's work, the matter of who gets the letter, or a person to name."""

    WORK = 1
    MATTER = 2
    PERSON = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage: its name, what belongs there, whether the letter is refused without it."""

    name: str
    meaning: str
    is_required: bool = False
    tells_of: TellsOf = TellsOf.WORK


COPIES: Final = Passage("抄送", "抄送单位，每行一个", tells_of=TellsOf.PERSON)
ISSUER: Final = Passage("发文单位", "落款单位，不填就是记录中的单位", tells_of=TellsOf.PERSON)
TITLE: Final = Passage("标题", "不填就用通用标题")


def said(texts: Texts, name: str) -> str:
    """Return a passage without blanks around it, empty where nobody wrote it."""
    return texts.get(name, "").strip()


def copies(texts: Texts) -> tuple[str, ...]:
    """Return 抄送 as the units it names, one a line."""
    return tuple(line.strip() for line in said(texts, COPIES.name).splitlines() if line.strip())


def require(texts: Texts, passages: Iterable[Passage], what: str, why: str = "") -> None:
    """Refuse a letter that lacks a required passage; all that are missing are named at once."""
    missing = [one.name for one in passages if one.is_required and not said(texts, one.name)]
    if missing:
        basis = f"（{why}）" if why else ""
        raise LetterError(f"{what}缺少：{'、'.join(missing)}{basis}。请补充后再制作")


def check_known(texts: Texts, passages: Iterable[Passage], what: str) -> None:
    """Refuse a passage that the letter has no place for: it would be lost without a word."""
    known = [one.name for one in passages]
    unknown = sorted(name for name in texts if name not in known)
    if unknown:
        raise LetterError(f"{what}没有这些文字的位置：{'、'.join(unknown)}。可填写：{'、'.join(known)}")


def read_texts(path: Path) -> dict[str, str]:
    """Return the passages of a JSON file, text by name; ``LetterError`` for a file that is none."""
    example = '{"信访人": "王小明"}'
    try:
        told = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise LetterError(f"文件“{path}”打不开（{reason(error)}）：请核对路径") from error
    except ValueError as error:
        raise LetterError(f"文件“{path}”不是 JSON：请写成 {example} 的样子") from error
    if not isinstance(told, dict) or not all(isinstance(one, str) for one in told.values()):
        raise LetterError(f"文件“{path}”应为名称对文字，如 {example}")
    return told
