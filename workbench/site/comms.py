"""Widgets speak when somebody listens.

While the cells of a page run, no browser is there yet. Afterwards it asks for the state of all widgets at
once; what they would have said before is part of that. So nothing is lost by not saying it, and neither
kernel nor server is busy with a hundred messages for nobody.
"""

from __future__ import annotations

from typing import Any, ClassVar

import comm
from ipykernel.comm.comm import BaseComm
from ipykernel.kernelbase import Kernel

from workbench.site.bundle import Bundle, Said

TARGET = "jupyter.widget"  # of the lines that widgets open; what others open is sent as ever


class PatientComm(BaseComm):
    """The line of one widget to its page."""

    is_heard: ClassVar[bool] = False

    def publish_msg(
        self,
        msg_type: str,
        data: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        buffers: Any = None,
        **keys: Any,
    ) -> None:
        if self.kernel is None and Kernel.initialized():
            self.kernel = Kernel.instance()  # without one, widgets think their line is cut
        if not PatientComm.is_heard and self.target_name == TARGET:
            return
        bundle: Bundle | None = getattr(self.kernel, "bundle", None)
        if bundle is not None:
            content = {"data": data or {}, "comm_id": self.comm_id, **keys}
            if bundle.add(Said(msg_type, content, metadata or {}, buffers or ())):
                return
        super().publish_msg(msg_type, data, metadata, buffers, **keys)  # type: ignore[no-untyped-call]

    def handle_msg(self, msg: dict[str, Any]) -> None:
        PatientComm.is_heard = True
        super().handle_msg(msg)


def install() -> None:
    """Let widgets that are made from now on wait for their page, in a kernel that is yet to be made.

    A line that the page opens, as it does before it asks for the states, is no ``PatientComm``: the kernel's
    manager makes it by itself. So the manager is asked to say that somebody is there.
    """
    if comm.create_comm is PatientComm:
        return  # so in a kernel that was forked
    comm.create_comm = PatientComm
    manager = comm.get_comm_manager()
    opened = manager.comm_open

    def comm_open(*given: Any) -> None:
        PatientComm.is_heard = True
        opened(*given)

    manager.comm_open = comm_open  # type: ignore[method-assign, assignment]
