"""What meetings agreed, by who owes it: late first, with the share done in time, which opens its items."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.meeting.lists import ITEM_COLUMNS, item_line
from widgets.meeting.state import MeetingState
from widgets.parts.figures import Figure, FigureTiles, count_figure, share_figure
from widgets.parts.grid import Grid
from widgets.parts.listed import Lines
from widgets.parts.markup import Static, tag
from workbench.queries.agreed_items import ItemRow, ItemsShare, NoItemsDueError, share_words
from workbench.terms import AgreedItemState


class ItemsView(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_open(item_no)`` leads to an item, ``on_part(part)`` hears that the reader opened the figure."""

    def __init__(
        self, state: MeetingState, *, on_open: Callable[[str], None], on_part: Callable[[str], None]
    ) -> None:
        self.state = state
        rows = state.items()
        self.share: ItemsShare | None = None
        try:
            self.share = state.share(rows)
        except NoItemsDueError as error:
            words: str = str(error)
        else:
            words = f"{self.share.period.label}，截至 {self.share.as_of}。{share_words()}。"
        self.rows = self._narrowed(rows)
        self.grid = Grid(
            ITEM_COLUMNS,
            Lines(lambda: [item_line(one) for one in self.rows]),
            label="议定事项",
            on_open=on_open,
            empty="没有这样的议定事项。",
            name="meeting-items",
        )
        tell = Static(tag("p", words, class_="meeting-share"))
        self.tiles = FigureTiles(
            figures(rows, self.share),
            label="议定事项",
            on_open=lambda key, part: on_part(part if key == "share" and part != "all" else key),
        )
        super().__init__([self.tiles, tell, self.grid])
        self.add_class("meeting-stack")

    def _narrowed(self, rows: tuple[ItemRow, ...]) -> tuple[ItemRow, ...]:
        part = self.state.shown.part
        if part in ("open", "late"):
            return tuple(one for one in rows if one.is_open and (part == "open" or one.days_late))
        if self.share is None or not part:
            return rows
        wanted = {"passed": self.share.passed, "failed": self.share.failed}.get(part)
        wanted = wanted if wanted is not None else (*self.share.passed, *self.share.failed)
        return tuple(one for one in rows if one.item.item_no in wanted)


def figures(rows: tuple[ItemRow, ...], share: ItemsShare | None) -> list[Figure]:
    """Return the numbers above the list: open, late, waiting, and the share done in time."""
    still = [one for one in rows if one.is_open]
    late = sum(1 for one in still if one.days_late)
    waiting = sum(1 for one in still if one.state is AgreedItemState.REPORTED)
    found = [
        count_figure("open", "尚未落实", len(still), "条", note=f"其中 {waiting} 条已报待核实"),
        count_figure("late", "逾期未落实", late, "条", tone="late" if late else ""),
    ]
    if share is not None:
        note = f"未按期的有 {share.waiting} 条已按期报告、待核实" if share.waiting else ""
        found.append(
            share_figure(
                "share", "议定事项落实率", share.numerator, share.denominator,
                parts=("按期落实", "未按期"), note=note, hint=share_words(),
            )
        )  # fmt: skip
    return found
