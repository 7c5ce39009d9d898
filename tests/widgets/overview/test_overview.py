"""The overview: numbers that agree with the caseload, each leading to just its cases."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.factories import CLERK, OTHER_TOWN, TOWN, make_register, make_take
from widgets.case_review.state import CaseReviewState
from widgets.home import HomeState
from widgets.overview import Overview, OverviewState, open_overview
from widgets.overview.charts import ages_picture, load_picture, short_name
from widgets.overview.over_time import calendar_picture, multiples_picture, topics_picture, trend_picture
from widgets.overview.spans import months_of
from widgets.overview.tables import answers, changes
from widgets.overview.tiles import tiles
from widgets.overview.towns import town_places, towns_picture
from widgets.parts.drawing import Box, Picture, Words
from workbench.access.viewer import Viewer
from workbench.queries.case_filter import CaseFilter
from workbench.queries.caseload import counts
from workbench.terms import Channel, Outcome, RatingAsker, Role, Satisfaction, Step

if TYPE_CHECKING:
    from workbench.app import Workbench

LINK = re.compile(r'href="([^"]+)"')


@pytest.fixture
def state(bench: Workbench) -> OverviewState:
    """Six matters of two towns, one of them late."""
    for number, (on, unit, channel) in enumerate(
        (
            (date(2026, 1, 5), TOWN, Channel.VISIT),
            (date(2026, 3, 2), TOWN, Channel.ONLINE),
            (date(2026, 3, 9), OTHER_TOWN, Channel.ONLINE),
            (date(2026, 3, 20), OTHER_TOWN, Channel.LETTER),
            (date(2025, 4, 2), TOWN, Channel.CALL),
            (date(2026, 3, 25), OTHER_TOWN, Channel.CALL),
        )
    ):
        case_no = f"XF-{number}"
        bench.perform(
            make_register(case_no=case_no, on=on, channel=channel),
            make_take(case_no, Step.TRANSFER, on, unit="430682XF", to_unit=unit),
            actor=CLERK,
        )
    return OverviewState(bench)


def cases_at(bench: Workbench, href: str) -> int:
    """Return how many cases the case review lists at an address."""
    address = dict(parse_qsl(urlsplit(unescape(href)).query))
    review = CaseReviewState(bench, address)
    assert review.complaint == ""
    return counts(review.snapshot, review.wanted_with(review.heads.tests)).cases


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


def test_how_long_people_waited_opens_the_cases_that_it_tells_of_and_says_what_it_means(
    state: OverviewState,
) -> None:
    state.bench.perform(
        make_take("XF-1", Step.ACCEPT, date(2026, 3, 10), unit=TOWN),
        make_take("XF-1", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        actor=CLERK,
    )
    state = OverviewState(state.bench)
    told = str(answers(state))

    found = state.answers
    assert found is not None
    (href,) = LINK.findall(told)
    assert cases_at(state.bench, href) == found.done + found.waiting
    assert f"{found.done + found.waiting} 件" in told
    assert "从收到到最后答复的日历日数" in told
    assert ("样本过小" in told) == (found.done + found.waiting < 5)


def test_every_link_of_tiles_and_changes_is_understood_by_the_case_review(state: OverviewState) -> None:
    links = LINK.findall(str(tiles(state))) + LINK.findall(str(changes(state)))

    assert len(links) > 8
    for href in links:
        assert cases_at(state.bench, href) > 0


def test_the_numbers_of_the_day_are_those_of_the_home_page(state: OverviewState) -> None:
    home = {tile.label: tile.count for tile in HomeState(state.bench).tiles}

    assert state.counts.open_cases == home["在办事项"]
    assert state.counts.late_cases == home["超期未完成"]


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


def test_a_change_stands_with_what_it_is_measured_against_and_opens_it(state: OverviewState) -> None:
    page = str(changes(state))

    assert "比上月（2026-02）" in page and "比去年同月（2025-03）" in page
    state.bench.perform(make_register(case_no="XF-9", on=date(2026, 2, 3)), actor=CLERK)
    again = OverviewState(state.bench)
    (before, _then) = again.changes[0]
    assert before.before is not None
    href = again.links.figure(before.before)
    assert href.replace("&", "&amp;") in str(changes(again))
    assert cases_at(state.bench, href) == 1


def test_few_cases_are_not_compared_and_the_method_is_told(state: OverviewState) -> None:
    page = str(changes(state))

    assert "案件太少，不作比较" in page
    assert "Newcombe" in page


def test_nothing_of_the_overview_is_told_by_person(state: OverviewState) -> None:
    page = Overview(state)
    told = page.tiles.value + page.changes.value

    for word in ("信访人", "姓名", "稳控", "重点人员", "越级"):
        assert word not in told


def test_all_fourteen_towns_have_a_place_of_their_own(state: OverviewState) -> None:
    places = town_places()

    assert len(places) == len(set(places.values())) == 14
    assert set(places) <= set(state.names)


def test_the_name_of_the_city_is_left_out_where_all_bear_it(state: OverviewState) -> None:
    assert short_name(state, "临湘市水利局") == "水利局"
    assert short_name(state, "中共临湘市委组织部") == "市委组织部"
    assert short_name(state, "长安街道") == "长安街道"


def test_a_figure_says_which_days_it_counts_and_its_definition_opens_by_keyboard(
    state: OverviewState,
) -> None:
    page = re.sub(r"</?span>", "", str(tiles(state)) + str(changes(state)) + str(answers(state)))

    assert page.count("2025-04-01 至 2026-03-31，按登记日期") == 2
    assert "2025-04-01 至 2026-03-31，按告知到期日" in page
    assert "截至 2026-03-31" in page
    opened = re.findall(r'<button[^>]* popovertarget="([^"]+)"', page)
    assert len(opened) == 3 + 4 + 9 == len(set(opened))
    assert sorted(re.findall(r'<div id="([^"]+)" popover', page)) == sorted(opened)
    assert "title=" not in page


def test_earlier_days_are_compared_once_they_are_folded(bench: Workbench) -> None:
    bench.perform(make_register(on=date(2026, 1, 5)), actor=CLERK)
    assert "未整理" in str(tiles(OverviewState(bench)))
    for day in OverviewState(bench).earlier_days:
        bench.snapshot(day)

    told = str(tiles(OverviewState(bench)))
    earlier = [unescape(href) for href in LINK.findall(told) if "as_of=" in href]
    assert "上月末（" in told and "去年同日（" in told
    # Of the stock then, and of what was late then; a year ago there was none.
    then = OverviewState(bench).earlier_days[0]
    assert earlier == [f"/case_review?{what}=1&as_of={then}" for what in ("open", "late")]
    assert [cases_at(bench, href) for href in earlier] == [1, 1]
    assert Overview(OverviewState(bench)).fold.layout.display == "none"


def test_an_earlier_day_stands_in_the_address_and_in_every_link(bench: Workbench) -> None:
    bench.perform(make_register(on=date(2026, 1, 5)), actor=CLERK)
    bench.snapshot(date(2026, 2, 10))

    page = open_overview(bench, {"as_of": "2026-02-10"})

    assert isinstance(page, Overview)
    assert page.place.query == "as_of=2026-02-10"
    assert all("as_of=2026-02-10" in href for href in LINK.findall(page.tiles.value))


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


def test_a_month_under_a_filter_on_the_present_state_is_compared_with_the_state_of_then(
    state: OverviewState,
) -> None:
    still_open = CaseFilter(open_only=True)
    page = OverviewState(state.bench, wanted=still_open)
    assert {before.words for before, _ in page.changes} == {"须按当时的截至日比较"}

    state.bench.snapshot(date(2026, 1, 31))
    (before, _), *_ = OverviewState(state.bench, date(2026, 2, 28), wanted=still_open).changes

    assert before.before is not None and before.before.as_of == date(2026, 1, 31)
    assert "截至 2026-01-31" in before.basis


def test_a_viewer_who_may_not_see_cases_gets_numbers_without_links(state: OverviewState) -> None:
    display = Viewer("screen", "会议室", Role.DISPLAY)

    shown = OverviewState(state.bench, viewer=display)

    assert LINK.findall(str(tiles(shown)) + str(changes(shown))) == []
    assert boxes(load_picture(shown, "unit")) == boxes(calendar_picture(shown)) == []
    assert shown.counts == state.counts


def test_an_empty_workbench_says_how_to_begin(bench: Workbench) -> None:
    bench.snapshot()

    page = open_overview(bench, {"as_of": "morgen"})

    assert isinstance(page, Overview)
    assert "还没有任何信访事项" in page.tiles.value
    assert "morgen" in page.notice.sentences[0]


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


def test_whether_people_came_back_is_told_with_bounds_and_never_alone(state: OverviewState) -> None:
    for on, case_no in ((date(2025, 4, 20), "XF-4"), (date(2026, 3, 10), "XF-1")):
        state.bench.perform(
            make_take(case_no, Step.ACCEPT, on, unit=TOWN),
            make_take(case_no, Step.ISSUE_OPINION, on, unit=TOWN, outcome=Outcome.EXPLAIN),
            actor=CLERK,
        )
    page = Overview(OverviewState(state.bench))
    told = page.after.value

    assert "100.0%（1/1），样本过小" in told
    assert "50%–100%（观察期未满 1 件）" in told
    for name in ("参评率", "网信占比", "按期办结率"):
        assert name in told
    for href in LINK.findall(told):
        assert cases_at(state.bench, href) > 0


def test_satisfaction_stands_with_its_two_ends_the_official_share_and_who_asked(state: OverviewState) -> None:
    said = {"satisfaction": Satisfaction.SATISFIED, "asked_by": RatingAsker.UNIT}
    for case_no, rating in (("XF-1", said), ("XF-4", {})):
        on = date(2026, 3, 10)
        state.bench.perform(
            make_take(case_no, Step.ACCEPT, on, unit=TOWN),
            make_take(case_no, Step.ISSUE_OPINION, on, unit=TOWN, outcome=Outcome.EXPLAIN),
            *([make_take(case_no, Step.RATE, on, **rating)] if rating else []),
            actor=CLERK,
        )
    page = Overview(OverviewState(state.bench))

    answered = page.state.satisfaction.asked
    assert answered >= 2 and f"{1 / answered * 100:.0f}–100%" in page.tiles.value
    for told in ("系统口径", "100.0%", f"未评价 {answered - 1} 件，不算满意"):
        assert told in page.tiles.value
    assert "责任单位征求 100.0%（1/1）" in page.after.value and "未注明 0 件" in page.after.value
    for href in LINK.findall(page.after.value):
        assert cases_at(state.bench, href) > 0


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


def boxes(picture: Picture) -> list[Box]:
    """Return the boxes of a picture that lead to cases."""
    return [mark for mark in picture.drawn if isinstance(mark, Box) and mark.href]


def marks_that_open(picture: Picture) -> list[tuple[int, str]]:
    """Return how many cases each mark or word of a picture says that it leads to, and its address."""
    words = [piece for mark in picture.drawn if isinstance(mark, Words) for piece in mark.pieces]
    return [(number(one.said), one.href) for one in (*boxes(picture), *words) if one.href]


def number(said: str) -> int:
    """Return the count at the end of what a mark means."""
    found = re.search(r"([\d,]+) 件$", said)
    assert found is not None, said
    return int(found[1].replace(",", ""))
