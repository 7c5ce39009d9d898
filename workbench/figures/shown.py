"""An answer as it shows in a notebook: the definition, a table, bars, and by what it can be made again."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from workbench.queries.situation import group_label

if TYPE_CHECKING:
    from workbench.figures.answer import Answer
    from workbench.indicators.evaluate import Figure

MOST_ROWS = 60
BAND, NAMES, LONGEST = 24, 190, 420
STYLE = "font-family: 'Noto Sans SC', 'Microsoft YaHei', sans-serif"
INK, QUIET, BLUE, RED = "#1d2733", "#566373", "#2f69ad", "#c8402f"


def shown(answer: Answer) -> str:
    """Return the answer as HTML; everything in it is escaped here."""
    remarks = "".join(f"<p style='margin: 4px 0; color: {QUIET}'>{escape(one)}</p>" for one in answer.remarks)
    chart = _bars(answer) if len(answer.by) == 1 and not answer.indicator.days else ""
    return (
        f'<div style="{STYLE}">'
        f"<p style='margin: 4px 0'><strong>{escape(answer.indicator.name)}</strong></p>"
        f"<p style='margin: 4px 0; color: {QUIET}'>{escape(answer.definition)}</p>"
        f"{chart}{_table(answer)}{remarks}"
        f"<p style='margin: 4px 0; color: {QUIET}; font-size: 12px'>{escape(answer.basis)}</p></div>"
    )


def _table(answer: Answer) -> str:
    frame = answer.frame()
    if frame.empty:
        return "<p>没有案件</p>"
    cut = len(frame) - MOST_ROWS
    for name in frame.columns:
        if frame[name].dtype == "float64" and name in answer.shares:
            frame[name] = [f"{value:.1%}" if value == value else "无案件" for value in frame[name]]
        elif frame[name].dtype == "bool":
            frame[name] = ["是" if value else "" for value in frame[name]]
    more = f"<p style='color: {QUIET}'>另有 {cut} 行，见 frame()</p>" if cut > 0 else ""
    return frame.head(MOST_ROWS).to_html(index=False, border=0, na_rep="尚不可知") + more


def _bars(answer: Answer) -> str:
    """Return lying bars: of a share its two parts, of a count the count; from zero, numbers behind."""
    definition = answer.indicator
    rows = [cell.figure for cell in answer.cells][:MOST_ROWS]
    largest = max((_length(one) for one in rows), default=0)
    if not largest:
        return ""
    good, bad = (RED, BLUE) if definition.lower_is_better else (BLUE, RED)
    marks = []
    for index, (cell, one) in enumerate(zip(answer.cells, rows, strict=False)):
        top = index * BAND
        label = group_label(answer.snapshot, answer.by[0], cell.groups[0])
        passed = _length(one) if one.numerator is None else one.numerator
        size, rest = (LONGEST * count / largest for count in (passed, _length(one) - passed))
        said = one.label if one.numerator is None else f"{one.label}（{one.numerator}/{one.denominator}）"
        if one.is_small:
            said += "，样本过小"
        marks.append(
            f"<text x='{NAMES - 8}' y='{top + 16}' text-anchor='end' fill='{QUIET}'>{escape(label)}</text>"
            f"<rect x='{NAMES}' y='{top + 3}' width='{size:.1f}' height='16' fill='{good}'/>"
            f"<rect x='{NAMES + size:.1f}' y='{top + 3}' width='{rest:.1f}' height='16' fill='{bad}'/>"
            f"<text x='{NAMES + size + rest + 6:.1f}' y='{top + 16}' fill='{INK}'>{escape(said)}</text>"
        )
    width, height = NAMES + LONGEST + 190, len(rows) * BAND + 4
    return (
        f"<svg role='img' aria-label='{escape(definition.name)}' width='{width}' height='{height}' "
        f"viewBox='0 0 {width} {height}' style='font-size: 13px'>{''.join(marks)}</svg>"
    )


def _length(found: Figure) -> int:
    """Return what a bar is as long as: who counts for a share, else the number that stands beside it."""
    return found.denominator if found.indicator.is_share else found.count
