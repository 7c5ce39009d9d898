"""Looks every few seconds whether those who have pages open may still have them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from tornado.ioloop import PeriodicCallback

from workbench.access.viewer import Viewer
from workbench.site.identity import SiteIdentity, SiteUser
from workbench.site.kernels import KernelOwners

EVERY = 3000  # milliseconds
OVER = 4401  # the code with which a line is closed when the login is over


class Watch:
    """Ends pages and kernels of logins that are over: left, timed out, or of an account that was closed."""

    def __init__(
        self, identity: SiteIdentity, owners: KernelOwners, kernels: Any, log: logging.Logger
    ) -> None:
        self.lines: set[Any] = set()  # the open websockets
        self._identity = identity
        self._owners = owners
        self._kernels = kernels
        self._log = log

    def begin(self) -> None:
        """Look from now on, until the loop ends."""
        PeriodicCallback(self._look, EVERY).start()

    async def end_login(self, session: str) -> None:
        """End a login at once, with its pages and their kernels."""
        sessions = self._identity.door.sessions
        if sessions is not None:
            sessions.end(session)
        lines = [line for line in self.lines if line.current_user.session == session]
        await self._end(lines, self._owners.of_session(session))

    async def _look(self) -> None:
        """Ask for every line and every owner by itself: one login may have pages of two roles for a while."""
        owners = self._owners.everyone()
        known: dict[tuple[str, Viewer | None], bool] = {}

        def holds(user: SiteUser) -> bool:
            key = user.session, user.viewer
            if key not in known:
                known[key] = self._identity.holds(user)
            return known[key]

        kernels = [kernel for kernel, owner in owners.items() if not holds(_as_user(owner))]
        lines = []
        for line in self.lines:
            kernel, user = line.path_kwargs["kernel_id"], line.current_user
            is_anothers = kernel in owners and owners[kernel].viewer != user.viewer
            if kernel in kernels or is_anothers or not holds(user):
                lines.append(line)
        if kernels or lines:
            self._log.info("a login is over: its pages are closed")
            await self._end(lines, kernels)

    async def _end(self, lines: Iterable[Any], kernels: Iterable[str]) -> None:
        for line in lines:
            line.close(OVER, "login is over")
        for kernel in kernels:
            if kernel in self._kernels:
                try:
                    await self._kernels.shutdown_kernel(kernel, now=True)
                except Exception as error:  # it may just have ended by itself
                    self._log.info("kernel %s was gone already: %s", kernel, type(error).__name__)
        self._owners.forget_all_but(self._kernels.list_kernel_ids())


def _as_user(owner: Any) -> SiteUser:
    return SiteUser(username=owner.viewer.account, viewer=owner.viewer, session=owner.session)
