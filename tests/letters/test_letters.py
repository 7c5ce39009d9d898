"""Letters say what the records say; what no record holds is asked for by name before anything is printed."""

import io

import openpyxl
import pytest

from tests import appraised
from tests.documents.samples import HOSTILE, missing
from tests.documents.test_page import Reader
from tests.documents.test_typeset import shown as pdf_text
from tests.documents.test_word import shown as docx_text
from tests.factories import OTHER_TOWN
from tests.letters.writing import OVERSEER, SUBJECTS, TODAY, headings, labelled, letter, said, written
from workbench.access.viewer import Viewer
from workbench.briefings.spans import KINDS as BRIEFINGS
from workbench.documents.canonical import from_json, to_json
from workbench.documents.forms import forms
from workbench.documents.page import to_html
from workbench.documents.sheet import to_xlsx
from workbench.documents.typeset import to_pdf
from workbench.documents.word import to_docx
from workbench.documents.wording import numeral
from workbench.letters.make import LETTERS
from workbench.letters.passages import LetterError
from workbench.letters.subjects import subjects
from workbench.terms import IssuedKind, IssuedSubject, PaperForm, Role

CHOSEN = ("处理结论", "抄送", "复查机关")  # passages that are not free text


def xlsx_text(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_every_kind_of_paper_is_made_here_or_as_a_briefing():
    assert set(SUBJECTS) == set(LETTERS)
    assert set(SUBJECTS) | set(BRIEFINGS) == set(IssuedKind)


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_every_letter_is_whole_comes_back_and_is_printed_whole(lived, kind):
    free = [one.name for one in LETTERS[kind].passages if one.name not in CHOSEN]
    document = letter(lived, kind, dict.fromkeys(free, HOSTILE))

    assert document.kind is kind and document.issued_on == TODAY
    assert document.addressee or forms()[kind].form in (PaperForm.MINUTES, PaperForm.LIST)
    assert document.issuer
    assert said(document).count(HOSTILE) >= len(free)
    assert from_json(to_json(document)) == document
    assert missing(document, Reader(to_html(document)).text) == []
    assert missing(document, pdf_text(to_pdf(document))) == []
    assert missing(document, docx_text(to_docx(document))) == []
    assert missing(document, xlsx_text(to_xlsx(document))) == []


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_labels_and_headings_are_those_that_a_template_may_place(lived, kind):
    document, form = (
        letter(lived, kind, {"下一步要求": "抓好整改"} if "REPORT" in kind.name else None),
        forms()[kind],
    )

    assert set(labelled(document)) <= set(form.labels)
    assert set(headings(document)) <= set(form.passages)


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_a_passage_is_printed_as_it_was_written(lived, kind):
    for passage in LETTERS[kind].passages:
        if passage.name in CHOSEN:
            continue
        document = letter(lived, kind, {passage.name: HOSTILE})
        assert HOSTILE in said(document), passage.name


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_a_passage_that_has_no_place_is_refused_and_the_places_are_named(lived, kind):
    with pytest.raises(LetterError, match=f"{kind.label}没有这些文字的位置：不相干。可填写：.*发文单位"):
        letter(lived, kind, {"不相干": "x"})


def test_a_letter_says_from_what_it_was_made(lived):
    origin = letter(lived, IssuedKind.MINUTES).provenance

    assert (origin.as_of, origin.ledger_size) == (TODAY, lived.ledger_size())
    assert len(origin.code.split("-")) == 4
    assert origin.calendar and origin.software


def test_briefings_are_not_written_here(lived):
    with pytest.raises(LetterError, match="workbench briefing"):
        written(lived, IssuedKind.MONTHLY_BRIEFING, {}, subject="2026-01")


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (25, "二十五")]
)
def test_headings_count_in_chinese(number, word):
    assert numeral(number) == word


def test_what_may_not_be_said_is_refused_before_anything_is_printed(lived):
    with pytest.raises(LetterError, match=r"“补充说明”含“稳控”.*请改写"):
        letter(lived, IssuedKind.SUPERVISION_ORDER, {"补充说明": "做好稳控"})


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_what_is_offered_to_choose_can_be_written(lived, kind):
    offered = lived.ask(subjects, OVERSEER, kind, as_of=TODAY)

    if LETTERS[kind].subject_kind is IssuedSubject.MATTER:
        assert offered == ()
        return
    assert SUBJECTS[kind] in dict(offered)
    for number, words in offered:
        assert number.partition(" ")[0] in words
        assert letter(lived, kind, subject=number).kind is kind


def test_an_official_of_a_unit_is_offered_what_he_may_see(lived):
    other = Viewer("x", "x", Role.HANDLER, OTHER_TOWN)

    assert lived.ask(subjects, other, IssuedKind.SUPERVISION_ORDER, as_of=TODAY) == ()
    sheets = lived.ask(subjects, other, IssuedKind.UNIT_SHEET, as_of=TODAY)
    assert sheets[0] == (f"{appraised.NUMBER} {OTHER_TOWN}", f"2026年1月，聂市镇（{appraised.NUMBER}）")
    assert all(number.endswith(f" {OTHER_TOWN}") for number, _ in sheets)
