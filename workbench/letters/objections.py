"""What somebody writes into a paper of the office is looked through before it is printed.

Refused are labels for watching people, names and numbers of those who petitioned, praise of their coming
less often, and targets for it. Each refusal says what to write instead.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from sqlalchemy import Connection

from workbench.access.masking import mask_name, scrub
from workbench.letters.passages import Passage, TellsOf
from workbench.queries.citizen_names import citizens_named

RefusedTerm = Callable[[str], str | None]  # the firewall's term that a text holds
FILE: Final = "objections.toml"
_SENTENCE: Final = re.compile(r"[。；;！!？?\n]")


@dataclass(frozen=True, slots=True)
class _Words:
    counts: tuple[str, ...]
    falls: tuple[str, ...]
    praises: tuple[str, ...]
    targets: tuple[str, ...]


def objections(
    connection: Connection, texts: Iterable[tuple[Passage, str]], *, refused_term: RefusedTerm
) -> tuple[str, ...]:
    """Return in Chinese why passages may not be printed so and what to do, empty where they may.

    A passage that tells of the matter itself is not looked through: what somebody asked for, and what he is
    answered, must come out whole. Where a person belongs (to whom it goes, whom to call) names may stand.
    """
    found = []
    for passage, text in texts:
        if passage.tells_of is TellsOf.MATTER or not text.strip():
            continue
        why = _of_words(text, refused_term)
        if not why and passage.tells_of is TellsOf.WORK:
            why = _of_people(connection, text) or _of_numbers(text)
        if why:
            found.append(f"“{passage.name}”{why}")
    return tuple(found)


def _of_words(text: str, refused_term: RefusedTerm) -> str:
    term = refused_term(text)
    if term is None:
        return ""
    return f"含“{term}”：本系统不使用对信访人的管控类用语，请改写为问题和所做的工作"


def _of_people(connection: Connection, text: str) -> str:
    if scrub(text) != text:
        return "含电话或者证件号码：文书不写群众的个人信息，请删去"
    named = citizens_named(connection, text)
    if not named:
        return ""
    masked = "、".join(mask_name(name) for name in named)
    return f"提到信访人的姓名（{masked}）：请改写为“信访人”或者写信访件编号"


def _of_numbers(text: str) -> str:
    words = _words()
    target = next((one for one in words.targets if one in text), None)
    if target is not None:
        return f"含“{target}”：来的人多少不设目标，请改写为要做到的工作和时限"
    for sentence in _SENTENCE.split(text):
        fall = next((one for one in words.falls if one in sentence), None)
        praise = next((one for one in words.praises if one in sentence), None)
        if fall and praise and any(one in sentence for one in words.counts):
            return (
                f"把来信来访减少说成成绩（“{fall}”和“{praise}”写在一句）：来的人多少不是工作好坏的依据，"
                "请只写数字，成绩写做了什么、办成多少"
            )
    return ""


@cache
def _words() -> _Words:
    told = tomllib.loads(files(__package__).joinpath(FILE).read_text("utf-8"))
    return _Words(**{name: tuple(words) for name, words in told.items()})
