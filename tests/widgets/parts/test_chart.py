import pytest

from widgets.parts import BarChart, Choice, Series

MONTHS = (Choice("2026-01", "1月"), Choice("2026-02", "2月"))


@pytest.fixture
def clicked():
    return []


@pytest.fixture
def chart(clicked):
    chart = BarChart("按期", on_click=lambda *bar: clicked.append(bar))
    chart.show(MONTHS, [Series("done", "办结", (3, None))])
    return chart


def test_a_click_on_a_bar_names_its_series_and_category(chart, page_of, clicked):
    page_of(chart).send({"type": "click", "series": "done", "category": "2026-01"})

    assert clicked == [("done", "2026-01")]


@pytest.mark.parametrize(
    "bar",
    [
        {"series": "done", "category": "2025-01"},
        {"series": "x", "category": "2026-01"},
        {"series": ["done"], "category": "2026-01"},
        {},
    ],
    ids=str,
)
def test_a_click_on_what_is_no_bar_is_told(chart, page_of, clicked, told, bar):
    page_of(chart).send({"type": "click", **bar})

    assert clicked == []
    assert len(told) == 1


def test_bars_of_before_can_no_longer_be_clicked(chart, page_of, clicked, told):
    chart.show(MONTHS[:1], [Series("late", "超期", (1,))])

    page_of(chart).send({"type": "click", "series": "done", "category": "2026-01"})

    assert clicked == []
    assert told


def test_every_category_needs_a_value(chart):
    with pytest.raises(ValueError, match="2 categories"):
        chart.show(MONTHS, [Series("done", "办结", (1,))])


def test_no_cases_is_not_zero(chart):
    assert chart.figures["series"][0]["values"] == (3, None)


def test_a_chart_without_a_callback_is_no_button():
    assert BarChart("只看").clickable is False


def test_what_stands_above_the_bars_goes_with_them(chart):
    before = chart.figures["totals"]
    chart.show(MONTHS, [Series("done", "办结", (1, 2))], totals=("50.0%", "2/4"))

    assert (before, chart.figures["totals"]) == ([], ["50.0%", "2/4"])
