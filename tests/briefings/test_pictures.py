"""Charts: axes from zero, told apart without colour, direct words, the same file every time."""

from __future__ import annotations

import re
import warnings
from datetime import date

import pytest

from workbench.briefings import pictures
from workbench.indicators.catalogue import catalogue
from workbench.indicators.evaluate import Figure, Period

BARS = [pictures.Bar("甲镇", 5, 9), pictures.Bar("乙局", 0, 3)]
MONTHS = [("9月\n2026年", 12), ("10月", 0), ("11月", 31)]


def share(hits, of):
    period = Period(date(2026, 10, 1), date(2026, 10, 31))
    return Figure(catalogue()["concluded_on_time"], period, date(2026, 10, 31), of, hits, 0)


SHARES = [("9月", share(9, 10)), ("10月", None), ("11月", share(0, 4))]


def drawn():
    return {
        "columns": pictures.columns("各月登记批次", "批次", MONTHS),
        "lying": pictures.lying("各单位（件）", ("超期", "未超期"), BARS),
        "shares": pictures.shares("各月按期办结率", SHARES),
        "nothing": pictures.columns("各月登记批次", "批次", []),
    }


def test_the_same_numbers_give_the_same_drawing_without_a_missing_glyph():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first = drawn()

    assert drawn() == first


def test_every_scale_begins_at_zero(monkeypatch):
    figures = []
    real = pictures.svg_of
    monkeypatch.setattr(pictures, "svg_of", lambda figure: figures.append(figure) or real(figure))
    drawn()

    columns, lying, shares, _ = (figure.axes[0] for figure in figures)
    assert (columns.get_ylim()[0], lying.get_xlim()[0], shares.get_ylim()[0]) == (0, 0, 0)
    assert shares.get_ylim()[1] >= 100
    assert {bar.get_height() for bar in columns.patches} == {12, 0, 31}


def test_the_counts_of_a_year_of_shares_stand_apart_and_can_be_read_on_paper(monkeypatch):
    figures = []
    real = pictures.svg_of
    monkeypatch.setattr(pictures, "svg_of", lambda figure: figures.append(figure) or real(figure))
    hits = (85, 107, 75, 2, 1, 0, 64, 1080, 1084, 105, 88, 86, 84)
    of = (94, 115, 83, 4, 4, 4, 67, 1190, 1193, 111, 90, 91, 95)
    pictures.shares("各月", [(f"{at}月", share(*one)) for at, one in enumerate(zip(hits, of, strict=True))])

    (axes,) = figures[0].axes
    boxes = [words.get_window_extent() for words in axes.texts]
    assert len(boxes) == len(of) and all(words.get_fontsize() >= 8 for words in axes.texts)
    assert not [1 for at, one in enumerate(boxes) for other in boxes[at + 1 :] if one.overlaps(other)]
    frame = axes.get_window_extent()
    assert all(frame.y0 <= box.y0 and box.y1 <= frame.y1 and box.x1 <= frame.x1 for box in boxes)


def test_nothing_is_told_by_colour_alone():
    for chart in drawn().values():
        for red, green, blue in re.findall(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b", chart.svg):
            assert red == green == blue
    assert "url(#" in drawn()["lying"].svg  # the hatching


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("columns", "9月2026年 12，10月 0，11月 31"),
        ("lying", "甲镇超期5件、未超期9件；乙局超期0件、未超期3件"),
        ("shares", "9月 9/10，10月 无应计入的事项，11月 0/4"),
    ],
)
def test_who_does_not_see_the_drawing_reads_all_its_numbers(name, words):
    assert words in drawn()[name].alt
