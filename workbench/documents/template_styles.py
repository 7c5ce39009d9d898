"""The styles of the shipped docx templates: face, size, pitch and indents of GB/T 9704-2012."""

from __future__ import annotations

from typing import Any, Final

from workbench.documents.faces import docx_font
from workbench.documents.word_body import STYLES
from workbench.terms import Face, PaperForm

PITCH: Final = 28.95  # points
NARROWER: Final = -5  # twentieths of a point between two characters
RED: Final = "C00000"
WITH_NEXT: Final = "公文落款单位"  # who signs stays on the page of the day below
_WIDTH: Final = 442.2  # points: 156 mm
_ABOVE_RED_HEAD: Final = 99.2  # points: 35 mm from the top of the text to the red head (7.2.4, 10.3)
# Points: what the line of each form needs (wording.RED_HEAD_LINES) fits into 156 mm.
RED_HEAD_SIZES: Final = {PaperForm.LETTERHEAD: 27, PaperForm.BRIEFING: 46, PaperForm.MINUTES: 31}


def add_styles(made: Any, form: PaperForm) -> None:
    """Give a document the styles of its form; those that it has already are dressed anew."""
    dress(made, "Normal", Face.FANGSONG, 16, indent=0)
    dress(made, "Body Text", Face.FANGSONG, 16, indent=2, align="both")
    for level, face in enumerate((Face.HEI, Face.KAI, Face.FANGSONG, Face.FANGSONG), 1):
        dress(made, f"Heading {level}", face, 16, indent=2, keep=True)
    dress(made, "Title", Face.TITLE, 22, indent=0, align="center", pitch=35)
    dress(made, "Caption", Face.HEI, 12, indent=0, align="center", pitch=20, keep=True, before=6)
    for name, face, size, more in (
        ("公文红头", Face.TITLE, RED_HEAD_SIZES.get(form, 31), _red_head(form)),
        ("公文文号线", Face.FANGSONG, 16, {"align": "center", "before": 2 * PITCH, "ruled": True}),
        ("公文期号", Face.FANGSONG, 16, {"align": "center", "before": 6}),
        ("公文刊头线", Face.FANGSONG, 16, {"before": 6, "ruled": True, "right_tab": True}),
        ("公文空行", Face.FANGSONG, 16, {}),
        ("公文主送", Face.FANGSONG, 16, {}),
        ("公文落款", Face.FANGSONG, 16, {"align": "right", "right": 4}),
        (WITH_NEXT, Face.FANGSONG, 16, {"align": "right", "right": 4, "keep": True}),
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
        dress(made, name, face, size, **{"indent": 0, **more})  # type: ignore[arg-type]
    _label(made)


def _red_head(form: PaperForm) -> dict[str, object]:
    above = _ABOVE_RED_HEAD if form in (PaperForm.LETTERHEAD, PaperForm.MINUTES) else 0
    return {"align": "center", "pitch": 0, "color": RED, "before": above}


def dress(
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
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
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
