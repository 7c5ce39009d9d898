"""Room for one more page, on the machine and for one account: what nobody has looked at gives way first."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

from workbench.site.kernels import KernelOwners

ABANDONED_AFTER = 60.0  # seconds without a line; a page that lost the network comes back within them


class FullError(Exception):
    """The machine, or the account, has as many pages open as it may; ``whose`` says which of the two."""

    def __init__(self, whose: Literal["page", "account"]) -> None:
        super().__init__(whose)
        self.whose = whose


class Room:
    """Gives each page its place before it is opened, and knows since when it has had no line to its viewer.

    A browser that leaves a page says so and its kernel ends at once. One that crashes, or a machine that is
    switched off, says nothing: such a kernel waits for its viewer until it is culled, and it must not keep
    anybody out until then.
    """

    def __init__(
        self, owners: KernelOwners, kernels: Any, log: logging.Logger, *, most_pages: int, most_of_one: int
    ) -> None:
        """``most_pages`` may be open at once, ``most_of_one`` of them for one account."""
        self._most_pages = most_pages
        self._most_of_one = most_of_one
        self._opening: dict[str, str] = {}  # kernels that are to be, and the accounts that they are for
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

    @asynccontextmanager
    async def place(self, kernel: str, account: str) -> AsyncIterator[None]:
        """Hold a place for a kernel that is to be, until it has been handed out or has failed.

        Raises ``FullError`` if there is none. Between the last count and the taking nobody else has a turn:
        pages that are asked for in the same instant do not get one place twice.
        """
        while whose := self._full(account):
            if not await self._make(account if whose == "account" else None):
                raise FullError(whose)
        self._opening[kernel] = account
        try:
            yield
        finally:
            del self._opening[kernel]

    def _full(self, account: str) -> Literal["page", "account"] | None:
        running = set(self._kernels.list_kernel_ids())
        self._owners.forget_all_but(running)
        his = {kernel for kernel, of in self._opening.items() if of == account}
        if len(his | set(self._owners.of_account(account))) >= self._most_of_one:
            return "account"
        return "page" if len(running | self._opening.keys()) >= self._most_pages else None

    async def _make(self, account: str | None = None) -> bool:
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
