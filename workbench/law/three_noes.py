"""What three_noes.toml says: the three duties, and the former title as a fact of the past."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from workbench.law.tables import Entry, LawDataError, read_table

FILE: Final = "three_noes.toml"


@dataclass(frozen=True, slots=True)
class No:
    """One of the three: the figure whose failed cases break it."""

    figure: str
    title: str
    basis: str


@dataclass(frozen=True, slots=True)
class FormerTitle:
    """How many towns held the former title; never computed."""

    when: str
    towns: int
    of: int
    source: str


@dataclass(frozen=True, slots=True)
class ThreeNoes:
    """The three, their source, and the past."""

    source: str
    noes: tuple[No, ...]
    history: tuple[FormerTitle, ...]


@cache
def three_noes() -> ThreeNoes:
    """Return the content of the file; ``LawDataError`` names what is wrong in it."""
    content = read_table(FILE)
    noes, history = [], []
    for values in content.get("no", []):
        entry = Entry(FILE, str(values.get("figure")), values)
        noes.append(No(entry.text("figure"), entry.text("title"), entry.text("basis")))
        entry.done()
    for values in content.get("history", []):
        entry = Entry(FILE, str(values.get("when")), values)
        told = FormerTitle(
            entry.text("when"), entry.number("towns"), entry.number("of"), entry.text("source")
        )
        if told.towns > told.of:
            raise entry.error("towns", "不能多于 of")
        history.append(told)
        entry.done()
    if len(noes) != 3:
        raise LawDataError(f"规则数据文件 {FILE} 应有三项")
    head = Entry(FILE, "文件头", {key: value for key, value in content.items() if key in ("since", "source")})
    head.day("since")
    return ThreeNoes(head.text("source"), tuple(noes), tuple(history))
