"""The case review in Panel, as its tutorials write such a page."""

from __future__ import annotations

import pandas as pd
import panel as pn
from bokeh.plotting import figure
from facts import COLUMNS, ROWS, bars, load, narrow, tiles, units

pn.extension("tabulator")

frame: pd.DataFrame = pn.state.as_cached("facts", load)
unit = pn.widgets.Select(name="责任单位", options=units(frame))
late_only = pn.widgets.Checkbox(name="只看超期")
numbers = {name: pn.indicators.Number(name=name, value=0) for name in tiles(frame.head(1))}
chart = pn.pane.Bokeh(height=300, sizing_mode="stretch_width")
table = pn.widgets.Tabulator(
    frame[COLUMNS].head(0), pagination="remote", page_size=40, disabled=True, show_index=False, height=500
)


def draw(unit: str, late_only: bool) -> None:
    """Show what passes the filter."""
    found = narrow(frame, unit, late_only)
    for name, value in tiles(found).items():
        numbers[name].value = value
    counted = bars(found).reset_index()
    plot = figure(x_range=list(counted["month"]), height=300)
    plot.vbar_stack(["按期", "超期"], x="month", width=0.8, color=["#1b4f8f", "#b3261e"], source=counted)
    chart.object = plot
    table.value = found[COLUMNS].head(ROWS)


pn.bind(draw, unit, late_only, watch=True)
draw(unit.value, late_only.value)
pn.Column(
    pn.pane.Markdown("# 案件审查"), pn.Row(unit, late_only), pn.Row(*numbers.values()), chart, table
).servable(title="案件审查")
