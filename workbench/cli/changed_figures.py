"""Lines that tell how a figure differs between two snapshots, and by which matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from workbench.snapshots.figure_change import FigureChange

SHOWN: Final = 10  # matters of one figure in the text; ``--json`` has all


def change_lines(figure: FigureChange, when: str = "") -> list[str]:
    """Return the figure before and after, then a line for each matter; ``when`` stands beside its name."""
    from workbench.queries.told_figures import compared_words

    span = f"（{when}）" if when else ""
    redefined = "（定义已改变）" if figure.is_redefined else ""
    values = f"{' → '.join(compared_words(figure))}{figure.beside_words}"
    lines = [f"{figure.name}{span}{redefined}：{values}"]
    for case in figure.cases[:SHOWN]:
        lines.append(f"  {case.case_no}  {case.before} → {case.after}  {case.why}")
    if len(figure.cases) > SHOWN:
        unit = "件" if figure.cases[0].kind is None else "项"
        lines.append(f"  ……另有{len(figure.cases) - SHOWN}{unit}，用 --json 查看")
    return lines


def waits_told(figure: FigureChange) -> dict[str, Any]:
    """Return the waiting times before and after for ``--json``, in days; nothing where no days are counted.

    How many cases there are, which a figure of days has besides, says nothing of how long they waited.
    """
    if figure.waits == (None, None):
        return {}
    told = ("done", "waiting", "longest", "days")
    return {"waits": [one and {name: getattr(one, name) for name in told} for one in figure.waits]}
