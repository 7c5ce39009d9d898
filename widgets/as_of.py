"""Another as-of day on a screen: at once where its facts are folded, else in sight and with a way to stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.parts.markup import Static, tag
from widgets.parts.progress import Step
from widgets.shell import Shell
from workbench.access.gate import NotPermittedError

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.snapshots.read import Snapshot


def show_day(shell: Shell, bench: Workbench, day: date | None, show: Callable[[], None]) -> None:
    """Call ``show`` once the facts of ``day`` (``None``: today) are folded; the old day stays until then."""
    if bench.ready_snapshot(day) is not None:
        show()
        return

    def fold(step: Step) -> Snapshot:
        def tell(done: int, of: int) -> None:
            step(done / of if of else None, f"{done:,} / {of:,} 件")

        return bench.snapshot(day, progress=tell)

    shell.wait(f"正在整理截至 {day or bench.today()} 的数据", fold, lambda _folded: show())


def show_basis(shell: Shell, bench: Workbench) -> None:
    """Show in head and foot that the screen stands on the records of now: day, size, code."""
    size = bench.ledger_size()
    shell.set_as_of(bench.today())
    shell.set_code(f"截至 {bench.today()} · 台账第 {size} 条", bench.ledger_code(size), size)


def opened(
    title: str, app: str, bench: Workbench, day: date | None, make: Callable[[], ipw.Widget]
) -> ipw.Widget:
    """Return the screen that ``make`` gives, or a frame that first waits for the facts of its day."""
    with bench.kept_open():
        if bench.ready_snapshot(day) is None:
            return Opening(title, app, bench, day, make)
        return _made(title, app, day or bench.today(), make)


def _made(title: str, app: str, day: date, make: Callable[[], ipw.Widget]) -> ipw.Widget:
    """Return the screen, or a frame that says why it is not this viewer's.

    The site opens no page to whose role it is not; a notebook in JupyterLab opens for whoever sits there.
    """
    try:
        return make()
    except NotPermittedError as error:
        frame = Shell(title, app=app, as_of=day)
        frame.show(Static(tag("p", str(error))))
        return frame


class Opening(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """A screen on its way: nobody has asked for its day before."""

    def __init__(
        self, title: str, app: str, bench: Workbench, day: date | None, make: Callable[[], ipw.Widget]
    ) -> None:
        self._make, self._of = make, (title, app, day or bench.today())
        self.frame = Shell(title, app=app, as_of=day or bench.today())
        super().__init__([self.frame])

        def begin() -> None:
            show_day(self.frame, bench, day, self._open)

        again = ipw.Button(description="重新整理")
        again.on_click(self.frame.guard(lambda _button: begin()))
        self.frame.waiting.observe(lambda _change: self._offer(again), "phase")
        begin()

    def _offer(self, again: ipw.Button) -> None:
        """Offer to begin once more where it was stopped or failed."""
        self.frame.show(*(() if self.frame.waiting.is_running else (again,)))

    def _open(self) -> None:
        self.children = (_made(*self._of, self._make),)
