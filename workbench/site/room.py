"""Room for one more page: what nobody has looked at for a while gives way first."""

from __future__ import annotations

import logging
import time
from typing import Any

from workbench.site.kernels import KernelOwners

ABANDONED_AFTER = 60.0  # seconds without a line; a page that lost the network comes back within them


class Room:
    """Knows since when each page has had no line to its viewer.

    A browser that leaves a page says so and its kernel ends at once. One that crashes, or a machine that is
    switched off, says nothing: such a kernel waits for its viewer until it is culled, and it must not keep
    anybody out until then.
    """

    def __init__(self, owners: KernelOwners, kernels: Any, log: logging.Logger) -> None:
        self._owners = owners
        self._kernels = kernels
        self._log = log
        self._alone_since: dict[str, float] = {}

    def alone(self, kernel: str) -> None:
        """Note that a page has no line: it is only being opened, or its line was closed."""
        self._alone_since[kernel] = time.monotonic()

    def joined(self, kernel: str) -> None:
        """Note that the page of this kernel has a line."""
        self._alone_since.pop(kernel, None)

    async def make(self, account: str | None = None) -> bool:
        """End the page that has been alone longest, and return whether there was one.

        Only one that has been alone for ``ABANDONED_AFTER`` seconds, and of ``account`` if that is given.
        """
        running = set(self._kernels.list_kernel_ids())
        self._alone_since = {kernel: at for kernel, at in self._alone_since.items() if kernel in running}
        limit = time.monotonic() - ABANDONED_AFTER
        found = [
            (at, kernel)
            for kernel, at in self._alone_since.items()
            if at <= limit and (account is None or self._owners.is_owner(kernel, account))
        ]
        if not found:
            return False
        kernel = min(found)[1]
        del self._alone_since[kernel]
        self._log.info("a page without a viewer gives way to a new one")
        try:
            await self._kernels.shutdown_kernel(kernel, now=True)
        except Exception as error:  # it may just have ended by itself
            self._log.info("kernel %s was gone already: %s", kernel, type(error).__name__)
        self._owners.forget_all_but(self._kernels.list_kernel_ids())
        return True
