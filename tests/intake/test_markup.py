"""Sheets whose markup is written otherwise than programs write it: nothing passes for empty or shown."""

from __future__ import annotations

import pytest

from tests.intake.files import (
    HEADINGS,
    SMALL,
    corrections,
    good_markup,
    look,
    markup_row,
    only_fault,
    parts,
    row,
    zipped,
)
from workbench.intake.reading.container import RefusedFileError
from workbench.intake.reading.markup import written_alike

SECOND = markup_row(3, row(信访件编号="XF-0002"))
TITLE = '<c r="E3" t="inlineStr"><is><t>路灯不亮</t></is></c>'
PEOPLE = '<c r="H3"><v>1</v></c>'


def made(second: str) -> bytes:
    return zipped(parts(good_markup(second)))


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='E3' t='e'><v>#REF!</v></c>",
        '<c t="e" r="E3"><v>#REF!</v></c>',
        '<c r = "E3" t\n=\n"e"><v>#REF!</v></c>',
        '<c r="E3" t="e"><f>A1</f><v>#NAME?</v></c>',
    ],
)
def test_an_error_is_seen_however_it_is_written(cell: str):
    assert "错误值" in only_fault(look(made(SECOND.replace(TITLE, cell)))).reason


@pytest.mark.parametrize(
    "cell",
    ["<c r='E3'><f>B1</f></c>", '<c r="E3"><f><![CDATA[1<2]]></f></c>', '<c r="E3"><f>B1</f><v></v></c>'],
)
def test_a_formula_without_a_result_is_seen_however_it_is_written(cell: str):
    assert "没有保存其结果" in only_fault(look(made(SECOND.replace(TITLE, cell)))).reason


@pytest.mark.parametrize("given", ["hidden='1'", 'hidden = "true"', "hidden\n=\n'1'"])
def test_a_hidden_row_is_seen_however_it_is_written(given: str):
    preview = look(made(SECOND.replace('<row r="3"', f'<row r="3" {given}')))

    assert [question.id for question in preview.questions] == ["hidden"]


@pytest.mark.parametrize(
    "second",
    [
        SECOND.replace(PEOPLE, '<c t="e"><v>#REF!</v></c>'),
        SECOND.replace('<row r="3"', '<row hidden="1"'),
        SECOND.replace(TITLE, '<c r="E3"><!-- x --><f>1+1</f></c>'),
    ],
    ids=["error without place", "hidden row without number", "comment"],
)
def test_what_cannot_be_placed_is_refused_with_the_way_out(second: str):
    with pytest.raises(RefusedFileError, match="另存为新文件"):
        look(made(second))


def test_a_formula_whose_kept_result_is_an_empty_text_is_empty_and_listed():
    preview = look(made(SECOND.replace(PEOPLE, '<c r="H3" t="str"><f>IF(A1="","",1)</f><v></v></c>')))

    assert not preview.faults
    assert "结果是空的" in corrections(preview)


def test_errors_beyond_those_that_are_kept_one_by_one_are_seen_too():
    broken = '<c r="I{0}" t="e"><v>#N/A</v></c>'
    rows = [markup_row(1, (*HEADINGS, "查找辅助"))]
    for number in range(2, 2_103):
        cells = markup_row(number, row(信访件编号=f"XF-{number:05}"))
        rows.append(cells.replace("</row>", broken.format(number) + "</row>"))
    last = markup_row(2_103, row(信访件编号="XF-9")).replace(
        TITLE.replace("E3", "E2103"), '<c r="E2103" t="e"><v>#N/A</v></c>'
    )
    limits = {field: getattr(SMALL, field) for field in SMALL.__dataclass_fields__} | {"rows": 5_000}
    preview = look(zipped(parts("".join([*rows, last]))), limits=type(SMALL)(**limits))

    assert only_fault(preview).row == 2_103


def test_coloured_cells_far_to_the_right_are_no_cells_of_a_far_table():
    from workbench.intake.reading.survey import column_letters

    far = "".join(f'<c r="{column_letters(at)}3" s="1"/>' for at in range(9, 1_200))
    preview = look(made(SECOND.replace("</row>", far + "</row>")))

    assert "远离" not in corrections(preview) and "超出" not in corrections(preview)


def test_markup_that_is_written_as_usual_is_left_alone():
    piece = b'<c r="A1" t="inlineStr"><is><t>1 + 1 &lt; 3</t></is></c>'

    assert written_alike(piece) is piece
    assert written_alike(b"<c r='A1'  s = \"2\"/>") == b'<c r="A1"  s="2"/>'
