import importlib
import json
from dataclasses import replace
from datetime import date

import pytest

from widgets.parts import Choice, Column, FileToSave, Grid, GridQuery, Row, Tag
from widgets.supervision.rows import order_columns

COLUMNS = (
    Column("no", "编号", "link", filter="text"),
    Column("days", "天数", "number", filter="number"),
    Column("state", "状态", "tag", shown=False, filter="choice", choices=(Choice("late", "超期"),)),
)


LISTS = ("accountability.rows", "meeting.lists", "ownership.rows", "screening.board")


@pytest.mark.parametrize("name", LISTS)
def test_every_head_of_a_list_has_room_for_its_words(name):
    told = vars(importlib.import_module(f"widgets.{name}")).values()
    columns = [one for held in told if isinstance(held, tuple) for one in held if isinstance(one, Column)]

    assert narrow(columns) == []


def test_the_heads_of_the_board_of_orders_have_room_too():
    assert narrow(order_columns(with_unit=True)) == []


def narrow(columns):
    """Return the columns whose head would be cut: 13 px a character, half of it for a digit, 32 px beside."""
    return [
        one.label
        for one in columns
        if one.width < 32 + sum(7.5 if char.isascii() else 13 for char in one.label)
    ]


class SourceDownError(ValueError):
    """A source that cannot answer."""


class Numbers:
    """A source of numbered rows that notes what it is asked."""

    def __init__(self, total: int = 100_000) -> None:
        self.total = total
        self.counted = 0
        self.asked: list[tuple[GridQuery, int, int]] = []
        self.problem: Exception | None = None

    def count(self, query: GridQuery) -> int:
        self.counted += 1
        if self.problem:
            raise self.problem
        return 3 if query.filters else self.total

    def page(self, query: GridQuery, offset: int, limit: int) -> list[Row]:
        self.asked.append((query, offset, limit))
        if self.problem:
            raise self.problem
        numbers = range(offset, min(offset + limit, self.total))
        cells = {"no": str, "days": int, "state": lambda _: Tag("超期", "late")}
        return [Row(f"K{n}", tuple(cells[key](n) for key in query.columns)) for n in numbers]


def query(**asked):
    return {"sort": [], "filters": {}, "columns": ["no", "days"], **asked}


def ask(offset=0, limit=60, request="r1", **asked):
    return {"type": "page", "request": request, "offset": offset, "limit": limit, "query": query(**asked)}


@pytest.fixture
def source():
    return Numbers()


@pytest.fixture
def grid(source):
    return Grid(COLUMNS, source, label="数")


def test_the_first_page_comes_with_the_grid(grid):
    assert grid.first["total"] == 100_000
    assert len(grid.first["rows"]) == grid.page_size
    assert grid.first["rows"][0] == ["K0", "", "0", 0]


def test_a_hundred_thousand_rows_travel_as_one_small_page(grid):
    assert len(json.dumps(grid.first)) < 20_000


def test_a_page_far_down_is_answered_with_its_request(grid, page_of):
    page = page_of(grid)

    page.send(ask(offset=99_960, request="r7"))

    assert page.last["request"] == "r7"
    assert page.last["offset"] == 99_960
    assert page.last["rows"][-1][0] == "K99999"


def test_scrolling_does_not_count_again_but_another_test_does(grid, source, page_of):
    page = page_of(grid)
    before = source.counted

    page.send(ask(offset=600))
    page.send(ask(offset=1200, sort=[["days", True]]))
    assert source.counted == before

    page.send(ask(filters={"no": {"contains": "1"}}))
    assert source.counted == before + 1
    assert page.last["total"] == 3


def test_the_query_can_be_observed(grid, page_of):
    seen = []
    grid.observe(lambda change: seen.append(change.new), "query")

    page_of(grid).send(ask(filters={"no": {"contains": "7"}}))

    assert [test.contains for test in seen[-1].filters] == ["7"]


def test_only_the_columns_that_are_shown_are_asked_for(grid, source, page_of):
    page = page_of(grid)

    page.send(ask(columns=["state"]))

    assert source.asked[-1][0].columns == ("state",)
    assert page.last["rows"][0] == ["K0", "", ["超期", "late"]]


def test_days_travel_in_their_iso_form():
    class Days(Numbers):
        def page(self, query, offset, limit):
            return [Row("K", (date(2026, 3, 1), None))]

    assert Grid(COLUMNS, Days(), label="日").first["rows"] == [["K", "", "2026-03-01", None]]


@pytest.mark.parametrize(
    "change", [{"offset": -1}, {"offset": "0"}, {"limit": 10**6}, {"limit": True}, {"query": None}], ids=str
)
def test_a_crafted_request_gets_a_sentence(grid, page_of, change):
    page = page_of(grid)

    page.send({**ask(), **change})

    assert page.last["type"] == "problem"
    assert page.last["request"] == "r1"
    assert "请刷新页面" in page.last["sentence"]


def test_an_error_of_the_source_becomes_a_sentence_in_the_table(grid, source, page_of):
    page = page_of(grid)
    source.problem = SourceDownError("数据正在更新，请稍后重试。")

    page.send(ask())
    assert page.last == {"type": "problem", "request": "r1", "sentence": "数据正在更新，请稍后重试。"}

    source.problem = OSError("disk")
    page.send(ask())
    assert "编号" in page.last["sentence"]
    assert "disk" not in page.last["sentence"]


def test_a_grid_opens_even_when_its_source_does_not(source):
    source.problem = SourceDownError("数据正在更新，请稍后重试。")

    assert Grid(COLUMNS, source, label="数").first["problem"] == "数据正在更新，请稍后重试。"


def test_refresh_brings_the_first_page_of_the_same_query(grid, source, page_of):
    page_of(grid).send(ask(sort=[["days", True]], columns=["days"]))
    source.total = 5

    grid.refresh()

    assert grid.total == 5
    assert len(grid.first["rows"]) == 5
    assert grid.first["query"]["sort"] == (("days", True),)
    assert grid.first["query"]["columns"] == ("days",)


def test_a_click_opens_the_row_by_its_key(source, page_of):
    opened = []
    grid = Grid(COLUMNS, source, label="数", on_open=opened.append)

    page_of(grid).send({"type": "open", "key": "K7"})

    assert opened == ["K7"]
    assert grid.selected == "K7"


def test_an_error_while_opening_is_told(source, page_of, told):
    def fail(_key):
        raise SourceDownError("没有这个案件，可能已被合并。")

    page_of(Grid(COLUMNS, source, label="数", on_open=fail)).send({"type": "open", "key": "K7"})

    assert told == ["没有这个案件，可能已被合并。"]


def test_export_saves_what_is_shown(source, page_of):
    asked = []

    def export(wanted):
        asked.append(wanted)
        return FileToSave("案件.xlsx", b"bytes")

    page = page_of(Grid(COLUMNS, source, label="数", on_export=export))
    page.send({"type": "export", "query": query(sort=[["days", True]], columns=["days"])})

    assert asked[0] == GridQuery(sort=(("days", True),), columns=("days",))
    content, buffers = page.received[-1]
    assert content == {"type": "file", "name": "案件.xlsx", "media_type": "application/octet-stream"}
    assert buffers == [b"bytes"]


def test_an_export_that_fails_is_told_and_the_button_comes_back(source, page_of, told):
    def export(_query):
        raise SourceDownError("超过 20 万行，请先缩小范围。")

    page = page_of(Grid(COLUMNS, source, label="数", on_export=export))
    page.send({"type": "export", "query": query()})

    assert told == ["超过 20 万行，请先缩小范围。"]
    assert page.last == {"type": "not_saved"}


def test_a_grid_without_export_refuses_it(grid, page_of, told):
    page_of(grid).send({"type": "export", "query": query()})

    assert told == ["这张表不能导出"]


@pytest.mark.parametrize(
    "content", [{"type": "drop"}, {}, None, [], "open", {"type": "open", "key": 3}], ids=str
)
def test_a_message_of_no_known_form_is_told_never_raised(grid, page_of, told, content):
    page_of(grid).send(content)

    assert len(told) == 1


def test_the_browser_can_set_no_trait(grid, page_of, caplog):
    page = page_of(grid)

    page.set(shape=[], selected="K9", _esm="alert(1)", layout="IPY_MODEL_x", zhangsan=1)

    assert grid.selected == ""
    assert len(grid.shape) == 3
    assert grid._esm != "alert(1)"
    assert "_esm" in caplog.text and "zhangsan" not in caplog.text


def test_choices_of_a_column_can_be_renewed(grid, source, page_of):
    page = page_of(grid)
    grid.set_choices("state", [Choice("ended", "终止")])

    page.send(ask(filters={"state": {"any_of": ["ended"]}}))

    assert source.asked[-1][0].filters[0].any_of == ("ended",)
    assert replace(COLUMNS[2], choices=grid.columns[2].choices) == grid.columns[2]
