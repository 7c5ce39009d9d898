"""The PDF: every word there, the grid of the standard kept, archivable, the same bytes every time."""

import io
import re
from collections import defaultdict
from datetime import date
from itertools import pairwise

import pypdf
import pypdfium2
import pytest

from tests.documents.samples import HOSTILE, SVG, make_document, missing, squeezed
from workbench.documents.content import Chart, Column, ContentError, Document, Paragraph, Table
from workbench.documents.faces import FontFolderError, loaded
from workbench.documents.typeset import picture, to_pdf
from workbench.terms import IssuedKind

KINDS = (
    IssuedKind.LOOK_BACK_REPORT,
    IssuedKind.MONTHLY_BRIEFING,
    IssuedKind.MINUTES,
    IssuedKind.HANDLING_OPINION,
    IssuedKind.AGREED_ITEMS,
)


def pages(pdf: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(pdf)
    found = [page.get_textpage().get_text_range() for page in opened]
    opened.close()
    return found


def shown(pdf: bytes) -> str:
    """The text of all pages without their numbers."""
    return "".join(re.sub(r"— \d+ —\s*$", "", page.strip()) for page in pages(pdf))


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_comes_through_and_nothing_is_cut(kind):
    document = make_document(kind)

    assert missing(document, shown(to_pdf(document))) == []


def test_the_same_document_gives_the_same_bytes():
    assert to_pdf(make_document()) == to_pdf(make_document())


def test_the_file_says_that_it_is_archivable_and_can_be_read_aloud():
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(make_document())))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()

    assert "pdfaid:part" in metadata and "pdfuaid:part" in metadata
    assert reader.trailer["/Root"]["/Lang"].startswith("zh")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == make_document().title
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(inner.get_object())


def test_a_page_has_22_lines_of_28_characters_at_an_exact_pitch():
    text = "国" * 28 * 70
    opened = pypdfium2.PdfDocument(to_pdf(Document(IssuedKind.ACCEPTANCE_NOTICE, "格", (Paragraph(text),))))
    page = opened[1].get_textpage()
    lines = defaultdict(list)
    for place in range(page.count_chars()):
        if page.get_text_range(place, 1) == "国":
            left, bottom, right, _ = page.get_charbox(place)
            lines[round(bottom, 1)].append((left, right))
    opened.close()

    assert len(lines) == 22
    assert {len(one) for one in lines.values()} == {28}
    feet = sorted(lines, reverse=True)
    assert all(abs(upper - lower - 28.95) < 0.11 for upper, lower in pairwise(feet))
    left, right = min(min(one)[0] for one in lines.values()), max(max(one)[1] for one in lines.values())
    assert 28 / 25.4 * 72 - 1 < left < 28 / 25.4 * 72 + 3
    assert right < (210 - 26) / 25.4 * 72 + 1


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages_below_the_text():
    opened = pypdfium2.PdfDocument(to_pdf(make_document()))
    places = []
    for number, page in enumerate(opened, 1):
        found = page.get_textpage()
        (left, _, right, top) = _box_of(found, f"— {number} —")
        places.append((left, right))
        assert 35 / 25.4 * 72 - top == pytest.approx(7 / 25.4 * 72, abs=6)
    opened.close()

    middle = 105 / 25.4 * 72
    assert len(places) >= 3
    assert all(
        (left > middle) if at % 2 == 0 else (right < middle) for at, (left, right) in enumerate(places)
    )


def _box_of(page, words):
    search = page.search(words)
    place, count = search.get_next()
    boxes = [page.get_charbox(at) for at in range(place, place + count) if page.get_text_range(at, 1).strip()]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def test_no_word_of_a_narrow_column_runs_into_the_next():
    columns = tuple(Column(label, width=width) for label, width in (("编号", 1), ("内容", 9)))
    rows = (("2026-02-01-KEYS", "甲" * 60), ("ABCDEFGHIJKL", "乙" * 700))
    document = Document(IssuedKind.AGREED_ITEMS, "清单", (Table("表", columns, rows),))
    opened = pypdfium2.PdfDocument(to_pdf(document))
    page = opened[0].get_textpage()
    edge = min(
        page.get_charbox(at)[0] for at in range(page.count_chars()) if page.get_text_range(at, 1) == "甲"
    )
    keys = [page.get_charbox(at) for at in range(page.count_chars()) if page.get_text_range(at, 1) in "KEYS"]
    opened.close()

    assert len(keys) >= 4
    assert all(right < edge for _, _, right, _ in keys)
    assert missing(document, shown(to_pdf(document))) == []


def test_the_square_leads_to_the_checkpoint():
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(make_document())))

    assert "LEDGER 12345 K7QF-2M9D" in str(_alternatives(reader.trailer["/Root"]["/StructTreeRoot"]))


def _alternatives(node, depth=0):
    found = []
    node = node.get_object() if hasattr(node, "get_object") else node
    if depth < 40 and isinstance(node, dict):
        if "/Alt" in node:
            found.append(str(node["/Alt"]))
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            found += _alternatives(child, depth + 1)
    return found


def test_what_a_drawing_shows_is_told_to_who_cannot_see_it():
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(make_document())))

    assert any(HOSTILE in one for one in _alternatives(reader.trailer["/Root"]["/StructTreeRoot"]))


def test_a_character_that_no_font_has_is_marked_and_named():
    document = Document(IssuedKind.MINUTES, "联席会议纪要", (Paragraph("张𠮷生说"),))
    text = squeezed(shown(to_pdf(document)))

    assert "张〓生说" in text
    assert "U+20BB7" in text


def test_a_broken_drawing_is_refused_in_chinese():
    document = Document(IssuedKind.MINUTES, "联席会议纪要", (Chart("<svg", "坏图"),))

    with pytest.raises(ContentError, match="无法排成 PDF"):
        to_pdf(document)
    with pytest.raises(ContentError, match="图无法转换"):
        picture("no drawing")


def test_a_drawing_becomes_the_same_picture_every_time():
    assert picture(SVG) == picture(SVG)
    assert picture(SVG).startswith(b"\x89PNG")


def test_without_the_fonts_of_the_standard_the_stand_in_is_declared(tmp_path):
    assert "思源黑体" in loaded(None)[1].notice
    with pytest.raises(FontFolderError, match="字体文件夹不存在"):
        to_pdf(make_document(), font_folder=tmp_path / "none")
    with pytest.raises(FontFolderError, match="没有可用的字体"):
        to_pdf(make_document(), font_folder=tmp_path)


def test_a_font_of_the_office_is_taken_before_the_carried_one(tmp_path):
    from fontTools.ttLib import TTFont

    from workbench import fonts

    renamed = TTFont(fonts.ttf_path())
    for record in renamed["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = "FangSong"
    renamed.save(tmp_path / "fang.ttf")
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(_one_line(), font_folder=tmp_path)))
    used = {font.get_object()["/BaseFont"] for font in reader.pages[0]["/Resources"]["/Font"].values()}

    assert any("FangSong" in name for name in used)
    assert "仿宋" not in loaded(tmp_path)[1].notice


def _one_line() -> Document:
    return Document(
        IssuedKind.ACCEPTANCE_NOTICE, "告知书", (Paragraph("已收到。"),), issued_on=date(2026, 1, 2)
    )
