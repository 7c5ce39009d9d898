import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.parts import Choice, Column, ColumnFilter, GridQuery
from widgets.parts.base import CraftedMessageError
from widgets.parts.grid_query import read_query

COLUMNS = (
    Column("no", "编号", filter="text"),
    Column("unit", "单位", filter="choice", choices=(Choice("a", "甲"), Choice("b", "乙"))),
    Column("due", "到期", "date", filter="date"),
    Column("days", "天数", "number", filter="number"),
    Column("note", "备注", sortable=False, shown=False),
)
SHOWN = ("no", "unit", "due", "days")


def read(**asked: Any) -> GridQuery:
    return read_query({"columns": list(SHOWN), **asked}, COLUMNS)


def test_order_tests_and_columns_are_read():
    query = read(
        sort=[["due", True], ["no", False]],
        filters={
            "no": {"contains": " LX "},
            "unit": {"any_of": ["b"]},
            "due": {"low": "2026-01-01", "high": ""},
            "days": {"low": "-5", "high": "10"},
        },
    )

    assert query.sort == (("due", True), ("no", False))
    assert query.filters == (
        ColumnFilter("no", contains="LX"),
        ColumnFilter("unit", any_of=("b",)),
        ColumnFilter("due", low="2026-01-01"),
        ColumnFilter("days", low="-5", high="10"),
    )


@pytest.mark.parametrize(
    "sort",
    [
        [["id; drop table", True]],
        [["note", True]],
        [["no"]],
        [["no", "desc"]],
        ["no"],
        "no",
        [[["no"], True]],
        7,
    ],
)
def test_an_order_by_what_is_no_column_is_ignored(sort):
    assert read(sort=sort).sort == ()


@pytest.mark.parametrize(
    "filters",
    [
        {"secret": {"contains": "x"}},
        {"note": {"contains": "x"}},
        {"no": {"contains": ["x"]}},
        {"no": {"contains": "x" * 500}},
        {"no": "x"},
        {"unit": {"any_of": ["c"]}},
        {"unit": {"any_of": [["a"]]}},
        {"unit": {"any_of": "a"}},
        {"due": {"low": "2026-02-30"}},
        {"due": {"low": "2026-01-01' or 1=1"}},
        {"days": {"low": "many"}},
        {"days": {"low": "nan"}},
        {"days": {"high": "inf"}},
        {"days": {"high": 3}},
        ["no"],
        None,
    ],
    ids=str,
)
def test_a_crafted_test_is_ignored(filters):
    assert read(filters=filters).filters == ()


def test_that_something_is_ignored_is_logged_and_not_what_it_was(caplog):
    with caplog.at_level(logging.WARNING, "workbench.widgets"):
        read(filters={"secret": {"contains": "x"}})

    assert "ignored in filters" in caplog.text and "secret" not in caplog.text


def test_an_empty_test_does_not_narrow():
    assert read(filters={"no": {"contains": "  "}, "unit": {"any_of": []}, "due": {}}).filters == ()


def test_columns_that_are_none_are_left_out_and_none_at_all_means_the_usual():
    assert read_query({"columns": ["due", "secret", "due", 3]}, COLUMNS).columns == ("due",)
    assert read_query({"columns": ["secret"]}, COLUMNS).columns == SHOWN
    assert read_query({}, COLUMNS).columns == SHOWN


@pytest.mark.parametrize("asked", [None, [], "query", 3])
def test_what_is_no_query_at_all_is_refused_in_words(asked):
    with pytest.raises(CraftedMessageError, match="请刷新页面"):
        read_query(asked, COLUMNS)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["no", "unit", "due", "x", "low", "any_of"]), inner, max_size=3)
    ),
)


@given(JSON, JSON, JSON)
def test_whatever_comes_only_known_columns_go_on(sort, filters, columns):
    query = read(sort=sort, filters=filters, columns=columns)

    known = {column.key for column in COLUMNS}
    assert {key for key, _ in query.sort} <= known
    assert {test.key for test in query.filters} <= known
    assert set(query.columns) <= known
