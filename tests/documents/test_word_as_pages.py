"""The docx as pages, where LibreOffice Writer is installed: the grid, the margins and the page numbers."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import defaultdict
from itertools import pairwise

import pypdfium2
import pytest

from tests.documents.samples import make_document, missing
from workbench import fonts
from workbench.documents.content import Document, Paragraph
from workbench.documents.faces import docx_font
from workbench.documents.word import to_docx
from workbench.terms import Face, IssuedKind

WRITER = shutil.which("soffice")
MM = 72 / 25.4
pytestmark = pytest.mark.skipif(WRITER is None, reason="LibreOffice Writer is not installed")


@pytest.fixture(scope="module")
def as_pages(tmp_path_factory):
    """Documents as Writer sets them with the carried font: name to PDF."""
    place = tmp_path_factory.mktemp("writer")
    documents = {
        "grid": Document(IssuedKind.ACCEPTANCE_NOTICE, "格", (Paragraph("国" * 28 * 70),)),
        "whole": make_document(),
        "letter": Document(
            IssuedKind.SUPERVISION_ORDER, "督办单", (Paragraph("请办理。"),), issuer="临湘市信访局"
        ),
    }
    paths = [place / f"{name}.docx" for name in documents]
    for path, document in zip(paths, documents.values(), strict=True):
        path.write_bytes(to_docx(document))
    shutil.copy(fonts.ttf_path(), place)
    names = "".join(
        f"<alias binding='same'><family>{docx_font(face)}</family><prefer><family>{fonts.FAMILY}</family>"
        "</prefer></alias>"
        for face in Face
    )
    (place / "fonts.conf").write_text(
        f"<fontconfig><dir>{place}</dir><cachedir>{place}/cache</cachedir>{names}</fontconfig>", "utf-8"
    )
    told = [f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [WRITER, *told, "--outdir", place, *paths],
        env={**os.environ, "FONTCONFIG_FILE": str(place / "fonts.conf")},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: pypdfium2.PdfDocument(place / f"{name}.pdf") for name in documents}, documents


def boxes(page, words):
    """Left, bottom, right and top of each character of these, where they stand first."""
    text = page.get_textpage()
    found = text.search(words).get_next()
    assert found is not None, words
    start, count = found
    return [text.get_charbox(at) for at in range(start, start + count) if text.get_text_range(at, 1).strip()]


def test_a_page_has_22_lines_of_28_characters_within_the_margins(as_pages):
    text = as_pages[0]["grid"][1].get_textpage()
    lines = defaultdict(list)
    for at in range(text.count_chars()):
        if text.get_text_range(at, 1) == "国":
            left, bottom, right, _ = text.get_charbox(at)
            lines[round(bottom)].append((left, right))

    assert len(lines) == 22
    assert {len(one) for one in lines.values()} == {28}
    assert all(27 < upper - lower < 31 for upper, lower in pairwise(sorted(lines, reverse=True)))
    sides = [side for line in lines.values() for pair in line for side in pair]
    assert 28 * MM - 1 < min(sides) < 28 * MM + 3
    assert 184 * MM - 4 < max(sides) < 184 * MM + 1
    assert 35 * MM < min(lines) and max(lines) < (297 - 37) * MM


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages_below_the_text(as_pages):
    pages = as_pages[0]["whole"]

    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        found = boxes(page, f"— {number} —")
        assert (min(one[0] for one in found) > 105 * MM) == (number % 2 == 1)
        assert 35 * MM - max(one[3] for one in found) == pytest.approx(7 * MM, abs=6)


def test_a_red_head_begins_35_millimetres_below_the_top_of_the_text(as_pages):
    top = max(one[3] for one in boxes(as_pages[0]["letter"][0], "临湘市信访局文件"))

    assert (297 - 37) * MM - top == pytest.approx(35 * MM, abs=3 * MM)


def test_nothing_is_lost_between_the_file_and_its_pages(as_pages):
    pages, documents = as_pages
    shown = "".join(page.get_textpage().get_text_range() for page in pages["whole"])

    assert missing(documents["whole"], shown) == []
