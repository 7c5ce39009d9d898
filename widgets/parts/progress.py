"""How far something is that takes its time, and a way to stop it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part
from widgets.parts.guard import guard, sentence_for

T = TypeVar("T")


class CancelledByViewerError(ValueError):
    """The viewer stopped the work."""


class Step(Protocol):
    """What work calls to say how far it is; ``CancelledByViewerError`` once the viewer wants it to stop."""

    def __call__(self, fraction: float | None, detail: str = "") -> None: ...


class Progress(Part, scripts=("progress",)):
    """A labelled bar; ``fraction`` from 0 to 1, or ``None`` where it cannot be known."""

    label = tl.Unicode("").tag(sync=True)
    detail = tl.Unicode("").tag(sync=True)
    fraction = tl.Float(None, allow_none=True, min=0, max=1).tag(sync=True)
    phase = tl.Enum(["idle", "running", "stopping", "done", "stopped", "failed"], "idle").tag(sync=True)
    can_cancel = tl.Bool(False).tag(sync=True)

    def __init__(self, label: str, *, on_cancel: Callable[[], None] | None = None) -> None:
        """``on_cancel`` is called besides when the viewer stops what ``run`` started."""
        self.on_cancel = on_cancel
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        super().__init__(label=label, can_cancel=on_cancel is not None)

    @property
    def is_cancelled(self) -> bool:
        """Return whether the viewer wants the work to stop."""
        return self._stop.is_set()

    def step(self, fraction: float | None, detail: str = "") -> None:
        """Say how far the work is; ``CancelledByViewerError`` if the viewer wants it to stop."""
        if self._stop.is_set():
            raise CancelledByViewerError("已按您的要求停止。")
        with self.hold_sync():
            self.phase = "running"
            self.fraction = None if fraction is None else min(1.0, max(0.0, fraction))
            self.detail = detail

    def finish(self, detail: str = "") -> None:
        """Say that the work is done."""
        self._end("done", detail, fraction=1.0)

    def fail(self, sentence: str) -> None:
        """Say that the work failed."""
        self._end("failed", sentence)

    def reset(self) -> None:
        """Wait for other work; the bar is not seen."""
        self._stop.clear()
        self._end("idle", "")

    @property
    def is_running(self) -> bool:
        """Return whether work is going on."""
        return self.phase in ("running", "stopping")

    def run(
        self,
        work: Callable[[Step], T],
        then: Callable[[T], None],
        otherwise: Callable[[Exception], None] | None = None,
    ) -> threading.Thread:
        """Do ``work(step)`` in a thread, so that the page stays alive, and give its result to ``then``.

        ``then`` runs on the kernel's own thread. An error of either becomes a sentence in the bar; one of the
        work, a wish to stop included, goes to ``otherwise`` instead, which runs there too.
        """
        self._stop.clear()
        loop = _running_loop()

        def body() -> None:
            try:
                result = work(self.step)
            except Exception as error:
                if otherwise is not None:
                    _on(loop, lambda error=error: self._failed(error, otherwise))  # type: ignore[misc]
                elif isinstance(error, CancelledByViewerError):
                    self._end("stopped", str(error))
                else:
                    self.fail(sentence_for(error))
            else:
                _on(loop, lambda: self._done(result, then))

        with self.hold_sync():
            self.can_cancel, self.phase, self.fraction, self.detail = True, "running", None, ""
        self._thread = threading.Thread(target=body, name=f"progress {self.label}", daemon=True)
        self._thread.start()
        return self._thread

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        if message.kind != "cancel" or not self.can_cancel:
            raise CraftedMessageError("现在没有可以取消的工作")
        self._stop.set()
        if self.phase == "running":
            self.phase = "stopping"
        if self.on_cancel is not None:
            self.on_cancel()

    def _done(self, result: T, then: Callable[[T], None]) -> None:
        self.finish()
        with guard.watch(self.fail):
            then(result)

    def _failed(self, error: Exception, otherwise: Callable[[Exception], None]) -> None:
        self.reset()
        with guard.watch(self.fail):
            otherwise(error)

    def _end(self, phase: str, detail: str, fraction: float | None = None) -> None:
        with self.hold_sync():
            self.phase, self.detail, self.fraction = phase, detail, fraction


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _on(loop: asyncio.AbstractEventLoop | None, call: Callable[[], None]) -> None:
    if loop is None:
        call()
    else:
        loop.call_soon_threadsafe(call)
