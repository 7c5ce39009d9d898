"""Units are known by the names that clerks write, in whatever place the office stands."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.intake.unit_names import NamedUnit, UnitNames, shipped_units

DAY = date(2026, 3, 1)
UNITS = [
    NamedUnit("1", "平江县"),
    NamedUnit("2", "平江县教育局"),
    NamedUnit("3", "中共平江县委组织部"),
    NamedUnit("4", "中共平江县纪委监委"),
    NamedUnit("5", "汉昌街道办事处"),
    NamedUnit("6", "浯口镇人民政府"),
]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("县教育局", "2"),
        ("教育局", "2"),
        ("平江县 教育局", "2"),
        ("县委组织部", "3"),
        ("平江县委组织部", "3"),
        ("组织部", "3"),
        ("县纪委监委", "4"),
        ("汉昌街道", "5"),
        ("浯口镇", "6"),
    ],
)
def test_what_is_left_out_is_the_name_of_the_place_and_of_its_kind(written: str, code: str) -> None:
    found = UnitNames(UNITS, ["平江县"]).find(written, DAY)

    assert (found.code, found.is_alias) == (code, True)


def test_another_place_is_not_left_out() -> None:
    assert UnitNames(UNITS, ["平江县"]).find("临湘市教育局", DAY).code is None


def test_the_place_of_the_units_shipped_is_the_one_they_say() -> None:
    assert shipped_units().find("市教育局", DAY).code == "430682D10"
