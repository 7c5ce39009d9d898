"""The server's line to a kernel that starts: ready as soon as the kernel says so."""

from __future__ import annotations

import time
from queue import Empty

from jupyter_client.asynchronous.client import AsyncKernelClient

ONE_TRY = 1.0  # seconds
REST = 0.01  # seconds in which what the greeting left on the line arrives


class SwiftClient(AsyncKernelClient):
    """Waits like its parent, but not a fifth of a second longer than the kernel needs."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel answers and its output arrives; ``RuntimeError`` if it does not."""
        end = time.monotonic() + (timeout or 60)
        while time.monotonic() < end:
            self.kernel_info()
            try:
                reply = await self.get_shell_msg(timeout=ONE_TRY)
                await self.get_iopub_msg(timeout=0.2)
            except Empty:
                continue  # not there yet, or its output line not joined yet: greet again
            if reply["msg_type"] == "kernel_info_reply":
                self._handle_kernel_info_reply(reply)
                await self._empty_line()
                return
        raise RuntimeError("the kernel did not answer in time")

    async def _empty_line(self) -> None:
        while True:
            try:
                await self.get_iopub_msg(timeout=REST)
            except Empty:
                return
