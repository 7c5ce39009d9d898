"""Make the shipped docx templates again: ordinary files that an office opens and edits in Word or WPS.

``python -m workbench.documents.shipped_templates`` writes them into ``templates/``: always the same bytes.
Sizes and places are those of GB/T 9704-2012: 22 lines by an exact pitch of 28.95 pt, 28 characters by a
spacing of -0.25 pt (a document grid with negative spacing sets each character in two cells in LibreOffice).
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from workbench.documents.template_styles import WITH_NEXT, add_styles, dress
from workbench.documents.templates import shipped_path
from workbench.documents.word import fixed
from workbench.documents.word_body import STYLES
from workbench.terms import Face, PaperForm

_RED_HEAD_IF_GIVEN: Final = (("", "{%p if 红头 %}"), ("公文红头", "{{ 红头 }}"), ("", "{%p endif %}"))
HEADS: Final[dict[PaperForm, tuple[tuple[str, str], ...]]] = {
    PaperForm.LETTERHEAD: (
        ("公文红头", "{{ 红头 }}"),
        ("公文文号线", "{{ 文号 }}"),
        ("公文空行", ""),
        ("公文空行", ""),
        ("Title", "{{ 标题 }}"),
        ("公文空行", ""),
    ),
    PaperForm.BRIEFING: (
        ("公文红头", "{{ 红头 }}"),
        ("公文期号", "{{ 文号 }}"),
        ("公文刊头线", "{{ 发文单位 }}\t{{ 成文日期 }}"),
        ("Title", "{{ 标题 }}"),
        ("公文空行", ""),
    ),
    PaperForm.MINUTES: (
        ("公文红头", "{{ 红头 }}"),
        ("公文期号", "{{ 文号 }}"),
        ("公文刊头线", "{{ 发文单位 }}\t{{ 成文日期 }}"),
        ("", "{%p if 标题 %}"),
        ("Title", "{{ 标题 }}"),
        ("", "{%p endif %}"),
    ),
    PaperForm.NOTICE: (
        *_RED_HEAD_IF_GIVEN,
        ("Title", "{{ 标题 }}"),
        ("公文期号", "{{ 文号 }}"),
    ),
    PaperForm.LIST: (
        *_RED_HEAD_IF_GIVEN,
        ("Title", "{{ 标题 }}"),
        ("", "{%p if 文号 %}"),
        ("公文期号", "{{ 文号 }}"),
        ("", "{%p endif %}"),
    ),
}
ADDRESSEE: Final = (("", "{%p if 主送 %}"), ("公文主送", "{{ 主送 }}："), ("", "{%p endif %}"))
CLOSING: Final = (
    (WITH_NEXT, ""),
    (WITH_NEXT, "{{ 发文单位 }}"),
    ("公文落款", "{{ 成文日期 }}"),
)
ORIGIN: Final = (("公文来源", "{{p 数据来源 }}"),)
IMPRINT: Final = (("公文来源", "{{p 版记 }}"),)
_CLOSED: Final = (PaperForm.LETTERHEAD, PaperForm.NOTICE, PaperForm.LIST)


def template(form: PaperForm) -> bytes:
    """Return the template of a form."""
    import docx

    made = docx.Document()
    _page(made)
    add_styles(made, form)
    _page_numbers(made)
    lines = [*HEADS[form], *ADDRESSEE, (STYLES["text"], "{{p 正文 }}")]
    lines += CLOSING if form in _CLOSED else ()
    lines += ORIGIN
    lines += IMPRINT
    for style, text in lines:
        made.add_paragraph(text, style=style or "公文空行")
    facts = made.core_properties
    facts.title, facts.author, facts.comments = f"{form.label}模板", "", ""
    facts.created = facts.modified = datetime(2026, 1, 1, tzinfo=UTC)
    facts.last_modified_by, facts.language = "", "zh-CN"
    target = BytesIO()
    made.save(target)
    return fixed(target.getvalue())


def _page(made: Any) -> None:
    from docx.shared import Mm

    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)  # the page number stands 7 mm under the text
    section.header_distance = Mm(15)
    for grid in section._sectPr.xpath("w:docGrid"):
        section._sectPr.remove(grid)


def _page_numbers(made: Any) -> None:
    """Put — 1 — under odd pages at the right, under even pages at the left, one character from the edge."""
    made.settings.odd_and_even_pages_header_footer = True
    section = made.sections[0]
    dress(made, "Footer", Face.SONG, 14, indent=0, pitch=18)
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = made.styles["Footer"]
        _number(paragraph, align)


def _number(paragraph: Any, align: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    space = nsdecls("w")
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:ind {space} w:leftChars="100" w:left="280" w:rightChars="100" w:right="280"/>')
    )
    properties.append(parse_xml(f'<w:jc {space} w:val="{align}"/>'))
    for inner in (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {space}>{inner}</w:r>"))


def write() -> None:
    """Write every template into its place."""
    for form in PaperForm:
        path = shipped_path(form)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(template(form))


if __name__ == "__main__":
    write()
