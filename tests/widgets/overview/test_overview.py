"""The overview: numbers that agree with the caseload, each leading to just its cases."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

from tests.factories import CLERK, TOWN, make_register, make_take
from tests.widgets.overview.conftest import LINK, boxes, cases_at
from widgets.home import HomeState
from widgets.overview import Overview, OverviewState, open_overview
from widgets.overview.charts import load_picture
from widgets.overview.over_time import calendar_picture
from widgets.overview.tables import answers, changes
from widgets.overview.tiles import tiles
from workbench.access.viewer import Viewer
from workbench.queries.case_filter import CaseFilter
from workbench.terms import Outcome, RatingAsker, Role, Satisfaction, Step

if TYPE_CHECKING:
    from workbench.app import Workbench


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
    assert re.search(r'50%–100%（<a href="[^"]*part=silent[^"]*">观察期未满 1 件</a>）', told)
    for name in ("参评率", "网信占比", "按期办结率"):
        assert name in told
    for href in LINK.findall(told):
        assert cases_at(state.bench, href) > 0
    assert silent_told(told)
    for href, count in silent_told(told):
        assert cases_at(state.bench, href) == count


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
    for told in ("系统口径", "100.0%", f">未评价 {answered - 1} 件</a>，不算满意"):
        assert told in page.tiles.value
    for href, count in silent_told(page.tiles.value + page.after.value):
        assert cases_at(state.bench, href) == count
    assert "责任单位征求 100.0%（1/1）" in page.after.value and "未注明 0 件" in page.after.value
    for href in LINK.findall(page.after.value):
        assert cases_at(state.bench, href) > 0


def silent_told(markup: str) -> list[tuple[str, int]]:
    """Return the addresses of those who said nothing, each with the count that it stands behind."""
    found = re.findall(r'href="([^"]*part=silent[^"]*)">[^<]*?([\d,]+) 件', markup)
    return [(href, int(count.replace(",", ""))) for href, count in found]
