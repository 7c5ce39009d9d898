"""A document as docx: the office's template, or the shipped one, filled in; the same bytes every time."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from workbench.documents import fields, word_body
from workbench.documents.content import ContentError, Document
from workbench.documents.forms import form_of
from workbench.documents.square import square_png
from workbench.documents.template_check import check, environment
from workbench.documents.templates import shipped, template_of
from workbench.documents.typeset import NO_DAY, picture
from workbench.documents.wording import square_text

_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
_MM: Final = 36_000  # English Metric Units


def to_docx(document: Document, *, templates: Path | None = None) -> bytes:
    """Return the docx; ``templates`` is the office's folder of templates, which need not be there.

    ``ContentError`` names the faults of an own template that cannot be filled in.
    """
    from docxtpl import DocxTemplate

    found = template_of(document.kind, templates)
    if found.is_own:
        faults = [one for one in check(found.content, document.kind) if one.is_error]
        if faults:
            listed = "；".join(one.message for one in faults)
            raise ContentError(f"模板“{found.name}”有误，改正后再制作：{listed}")
    made = DocxTemplate(BytesIO(found.content))
    made.init_docx()
    style = _styles(made, document)
    put = _pictures(made)
    square = None
    if document.provenance is not None and document.provenance.code:
        square = square_png(square_text(document.provenance))
    context: dict[str, Any] = {name: word_body.safe(text) for name, text in fields.values(document).items()}
    context |= {
        "正文": word_body.body(document, style, put, picture),
        "数据来源": word_body.provenance(document, style, put, square),
        "版记": word_body.imprint(document, style),
    }
    try:
        made.render(context, environment(), autoescape=True)
    except Exception as error:
        if not found.is_own:
            raise
        raise ContentError(f"模板“{found.name}”无法填写：{error}，请对照字段清单核对") from error
    _describe(made, document)
    target = BytesIO()
    made.save(target)
    return fixed(target.getvalue())


def _styles(made: Any, document: Document) -> Callable[[str], str]:
    """Return the ids of the styles by role; those that the template lacks come from the shipped one."""
    import docx

    own = {style.name: style for style in made.docx.styles}
    lacking = [name for name in word_body.STYLES.values() if name not in own]
    if lacking:
        source = docx.Document(BytesIO(shipped(form_of(document).form)))
        for name in lacking:
            made.docx.styles.element.append(deepcopy(source.styles[name].element))
        own = {style.name: style for style in made.docx.styles}
    ids = {role: str(own[name].style_id) for role, name in word_body.STYLES.items()}
    return lambda role: ids[role]


def _pictures(made: Any) -> word_body.Picture:
    def put(content: bytes, alt: str, millimetres: int) -> str:
        from lxml import etree

        drawing = made.docx.part.new_pic_inline(BytesIO(content), width=millimetres * _MM)
        drawing.docPr.set("descr", alt)
        text = etree.tostring(drawing, encoding="unicode").replace("{", "&#123;").replace("}", "&#125;")
        return f"<w:r><w:drawing>{text}</w:drawing></w:r>"

    return put


def _describe(made: Any, document: Document) -> None:
    day = document.issued_on or (document.provenance.as_of if document.provenance else NO_DAY)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    facts = made.docx.core_properties
    facts.title = " ".join(document.title.split())[:255]
    facts.author = document.issuer[:255]
    facts.subject = document.kind.label
    facts.language = "zh-CN"
    facts.comments, facts.last_modified_by, facts.revision = "", document.issuer[:255], 1
    facts.created = facts.modified = moment


def fixed(content: bytes) -> bytes:
    """Return the same package with the same day on every part."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as given, zipfile.ZipFile(target, "w") as kept:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            kept.writestr(entry, given.read(name))
    return target.getvalue()
