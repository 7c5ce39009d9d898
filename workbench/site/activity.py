"""The kernels of pages: when each was last used, which decides how long it is kept, and what it leaves.

Jupyter's server listens to everything that a kernel says a second time, only to note that it said something.
Here the line between page and kernel notes it, and after that has ended, the buffer that takes its place.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from jupyter_client.session import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from workbench.site.scratch import Scratch

NOTED_EVERY = 1.0  # seconds


class PageKernels(AsyncMappingKernelManager):
    """The kernels of the site; what they say is heard once, and what they were handed goes with them."""

    scratch: Scratch | None = None

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended, and take away its folder."""
        removed = super().remove_kernel(kernel_id)
        if self.scratch is not None:
            self.scratch.drop(kernel_id)
        return removed

    def start_watching_activity(self, kernel_id: str) -> None:
        """Take a kernel as used now; from here on its line says when it is."""
        kernel: Any = self._kernels[kernel_id]
        kernel.reason = ""
        kernel.execution_state = "idle"  # a page is there before anybody has a line to it
        kernel._activity_stream = None
        note_activity(kernel)

    def start_buffering(self, kernel_id: str, session_key: str, channels: Any) -> None:
        """Keep for a viewer who may come back what the kernel says meanwhile, which counts as use."""
        super().start_buffering(kernel_id, session_key, channels)  # type: ignore[no-untyped-call]
        kept = self._kernel_buffers[kernel_id]["buffer"]
        kernel = self._kernels[kernel_id]

        def keep(channel: str, parts: list[Any]) -> None:
            note_activity(kernel)
            kept.append((channel, parts))

        for channel, stream in channels.items():
            stream.on_recv(partial(keep, channel))


def note_activity(kernel: Any) -> None:
    """Take a kernel as used now; what comes within a second of the last is the same use."""
    now = time.monotonic()
    if now - getattr(kernel, "_noted", -NOTED_EVERY) >= NOTED_EVERY:
        kernel._noted = now
        kernel.last_activity = utcnow()
