"""Bad inputs 55 to 68: numbers and identifiers. Numbers as in the list of the reliability study."""

from __future__ import annotations

import pytest

from tests.intake.files import (
    HEADINGS,
    corrections,
    csv,
    good_markup,
    look,
    only_fault,
    parts,
    reasons,
    row,
    with_column,
    xlsx,
    zipped,
)
from workbench.intake.preview import Preview
from workbench.records.identity import check_digit

VALID = "11010519491231002X"


def with_identity(*numbers: object) -> Preview:
    return look(with_column("身份证号", *numbers))


def test_case_55_an_identity_number_stored_as_a_number_is_refused():
    fault = only_fault(with_identity(430682199001011234))

    assert "以数字保存" in fault.reason
    assert fault.remedy.startswith("请改为文本")
    assert (fault.row, fault.column) == (2, "I 身份证号")


def test_case_56_an_identity_number_in_scientific_notation_is_refused():
    assert "科学计数" in only_fault(with_identity("4.30682E+17")).reason


def test_case_56_a_matter_number_in_scientific_notation_is_refused():
    assert "科学计数" in only_fault(look(xlsx(row(信访件编号="4.30682E+17")))).reason


def test_case_57_a_matter_number_stored_as_a_number_may_have_lost_zeros_and_is_refused():
    assert "前面的零可能已丢失" in only_fault(look(xlsx(row(信访件编号=7)))).reason


def test_case_57_a_number_of_more_than_fifteen_digits_is_refused():
    assert "超过15位" in only_fault(look(xlsx(row(信访件编号=2026010500000000123)))).reason


def test_case_57_a_telephone_stored_as_a_number_may_have_lost_its_zero():
    assert "区号的零" in only_fault(look(with_column("联系电话", 7303721234))).reason
    told = look(with_column("联系电话", 13800138000))
    assert len(told.drafts) == 1 and "手机号以数字保存" in corrections(told)


def test_case_57_leading_zeros_in_text_are_kept():
    assert look(xlsx(row(信访件编号="0007"))).drafts[0].case_no == "0007"


def test_case_58_a_lower_case_x_is_made_upper_and_listed():
    preview = with_identity(VALID.lower())

    assert preview.drafts[0].acts[0].persons[0].id_number == VALID  # type: ignore[attr-defined]
    assert "统一写法" in corrections(preview)


def test_case_59_a_wrong_check_digit_is_refused():
    assert "校验码不符" in only_fault(with_identity("110105194912310021")).reason


def test_case_60_an_old_number_of_fifteen_digits_is_lengthened_and_listed():
    preview = with_identity("110105491231002")

    assert preview.drafts[0].acts[0].persons[0].id_number == VALID  # type: ignore[attr-defined]
    assert "15位旧号" in corrections(preview)


def test_case_61_an_impossible_birth_date_is_refused():
    impossible = "43068219901301001"
    impossible += check_digit(impossible)

    assert "出生日期" in only_fault(with_identity(impossible)).reason


def test_case_61_a_code_of_the_city_with_an_early_birth_year_is_no_fault():
    assert len(with_identity("430682198001010010").drafts) == 1


@pytest.mark.parametrize(
    ("kind", "number"), [("护照", "E12345678"), ("港澳通行证", "H1234567800"), ("台胞证", "12345678")]
)
def test_case_62_other_documents_are_typed(kind: str, number: str):
    book = xlsx(
        (*row(), kind, number),
        headings=(*HEADINGS, "证件类型", "证件号码"),
    )

    preview = look(book)

    person = preview.drafts[0].acts[0].persons[0]  # type: ignore[attr-defined]
    assert (person.id_number, person.id_kind.value != "resident") == (number, True)


def test_case_62_a_passport_number_without_its_type_is_refused():
    assert "证件类型" in only_fault(with_identity("E12345678")).remedy


def test_case_63_a_number_twice_in_a_file_is_refused_with_both_rows():
    fault = only_fault(look(xlsx(row(), row(标题="另一件"))))

    assert "与第 2 行相同" in fault.reason
    assert "E 标题" in fault.reason
    assert fault.row == 3


def test_case_63_a_row_that_is_wholly_doubled_is_kept_once_and_listed():
    preview = look(xlsx(row(), row()))

    assert len(preview.drafts) == 1
    assert "完全相同" in corrections(preview)


def test_what_was_found_in_a_row_is_told_once_though_its_double_is_compared_with_it():
    preview = look(xlsx(row(人数="２人"), row(人数="２人"), row(人数="２人")))

    told = [(one.row, one.reason) for one in preview.corrections]
    assert len(preview.drafts) == 1
    assert len(told) == len(set(told)) and {2, 3, 4} == {at for at, _ in told}


@pytest.mark.parametrize("people", [-1, 0, 1.5, "-3", "2.5"])
def test_case_65_negative_and_broken_people_are_refused(people: object):
    assert "大于零的整数" in only_fault(look(xlsx(row(人数=people)))).reason


@pytest.mark.parametrize("people", ["约50人", "5-6人", "五十余人", "10+"])
def test_case_66_people_that_are_not_exact_are_refused(people: str):
    fault = only_fault(look(xlsx(row(人数=people))))

    assert fault.reason == "不是确切的数字"
    assert "“约”" in fault.remedy


@pytest.mark.parametrize(("people", "number"), [("1,234", 1234), ("１，２３４", 1234), ("5人", 5)])
def test_case_67_thousands_and_full_width_numbers_are_read_and_listed(people: str, number: int):
    preview = look(xlsx(row(人数=people)))

    assert preview.drafts[0].acts[0].step.people == number  # type: ignore[attr-defined]
    assert "统一写法" in corrections(preview)


@pytest.mark.parametrize("people", ["NaN", "inf", "1e309"])
def test_case_68_numbers_that_are_none_are_refused(people: str):
    assert "不是确切的数字" in reasons(look(xlsx(row(人数=people))))


def test_case_68_an_infinite_cell_is_refused():
    cells = good_markup().replace("<v>1</v>", "<v>1e309</v>")

    assert only_fault(look(zipped(parts(cells)))).column == "H 人数"


def test_a_whole_number_typed_as_text_in_a_csv_needs_no_correction():
    preview = look(csv(row(人数="3")).encode(), "台账.csv")

    assert not preview.corrections
    assert preview.drafts[0].acts[0].step.people == 3  # type: ignore[attr-defined]


def test_every_fault_of_a_file_is_told_at_once():
    preview = look(xlsx(row(人数="约3人", 登记日期="2026-13-01"), row(信访件编号="XF-2", 人数=-1)))

    assert [(fault.row, fault.column) for fault in preview.faults] == [
        (2, "B 登记日期"),
        (2, "H 人数"),
        (3, "H 人数"),
    ]
