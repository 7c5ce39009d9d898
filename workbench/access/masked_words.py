"""Is a word to look for what is left of a person? Then it finds nothing: matters are not gathered by person.

The titles that are searched show somebody by a mask. Whoever looked for the mask would find the matters of
all who bear one surname, or one end of a number (office charter: no filter lists cases by person). Units
and places that a text leaves unnamed (某某公司、某村) are no persons, and stay words like any other.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from workbench.access.masking import mask_id_number, mask_name

FILE: Final = Path(__file__).with_name("masked_words.toml")
NOWHERE: Final = "\uffff\uffff"  # no character of any text: the question stays the same, and finds nothing

_UNNAMED: Final = mask_name("王")[1:]  # what stands for a given name: 某某
_STAR: Final = mask_id_number("0")[0]
# What stands in the place of a name, as it is masked here and as people write it themselves.
_SIGN: Final = rf"(?>[{_UNNAMED[0]}{re.escape(_STAR)}•●■□△▲×\u2715]+|x{{2,}}|[○〇]{{2,}})"
_NUMBER: Final = re.compile(r"\d\*{2,}|\*{2,}\d|\d\*(?!\d)|(?<!\d)\*\d|\d{2}x{3,}|x{4,}\d")
_HAN: Final = "[\u3400-\u9fff]"


@lru_cache(maxsize=1024)
def is_masked(word: str) -> bool:
    """Return whether a word is, holds or is a piece of a masked name or number."""
    plain = unicodedata.normalize("NFKC", word).lower()
    return bool(_NUMBER.search(plain) or _rule()[1].search(plain))


def _is_of_a_person(word: str) -> bool:
    """A surname alone finds in the titles of matters whatever its mask would find."""
    return word in _rule()[0] or is_masked(word)


def to_find(text: str) -> str:
    """Return what is to be looked for: ``text``, or ``NOWHERE`` if a word of it is masked or a surname."""
    return NOWHERE if any(map(_is_of_a_person, text.split())) else text


def why_not_found(*texts: str) -> str:
    """Return in Chinese why words of ``texts`` find nothing and what to do instead, "" if they all may."""
    masked = dict.fromkeys(word for text in texts for word in text.split() if _is_of_a_person(word))
    if not masked:
        return ""
    return (
        f"{'、'.join(f'“{word}”' for word in masked)}像是姓氏，或遮盖后的姓名、号码，不参加查找："
        "本系统不按姓名或号码汇总信访事项。请按编号，或按事项内容（反映的问题、地点、单位）查找"
    )


@cache
def _rule() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the surnames, and the pattern of what stands for a person in a word of small letters."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    surnames = frozenset(read["surnames"]) - {"\n"}
    nouns, said = ("|".join(map(re.escape, read[name])) for name in ("nouns", "said_of_people"))
    of_unit = rf"(?!(?!{said})[^\s{_UNNAMED[0]}*，。、；：,;:()]{{0,8}}?(?:{nouns}))"
    after_name = rf"(?:(?<=[{''.join(sorted(surnames))}]){_SIGN}|(?<={_HAN})(?>{_UNNAMED}+))"
    alone = rf"(?<!{_HAN})(?<!\w){_SIGN}(?=$|\W|{said})"
    return surnames, re.compile(rf"{after_name}{of_unit}|{alone}")
