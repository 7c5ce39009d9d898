"""Draw the home page: the day, its numbers, the apps, what was imported last, help for the first time."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as ipw

from widgets.address import link
from widgets.home.state import REVIEW, AppCard, HomeState, Tile
from widgets.parts.markup import Content, Markup, Static, tag
from workbench.queries.overview import ImportedBatch

STYLE = Path(__file__).with_name("home.css").read_text(encoding="utf-8")
WEEKDAYS = "一二三四五六日"


class Home(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """The home page; it only shows and leads."""

    def __init__(self, state: HomeState) -> None:
        self.state = state
        self.content = Static(_page(state))
        super().__init__([ipw.HTML(f"<style>{STYLE}</style>"), self.content])


def _page(state: HomeState) -> Markup:
    columns = tag("div", _batches(state.overview.batches), _help(state), class_="home-columns")
    parts = (_day(state), _numbers(state), _apps(state.apps), columns, _footer(state))
    return tag("main", *parts, class_="home")


def _day(state: HomeState) -> Markup:
    day = state.overview.as_of
    written = f"{day.year} 年 {day.month} 月 {day.day} 日 星期{WEEKDAYS[day.weekday()]}"
    shown = tag("p", "截至 ", tag("time", written, datetime=day.isoformat()))
    return tag("div", tag("h1", "今日概况"), shown, class_="home-day")


def _numbers(state: HomeState) -> Markup:
    if state.is_empty:
        return tag(
            "p",
            "现在还没有任何信访事项。请先“导入表格”；",
            "只想看看样子的，请管理员运行 workbench demo 生成演示县。",
            class_="home-empty",
        )
    return tag("ul", map(_tile, state.tiles), class_="home-tiles", aria_label="今日数字")


def _tile(tile: Tile) -> Markup:
    tone = tile.tone if tile.count else "plain"
    return tag(
        "li",
        tag(
            "a",
            tag("span", tile.label, class_="home-label"),
            tag("span", f"{tile.count:,}", tag("small", " 件"), class_="home-count"),
            tag("span", tile.note, class_="home-note"),
            class_=f"home-tile home-{tone}",
            href=tile.address,
        ),
    )


def _apps(apps: tuple[AppCard, ...]) -> Markup:
    return tag("ul", map(_app, apps), class_="home-apps", aria_label="功能")


def _app(app: AppCard) -> Markup:
    return tag(
        "li",
        tag(
            "a",
            tag("h2", app.name),
            tag("p", app.purpose),
            tag("ul", (tag("li", point) for point in app.points)),
            tag("span", "进入 ›", class_="home-enter", aria_hidden="true"),
            class_="home-app",
            href=app.address,
        ),
    )


def _batches(batches: tuple[ImportedBatch, ...]) -> Markup:
    if not batches:
        return _box("最近导入", tag("p", "还没有导入过表格。", class_="home-note"))
    head = tag(
        "tr",
        tag("th", "批次", scope="col"),
        tag("th", "事项", scope="col", class_="home-number"),
        tag("th", "最晚登记日", scope="col"),
    )
    return _box("最近导入", tag("table", tag("thead", head), tag("tbody", map(_batch, batches))))


def _batch(batch: ImportedBatch) -> Markup:
    return tag(
        "tr",
        tag("td", tag("a", batch.batch, href=link(REVIEW, batch=batch.batch))),
        tag("td", f"{batch.cases:,} 件", class_="home-number"),
        tag("td", batch.registered_until.isoformat()),
    )


def _help(state: HomeState) -> Markup:
    return _box("第一次使用", tag("ol", (tag("li", step) for step in state.first_steps)))


def _box(title: str, *content: Content) -> Markup:
    return tag("section", tag("h2", title), *content, class_="home-box")


def _footer(state: HomeState) -> Markup:
    return tag(
        "p",
        tag("span", state.snapshot.code),
        tag("span", f"数据文件夹 {state.folder}"),
        class_="home-footer",
    )
