import re

import pytest

from workbench.queries.case_filter import CaseFilter, ColumnTest, FilterError
from workbench.queries.caseload import choices, counts, page, unit_choices
from workbench.queries.columns import BY_KEY, COLUMNS


def test_what_is_latest_by_most_days_comes_first(maker):
    fine = maker.case(next_due="2026-12-01")
    worst = maker.case(late_days=90, late_deadlines=1)
    late = maker.case(late_days=3, late_deadlines=1)

    rows = page(maker.write(), CaseFilter())

    assert [row.case_no for row in rows] == [worst, late, fine]
    assert [row.is_late for row in rows] == [True, True, False]


def test_empty_values_stand_last_in_both_directions(maker):
    none = maker.case(concluded_on=None)
    early = maker.case(concluded_on="2026-01-01")
    later = maker.case(concluded_on="2026-02-01")
    snapshot = maker.write()

    rising = page(snapshot, CaseFilter(), sort=(("concluded_on", False),))
    falling = page(snapshot, CaseFilter(), sort=(("concluded_on", True),))

    assert [row.case_no for row in rising] == [early, later, none]
    assert [row.case_no for row in falling] == [later, early, none]


def test_pages_together_give_each_case_once(maker):
    for _ in range(25):
        maker.case()
    snapshot = maker.write()

    numbers = [
        row.case_no
        for offset in range(0, 30, 10)
        for row in page(snapshot, CaseFilter(), offset=offset, limit=10)
    ]

    assert len(numbers) == len(set(numbers)) == 25


def test_values_follow_the_columns_asked_for(maker):
    maker.case(channel="visit", person_times=6)
    columns = (BY_KEY["person_times"], BY_KEY["channel"])

    (row,) = page(maker.write(), CaseFilter(), columns=columns)

    assert row.values == (6, "visit")
    assert columns[1].say(row.values[1]) == "来访"


def test_an_unknown_column_cannot_be_sorted_by(maker):
    maker.case()

    with pytest.raises(FilterError, match="不能按"):
        page(maker.write(), CaseFilter(), sort=(("case_no; drop table case_fact", False),))


def test_choices_tell_how_many_cases_they_have(maker):
    maker.case(channel="visit")
    maker.case(channel="visit")
    maker.case(channel="call")

    assert [(choice.label, choice.cases) for choice in choices(maker.write(), "channel")] == [
        ("来访", 2),
        ("来电", 1),
    ]


def test_units_are_offered_by_name(maker):
    maker.case(unit="430682104")

    assert [choice.label for choice in unit_choices(maker.write())] == ["甲镇"]


def test_no_column_of_the_list_is_about_a_person():
    assert not {column.key for column in COLUMNS} & {"name", "phone", "address", "id_hash", "petitioner"}


@pytest.mark.parametrize("key", ["batches", "person_times"])
def test_nothing_is_ranked_or_picked_by_how_often_or_how_many_people_came(maker, key):
    """The charter: sorted by how often they came, the list of matters would be one of those who petition."""
    maker.case()
    snapshot = maker.write()

    with pytest.raises(FilterError, match="不作排名"):
        page(snapshot, CaseFilter(), sort=((key, True),))
    for bounds in ({"low": "3"}, {"high": "1"}, {"contains": "2"}, {"any_of": ("2",)}):
        with pytest.raises(FilterError, match="不作挑选的条件"):
            counts(snapshot, CaseFilter(columns=(ColumnTest(key, **bounds),)))


def test_whatever_else_counts_who_came_is_no_column_of_the_list():
    counted = re.compile(r"batches|person|people|group$|return|coming")

    assert {key for key in BY_KEY if counted.search(key)} == {
        column.key for column in BY_KEY.values() if column.is_of_coming
    }
