"""Looks every few seconds whether those who have pages open may still have them."""

from __future__ import annotations

import logging
from typing import Any

from tornado.ioloop import PeriodicCallback

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
        await self._end_pages(session)

    async def _look(self) -> None:
        seen: dict[str, SiteUser] = {line.current_user.session: line.current_user for line in self.lines}
        over = {session for session, user in seen.items() if not self._identity.holds(user)}
        for owner in self._owners.everyone().values():
            if owner.session not in seen and not self._identity.holds(_as_user(owner)):
                over.add(owner.session)
        for session in over:
            self._log.info("a login is over: its pages are closed")
            await self._end_pages(session)

    async def _end_pages(self, session: str) -> None:
        for line in [line for line in self.lines if line.current_user.session == session]:
            line.close(OVER, "login is over")
        for kernel in self._owners.of_session(session):
            if kernel in self._kernels:
                try:
                    await self._kernels.shutdown_kernel(kernel, now=True)
                except Exception as error:  # it may just have ended by itself
                    self._log.info("kernel %s was gone already: %s", kernel, type(error).__name__)
        self._owners.forget_all_but(self._kernels.list_kernel_ids())


def _as_user(owner: Any) -> SiteUser:
    return SiteUser(username=owner.viewer.account, viewer=owner.viewer, session=owner.session)
