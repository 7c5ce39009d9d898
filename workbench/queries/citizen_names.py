"""Does a text name somebody who petitions? Asked where a unit writes of problems, not of people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, select

from workbench.records.people import Petitioner

_LONGEST: Final = 4  # characters of a name
_SURE: Final = 3  # names of so many characters are hardly ever another word
# What stands beside a name of two characters, which alone may be a word or a place.
_BEFORE: Final = ("村民", "居民", "群众", "业主", "职工", "户主", "当事人", "信访人", "与", "和", "、")
_AFTER: Final = ("等", "户", "家", "夫妇", "先生", "女士", "与", "和", "、", "反映", "诉", "（", "(")


def citizens_named(connection: Connection, text: str) -> tuple[str, ...]:
    """Return the names of people who petitioned that stand in a text, in the order in which they stand there.

    Names of two characters count only beside a word that makes a person of them.
    """
    parts = {text[at : at + size] for size in range(2, _LONGEST + 1) for at in range(len(text) - size + 1)}
    found = [
        name for name in _known(connection, sorted(parts)) if len(name) >= _SURE or _is_person(text, name)
    ]
    return tuple(sorted(found, key=text.index))


def _known(connection: Connection, parts: list[str]) -> Iterable[str]:
    for start in range(0, len(parts), 500):
        wanted = Petitioner.name.in_(parts[start : start + 500])
        for name in connection.scalars(select(Petitioner.name).where(wanted).distinct()):
            if name is not None:
                yield name


def _is_person(text: str, name: str) -> bool:
    at = text.find(name)
    while at >= 0:
        before, after = text[:at], text[at + len(name) :]
        if before.endswith(_BEFORE) or after.startswith(_AFTER):
            return True
        at = text.find(name, at + 1)
    return False
