"""The home page: numbers that agree with the caseload, each leading to its cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register
from widgets.home import Home, HomeState, open_home
from widgets.shell import APPS
from workbench.access.viewer import Viewer
from workbench.acts.base import Actor
from workbench.acts.intake import RecordBatch
from workbench.acts.supervision import IssueOrder
from workbench.app import Workbench as Opened
from workbench.queries.lateness import late_parts
from workbench.terms import Role, SupervisionReason

if TYPE_CHECKING:
    from workbench.app import Workbench


def test_an_empty_workbench_says_how_to_begin(bench: Workbench) -> None:
    page = Home(HomeState(bench)).content.value

    assert "还没有任何信访事项" in page
    assert "home-tile'" not in page


def test_each_number_leads_to_the_cases_it_counts(bench: Workbench) -> None:
    bench.perform(make_register(), make_register(), actor=CLERK)

    tiles = {tile.label: tile for tile in HomeState(bench).tiles}

    assert tiles["在办事项"].count == 2
    assert tiles["在办事项"].address == "/case_review?open=1"
    assert tiles["超期未完成"].address == "/case_review?late=1"
    assert tiles["7 日内到期"].address == "/case_review?due_within=7"
    assert tiles["全部登记事项"].count == 2


def test_who_only_counts_reads_no_sum_from_which_a_small_part_of_what_is_late_follows(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fixed menu tells him how many of the late matters are open."""
    state = HomeState(bench)
    monkeypatch.setattr("widgets.home.state.site_viewer", lambda: Viewer("d", "d", Role.DISPLAY, OFFICE))

    def told(open_late: int, ended_late: int) -> tuple[int | None, str]:
        late = open_late + ended_late
        state.overview = replace(state.overview, open_cases=90, late_cases=late, open_late=open_late)
        (tile,) = [one for one in state.tiles if one.label == "超期未完成"]
        return tile.count, tile.note

    assert told(35, 8) == (43, late_parts(35, 8))
    assert told(35, 0) == (35, "至少一项期限已过")
    assert told(35, 2) == told(3, 8) == (None, "至少一项期限已过")


def test_an_earlier_day_shows_what_was_on_hand_then(bench: Workbench) -> None:
    bench.perform(make_register(on=date(2026, 1, 5)), make_register(on=date(2026, 3, 2)), actor=CLERK)
    state = HomeState(bench)

    state.set_as_of(date(2026, 2, 1))

    assert [tile.count for tile in state.tiles][-1] == 1
    assert state.tiles[0].address == "/case_review?open=1&as_of=2026-02-01"


def test_going_back_to_today_drops_the_day_from_the_links(bench: Workbench) -> None:
    bench.perform(make_register(), actor=CLERK)
    home = Home(HomeState(bench))

    home.masthead.on_as_of(date(2026, 2, 1))
    home.waiting._thread.join()
    assert "as_of=2026-02-01" in home.content.value
    home.masthead.on_as_of(None)

    assert "as_of" not in home.content.value


def test_the_name_of_a_batch_cannot_inject_markup(bench: Workbench) -> None:
    name = "<script>x</script>"
    batch = RecordBatch(name, sha256="0" * 64, mapping="m", rows_read=1, rows_imported=1, file_name="a.xlsx")
    bench.perform(batch, make_register(batch=name), actor=CLERK)

    page = Home(HomeState(bench)).content.value

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_day_that_was_chosen_stands_in_the_address_and_back_leads_from_it(bench: Workbench) -> None:
    bench.perform(make_register(), actor=CLERK)
    bench.snapshot()
    home = open_home(bench, {})
    assert isinstance(home, Home)

    home._show_day(date(2026, 3, 1))
    assert (home.place.query, home.place.here["replace"]) == ("as_of=2026-03-01", False)
    home.place._handle_custom_msg({"type": "go", "query": "", "serial": 1}, [])

    assert home.state.as_of == home.state.today
    again = open_home(bench, {"as_of": "2026-03-01"})
    assert isinstance(again, Home)
    assert again.state.as_of == date(2026, 3, 1)


def test_a_day_that_cannot_be_is_told_and_today_is_shown(bench: Workbench) -> None:
    bench.snapshot()

    for asked in ("gestern", "2031-01-01"):
        home = open_home(bench, {"as_of": asked})
        assert isinstance(home, Home)
        assert asked in home.notice.sentences[0]
        assert home.state.as_of == home.state.today


def test_no_reader_learns_where_the_server_keeps_its_data(bench: Workbench) -> None:
    home = Home(HomeState(bench, None))

    assert str(bench.config.home) not in home.content.value


def test_what_was_promised_and_waits_leads_to_its_app(bench: Workbench) -> None:
    due = date(2026, 3, 2)
    words = ("事实", "依据", "要求")
    late = SupervisionReason.LATE
    bench.perform(
        make_register(),
        IssueOrder("督〔2026〕1号", TOWN, "430682XF", late, date(2026, 2, 2), due, *words),
        actor=CLERK,
    )
    state = HomeState(bench)

    (line,) = state.pledges
    assert (line.label, line.late, line.longest, line.soon) == ("督办反馈", 1, 29, 0)
    assert line.address == "/supervision"
    assert "逾期 1" in Home(state).content.value


def test_the_cards_are_those_of_apps_that_exist(bench: Workbench) -> None:
    keys = {app.key for app in APPS} - {"home"}

    assert {
        card.address.strip("/").split("?")[0] for group in HomeState(bench).groups for card in group.apps
    } == keys


@pytest.mark.parametrize(("role", "is_told"), [(Role.DISPLAY, True), (Role.SUPERVISOR, False)])
def test_an_account_of_a_meeting_room_finds_the_wall(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, role: Role, is_told: bool
) -> None:
    monkeypatch.setattr("widgets.home.state.site_viewer", lambda: Viewer("d", "会议室", role, OFFICE))
    assert ('href="/meeting_display"' in Home(HomeState(bench)).content.value) == is_told


@pytest.mark.parametrize(
    ("role", "first", "has_imports"),
    [
        (Role.SUPERVISOR, "点“数据导入”", True),
        (Role.HANDLER, "点“单位工作台”", False),
        (Role.LEADER, "点“领导包案”", False),
    ],
)
def test_nobody_is_told_to_begin_where_he_may_not_go(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, role: Role, first: str, has_imports: bool
) -> None:
    monkeypatch.setattr("widgets.home.state.site_viewer", lambda: Viewer("w", "王某", role, TOWN))
    page = Home(HomeState(bench)).content.value

    assert f"<ol><li>{first}" in page and "勾选“只看超期”" in page
    assert ("最近导入" in page) == ("数据导入”，选择" in page) == has_imports


def test_a_demo_that_has_ended_says_so_and_leads_to_its_last_day(bench: Workbench) -> None:
    """Nobody handles anything in it after that day: every figure of today is worse than the day before."""
    later = Opened(bench.config, clock=lambda: datetime(2026, 12, 5, 2, 0, tzinfo=UTC))
    bench.perform(make_register(), actor=Actor("demo-clerk", Role.CLERK, OFFICE))

    page = Home(HomeState(later)).content.value
    assert "演示县的记录到 2026-11-20 为止" in page and "as_of=2026-11-20" in page
    assert "演示县的记录" not in Home(HomeState(later, date(2026, 11, 20))).content.value


def test_where_real_matters_are_nothing_is_said_of_a_demo(bench: Workbench) -> None:
    later = Opened(bench.config, clock=lambda: datetime(2026, 12, 5, 2, 0, tzinfo=UTC))
    bench.perform(make_register(), actor=CLERK)

    assert "演示县的记录" not in Home(HomeState(later)).content.value
