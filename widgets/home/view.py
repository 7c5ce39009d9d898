"""Draw the home page: the day, its numbers, the apps, what was imported last, help for the first time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.address import asked_day, link
from widgets.as_of import opened, show_day
from widgets.home.state import AppCard, AppGroup, HomeState, PledgeLine, Tile
from widgets.parts.markup import Content, Markup, Static, Style, tag
from widgets.shell import Shell
from workbench.demo.presence import ends_words
from workbench.queries.duties import SOON_DAYS
from workbench.queries.overview import ImportedBatch

if TYPE_CHECKING:
    from workbench.app import Workbench

STYLE = Path(__file__).with_name("home.css")
WEEKDAYS = "一二三四五六日"


def open_home(bench: Workbench, address: Mapping[str, str]) -> ipw.Widget:
    """Return the home page of the day of an address; where it is not folded yet, in sight of the reader."""
    problems: list[str] = []
    day = asked_day(address, bench.today(), problems)

    def make() -> Home:
        home = Home(HomeState(bench, day))
        if problems:
            home.notice.warning(f"{problems[0]}。现在显示今天的情况。")
        return home

    return opened("今日概况", "home", bench, day, make)


class Home(Shell):
    """The home page: it shows, leads on, and can be asked for an earlier day."""

    def __init__(self, state: HomeState) -> None:
        self.state = state
        self.content = Static()
        super().__init__(
            "今日概况",
            app="home",
            as_of=state.as_of,
            today=state.today,
            on_as_of=self._day_chosen,
        )
        style = Style(STYLE)
        self.show(style, self.content)
        self._draw()
        self.place = self.keep_place(state.address, self._go_to)

    def _go_to(self, address: Mapping[str, str]) -> None:
        self._day_chosen(asked_day(address, self.state.today, []))

    def _day_chosen(self, day: date | None) -> None:
        show_day(self, self.state.bench, day, lambda: self._show_day(day))

    def _show_day(self, day: date | None) -> None:
        self.state.set_as_of(day)
        self.set_as_of(self.state.as_of)
        self._draw()
        self.place.show(self.state.address)

    def _draw(self) -> None:
        day = self.state.as_of
        title = "今日概况" if day == self.state.today else "当日概况"
        self.set_title(title, f"{day.year} 年 {day.month} 月 {day.day} 日 星期{WEEKDAYS[day.weekday()]}")
        self.set_code(self.state.snapshot.code, self.state.root, self.state.snapshot.ledger_size)
        self.remind(self.state.reminder)
        self.content.show(_page(self.state))


def _page(state: HomeState) -> Markup:
    imported = _batches(state) if state.has_imports else None
    columns = tag("div", imported, _help(state) if state.first_steps else None, class_="home-columns")
    ended = _demo_ended(state.demo_ended)
    return tag(
        "div", ended, _numbers(state), _pledges(state.pledges), _groups(state.groups), columns, class_="home"
    )


def _demo_ended(day: date | None) -> Markup | None:
    """Return that the demo has ended before the day shown, with the way to its last day."""
    if day is None:
        return None
    way = tag("a", f"把截至日改为 {day} 再看", href=link("home", as_of=day))
    return tag("p", f"{ends_words(day)}：", way, "。", class_="home-demo")


def _numbers(state: HomeState) -> Markup:
    if state.is_empty:
        return tag(
            "p",
            "现在还没有任何信访事项。请先“数据导入”；",
            "只想看看样子的，请管理员运行 workbench demo 生成演示县。",
            class_="home-empty",
        )
    return tag("ul", map(_tile, state.tiles), class_="home-tiles", aria_label="数字")


def _tile(tile: Tile) -> Markup:
    tone = tile.tone if tile.count else "plain"
    return tag(
        "li",
        tag(
            "a",
            tag("span", tile.label, class_="home-label"),
            tag("span", _number(tile.count), tag("small", " 件"), class_="home-count"),
            tag("span", tile.note, class_="home-note"),
            class_=f"home-tile home-{tone}",
            href=tile.address,
        ),
    )


def _number(count: int | None) -> str:
    return "不列" if count is None else f"{count:,}"


def _pledges(lines: tuple[PledgeLine, ...]) -> Markup | None:
    """Return what was promised and waits, in one strip; nothing where nothing waits."""
    if not lines:
        return None
    return tag(
        "section",
        tag("h2", "答应了的事"),
        tag("ul", map(_pledge, lines)),
        class_="home-pledges",
        aria_label="答应了的事",
    )


def _pledge(line: PledgeLine) -> Markup:
    late = tag("b", f"逾期 {line.late}", class_="home-overdue") if line.late else tag("span", "无逾期")
    longest = f"最长 {line.longest} 日，" if line.late else ""
    return tag(
        "li",
        tag(
            "a",
            tag("span", line.label, class_="home-label"),
            late,
            tag("span", f"{longest}{SOON_DAYS} 日内到期 {line.soon}", class_="home-note"),
            href=line.address,
        ),
    )


def _groups(groups: tuple[AppGroup, ...]) -> Markup:
    return tag("nav", map(_group, groups), class_="home-groups", aria_label="功能")


def _group(group: AppGroup) -> Markup:
    return tag("section", tag("h2", group.name), tag("ul", map(_app, group.apps)), class_="home-group")


def _app(app: AppCard) -> Markup:
    return tag(
        "li",
        tag(
            "a",
            tag("h3", app.name),
            tag("p", app.purpose),
            class_="home-app",
            href=app.address,
        ),
    )


def _batches(state: HomeState) -> Markup:
    batches = state.overview.batches
    if not batches:
        return _box("最近导入", tag("p", "还没有导入过表格。", class_="home-note"))
    lines = [_batch(batch, state) for batch in batches]
    head = tag(
        "tr",
        tag("th", "批次", scope="col"),
        tag("th", "事项", scope="col", class_="home-number"),
        tag("th", "最晚登记日", scope="col"),
    )
    return _box("最近导入", tag("table", tag("thead", head), tag("tbody", lines)))


def _batch(batch: ImportedBatch, state: HomeState) -> Markup:
    return tag(
        "tr",
        tag("td", tag("a", batch.batch, href=state.review(batch=batch.batch))),
        tag("td", f"{_number(state.told(batch.cases))} 件", class_="home-number"),
        tag("td", batch.registered_until.isoformat()),
    )


def _help(state: HomeState) -> Markup:
    steps = tag("ol", (tag("li", step) for step in state.first_steps))
    return _box("第一次使用", steps)


def _box(title: str, *content: Content) -> Markup:
    return tag("section", tag("h2", title), *content, class_="home-box")
