"""An answer as it shows in a notebook: the definition, a chart, a table, and by what it can be made again."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from workbench.figures.drawn import MOST_ROWS, QUIET, drawn
from workbench.queries.comparison import year_on_year_words

if TYPE_CHECKING:
    import pandas as pd

    from workbench.figures.answer import Answer

STYLE = "font-family: 'Noto Sans SC', 'Microsoft YaHei', sans-serif"


def shown(answer: Answer) -> str:
    """Return the answer as HTML; everything in it is escaped here."""
    remarks = "".join(f"<p style='margin: 4px 0; color: {QUIET}'>{escape(one)}</p>" for one in answer.remarks)
    only = f"（筛选条件：{answer.filter_words}）" if answer.filter_words else ""
    return (
        f'<div style="{STYLE}">'
        f"<p style='margin: 4px 0'><strong>{escape(answer.indicator.name)}</strong>{escape(only)}</p>"
        f"<p style='margin: 4px 0; color: {QUIET}'>{escape(answer.definition)}</p>"
        f"{drawn(answer)}{_table(answer)}{_year_on_year(answer)}{remarks}"
        f"<p style='margin: 4px 0; color: {QUIET}; font-size: 12px'>{escape(answer.basis)}</p></div>"
    )


def _year_on_year(answer: Answer) -> str:
    """Return the change from the year before under a figure that is not broken down."""
    found = None if answer.by else answer.year_on_year
    return f"<p style='margin: 4px 0'>{escape(year_on_year_words(found))}</p>" if found else ""


def _table(answer: Answer) -> str:
    frame = _in_words(answer)
    if frame.empty:
        return "<p>没有案件</p>"
    cut = len(frame) - MOST_ROWS
    words = f"图和表只列前 {MOST_ROWS} 行，另有 {cut} 行，见 frame()"
    more = f"<p style='color: {QUIET}'>{words}</p>" if cut > 0 else ""
    return frame.head(MOST_ROWS).to_html(index=False, border=0, na_rep="尚不可知") + more


def printed(answer: Answer) -> str:
    """Return the answer as lines of text, for a terminal and ``print``."""
    only = f"（筛选条件：{answer.filter_words}）" if answer.filter_words else ""
    frame = _in_words(answer)
    table = frame.to_string(index=False, max_rows=MOST_ROWS, na_rep="尚不可知") if len(frame) else "没有案件"
    lines = [f"{answer.indicator.name}{only}", answer.definition, table]
    if not answer.by and (found := answer.year_on_year):
        lines.append(year_on_year_words(found))
    return "\n".join([*lines, *answer.remarks, answer.basis])


def _in_words(answer: Answer) -> pd.DataFrame:
    """Return the frame as it is read: shares in percent, of what has no case that it has none."""
    frame = answer.frame()
    for name in frame.columns:
        if name in answer.shares:
            none = "无案件" if name == answer.indicator.name else ""
            is_told = frame[name].notna()
            frame[name] = [
                f"{value:.1%}" if told else none for value, told in zip(frame[name], is_told, strict=True)
            ]
        elif frame[name].dtype == "bool":
            frame[name] = ["是" if value else "" for value in frame[name]]
    return frame
