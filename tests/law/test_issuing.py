"""Numbers of papers: the form of the standard, each kind in one series, a sequence that only moves by one."""

import re

import pytest

from workbench.law.issued_document import NumberSequence, NumberTakenError
from workbench.law.issuing import NumberPattern, _check, issuing_data
from workbench.law.tables import LawDataError
from workbench.terms import IssuedKind


@pytest.mark.parametrize("kind", IssuedKind)
def test_every_kind_is_numbered_in_exactly_one_way(kind):
    data = issuing_data()

    assert (kind in data.patterns) != (kind in data.recorded)


@pytest.mark.parametrize("number", [1, 10, 103])
def test_numbers_have_the_year_between_hexagonal_brackets_and_no_leading_zero(number):
    for pattern in issuing_data().patterns.values():
        written = pattern.written("忠防镇", 2026, number)
        assert re.fullmatch(rf"\D+〔2026〕{number}号|2026年第{number}期", written)


def test_a_series_by_unit_counts_for_each_unit_and_the_others_together():
    data = issuing_data()
    opinion, minutes = data.patterns[IssuedKind.HANDLING_OPINION], data.patterns[IssuedKind.MINUTES]

    assert opinion.key("A", 2026) != opinion.key("B", 2026)
    assert minutes.key("A", 2026) == minutes.key("B", 2026) != minutes.key("A", 2027)
    assert data.sign("430682XF", "临湘市信访局") == "临"
    assert data.sign("430682101", "忠防镇") == "忠防镇"


@pytest.mark.parametrize(
    ("pattern", "by_unit", "told"),
    [
        ("临信〔{year}〕号", False, "缺少 {number}"),
        ("临信{number}号", False, "缺少 {year}"),
        ("临信〔{year}〕{number}号", True, "缺少 {sign}"),
        ("{x}〔{year}〕{number}号", False, "只能用"),
    ],
)
def test_a_pattern_that_cannot_number_is_named(pattern, by_unit, told):
    with pytest.raises(LawDataError, match=re.escape(told)):
        _check(NumberPattern("x", pattern, by_unit, ()))


def test_a_sequence_moves_on_by_one():
    sequence = NumberSequence(1, "x:2026", 0)
    for number in (1, 2, 3):
        sequence = sequence.following(number, "x")
    assert sequence.last == 3
    for number in (3, 5, 1, 0):
        with pytest.raises(NumberTakenError):
            sequence.following(number, "x")
