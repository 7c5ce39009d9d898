"""Make the shipped docx templates again: ordinary files that an office opens and edits in Word or WPS.

``python -m workbench.documents.shipped_templates`` writes them into ``templates/``: always the same bytes.
Sizes and places are those of GB/T 9704-2012: 22 lines by an exact pitch of 28.95 pt, 28 characters by a
spacing of -0.25 pt (a document grid with negative spacing sets each character in two cells in LibreOffice).
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from workbench.documents.faces import docx_font
from workbench.documents.templates import shipped_path
from workbench.documents.word import fixed
from workbench.documents.word_body import STYLES
from workbench.terms import Face, PaperForm

PITCH: Final = 28.95  # points
NARROWER: Final = -5  # twentieths of a point between two characters
RED: Final = "C00000"
_WIDTH: Final = 442.2  # points: 156 mm
# Points: what the line of each form needs (wording.RED_HEAD_LINES) fits into 156 mm.
RED_HEAD_SIZES: Final = {PaperForm.LETTERHEAD: 27, PaperForm.BRIEFING: 46, PaperForm.MINUTES: 31}

_RED_HEAD_IF_GIVEN: Final = (("", "{%p if 红头 %}"), ("公文红头", "{{ 红头 }}"), ("", "{%p endif %}"))
HEADS: Final[dict[PaperForm, tuple[tuple[str, str], ...]]] = {
    PaperForm.LETTERHEAD: (
        ("公文红头", "{{ 红头 }}"),
        ("公文文号线", "{{ 文号 }}"),
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
    ("公文空行", ""),
    ("公文落款", "{{ 发文单位 }}"),
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
    _styles(made, form)
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


def _styles(made: Any, form: PaperForm) -> None:
    _dress(made, "Normal", Face.FANGSONG, 16, indent=0)
    _dress(made, "Body Text", Face.FANGSONG, 16, indent=2, align="both")
    for level, face in enumerate((Face.HEI, Face.KAI, Face.FANGSONG, Face.FANGSONG), 1):
        _dress(made, f"Heading {level}", face, 16, indent=2, keep=True)
    _dress(made, "Title", Face.TITLE, 22, indent=0, align="center", pitch=35)
    _dress(made, "Caption", Face.HEI, 12, indent=0, align="center", pitch=20, keep=True, before=6)
    for name, face, size, more in (
        ("公文红头", Face.TITLE, RED_HEAD_SIZES.get(form, 31), {"align": "center", "pitch": 0, "color": RED}),
        ("公文文号线", Face.FANGSONG, 16, {"align": "center", "before": PITCH, "ruled": True}),
        ("公文期号", Face.FANGSONG, 16, {"align": "center", "before": 6}),
        ("公文刊头线", Face.FANGSONG, 16, {"before": 6, "ruled": True, "right_tab": True}),
        ("公文空行", Face.FANGSONG, 16, {}),
        ("公文主送", Face.FANGSONG, 16, {}),
        ("公文落款", Face.FANGSONG, 16, {"align": "right", "right": 4}),
        (STYLES["labelled"], Face.FANGSONG, 16, {"indent": 2}),
        (STYLES["head"], Face.HEI, 10.5, {"align": "center", "pitch": 16}),
        (STYLES["cell"], Face.FANGSONG, 10.5, {"pitch": 16}),
        (STYLES["figure"], Face.FANGSONG, 10.5, {"pitch": 16, "align": "right"}),
        (STYLES["note"], Face.FANGSONG, 9, {"pitch": 14}),
        (STYLES["chart"], Face.FANGSONG, 16, {"align": "center", "pitch": 0, "keep": True}),
        (STYLES["attachments"], Face.FANGSONG, 16, {"indent": 2}),
        (STYLES["signature"], Face.FANGSONG, 16, {"align": "right", "right": 2, "before": PITCH}),
        (STYLES["provenance"], Face.FANGSONG, 9, {"pitch": 13}),
        (STYLES["imprint"], Face.FANGSONG, 14, {"pitch": 22, "side": 1}),
    ):
        _dress(made, name, face, size, **{"indent": 0, **more})  # type: ignore[arg-type]
    _label(made)


def _dress(
    made: Any,
    name: str,
    face: Face,
    size: float,
    *,
    indent: int,
    align: str = "",
    pitch: float = PITCH,
    keep: bool = False,
    before: float = 0,
    color: str = "000000",
    ruled: bool = False,
    right_tab: bool = False,
    right: int = 0,
    side: int = 0,
) -> None:
    """Give a style its face, size (points), indents (characters) and exact pitch (points; 0: as needed)."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    if name not in [style.name for style in made.styles]:
        made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = made.styles["Normal"]
    element = made.styles[name].element
    for old in element.xpath("w:pPr | w:rPr"):
        element.remove(old)
    parts = ["<w:keepNext/>"] if keep else []
    parts.append('<w:widowControl w:val="0"/>')
    if ruled:
        parts.append(f'<w:pBdr><w:bottom w:val="single" w:sz="10" w:space="11" w:color="{RED}"/></w:pBdr>')
    if right_tab:
        parts.append(f'<w:tabs><w:tab w:val="right" w:pos="{round((_WIDTH - 16) * 20)}"/></w:tabs>')
    parts.append('<w:snapToGrid w:val="0"/>')
    line = f'w:line="{round(pitch * 20)}" w:lineRule="exact"' if pitch else 'w:line="240" w:lineRule="auto"'
    parts.append(f'<w:spacing w:before="{round(before * 20)}" w:after="0" {line}/>')
    if indent or right or side:
        first = f' w:firstLineChars="{indent * 100}" w:firstLine="{indent * 316}"' if indent else ""
        ends = (
            f' w:rightChars="{(right or side) * 100}" w:right="{(right or side) * 316}"'
            if right or side
            else ""
        )
        starts = f' w:leftChars="{side * 100}" w:left="{side * 280}"' if side else ""
        parts.append(f"<w:ind{starts}{ends}{first}/>")
    if align:
        parts.append(f'<w:jc w:val="{align}"/>')
    if name.startswith("Heading"):
        parts.append(f'<w:outlineLvl w:val="{int(name[-1]) - 1}"/>')
    closer = f'<w:spacing w:val="{NARROWER}"/>' if size == 16 else ""
    font = docx_font(face)
    look = (
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
        f'<w:b w:val="0"/><w:i w:val="0"/><w:color w:val="{color}"/>{closer}'
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/>'
    )
    element.append(parse_xml(f"<w:pPr {nsdecls('w')}>{''.join(parts)}</w:pPr>"))
    element.append(parse_xml(f"<w:rPr {nsdecls('w')}>{look}</w:rPr>"))


def _label(made: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    element = made.styles.add_style(STYLES["label"], WD_STYLE_TYPE.CHARACTER).element
    font = docx_font(Face.HEI)
    element.append(
        parse_xml(
            f'<w:rPr {nsdecls("w")}><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/></w:rPr>'
        )
    )


def _page_numbers(made: Any) -> None:
    """Put — 1 — under odd pages at the right, under even pages at the left, one character from the edge."""
    made.settings.odd_and_even_pages_header_footer = True
    section = made.sections[0]
    _dress(made, "Footer", Face.SONG, 14, indent=0, pitch=18)
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
