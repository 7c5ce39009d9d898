"""Pages from notebooks by Voila's renderer, with what is the same for every opening made once.

Reading the notebook, setting up the exporter and compiling the templates takes three quarters of the
server's time for a page. The first opening of an app does it; the others take it over. Nothing of a viewer
is in it: he first appears in the kernel.
"""

from __future__ import annotations

import asyncio
import copy
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from voila.notebook_renderer import NotebookRenderer

BEFORE_CELLS = 'id="rendered_cells"'  # in the template: what follows needs the kernel
AT_ONCE = 4  # openings per processor: while one waits for its kernel, another works; more make all late


class Patterns:
    """The renderers of the first openings, one per app; a notebook that was edited gets another."""

    def __init__(
        self, folder: Path, make: Callable[[str], NotebookRenderer], told: Mapping[str, Any]
    ) -> None:
        """``make`` makes the renderer of a notebook in ``folder``; templates may ask for what is ``told``."""
        self._folder = folder
        self._make = make
        self._told = told
        self._known: dict[str, tuple[int, NotebookRenderer]] = {}

    async def renderer(self, notebook: str) -> NotebookRenderer:
        """Return a renderer for one opening."""
        changed = (self._folder / notebook).stat().st_mtime_ns
        known = self._known.get(notebook)
        if known is None or known[0] != changed:
            first = self._make(notebook)
            await first.initialize()
            first.exporter.environment.globals.update(self._told)
            known = self._known[notebook] = (changed, first)
        return _again(known[1])


class Openings:
    """The pages that are being opened: some at a time, the others after them in the order they came."""

    def __init__(self) -> None:
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._turn = asyncio.Semaphore(AT_ONCE * processors)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn, and give it to the next at the end."""
        async with self._turn:
            yield


class Later:
    """Something to wait for that begins only when somebody does."""

    def __init__(self, start: Callable[[], Awaitable[Any]]) -> None:
        self._start = start

    def __await__(self) -> Any:
        return self._start().__await__()


async def page(
    renderer: NotebookRenderer, kernel_id: str, start: Callable[[], Awaitable[Any]], openings: Openings
) -> AsyncIterator[str]:
    """Yield the page in two pieces: what can stand there before there is a kernel, and the rest.

    ``start`` starts the kernel under the id that the first piece already names, and returns its manager.
    """
    pieces: list[str] = []
    coming = renderer.generate_content_generator(kernel_id, Later(start))
    async for piece, _resources in coming:
        pieces.append(piece)
        if BEFORE_CELLS in piece:
            break
    yield "".join(pieces)
    async with openings.turn():
        rest = "".join([piece async for piece, _resources in coming])
    yield rest


def _again(first: NotebookRenderer) -> NotebookRenderer:
    renderer = copy.copy(first)
    renderer.notebook = copy.deepcopy(first.notebook)
    renderer.kernel_started = renderer.stop_generator = False
    renderer.rendered_cache = []
    return renderer
