"""Bad inputs 19 to 33: the sheet. Numbers as in the list of bad inputs of the reliability study."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.intake.files import (
    GOOD,
    HEADINGS,
    corrections,
    csv,
    good_markup,
    look,
    markup_row,
    narrative_of,
    only_fault,
    parts,
    reasons,
    row,
    saved,
    with_column,
    workbook,
    xlsx,
    zipped,
)
from workbench.intake.reading.container import RefusedFileError


def two_sheets(state: str = "visible") -> openpyxl.Workbook:
    book = workbook(row(), sheet="2025年")
    second = book.create_sheet("2026年")
    second.append(list(HEADINGS))
    second.append(list(row(信访件编号="XF-2026-1")))
    second.sheet_state = state
    return book


def test_case_19_several_sheets_are_asked_about_and_never_the_first_is_taken():
    preview = look(saved(two_sheets()))

    assert [question.id for question in preview.questions] == ["sheet"]
    assert not preview.drafts
    assert [choice.value for choice in preview.questions[0].choices] == ["2025年", "2026年"]


def test_case_19_the_answer_chooses_the_sheet_without_reading_again():
    preview = look(saved(two_sheets())).answer({"sheet": "2026年"})

    assert [draft.case_no for draft in preview.drafts] == ["XF-2026-1"]


def test_case_19_an_empty_second_sheet_needs_no_question():
    book = workbook(row())
    book.create_sheet("空表")

    assert not look(saved(book)).questions


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_case_20_a_hidden_sheet_is_taken_only_by_choice(state: str):
    preview = look(saved(two_sheets(state)))

    assert preview.questions[0].id == "sheet"
    assert "隐藏" in preview.questions[0].choices[1].label


def test_case_21_hidden_rows_are_counted_and_asked_about():
    book = workbook(row(), row(信访件编号="XF-0002"))
    book.active.row_dimensions[3].hidden = True

    preview = look(saved(book))

    assert preview.questions[0].id == "hidden"
    assert "1 行" in preview.questions[0].text
    assert len(preview.answer({"hidden": "include"}).drafts) == 2
    assert len(preview.answer({"hidden": "exclude"}).drafts) == 1


def test_case_21_hidden_columns_are_named_and_asked_about():
    book = workbook((*row(), "秘密"), headings=(*HEADINGS, "处理意见"))
    book.active.column_dimensions["I"].hidden = True

    preview = look(saved(book))

    assert "I 处理意见" in preview.questions[0].text
    assert "隐藏" in corrections(preview.answer({"hidden": "exclude"}))


def test_case_22_filtered_rows_are_said_to_be_filtered():
    book = workbook(row(), row(信访件编号="XF-0002"))
    book.active.auto_filter.ref = "A1:H3"
    book.active.row_dimensions[3].hidden = True

    assert "自动筛选" in look(saved(book)).questions[0].text


def test_case_23_merged_cells_are_filled_inside_their_range_only_and_listed():
    book = workbook(row(), row(信访件编号="XF-0002", 责任单位=None), row(信访件编号="XF-0003", 责任单位=None))
    book.active.merge_cells("G2:G3")

    preview = look(saved(book))

    units = [draft.acts[0].step.to_unit for draft in preview.drafts]  # type: ignore[attr-defined]
    assert units == ["430682101", "430682101", None]
    assert "合并单元格" in corrections(preview)


def test_case_24_two_rows_of_headings_are_read_as_one():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["信访件编号", "登记日期", "信访人", None, "信访形式", "标题", "信访内容", "人数"])
    sheet.append([None, None, "姓名", "电话", None, None, None, None])
    sheet.append(["XF-1", "2026-01-05", "张某", "13800138000", "来信", "路灯", "路灯坏了", 1])
    for column in "ABEFGH":
        sheet.merge_cells(f"{column}1:{column}2")
    sheet.merge_cells("C1:D1")

    preview = look(saved(book))

    person = preview.drafts[0].acts[0].persons[0]  # type: ignore[attr-defined]
    assert (person.name, person.phone) == ("张某", "13800138000")


@pytest.mark.parametrize("heading", ["信访人", "姓名", "来访人", " 信访人姓名（必填）*", "信 访 人"])
def test_case_25_synonyms_of_a_heading_are_known(heading: str):
    preview = look(xlsx(row(), headings=[heading if one == "信访人姓名" else one for one in HEADINGS]))

    assert preview.headings[2].field == "person_name"
    assert preview.drafts


def test_case_25_an_ambiguous_heading_is_asked_about():
    preview = look(xlsx(row(), headings=["日期" if one == "登记日期" else one for one in HEADINGS]))

    question = preview.questions[0]
    assert question.id == "column:B"
    assert {choice.label for choice in question.choices} >= {"登记日期", "信访日期", "不导入该栏"}
    answered = preview.answer({"column:B": "registered"})
    assert len(answered.drafts) == 1


def test_case_25_two_headings_for_one_fact_are_asked_about():
    preview = look(with_column("姓名", "李某"))

    assert preview.questions[0].id == "field:person_name"
    assert len(preview.answer({"field:person_name": "C"}).drafts) == 1


def test_case_25_a_heading_with_a_slip_of_the_pen_is_asked_about():
    preview = look(xlsx(row(), headings=["信访件编号码" if one == "信访件编号" else one for one in HEADINGS]))

    assert preview.questions[0].id == "column:A"


def test_case_26_a_missing_column_is_named_with_the_words_it_may_go_by():
    headings = [one for one in HEADINGS if one != "信访件编号"]

    fault = only_fault(look(xlsx(row()[1:], headings=headings)))

    assert "缺少栏目“信访件编号”" in fault.reason
    assert "信访编号" in fault.remedy


def test_case_27_a_doubled_column_is_refused():
    fault = only_fault(look(with_column("登记日期", "2026-01-06")))

    assert "出现两次" in fault.reason
    assert fault.column == "I 登记日期"


def test_case_28_an_unknown_column_is_listed_and_kept_out():
    preview = look(with_column("天气", "晴"))

    assert [(one.column, one.after) for one in preview.corrections] == [("I 天气", "（不导入）")]
    assert len(preview.drafts) == 1


def test_case_29_a_title_above_and_a_total_below_are_recognised_and_dropped():
    book = openpyxl.Workbook()
    for cells in (
        ["临湘市2026年1月信访台账"],
        list(HEADINGS),
        list(row()),
        list(row(信访件编号="XF-0002", 人数=3)),
        ["合计", None, None, None, None, None, None, 4],
        ["制表人：某某"],
    ):
        book.active.append(cells)

    preview = look(saved(book))

    assert len(preview.drafts) == 2
    assert [one.row for one in preview.corrections] == [1, 5, 6]


def test_case_29_a_total_that_does_not_add_up_is_a_fault():
    fault = only_fault(look(xlsx(row(), ["合计", *[None] * 6, 9])))

    assert fault.reason == "合计为 9，各行相加为 1"


def test_case_30_blank_rows_and_formats_at_the_end_change_nothing():
    book = workbook(row(), [None] * 8, row(信访件编号="XF-0002"))
    book.active["A500"].font = Font(bold=True)

    preview = look(saved(book))

    assert (len(preview.drafts), preview.rows_read) == (2, 2)
    assert preview.drafts[1].row == 4


def test_case_31_a_formula_without_a_kept_result_is_refused():
    fault = only_fault(look(xlsx(row(标题='=HYPERLINK("http://192.0.2.1","路灯")'))))

    assert "没有保存其结果" in fault.reason
    assert (fault.row, fault.column) == (2, "E 标题")


def test_case_31_the_kept_result_of_a_formula_is_used_with_notice():
    cells = good_markup().replace('<c r="H2"><v>1</v></c>', '<c r="H2"><f>1+1</f><v>2</v></c>')

    preview = look(zipped(parts(cells)))

    assert preview.drafts[0].acts[0].step.people == 2  # type: ignore[attr-defined]
    assert "公式" in corrections(preview)


def test_case_32_an_error_cell_is_refused():
    cells = good_markup().replace('<c r="H2"><v>1</v></c>', '<c r="H2" t="e"><v>#REF!</v></c>')

    assert "错误值" in only_fault(look(zipped(parts(cells)))).reason


def test_case_33_of_rich_text_and_comments_only_the_text_is_read_with_a_notice():
    book = workbook(row())
    book.active["F2"] = CellRichText("村口", TextBlock(InlineFont(b=True), "路灯"), "坏了")
    book.active["E2"].comment = Comment("领导批示", "某某")

    preview = look(saved(book))

    assert narrative_of(preview) == "村口路灯坏了"
    assert any("批注" in note for note in preview.notes)


def test_a_sheet_without_any_known_heading_says_so():
    assert "找不到标题行" in reasons(look(xlsx(["晴", 3], headings=["天气", "温度"])))


def test_headings_without_rows_say_so():
    assert "没有数据" in reasons(look(xlsx()))


def test_headings_decide_and_not_positions():
    turned = tuple(reversed(HEADINGS))

    preview = look(csv(tuple(reversed(GOOD)), headings=turned).encode(), "台账.csv")

    assert preview.drafts[0].acts[0].title == "路灯不亮"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "rows",
    [
        good_markup(markup_row(4, row(信访件编号="XF-0004")), markup_row(3, row(信访件编号="XF-0003"))),
        good_markup(markup_row(2, row(信访件编号="XF-0009"))),
        good_markup(
            markup_row(1_048_576, row(信访件编号="XF-0009")), markup_row(3, row(信访件编号="XF-0003"))
        ),
    ],
    ids=["rows out of order", "a row twice", "a far row in between"],
)
def test_cells_that_one_reader_or_another_would_leave_out_are_refused(rows):
    with pytest.raises(RefusedFileError, match="次序颠倒"):
        look(zipped(parts(rows)))


def test_a_row_far_below_is_taken_in_with_little_memory():
    preview = look(zipped(parts(good_markup(markup_row(1_048_576, row(信访件编号="XF-0009"))))))

    assert [draft.case_no for draft in preview.drafts] == ["XF-0001", "XF-0009"]


def test_headings_that_are_repeated_on_every_page_are_no_matter():
    preview = look(xlsx(row(), HEADINGS, row(信访件编号="XF-2"), (*HEADINGS[:3], None, *HEADINGS[4:])))

    assert [draft.case_no for draft in preview.drafts] == ["XF-0001", "XF-2"]
    assert corrections(preview).count("重复的标题行") == 2


@pytest.mark.parametrize("heading", ["反映的主要问题", "反映主要问题", "信访问题"])
def test_more_words_for_the_narrative_are_known(heading: str):
    preview = look(xlsx(row(), headings=tuple(heading if one == "信访内容" else one for one in HEADINGS)))

    assert narrative_of(preview) == row()[HEADINGS.index("信访内容")]
