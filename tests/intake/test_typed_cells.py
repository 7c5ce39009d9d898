"""What a table program made of a text that somebody typed: a day, a number, a truth value; never silently."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.intake.files import TODAY, corrections, look, narrative_of, only_fault, row, with_column, xlsx


@pytest.mark.parametrize("cell", [430682199001011234, 1e22, 1234567890123456])
@pytest.mark.parametrize("heading", ["标题", "信访内容"])
def test_a_number_of_more_than_fifteen_digits_is_no_text_any_more(heading: str, cell: float):
    fault = only_fault(look(xlsx(row(**{heading: cell}))))

    assert "15位" in fault.reason and "文本" in fault.remedy


@pytest.mark.parametrize(
    ("cell", "kept"), [(5, "5"), (0.15, "0.15"), (True, "TRUE"), (date(2026, 3, 5), "2026-03-05")]
)
def test_a_text_that_is_a_number_or_a_day_in_the_file_has_to_be_confirmed(cell: Any, kept: str):
    preview = look(xlsx(row(信访内容=cell)))

    assert narrative_of(preview) == kept
    assert "按文字登记" in corrections(preview)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("住址", date(2026, 3, 5)),  # 3-5 was typed
        ("联系电话", date(2026, 3, 1)),
        ("受理告知书文号", date(2026, 3, 1)),
        ("受理告知书文号", 202600000000000012),
        ("受理告知书文号", 0.5),
    ],
)
def test_an_address_or_number_that_was_made_a_day_is_refused(heading: str, cell: Any):
    fault = only_fault(look(with_column(heading, cell)))

    assert fault.row == 2 and "文本" in fault.remedy


def test_the_number_of_a_paper_that_is_kept_as_a_number_may_have_lost_zeros_and_is_listed():
    assert "零可能已丢失" in corrections(look(with_column("受理告知书文号", 12)))


def test_a_number_of_days_in_a_sheet_that_counts_from_1904_is_not_counted_from_1900():
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    from tests.intake.files import saved, workbook

    book: openpyxl.Workbook = workbook(row(登记日期=44_624), row(信访件编号="XF-2"))
    book.epoch = CALENDAR_MAC_1904
    preview = look(saved(book), today=TODAY)

    assert "1904" in only_fault(preview).reason


def test_two_numbers_in_one_cell_are_no_number():
    fault = only_fault(look(xlsx(row(信访件编号="XF-1\nXF-2"))))

    assert "换行" in fault.reason


@pytest.mark.parametrize("heading", ["信访形式", "登记日期", "人数", "责任单位"])
def test_a_cell_with_nothing_that_shows_is_empty(heading: str):
    unseen, empty = (look(xlsx(row(**{heading: cell}))) for cell in (" \u200b \ufeff", None))

    assert [(one.reason, one.row) for one in unseen.faults] == [(one.reason, one.row) for one in empty.faults]
    assert unseen.questions == empty.questions and unseen.assumptions == empty.assumptions


def test_a_limit_a_thousand_years_ahead_is_a_slip_of_the_pen():
    assert "年份" in only_fault(look(with_column("要求反馈日期", "3026-01-10"))).remedy
