"""What the kernel of a page tells leaves from the thread that tells it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ipykernel.iostream import IOPubThread


class DirectLine(IOPubThread):
    """What the kernel tells leaves at once, from the thread that tells it.

    A thread that does nothing but send is there for kernels whose threads print at any time. Here it costs
    every click two changes of thread, and with fifty who click in one instant these are what they wait for.
    """

    def __init__(self, socket: Any, session: Any) -> None:
        super().__init__(socket, pipe=False, session=session)  # type: ignore[no-untyped-call, unused-ignore]
        self._at_it = threading.RLock()  # the thread of a long piece of work tells how far it is

    def schedule(self, f: Callable[[], None]) -> None:
        """Do it now; a socket may be used by any thread, by one at a time."""
        with self._at_it:
            f()
