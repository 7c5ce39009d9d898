"""The formats a document is printed in: one name each, on the command line, on screens and in the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from workbench.documents.content import ContentError, Document

FORMATS: Final = ("docx", "pdf", "html", "xlsx")


def render(
    document: Document,
    formats: Iterable[str],
    *,
    templates: Path | None = None,
    font_folder: Path | None = None,
) -> dict[str, bytes]:
    """Return the files by format; ``ContentError`` for a format that there is not.

    ``templates`` is the office's folder of docx templates, ``font_folder`` that of its fonts.
    """
    wanted = tuple(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise ContentError(f"没有“{'、'.join(unknown)}”这种格式：可用 {'、'.join(FORMATS)}")
    makers = _makers(templates, font_folder)
    return {name: makers[name](document) for name in wanted}


def _makers(templates: Path | None, font_folder: Path | None) -> Mapping[str, Callable[[Document], bytes]]:
    def docx(document: Document) -> bytes:
        from workbench.documents.word import to_docx

        return to_docx(document, templates=templates)

    def pdf(document: Document) -> bytes:
        from workbench.documents.typeset import to_pdf

        return to_pdf(document, font_folder=font_folder)

    def html(document: Document) -> bytes:
        from workbench.documents.page import to_html

        return to_html(document).encode()

    def xlsx(document: Document) -> bytes:
        from workbench.documents.sheet import to_xlsx

        return to_xlsx(document)

    return {"docx": docx, "pdf": pdf, "html": html, "xlsx": xlsx}


def file_name(document: Document, suffix: str) -> str:
    """Return a name for a file: number and title, without what file systems refuse, at most 80 characters."""
    words = " ".join(filter(None, (document.number, document.title)))
    plain = "".join("－" if mark in '\\/:*?"<>|\n' or mark < " " else mark for mark in words)
    return f"{plain.strip(' .')[:80]}.{suffix}"
