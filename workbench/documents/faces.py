"""Faces of type: which the standard asks for, which are there, and what stands in for those that are not."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from workbench import fonts
from workbench.documents.content import ContentError
from workbench.terms import Face

FILE: Final = "faces.toml"
GETA: Final = "〓"  # the printers' mark for a character that no type is at hand for


class FontFolderError(ContentError):
    """The office's folder of fonts is not there or holds no font."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The families of a PDF by face (best first, the carried one last), and the folders they lie in."""

    families: Mapping[Face, tuple[str, ...]]
    folders: tuple[Path, ...]

    @property
    def missing(self) -> tuple[Face, ...]:
        """Return the faces for which the carried font stands in."""
        return tuple(face for face, found in self.families.items() if len(found) == 1)

    @property
    def notice(self) -> str:
        """Return the Chinese sentence that declares the stand-in, empty where none is needed."""
        if not self.missing:
            return ""
        names = "、".join(face.label for face in self.missing)
        return (
            f"未找到{names}字体，已用自带的思源黑体代替：可把办公用字体文件放进一个文件夹，"
            "并在设置 WORKBENCH_FONTS 中写明该文件夹"
        )


@cache
def _table() -> Mapping[Face, tuple[tuple[str, ...], str]]:
    content = tomllib.loads(files(__package__).joinpath(FILE).read_text("utf-8"))
    return {face: (tuple(content[face.value]["pdf"]), str(content[face.value]["docx"])) for face in Face}


def docx_font(face: Face) -> str:
    """Return the name of a face as it is written into a docx."""
    return _table()[face][1]


@cache
def loaded(folder: Path | None) -> tuple[Any, Chosen]:
    """Return typst's fonts (the carried one, those of the office's folder) and what was chosen of them.

    ``FontFolderError`` if the folder is given and is none, or holds nothing that is a font.
    """
    import typst

    own = fonts.ttf_path().parent
    folders = (own,) if folder is None else (own, folder)
    if folder is not None and not folder.is_dir():
        raise FontFolderError(f"字体文件夹不存在：{folder}，请核对设置 WORKBENCH_FONTS")
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
    known = set(found.families())
    if folder is not None and not known - {fonts.FAMILY}:
        raise FontFolderError(f"字体文件夹中没有可用的字体文件（ttf、otf、ttc）：{folder}")
    return found, Chosen({face: _choice(face, known) for face in Face}, folders)


def _choice(face: Face, known: Collection[str]) -> tuple[str, ...]:
    return (*(name for name in _table()[face][0] if name in known), fonts.FAMILY)


@cache
def _writable(folder: Path | None) -> frozenset[int]:
    """The code points that some loaded font can write: typst looks in all of them."""
    from matplotlib.ft2font import FT2Font

    found: set[int] = set()
    for font in loaded(folder)[0].fonts():
        try:
            found.update(FT2Font(str(font.path), face_index=font.index).get_charmap())
        except (RuntimeError, OSError):  # a file that typst reads and FreeType does not: the others are asked
            continue
    return frozenset(found)


def unwritable(text: str, folder: Path | None) -> tuple[str, ...]:
    """Return the characters of a text that no loaded font can write, each once, in order."""
    known = _writable(folder)
    return tuple(
        mark
        for mark in dict.fromkeys(text)
        if ord(mark) not in known and mark != "\n" and unicodedata.category(mark) != "Cf"
    )
