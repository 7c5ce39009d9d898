"""The docx: every word there, in the office's template or the shipped one, the same bytes every time."""

import io
import re
import zipfile
from datetime import date

import docx
import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn

from tests.documents.samples import HOSTILE, make_document, missing, squeezed
from workbench.documents.content import ContentError, Document, Heading, Labelled, Paragraph
from workbench.documents.fields import fields_of, values
from workbench.documents.shipped_templates import template
from workbench.documents.templates import shipped, template_of
from workbench.documents.word import to_docx
from workbench.terms import IssuedKind, PaperForm

KINDS = (
    IssuedKind.LOOK_BACK_REPORT,
    IssuedKind.MONTHLY_BRIEFING,
    IssuedKind.MINUTES,
    IssuedKind.HANDLING_OPINION,
    IssuedKind.AGREED_ITEMS,
)


def shown(content: bytes) -> str:
    """The text of the body with its tables, in order; a line break is a blank."""
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join(
        "".join(
            node.text or "" if node.tag == qn("w:t") else " "
            for node in paragraph.iter(qn("w:t"), qn("w:br"))
        )
        for paragraph in body.iter(qn("w:p"))
    )


def written(*lines: str) -> bytes:
    """A template of an office, with these paragraphs."""
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_comes_through_and_nothing_is_cut(kind):
    document = make_document(kind)

    assert missing(document, shown(to_docx(document))) == []


def test_the_same_document_gives_the_same_bytes():
    first, second = to_docx(make_document()), to_docx(make_document())

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("form", PaperForm)
def test_the_shipped_templates_are_what_their_maker_makes(form):
    assert shipped(form) == template(form)


def test_page_and_lines_are_those_of_the_standard():
    opened = docx.Document(io.BytesIO(to_docx(make_document())))
    section = opened.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)

    assert [round(one.mm) for one in margins] == [37, 35, 28, 26]
    assert section._sectPr.find(qn("w:docGrid")) is None
    text = next(style for style in opened.styles if style.name == "Body Text").element
    spacing = text.find(qn("w:pPr")).find(qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert text.find(qn("w:rPr")).find(qn("w:spacing")).get(qn("w:val")) == "-5"
    assert text.find(qn("w:rPr")).find(qn("w:sz")).get(qn("w:val")) == "32"


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages():
    opened = docx.Document(io.BytesIO(to_docx(make_document())))
    section = opened.sections[0]

    assert opened.settings.odd_and_even_pages_header_footer
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        xml = footer.paragraphs[0]._p.xml
        assert f'<w:jc w:val="{align}"/>' in xml and " PAGE " in xml
        assert re.sub(r"\s", "", footer.paragraphs[0].text) == "—1—"


def test_a_table_repeats_its_head_and_drawings_say_what_they_show():
    xml = docx.Document(io.BytesIO(to_docx(make_document()))).element.body.xml

    assert "<w:tblHeader/>" in xml
    assert xml.count("descr=") == 2
    assert (
        HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") in xml
    )


def test_the_square_is_printed_whole():
    opened = docx.Document(io.BytesIO(to_docx(make_document())))
    (square,) = (
        cell.paragraphs[0]
        for one in opened.tables
        for cell in one.row_cells(0)
        if cell._tc.xpath(".//pic:pic")
    )

    # An exact pitch, as the style has it, would cut a picture down to the height of one line.
    assert opened.styles[square.style.name].paragraph_format.line_spacing_rule is WD_LINE_SPACING.EXACTLY
    assert square.paragraph_format.line_spacing_rule is WD_LINE_SPACING.SINGLE


def test_a_short_row_and_who_signs_are_not_torn_over_two_pages():
    opened = docx.Document(io.BytesIO(to_docx(make_document())))
    rows = opened.tables[0].rows
    (issuer,) = (one for one in opened.paragraphs if one.text == make_document().issuer)

    assert all(one._tr.xpath("./w:trPr/w:cantSplit") for one in rows)
    assert issuer.style.paragraph_format.keep_with_next


def test_an_own_template_wins_and_places_single_fields(tmp_path):
    (tmp_path / "督办单.docx").write_bytes(
        written("第{{ 文号 }}", "限 {{ 反馈期限 }} 前", "要求：{{ 督办要求 }}", "{{p 正文 }}")
    )
    document = Document(
        IssuedKind.SUPERVISION_ORDER,
        "督办单",
        (
            Labelled("反馈期限", "2026年12月1日"),
            Heading("三、督办要求"),
            Paragraph("限期办结。{{x}}"),
            Paragraph("书面反馈。"),
        ),
        number="督〔2026〕3号",
    )
    lines = shown(to_docx(document, templates=tmp_path)).splitlines()

    assert lines[:3] == ["第督〔2026〕3号", "限 2026年12月1日 前", "要求：限期办结。{{x}} 书面反馈。"]
    assert "书面反馈。" in lines[3:]
    assert template_of(IssuedKind.SUPERVISION_ORDER, tmp_path).is_own
    assert not template_of(IssuedKind.MINUTES, tmp_path).is_own


def test_the_template_of_a_form_serves_all_its_kinds(tmp_path):
    (tmp_path / "公文.docx").write_bytes(written("本局自定", "{{p 正文 }}"))

    assert shown(to_docx(make_document(), templates=tmp_path)).startswith("本局自定")


def test_a_template_with_a_fault_is_refused_before_anything_is_printed(tmp_path):
    (tmp_path / "公文.docx").write_bytes(written("{{ 标提 }}", "{{p 正文 }}"))

    with pytest.raises(ContentError, match=r"模板“公文\.docx”有误.*“标题”"):
        to_docx(make_document(), templates=tmp_path)


def test_a_template_cannot_reach_beyond_its_fields(tmp_path):
    (tmp_path / "公文.docx").write_bytes(written("{{ 标题.__class__.__mro__ }}", "{{p 正文 }}"))

    with pytest.raises(ContentError, match="无法填写"):
        to_docx(make_document(), templates=tmp_path)


def test_fields_say_the_same_as_the_document():
    document = make_document(IssuedKind.MINUTES, red_head="临湘市信访工作联席会议纪要")
    told = values(document)

    assert told["文号"] == document.number
    assert squeezed(told["标题"]) == squeezed(document.title)
    assert told["成文日期"] == "2026年11月3日"
    assert told["出席"].startswith("张某某")
    assert told["台账条数"] == "12345"
    assert set(told) == {field.name for field in fields_of(document.kind) if not field.is_block}


def test_properties_hold_the_day_of_the_paper_and_no_other():
    facts = docx.Document(io.BytesIO(to_docx(make_document()))).core_properties

    assert facts.created.date() == facts.modified.date() == date(2026, 11, 3)
    assert facts.author == "临湘市信访工作联席会议办公室"


# ECMA-376, part 1, 17.3.1.26, 17.3.2.28, 17.4.59, 17.4.69: children in this order, and no others of ours.
IN_ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
        "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
        "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
        "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
        "rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
        "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
        "bdr shd fitText vertAlign rtl cs em lang"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
        "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook"
    ),
    "tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
        "vAlign hideMark"
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_parts_of_a_docx_stand_in_the_order_that_word_asks_for(kind):
    opened = docx.Document(io.BytesIO(to_docx(make_document(kind))))
    roots = [opened.element, opened.styles.element]
    roots += [opened.sections[0].footer._element, opened.sections[0].even_page_footer._element]
    for root in roots:
        for name, order in IN_ORDER.items():
            for element in root.iter(qn(f"w:{name}")):
                places = [order.split().index(child.tag.partition("}")[2]) for child in element]
                assert places == sorted(places), element.xml
        for cell in root.iter(qn("w:tc")):
            assert cell[-1].tag == qn("w:p"), "a cell ends in a paragraph"
        for body in root.iter(qn("w:body")):
            tables = [at for at, child in enumerate(body) if child.tag == qn("w:tbl")]
            assert all(body[at + 1].tag == qn("w:p") for at in tables), "two tables would become one"
