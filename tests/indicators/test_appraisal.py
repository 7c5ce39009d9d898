"""Which figures may be items of the appraisal, what its points can carry, and where units really differ."""

import random
from copy import deepcopy
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.indicators.appraisal_items import ItemRefusedError, check_item, items_in
from workbench.indicators.appraisal_scores import Counted, Standing, item_interval, scores
from workbench.indicators.catalogue import DefinitionError, catalogue, check
from workbench.indicators.statistics import wilson
from workbench.law.appraisal_data import FILE, appraisal_data, read_appraisal
from workbench.law.tables import read_table

MONTH = date(2026, 2, 1)
DUTIES = [item.figure for item in appraisal_data().items]


def made(**changes):
    """A core figure on a duty, with some of its words changed."""
    row = {
        "id": "made", "name": "新指标", "kind": "core", "of": "notice_due between :start and :end",
        "that": "notice_on <= notice_due", "date": "notice_due", "date_name": "日", "words": "数",
        "source": "条例", "caution": "无", "since": MONTH, **changes,
    }  # fmt: skip
    return {"made": check(row)}


@pytest.mark.parametrize("name", DUTIES)
def test_every_item_of_the_sheet_is_a_duty_of_the_unit(name):
    assert check_item(name).kind == "core"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("received", "来了多少"),
        ("person_times", "来了多少"),
        ("visits", "来了多少"),
        ("group_visits", "来了多少"),
        ("online_share", "哪条渠道"),
        ("repeat_share", "再次来信来访"),
        ("closure_held", "再次来信来访"),
        ("settled_at_first", "再次来信来访"),
        ("returned_after_first", "再次来信来访"),
        ("rated", "评价由群众自愿"),
        ("satisfied", "评价由群众自愿"),
        ("rated_after_answer", "评价由群众自愿"),
        ("handled", "背景数"),
        ("open_late", "没有做到的"),
        ("notice_days", "用时"),
        ("no_such_figure", "没有这个指标"),
    ],
)
def test_volume_coming_again_and_ratings_are_refused_with_the_reason(name, why):
    with pytest.raises(ItemRefusedError, match=why):
        check_item(name)


DUE = "notice_due between :start and :end"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"that": "level not in ('national', 'province')", "kind": "context"}, "向哪一级"),
        ({"of": f"level = 'prefecture' and {DUE}", "kind": "context"}, "向哪一级"),
        ({"that": "satisfaction in ('satisfied', 'mostly_satisfied')"}, "自愿"),
        ({"kind": "context", "that": "returned_on is null"}, "再次"),
        ({"of": f"petition_channel = 'visit' and {DUE}", "kind": "context", "grain": "petition"}, "哪条渠道"),
        ({"of": f"channel = 'visit' and {DUE}", "kind": "context"}, "哪条渠道"),
        ({"that": None, "kind": "context"}, "数量"),
        ({"dimensions": ["month"]}, "按单位"),
    ],
)
def test_a_new_figure_on_what_people_do_is_refused_too(changes, why):
    with pytest.raises(ItemRefusedError, match=why):
        check_item("made", made(**changes))


@pytest.mark.parametrize("name", sorted(set(catalogue()) - set(DUTIES)))
def test_a_sheet_with_another_figure_of_the_catalogue_is_read_only_if_it_is_a_duty(name):
    content = deepcopy(read_table(FILE))
    content["item"][0]["figure"] = name
    told = catalogue()[name]
    is_duty = told.kind == "core" and told.is_share and not told.lower_is_better and name != "satisfied"

    if is_duty:
        assert items_in(MONTH, read_appraisal(content))[0].indicator is told
    else:
        with pytest.raises(ItemRefusedError, match="不能作为考核项目"):
            items_in(MONTH, read_appraisal(content))


def test_there_is_no_sheet_for_a_month_before_the_regulation():
    with pytest.raises(DefinitionError, match="2022年4月"):
        items_in(date(2022, 4, 1))


def test_the_interval_of_one_item_is_that_of_its_share():
    one = Counted("accepted_on_time", 40, 0, 81, 263)
    found = scores({"A": [one]})["A"]

    assert found.total == Fraction(81, 263) * 100
    assert (found.low, found.high) == pytest.approx(tuple(100 * end for end in wilson(81, 263)))
    assert item_interval(one) == pytest.approx(tuple(40 * end for end in wilson(81, 263)))


counted = st.lists(
    st.tuples(st.integers(1, 30), st.integers(1, 200)).flatmap(
        lambda drawn: st.builds(
            Counted, st.uuids().map(str), st.just(drawn[0] + 5), st.integers(0, 4), st.integers(0, drawn[1]),
            st.just(drawn[1]),
        )
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip


@given(counted)
def test_the_total_lies_within_its_interval_and_the_interval_within_the_sheet(told):
    found = scores({"A": told})["A"]

    assert 0 <= found.low <= float(found.total) + 1e-9
    assert float(found.total) - 1e-9 <= found.high <= 100


@given(counted)
def test_more_cases_with_the_same_shares_make_the_interval_narrower(told):
    few = scores({"A": told})["A"]
    many = scores({"A": [Counted(c.figure, c.points, c.floor, c.passed * 9, c.of * 9) for c in told]})["A"]

    assert many.total == few.total
    assert many.high - many.low < few.high - few.low + 1e-9


def test_one_late_case_of_one_is_no_difference_that_anybody_can_read():
    units = {f"U{number}": [Counted("n", 100, 0, 30, 30)] for number in range(10)}

    found = scores({**units, "A": [Counted("n", 100, 0, 0, 1)]})

    assert found["A"].total == 0
    assert found["A"].standing is Standing.TOO_FEW


def test_a_unit_without_cases_stands_nowhere():
    found = scores({"A": [], "B": [Counted("n", 100, 0, 9, 10)]})

    assert (found["A"].total, found["A"].standing) == (None, Standing.NOT_APPLICABLE)
    assert found["B"].standing is Standing.TOO_FEW  # nobody to compare with


def test_a_real_difference_is_told_and_only_in_the_items_that_a_unit_had():
    units = {f"U{number}": [Counted("n", 60, 0, 18, 20), Counted("r", 40, 0, 2, 20)] for number in range(20)}
    units |= {"bad": [Counted("n", 60, 0, 2, 20)], "hard": [Counted("r", 40, 0, 2, 20)]}

    found = scores(units)

    assert found["bad"].standing is Standing.BELOW
    assert found["hard"].standing is Standing.ALIKE  # its one item is hard for everybody
    assert found["hard"].total == found["bad"].total == 10


def test_where_all_are_alike_chance_alone_rarely_sets_a_unit_apart():
    """Forty-five units that are all the same, for 120 months: some one month in twenty names anybody."""
    dice, named = random.Random(7), 0
    for _ in range(120):
        units = {}
        for unit in range(45):
            sizes = {"n": dice.randint(0, 12), "c": dice.randint(0, 12), "s": dice.randint(0, 4)}
            units[str(unit)] = [
                Counted(
                    figure, points, 0, sum(dice.random() < 0.85 for _ in range(sizes[figure])), sizes[figure]
                )
                for figure, points in (("n", 30), ("c", 50), ("s", 20))
                if sizes[figure]
            ]
        told = {one.standing for one in scores(units).values()}
        named += bool(told & {Standing.ABOVE, Standing.BELOW})

    assert named <= 120 * 0.06


def test_a_unit_that_misses_twice_as_often_is_found_in_a_year_of_cases():
    dice, found = random.Random(11), 0
    for _ in range(20):
        share = {str(unit): 0.7 if unit == 0 else 0.9 for unit in range(20)}
        units = {
            unit: [Counted("n", 100, 0, sum(dice.random() < hit for _ in range(90)), 90)]
            for unit, hit in share.items()
        }
        found += scores(units)["0"].standing is Standing.BELOW

    assert found >= 16


@pytest.mark.parametrize(("truth", "sizes"), [(0.9, (12, 20, 5)), (0.6, (4, 9, 30)), (0.97, (40, 40, 40))])
def test_the_interval_of_a_total_holds_the_truth_as_often_as_that_of_one_small_share_does(truth, sizes):
    dice, held = random.Random(3), 0
    for _ in range(400):
        told = [
            Counted(str(at), points, 0, sum(dice.random() < truth for _ in range(of)), of)
            for at, (points, of) in enumerate(zip((20, 30, 50), sizes, strict=True))
        ]
        found = scores({"A": told})["A"]
        held += found.low <= 100 * truth <= found.high

    assert held >= 400 * 0.9  # Wilson of five cases alone holds 0.9 in 92 of 100
