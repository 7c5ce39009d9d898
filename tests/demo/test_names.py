"""Nobody and nothing in the demo can be real."""

import re

from tests.architecture.sources import ROOT
from workbench.demo.dice import Dice
from workbench.demo.names import (
    COMPANY_MARKS,
    COMPOUNDS,
    ROADS,
    VILLAGES,
    counted,
    id_number,
    numeral,
    person_name,
    phone_number,
    villages_of,
)
from workbench.records.identity import resident_number


def test_telephone_numbers_begin_where_no_chinese_number_begins():
    dice = Dice(3)

    numbers = [phone_number(dice) for _ in range(500)]

    assert all(re.fullmatch(r"109\d{8}", number) for number in numbers)


def test_identity_numbers_pass_every_check_and_name_a_region_that_does_not_exist():
    dice = Dice(3)

    numbers = [id_number(dice) for _ in range(500)]

    assert all(resident_number(number) == number for number in numbers)
    assert {number[:6] for number in numbers} == {"990000"}


def test_no_province_has_the_region_of_the_identity_numbers():
    codes = (ROOT / "data" / "divisions" / "linxiang_430682_streets.csv").read_text("utf-8")

    assert "990000" not in codes


def test_villages_carry_a_heavenly_stem_and_belong_to_one_town_each():
    names = [name for town in range(14) for name in villages_of(town)]

    assert all(re.fullmatch(r"[甲乙丙丁戊己庚辛壬癸]\S{1,3}村", name) for name in names)
    assert len(set(names)) == len(names)


def test_names_of_places_and_companies_do_not_repeat():
    for names in (VILLAGES, COMPOUNDS, ROADS, COMPANY_MARKS):
        assert len(set(names)) == len(names)


def test_people_have_a_surname_and_one_or_two_characters():
    dice = Dice(3)

    assert all(2 <= len(person_name(dice)) <= 3 for _ in range(500))


def test_numbers_are_written_as_they_are_spoken():
    assert [numeral(count) for count in (1, 10, 12, 20, 26)] == ["一", "十", "十二", "二十", "二十六"]
    assert counted(2) == "两"
