"""A briefing as files: each format is a view of the same object."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Final

from workbench.briefings.briefing import Briefing
from workbench.briefings.spans import BriefingError
from workbench.documents.content import Document

FORMATS: Final = ("docx", "pdf", "html", "xlsx", "json")
MEDIA: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def read_formats(text: str) -> tuple[str, ...]:
    """Return the formats that somebody typed, each once; ``BriefingError`` names those there are."""
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    odd = [one for one in wanted if one not in FORMATS]
    if odd or not wanted:
        named = f"没有“{'、'.join(odd)}”这种格式" if odd else "没有写格式"
        raise BriefingError(f"{named}：可写 {'、'.join(FORMATS)}，多种用逗号隔开")
    return wanted


def file_of(briefing: Briefing, form: str, *, number: str = "", issued_on: date | None = None) -> bytes:
    """Return the briefing in one of ``FORMATS``; the same briefing gives the same bytes."""
    if form == "json":
        told = json.dumps(briefing.to_json(), ensure_ascii=False, indent=1, sort_keys=True)
        return (told + "\n").encode()
    return printed(briefing.document(number=number, issued_on=issued_on), form)


def printed(document: Document, form: str) -> bytes:
    """Return a document in one of the formats for people."""
    match form:
        case "docx":
            from workbench.documents.word import to_docx

            return to_docx(document)
        case "pdf":
            from workbench.documents.typeset import to_pdf

            return to_pdf(document)
        case "html":
            from workbench.documents.page import to_html

            return to_html(document).encode()
        case "xlsx":
            from workbench.documents.sheet import to_xlsx

            return to_xlsx(document)
        case _:
            raise BriefingError(f"没有“{form}”这种格式：可写 {'、'.join(FORMATS)}")


def files_of(briefing: Briefing, forms: Iterable[str] = FORMATS) -> dict[str, bytes]:
    """Return the briefing in several formats, by the name of the file."""
    return {f"{briefing.name}.{form}": file_of(briefing, form) for form in forms}
