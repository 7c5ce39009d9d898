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

TARGET = "jupyter.widget"  # of the lines that widgets open; what others open is sent as ever


class PatientComm(BaseComm):
    """The line of one widget to its page."""

    is_heard: ClassVar[bool] = False

    def __init__(self, *given: Any, primary: bool = True, **options: Any) -> None:
        if not primary:
            PatientComm.is_heard = True  # a page has opened a line to us
        super().__init__(*given, primary=primary, **options)  # type: ignore[no-untyped-call]

    def publish_msg(self, msg_type: str, *given: Any, **options: Any) -> None:
        if self.kernel is None and Kernel.initialized():
            self.kernel = Kernel.instance()  # without one, widgets think their line is cut
        if PatientComm.is_heard or self.target_name != TARGET:
            super().publish_msg(msg_type, *given, **options)  # type: ignore[no-untyped-call]

    def handle_msg(self, msg: dict[str, Any]) -> None:
        PatientComm.is_heard = True
        super().handle_msg(msg)


def install() -> None:
    """Let widgets that are made from now on wait for their page."""
    comm.create_comm = PatientComm
