"""Bars by category or month; a bar that is clicked leads to its cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part
from widgets.parts.values import Choice, Tone


@dataclass(frozen=True, slots=True)
class Series:
    """Bars of one colour, a value for every category; ``None`` is "no cases", not zero.

    ``notes`` are shown beside the value, such as the numerator and denominator of a share.
    """

    key: str
    label: str
    values: tuple[float | None, ...]
    tone: Tone = "accent"
    notes: tuple[str, ...] = ()


class BarChart(Part, scripts=("bars",)):
    """Bars of ``show(categories, series)``: side by side, ``stacked``, or ``lying`` with names before."""

    figures = tl.Dict().tag(sync=True)
    label = tl.Unicode("").tag(sync=True)
    category_label = tl.Unicode("").tag(sync=True)
    unit = tl.Unicode("").tag(sync=True)
    percent = tl.Bool(False).tag(sync=True)
    stacked = tl.Bool(False).tag(sync=True)
    lying = tl.Bool(False).tag(sync=True)
    height = tl.Int(240).tag(sync=True)
    clickable = tl.Bool(False).tag(sync=True)
    empty = tl.Unicode("").tag(sync=True)

    def __init__(
        self,
        label: str,
        *,
        category_label: str = "类别",
        unit: str = " 件",
        percent: bool = False,
        stacked: bool = False,
        lying: bool = False,
        height: int = 240,
        empty: str = "没有案件",
        on_click: Callable[[str, str], None] | None = None,
    ) -> None:
        """``percent`` shows values from 0 to 1 as shares; ``on_click`` gets series key and category code."""
        self.on_click = on_click
        self._bars: set[tuple[str, str]] = set()
        super().__init__(
            figures={"categories": [], "series": [], "totals": []},
            label=label,
            category_label=category_label,
            unit=unit,
            percent=percent,
            stacked=stacked,
            lying=lying,
            height=height,
            empty=empty,
            clickable=on_click is not None,
        )

    def show(
        self,
        categories: Sequence[Choice],
        series: Sequence[Series],
        *,
        label: str | None = None,
        totals: Sequence[str] = (),
    ) -> None:
        """Draw these bars instead of those before.

        ``totals``, one for every category, stand above ``stacked`` bars that stand, instead of their sum.
        """
        for one in series:
            if len(one.values) != len(categories):
                raise ValueError(
                    f"series {one.key!r} has {len(one.values)} values for {len(categories)} categories"
                )
        self._bars = {(one.key, category.code) for one in series for category in categories}
        with self.hold_sync():
            if label is not None:
                self.label = label
            self.figures = {
                "categories": [{"code": one.code, "label": one.label} for one in categories],
                "series": [asdict(one) for one in series],
                "totals": list(totals),
            }

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        bar = (message.text("series"), message.text("category"))
        if message.kind != "click" or bar not in self._bars or self.on_click is None:
            raise CraftedMessageError("图中没有这一项，请刷新页面后再试")
        self.on_click(*bar)
