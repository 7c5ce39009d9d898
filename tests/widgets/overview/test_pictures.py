"""The pictures of the overview: each box, word and row of a table leads to just the cases that it counts."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from tests.factories import CLERK, TOWN, make_register, make_take
from tests.widgets.overview.conftest import boxes, cases_at, marks_that_open, number
from widgets.overview import OverviewState
from widgets.overview.charts import ages_picture, load_picture, short_name
from widgets.overview.over_time import calendar_picture, multiples_picture, topics_picture, trend_picture
from widgets.overview.spans import months_of
from widgets.overview.towns import town_places, towns_picture
from widgets.parts.drawing import Box, Words
from workbench.terms import Step

if TYPE_CHECKING:
    from workbench.app import Workbench


def test_every_box_of_every_group_opens_just_the_cases_that_it_counts(state: OverviewState) -> None:
    for by in ("unit", "channel", "topic_group", "path"):
        for said, href in marks_that_open(load_picture(state, by)):
            assert cases_at(state.bench, href) == said


def test_the_late_part_of_a_class_of_age_opens_its_late_cases_and_the_rest_the_others(
    state: OverviewState,
) -> None:
    opened = marks_that_open(ages_picture(state))

    assert len(opened) > len(state.ages)
    for said, href in opened:
        assert cases_at(state.bench, href) == said


def test_the_groups_that_have_no_bar_open_their_cases_together_and_stand_in_the_table(
    state: OverviewState,
) -> None:
    most = 1
    for by in ("unit", "channel"):
        picture, loads = load_picture(state, by, most=most), state.loads(by)
        assert [row[1:] for row in picture.rows] == [
            (str(load.open_cases), str(load.late), str(load.soon)) for load in loads
        ]
        (rest,) = [mark for mark in picture.marks if isinstance(mark, Words) and mark.text.startswith("其余")]
        last = [mark for mark in picture.marks if isinstance(mark, Words) and mark.y == rest.y][-1]
        found = [(piece.said, piece.href) for piece in last.pieces if piece.href]
        assert found
        for said, href in found:
            assert cases_at(state.bench, href) == number(said)
        assert number(found[0][0]) == sum(load.open_cases for load in loads[most:])


def test_every_count_in_the_table_of_a_picture_opens_just_its_cases(state: OverviewState) -> None:
    groups = [load_picture(state, by) for by in ("unit", "channel", "topic_group", "path")]
    for picture in (*groups, ages_picture(state), towns_picture(state)):
        for row, hrefs in zip(picture.rows, picture.hrefs, strict=True):
            for cell, href in zip(row[1:], hrefs[1:], strict=True):
                assert bool(href) == (cell not in ("0", "")), row
                assert not href or cases_at(state.bench, href) == int(cell)


def test_the_tables_of_trends_multiples_and_calendar_lead_to_cases(state: OverviewState) -> None:
    for picture in (
        trend_picture(state, "received"),
        trend_picture(state, "concluded_on_time"),
        calendar_picture(state),
        multiples_picture(state),
        topics_picture(state),
    ):
        hrefs = [href for row in picture.hrefs for href in row if href]
        assert len(hrefs) >= len(picture.rows) / 12
        assert len(picture.hrefs) == len(picture.rows)
        for href in hrefs:
            assert cases_at(state.bench, href) > 0


def test_months_stand_in_the_table_of_the_small_charts(state: OverviewState) -> None:
    picture = topics_picture(state)

    assert picture.head[2:] == tuple(f"{month[2:4]}/{month[5:]}" for month in months_of(state.year))
    assert all(len(row) == len(picture.head) for row in picture.rows)
    assert sum(int(cell or 0) for row in picture.rows for cell in row[2:]) == sum(
        one.denominator for one in state.by_topic
    )


def test_months_days_towns_and_units_lead_to_their_cases(state: OverviewState) -> None:
    for picture in (
        trend_picture(state, "received"),
        trend_picture(state, "concluded_on_time"),
        calendar_picture(state),
        towns_picture(state),
        multiples_picture(state),
        topics_picture(state),
    ):
        assert picture.rows
        for box in boxes(picture):
            assert cases_at(state.bench, box.href) > 0


def test_a_month_without_cases_is_a_zero_of_a_count_and_a_gap_of_a_share(state: OverviewState) -> None:
    counted = dict(row[:2] for row in trend_picture(state, "received").rows)
    shares = dict(row[:2] for row in trend_picture(state, "concluded_on_time").rows)

    assert counted["26/01"] == "1"
    assert counted["25/12"] == "无案件"
    assert shares["25/12"] == "无案件"


def test_months_before_the_records_are_gaps_and_the_first_is_marked_as_a_part(state: OverviewState) -> None:
    """They begin on 2 April 2025: one day of thirty may be missing, five may not."""
    whole = trend_picture(state, "received")
    state.bench.perform(make_register(case_no="XF-8", on=date(2025, 3, 6)), actor=CLERK)
    picture = trend_picture(OverviewState(state.bench), "received")

    assert dict(row[:2] for row in whole.rows)["25/04"] == "1"
    told = {row[0]: row[1:] for row in picture.rows}
    assert told["25/02"] == ("尚无记录", "2025-02 尚无记录")
    assert told["25/03"][0] == "1（不足整月）"
    assert "记录自 2025-03-06 起，不足整月" in told["25/03"][1]
    assert not [box for box in boxes(picture) if "2025-02" in box.said]


def test_a_month_of_few_cases_is_no_share_but_its_numbers_paler_and_marked(state: OverviewState) -> None:
    """Under a filter by unit most months have a handful of cases."""
    picture = trend_picture(state, "accepted_on_time")

    (told,) = [row for row in picture.rows if row[0] == "26/01"]
    assert told[1] == "0/1"
    assert told[2].endswith("，样本过小")
    (box,) = [box for box in boxes(picture) if "2026-01" in box.said]
    assert box.strength < 1
    assert "样本过小" in box.said
    assert all(box.strength == 1 for box in boxes(trend_picture(state, "received")))


def test_all_fourteen_towns_have_a_place_of_their_own(state: OverviewState) -> None:
    places = town_places()

    assert len(places) == len(set(places.values())) == 14
    assert set(places) <= set(state.names)


def test_the_name_of_the_city_is_left_out_where_all_bear_it(state: OverviewState) -> None:
    assert short_name(state, "临湘市水利局") == "水利局"
    assert short_name(state, "中共临湘市委组织部") == "市委组织部"
    assert short_name(state, "长安街道") == "长安街道"


def test_of_the_time_before_the_records_nothing_is_drawn_and_no_zero_told(bench: Workbench) -> None:
    """The first matter is of the 20th of January; of February nothing came, and that is a zero."""
    for case_no, on in (("FIRST", date(2026, 1, 20)), ("NEXT", date(2026, 3, 2))):
        bench.perform(make_register(case_no=case_no, on=on), actor=CLERK)
    state = OverviewState(bench)

    days = [mark.said for mark in calendar_picture(state).marks if isinstance(mark, Box)]
    assert (days[0], len(days)) == ("2026-01-20 登记批次 1", 71)
    assert "2026-02-10 登记批次 0" in days
    (row,) = topics_picture(state).rows
    assert [str(cell) for cell in row[2:]] == [""] * 9 + ["1", "0", "1"]


def test_a_month_of_a_unit_opens_just_its_cases(state: OverviewState) -> None:
    for one in range(3):
        case_no = f"MONTH-{one}"
        on = date(2025, 6 + one, 3)
        state.bench.perform(
            make_register(case_no=case_no, on=on),
            make_take(case_no, Step.TRANSFER, on, unit="430682XF", to_unit=TOWN),
            actor=CLERK,
        )
    shown = OverviewState(state.bench)
    found = boxes(multiples_picture(shown))
    months = [box for box in found if re.search(r"，\d{4}-\d{2} ", box.said)]

    assert len(months) == 5
    for box in months:
        said = re.search(r"应办结 (\d+) 件，未按期 (\d+) 件", box.said)
        assert said is not None
        assert cases_at(shown.bench, box.href) == int(said[2] if said[2] != "0" else said[1]) == 1
    whole = next(box for box in found if "近一年" in box.said)
    assert cases_at(shown.bench, whole.href) == 5
