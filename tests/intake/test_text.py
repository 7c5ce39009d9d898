"""Bad inputs 34 to 54: text. Numbers as in the list of bad inputs of the reliability study."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.intake.files import (
    corrections,
    csv,
    good_markup,
    look,
    narrative_of,
    only_fault,
    parts,
    row,
    with_column,
    xlsx,
    zipped,
)
from workbench.intake.preview import Preview
from workbench.intake.reading.container import RefusedFileError
from workbench.intake.report import corrections_workbook, faults_workbook


def in_csv(encoding: str, **changed: object) -> Preview:
    return look(csv(row(**changed)).encode(encoding), "台账.csv")


def told_once(preview: Preview, word: str) -> None:
    assert len(preview.drafts) == 1
    assert word in corrections(preview)


def test_case_34_a_gb18030_file_is_read():
    preview = in_csv("gb18030", 信访内容="㼆䶮村路灯坏了€")

    assert narrative_of(preview) == "㼆䶮村路灯坏了€"
    assert "文字编码：GB18030" in preview.notes


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_case_35_a_utf16_file_is_read_with_and_without_its_mark(encoding: str):
    assert narrative_of(in_csv(encoding)) == "村口路灯坏了三个月。"


def test_case_36_the_mark_of_utf8_is_no_part_of_the_first_heading():
    preview = in_csv("utf-8-sig")

    assert preview.headings[0].heading == "信访件编号"


def test_case_37_a_byte_that_fits_no_encoding_is_refused_with_its_place():
    content = csv(row()).encode("gb18030").replace("张某".encode("gb18030"), b"\xd5\xc5\xff\xff")

    with pytest.raises(RefusedFileError, match=r"第 2 行（第 \d+ 字节）"):
        look(content, "台账.csv")


def test_case_37_nothing_is_replaced_and_the_first_lines_are_shown():
    assert in_csv("gb18030").samples[0][2] == "张某"


def test_case_38_a_null_character_in_a_text_file_is_refused_with_its_line():
    with pytest.raises(RefusedFileError, match="第 2 行含有空字符"):
        look(csv(row(标题="路\0灯")).encode(), "台账.csv")


def test_case_39_an_escaped_null_is_decoded_and_refused():
    cells = good_markup().replace("路灯不亮", "路灯_x0000_不亮")

    assert "空字符" in only_fault(look(zipped(parts(cells)))).reason


@pytest.mark.parametrize(
    "more", ["", '<row r="3"><c r="XFD3"><v>1</v></c></row>'], ids=["at once", "row by row"]
)
def test_case_39_what_shows_as_an_escape_is_none(more: str):
    cells = good_markup(more).replace("路灯不亮", "一_x005F_x000D_二_x000A_三")

    assert look(zipped(parts(cells))).drafts[0].acts[0].title == "一_x000D_二\n三"  # type: ignore[attr-defined]
    assert "_x000D_" in narrative_of(look(csv(row(信访内容="一_x000D_二")).encode(), "台账.csv"))


def test_case_40_other_control_characters_are_taken_out_and_listed():
    preview = in_csv("utf-8", 信访内容="村口\x07路灯\x0b坏了")

    assert narrative_of(preview) == "村口路灯坏了"
    told_once(preview, "控制字符")


def test_case_40_tabs_and_line_ends_are_kept_in_narratives():
    assert narrative_of(in_csv("utf-8", 信访内容="一、路灯\n\t二、路")) == "一、路灯\n\t二、路"


def test_case_41_direction_marks_are_stripped_from_keys_and_shown_visibly():
    preview = in_csv("utf-8", 信访件编号="XF\u202e-0001")

    assert preview.drafts[0].case_no == "XF-0001"
    assert preview.corrections[0].before == "XF〔202E〕-0001"


def test_case_42_a_zero_width_space_is_stripped_from_keys_and_kept_in_narratives():
    preview = in_csv("utf-8", 信访件编号="\u200bXF-0001", 信访内容="村口\u200b路灯")

    assert preview.drafts[0].case_no == "XF-0001"
    assert narrative_of(preview) == "村口\u200b路灯"
    assert any("不可见字符" in note for note in preview.notes)


def test_case_43_full_width_spaces_around_a_name_fall_away_and_are_listed():
    preview = in_csv("utf-8", 信访人姓名="\u3000张某\u3000")

    assert preview.drafts[0].acts[0].persons[0].name == "张某"  # type: ignore[attr-defined]
    told_once(preview, "全角空格")


def test_case_44_full_width_digits_are_made_narrow_where_a_number_or_date_stands():
    preview = in_csv("utf-8", 人数="２", 登记日期="２０２６－０１－０５")

    assert preview.drafts[0].acts[0].step.people == 2  # type: ignore[attr-defined]
    told_once(preview, "半角")


def test_case_45_narratives_are_never_folded():
    preview = in_csv("utf-8", 信访内容="①房屋１２０㎡，Ａ栋", 信访件编号="ＸＦ－１")

    assert narrative_of(preview) == "①房屋１２０㎡，Ａ栋"
    assert preview.drafts[0].case_no == "XF-1"


def test_case_46_a_text_beyond_the_limit_is_refused_with_the_limit():
    fault = only_fault(in_csv("utf-8", 信访内容="长" * 65_000))

    assert fault.reason == "有 65,000 字，超过上限 32,767 字"
    assert len(fault.value) <= 60


def test_case_46_a_cell_that_is_exactly_full_may_have_been_cut_and_this_is_listed():
    told_once(look(xlsx(row(信访内容="长" * 32_767))), "截断")


def test_case_47_rare_characters_are_kept_as_they_are():
    text = "𠮷某，\ue5e5字，葛\U000e0100饰"

    assert narrative_of(look(xlsx(row(信访内容=text)))) == text


def test_case_48_emoji_are_kept_and_half_characters_refused():
    assert narrative_of(in_csv("utf-8", 信访内容="谢谢👨‍👩‍👧🙏")) == "谢谢👨‍👩‍👧🙏"

    half = good_markup().replace("路灯不亮", "路灯_xD83D_不亮")
    assert "半个编码" in only_fault(look(zipped(parts(half)))).reason


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "{{ 7*7 }} {% raw %} ${x}",
        "%s %n {0} {0.__class__}",
        "$\\input{/etc/passwd}$ **粗** [x](javascript:1)",
    ],
)
def test_case_49_and_51_markup_and_templates_are_text_and_nothing_else(text: str):
    preview = look(xlsx(row(标题=text, 信访内容=text)))

    assert narrative_of(preview) == text
    assert not preview.corrections


@pytest.mark.parametrize("text", ["+1", "-1+1", "@SUM(1)", "\t=1+1", "＝1+1", "＋1", "－1", "＠x"])
def test_case_50_what_looks_like_a_formula_is_stored_as_it_is(text: str):
    assert narrative_of(in_csv("utf-8", 信访内容=f"路灯{text}")) == f"路灯{text}"
    assert narrative_of(in_csv("utf-8", 信访内容=text)) == text.strip()


def test_case_50_a_formula_in_a_saved_table_of_faults_is_text():
    attack = '=HYPERLINK("http://192.0.2.1","x")'

    preview = look(csv(row(人数=attack, 登记日期="=cmd|x")).encode(), "台账.csv")

    for content in (faults_workbook(preview), corrections_workbook(preview)):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert all(cell.data_type != "f" for line in sheet for cell in line)
    assert attack in {fault.value for fault in preview.faults}


def test_case_52_a_line_end_inside_a_quoted_cell_ends_no_row():
    preview = look(csv(row(信访内容="第一行\n第二行"), row(信访件编号="XF-0002")).encode(), "台账.csv")

    assert narrative_of(preview) == "第一行\n第二行"
    assert [draft.row for draft in preview.drafts] == [2, 3]


def test_case_52_quotes_that_do_not_pair_are_refused_with_the_line():
    with pytest.raises(RefusedFileError, match="双引号不成对"):
        look(csv(row()).replace("路灯不亮", '"路灯"不亮').encode(), "台账.csv")


@pytest.mark.parametrize("separator", [";", "\t", "，"])
def test_case_53_other_separators_are_found_in_the_heading(separator: str):
    assert len(look(csv(row(信访内容="路灯坏了"), separator=separator).encode(), "台账.csv").drafts) == 1


def test_case_54_people_of_one_name_stay_different_people():
    preview = look(xlsx(row(), row(信访件编号="XF-0002")))

    first, second = (draft.acts[0].persons[0] for draft in preview.drafts)  # type: ignore[attr-defined]
    assert first.name == second.name
    assert first.id_hash is None and second.id_hash is None


def test_values_of_people_are_masked_wherever_they_are_told():
    preview = look(with_column("身份证号", "430682199001010011"))

    fault = only_fault(preview)
    assert fault.value == "****************11"
    assert "430682199001" not in str(preview.faults)
