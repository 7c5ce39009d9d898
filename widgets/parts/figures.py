"""Numbers that open their cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part
from widgets.parts.values import Tone, grouped


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it is shown: ``value`` already as text ("92.3%"), with the parts that made it.

    ``opens`` says whether its cases can be seen; ``hint`` is the definition, in a small window under its
    button; ``period`` the days that it counts. ``parts`` name the numerator and the rest of a share.
    """

    key: str
    name: str
    value: str
    unit: str = ""
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""
    tone: Tone = ""
    hint: str = ""
    opens: bool = True
    parts: tuple[str, str] = ("达到", "未达到")
    period: str = ""


FIELDS = tuple(field.name for field in fields(Figure))


def share_text(numerator: int, denominator: int) -> str:
    """Return a share as it is read; an empty denominator is "没有案件", never 0 % or 100 %."""
    return f"{numerator / denominator:.1%}" if denominator else "没有案件"


def share_figure(
    key: str,
    name: str,
    numerator: int,
    denominator: int,
    *,
    parts: tuple[str, str] = ("达到", "未达到"),
    note: str = "",
    tone: Tone = "",
    hint: str = "",
) -> Figure:
    """Return a figure that is a share and shows what it was made of."""
    value = share_text(numerator, denominator)
    return Figure(key, name, value, "", numerator, denominator, note, tone, hint, denominator > 0, parts)


def count_figure(
    key: str, name: str, count: int, unit: str = "件", *, note: str = "", tone: Tone = "", hint: str = ""
) -> Figure:
    """Return a figure that is a number of things."""
    return Figure(key, name, grouped(count), unit, note=note, tone=tone, hint=hint, opens=count > 0)


class FigureTiles(Part, scripts=("figures",)):
    """A row of figures in one widget; ``on_open(key, part)`` is called for a click.

    ``part`` is ``all``, or for a share ``passed`` (its numerator) or ``failed`` (the rest).
    """

    figures = tl.List(tl.Dict()).tag(sync=True)
    label = tl.Unicode("").tag(sync=True)
    selected = tl.Unicode("").tag(sync=True)
    can_open = tl.Bool(False).tag(sync=True)

    def __init__(
        self,
        figures: Sequence[Figure] = (),
        *,
        label: str = "指标",
        on_open: Callable[[str, str], None] | None = None,
    ) -> None:
        self.on_open = on_open
        super().__init__(label=label, can_open=on_open is not None)
        self.show(figures)

    def show(self, figures: Sequence[Figure], *, selected: str = "") -> None:
        """Show other figures; ``selected`` marks the one whose cases are listed now."""
        with self.hold_sync():
            self.figures = [{name: getattr(figure, name) for name in FIELDS} for figure in figures]
            self.selected = selected

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        key, part = message.text("key"), message.text("part")
        found = any(figure["key"] == key and figure["opens"] for figure in self.figures)
        if (
            message.kind != "open"
            or not found
            or part not in {"all", "passed", "failed"}
            or self.on_open is None
        ):
            raise CraftedMessageError("没有这个指标，请刷新页面后再试")
        self.on_open(key, part)


class FigureTile(FigureTiles):
    """One figure alone."""

    def __init__(self, figure: Figure, *, on_open: Callable[[str, str], None] | None = None) -> None:
        super().__init__((figure,), label=figure.name, on_open=on_open)
