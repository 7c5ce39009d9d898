"""How the site's kernels come into being: forked from the nursery, or started where that cannot be."""

from __future__ import annotations

import asyncio
import os
import signal
from importlib.metadata import EntryPoint
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from workbench.site.forking import Forked, Nursery

NAME = "workbench-nursery"
LOOK = 0.02  # seconds between two looks at a kernel that is to end


def register() -> None:
    """Make the provisioner known to this process; no other server of this machine is offered it."""
    factory = KernelProvisionerFactory.instance()
    where = f"{NurseryProvisioner.__module__}:{NurseryProvisioner.__name__}"
    factory.provisioners[NAME] = EntryPoint(NAME, where, KernelProvisionerFactory.GROUP_NAME)


class NurseryProvisioner(LocalProvisioner):
    """One kernel of the site. What is not said here is done as for a kernel that was started."""

    _forked: Forked | None = None

    @property
    def has_process(self) -> bool:
        return self._forked is not None or super().has_process

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        nursery = self._nursery()
        if nursery is not None:
            arguments = cmd[cmd.index("-f") :]
            folder = kwargs.get("cwd")
            self._forked = await nursery.fork(arguments, kwargs["env"], os.fspath(folder) if folder else None)
        if self._forked is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self._forked.pid
        self.cwd = kwargs.get("cwd")
        return self.connection_info

    async def poll(self) -> int | None:
        if self._forked is None:
            return await super().poll()
        return None if self._forked.is_alive else 0  # how it ended, only its parent knows

    async def wait(self) -> int | None:
        if self._forked is None:
            return await super().wait()
        while self._forked.is_alive:
            await asyncio.sleep(LOOK)
        self._forked.line.close()
        self._forked = None
        return 0

    async def send_signal(self, signum: int) -> None:
        if self._forked is None:
            await super().send_signal(signum)
        elif self._forked.is_alive:
            try:
                os.killpg(self._forked.pid, signum)
            except ProcessLookupError:
                # It has not made its own group yet, or has just ended.
                if self._forked.is_alive:
                    os.kill(self._forked.pid, signum)

    async def kill(self, restart: bool = False) -> None:
        if self._forked is None:
            await super().kill(restart)
        else:
            await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        if self._forked is None:
            await super().terminate(restart)
        else:
            await self.send_signal(signal.SIGTERM)

    def _nursery(self) -> Nursery | None:
        """Return the nursery of the site, which is found through the managers of this kernel."""
        site = getattr(getattr(self.parent, "parent", None), "parent", None)
        nursery: Nursery | None = getattr(site, "nursery", None)
        return nursery
