"""Charts write Chinese on any machine, and come out the same every time."""

import warnings

from matplotlib.figure import Figure

from workbench.briefings.charts import use_chinese_font


def test_a_chart_draws_chinese_without_a_missing_glyph(tmp_path):
    use_chinese_font()
    figure = Figure()
    figure.subplots().set_title("按期办结率（%）−3 · 喆堃甪")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(tmp_path / "chart.png")


def test_the_same_chart_is_the_same_file(tmp_path):
    use_chinese_font()
    for name in ("one.svg", "two.svg"):
        figure = Figure()
        figure.subplots().bar(["来信", "来访"], [1, 2])
        figure.savefig(tmp_path / name, metadata={"Date": None})

    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
