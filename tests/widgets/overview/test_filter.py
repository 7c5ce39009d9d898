"""A filter over the whole overview: what it narrows, where it stands, what follows its own way."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from tests.factories import OTHER_TOWN, TOWN
from tests.widgets.overview.conftest import LINK, boxes, cases_at
from widgets.overview import Overview, OverviewState, open_overview
from widgets.overview.charts import ages_picture, load_picture, short_name
from widgets.overview.over_time import multiples_picture, topics_picture
from workbench.queries.case_filter import CaseFilter

if TYPE_CHECKING:
    pass


def choose(page: Overview, **chosen: list[str]) -> None:
    """Choose in the filter bar as a reader does."""
    data = {"method": "custom", "content": {"type": "change", "serial": 1, "chosen": chosen}}
    page.filters._handle_msg({"content": {"data": data}, "buffers": []})


def test_a_filter_narrows_every_number_and_every_list_behind_it(state: OverviewState) -> None:
    page = Overview(state)
    choose(page, units=[OTHER_TOWN])

    chosen = page.state
    assert chosen.counts.cases == 3
    assert chosen.by_topic[0].denominator == sum(one.denominator for one in chosen.days) == 3
    assert {load.code for load in chosen.loads("unit")} == {OTHER_TOWN}
    assert sum(age.open_cases for age in chosen.ages) == chosen.counts.open_cases
    links = LINK.findall(page.tiles.value + page.changes.value)
    assert links and all(f"unit={OTHER_TOWN}" in unescape(href) for href in links)
    for picture in (
        load_picture(chosen, "channel"),
        ages_picture(chosen),
        multiples_picture(chosen),
        topics_picture(chosen),
    ):
        for box in boxes(picture):
            said = re.search(r"(\d+) (件|批次)[^\d]*$", box.said)
            assert f"unit={OTHER_TOWN}" in box.href
            if said and "超期" not in box.said and "未按期" not in box.said:
                assert cases_at(chosen.bench, box.href) == int(said[1])


def test_the_filter_stands_in_the_address_and_comes_back_from_it(state: OverviewState) -> None:
    page = Overview(state)
    choose(page, units=[TOWN], channels=["visit"])
    assert page.place.query == f"unit={TOWN}&channel=visit"

    again = open_overview(state.bench, dict(parse_qsl(page.place.query)))

    assert isinstance(again, Overview)
    assert again.state.counts == page.state.counts
    assert again.filters.value == page.filters.value
    assert again.state.counts.cases == 1
    page._go_to({})
    assert page.state.counts.cases == 6
    assert not page.filters.value


def test_a_filter_is_kept_on_another_day(state: OverviewState) -> None:
    state.bench.snapshot(date(2026, 3, 10))
    page = Overview(state)
    choose(page, units=[OTHER_TOWN])

    page._day_chosen(date(2026, 3, 10))

    assert page.state.counts.cases == 1
    assert page.place.query == f"as_of=2026-03-10&unit={OTHER_TOWN}"


def test_what_of_an_address_cannot_be_read_is_said_and_does_not_narrow(state: OverviewState) -> None:
    page = open_overview(state.bench, {"unit": "nowhere", "channel": "visit"})

    assert isinstance(page, Overview)
    assert "nowhere" in page.notice.sentences[0]
    assert page.state.counts.cases == 1


def test_a_figure_says_what_of_the_filter_it_follows_its_own_way(state: OverviewState) -> None:
    page = Overview(state)
    assert "筛选" not in page.tiles.value + page.changes.value + page.received.note

    choose(page, units=[TOWN], channels=["visit"])

    assert "筛选" not in page.tiles.value + page.received.note
    assert "单位按承担该项义务的单位筛选" in page.changes.value


def test_a_filter_that_leaves_nothing_is_no_empty_workbench(state: OverviewState) -> None:
    page = Overview(state)

    choose(page, units=[OTHER_TOWN], channels=["visit"])

    assert page.state.counts.cases == 0
    assert "还没有任何信访事项" not in page.tiles.value


def test_units_of_which_nothing_fell_due_are_told_beside_the_small_charts(state: OverviewState) -> None:
    page = Overview(state)
    shown = {one.group for one in state.by_unit}
    left = len(state.idle_units)

    assert shown <= {TOWN, OTHER_TOWN} and left >= 43
    assert f"另有 {left} 个单位近一年没有应办结的事项" in page.units.note

    choose(page, units=[TOWN])
    assert len(page.state.idle_units) == (TOWN not in shown)
    alone = Overview(OverviewState(state.bench, wanted=CaseFilter(units=("430682D01",))))
    assert len(alone.state.idle_units) == 1
    assert alone.units.note.endswith(f"事项：{short_name(state, alone.state.idle_units[0])}")
