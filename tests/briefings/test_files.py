"""Every format is a view of the same object: numbers read back out are equal, no text is cut."""

from __future__ import annotations

import json
import re
from io import BytesIO

import docx
import openpyxl
import pypdfium2
import pytest

from tests.briefings.conftest import MONTH, QUARTER, YEAR
from workbench.briefings.files import FORMATS, file_of, files_of, read_formats
from workbench.briefings.make import Asked, make_briefing
from workbench.briefings.spans import KINDS, BriefingError
from workbench.terms import BriefingPassage

HOSTILE = "见<b>附件</b>，{{x}}与{% if %}、=1+1、&amp;和#let、A&B纠纷，全文到此为止"


SPANS = (MONTH, QUARTER, YEAR)


def squeezed(text):
    return re.sub(r"[\s\u200b]", "", text)


def cells_of_docx(content):
    tables = docx.Document(BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def cells_of_xlsx(content):
    book = openpyxl.load_workbook(BytesIO(content))
    return [
        ["" if cell is None else str(cell) for cell in row]
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
    ]


def text_of(form, content):
    """Everything that a format says, without blanks."""
    match form:
        case "docx":
            made = docx.Document(BytesIO(content))
            words = [one.text for one in made.paragraphs] + [" ".join(row) for row in cells_of_docx(content)]
            return squeezed("".join(words))
        case "pdf":
            pages = pypdfium2.PdfDocument(content)
            return squeezed("".join(page.get_textpage().get_text_range() for page in pages))
        case "html":
            from html import unescape

            return squeezed(
                unescape(re.sub(r"<[^>]+>", "", re.sub(r"(?s)<style.*?</style>", "", content.decode())))
            )
        case "xlsx":
            return squeezed("".join("".join(row) for row in cells_of_xlsx(content)))
        case _:
            return squeezed(content.decode())


@pytest.fixture(scope="module", params=SPANS, ids=lambda span: span.code)
def briefing(read_only, request):
    """A briefing of each kind, with a passage that means something to every format it is put into."""
    made = make_briefing(read_only, Asked(request.param))
    return made.with_texts({BriefingPassage.NEXT: HOSTILE, BriefingPassage.OPENING: "  "})


@pytest.fixture(scope="module")
def told_in(briefing):
    """What each format of the briefing says."""
    return {form: text_of(form, file_of(briefing, form)) for form in FORMATS}


@pytest.mark.parametrize("form", [one for one in FORMATS if one != "json"])
def test_the_numbers_read_back_out_of_a_file_are_those_of_the_briefing(briefing, told_in, form):
    told = told_in[form]

    shares = [one for one in briefing.figures if one.indicator.is_share and one.now.denominator]
    assert len(shares) > 8
    for one in shares:
        table = f"{one.name}{one.value}{one.now.numerator}{one.now.denominator}"
        counted = f"{one.name}{one.value}（{one.now.numerator}/{one.now.denominator}）"
        assert squeezed(table) in told or squeezed(counted) in told, one.indicator.id
    for sentence in briefing.sentences:
        assert squeezed(sentence) in told or form in ("pdf", "xlsx")
    for table in briefing.tables:
        for row in table.rows:
            assert all(squeezed(cell) in told for cell in row), (table.caption, row)


@pytest.mark.parametrize("form", FORMATS)
def test_what_somebody_wrote_comes_through_as_text(told_in, form):
    told = told_in[form]

    assert squeezed(HOSTILE) in told
    assert BriefingPassage.OPENING.label not in told


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_tells_by_what_it_was_made(briefing, told_in, form):
    told = told_in[form]

    for value in (briefing.snapshot, briefing.provenance.code, str(briefing.provenance.ledger_size)):
        assert value in told


def test_json_tells_every_figure_with_its_parts(briefing):
    told = {one["id"]: one for one in json.loads(file_of(briefing, "json"))["figures"]}

    for one in briefing.figures:
        found = told[one.indicator.id]
        assert (found["numerator"], found["denominator"]) == (one.now.numerator, one.now.denominator)
        assert found["definition"] == one.indicator.version
        assert found["small_sample"] == one.is_small
        last = one.last.before
        assert found["last"] is None if last is None else found["last"]["denominator"] == last.denominator


def test_files_are_named_by_kind_span_and_snapshot(briefing):
    names = list(files_of(briefing, ("html", "json")))

    assert names[0] == f"{briefing.kind.label}-{briefing.span.code}-{briefing.snapshot[:8]}.html"


def test_formats_are_read_and_others_refused():
    assert read_formats("PDF, docx,pdf") == ("pdf", "docx")
    with pytest.raises(BriefingError, match="没有“doc”这种格式：可写 docx、pdf、html、xlsx、json"):
        read_formats("doc")
    with pytest.raises(BriefingError, match="没有写格式"):
        read_formats(",")


def test_a_passage_that_is_too_long_is_refused_and_not_cut(briefing):
    with pytest.raises(BriefingError, match="“下一步工作”有 5,001 字"):
        briefing.with_texts({BriefingPassage.NEXT: "字" * 5001})


def test_charts_have_words_and_ask_nobody(briefing):
    assert len(briefing.charts) >= 2
    for chart in briefing.charts:
        assert chart.alt and chart.svg.startswith("<svg")
        assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]+"', "", chart.svg)


def test_every_kind_of_briefing_is_read_back_here():
    assert tuple(span.kind for span in SPANS) == KINDS
