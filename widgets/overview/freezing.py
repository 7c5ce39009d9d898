"""The frozen snapshots on the overview: those there are, and a button that freezes the day shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.parts.markup import Markup, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.progress import Step
from widgets.shell import Shell
from workbench.access.gate import allow, require
from workbench.access.viewer import Viewer

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.snapshots.frozen import Fault, FrozenSnapshot

FREEZE = "freeze:snapshot"
SHOWN = 8
SHORT = 12  # signs of a hash, as below every figure
NOTE = "定格的是当日全部事项，不受上面的筛选影响；定格以后不再改变，以后补录、更正也不改它"


class Freezing(Panel):
    """What is frozen, latest day first; whoever may freeze finds the button for the day that is shown."""

    def __init__(self, shell: Shell, bench: Workbench, viewer: Viewer | None) -> None:
        """``viewer`` is ``None`` outside the site, where nobody is refused."""
        self._shell, self._bench, self._viewer = shell, bench, viewer
        self._day, self._size = bench.today(), -1
        self.list = Static()
        self.button = ipw.Button(description="定格快照", icon="")
        self.button.add_class("overview-fold")
        self.button.on_click(shell.guard(lambda _button: self.freeze()))
        may = viewer is None or allow(viewer, FREEZE)
        super().__init__("已定格的快照", *((self.button,) if may else ()), self.list, note=NOTE)

    def show_day(self, day: date, ledger_size: int) -> None:
        """Offer to freeze another day; ``ledger_size`` is what the page shows it at."""
        self._day, self._size = day, ledger_size
        self.button.description = f"定格截至 {day} 的快照"
        self._list()

    def freeze(self) -> None:
        """Freeze the day in sight, with a way to stop; ``NotPermittedError`` for whoever may not."""
        if self._viewer is not None:
            require(self._viewer, FREEZE)
        day = self._day

        def work(step: Step) -> FrozenSnapshot:
            def tell(done: int, of: int) -> None:
                step(done / of if of else None, f"{done:,} / {of:,} 件")

            step(None)
            return self._bench.shelf.create(day, progress=tell)

        self._shell.wait(f"正在定格截至 {day} 的快照", work, self._frozen)

    def _frozen(self, made: FrozenSnapshot) -> None:
        self._list()
        self._shell.notice.success(
            f"已定格：{made.code}。引用时写“快照 {made.hash[:SHORT]}”；散列全文 {made.hash}。"
        )

    def _list(self) -> None:
        found, faults = self._bench.shelf.all()
        self.list.show(self._table(found[::-1], faults))

    def _table(self, found: list[FrozenSnapshot], faults: list[Fault]) -> Markup:
        if not found and not faults:
            return tag("p", "还没有定格的快照。印发的数字先定格，以后才能逐字节核对。", class_="wb-empty")
        names = ("截至日", "台账条数", "快照", "说明")
        head = tag("tr", [tag("th", name, scope="col") for name in names])
        more = len(found) - SHOWN
        return tag(
            "div",
            tag(
                "table",
                tag("caption", "已定格的快照", class_="wb-unseen"),
                tag("thead", head),
                tag("tbody", (self._line(one) for one in found[:SHOWN])),
                class_="wb-table",
            ),
            tag("p", f"另有更早的 {more} 个，用 workbench snapshot list 查看。") if more > 0 else None,
            [tag("p", fault.message, class_="overview-damaged") for fault in faults],
        )

    def _line(self, one: FrozenSnapshot) -> Markup:
        told = one.manifest
        is_shown = (told.as_of, told.ledger_size) == (self._day, self._size)
        return tag(
            "tr",
            tag("th", told.as_of.isoformat(), scope="row"),
            tag("td", f"{told.ledger_size:,}"),
            tag("td", tag("code", one.hash[:SHORT], title=one.hash)),
            tag("td", "与本页所示相同" if is_shown else ""),
        )
