"""The kernel behind a page: one who clicks waits for it, so it does nothing that no page needs.

Besides cells, which only the site runs, a page's kernel deals with messages of widgets. IPython's kernel is
made for notebooks: it hands each message from thread to thread, tells when it is busy, waits until what was
printed is out, and listens to a heartbeat. None of that is seen by a viewer.
"""

from __future__ import annotations

import uuid
from typing import Any, cast

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import DELIM
from traitlets import default

from workbench.site.bundle import TOPIC, Bundle, Said

ALWAYS_COPIED = 2**31  # bytes; handing memory over instead takes a thread that looks after it


class PageKernel(IPythonKernel):  # type: ignore[misc, unused-ignore]
    """Answers a message of a widget in one go; all other messages are dealt with as ever."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call, unused-ignore]
        self._line = cast("Any", self.session)
        self._line.copy_threshold = ALWAYS_COPIED
        self.bundle = Bundle(self._send_together, self._line.pack)

    async def dispatch_shell(
        self, msg: Any, /, subshell_id: str | None = None, *, concurrent: bool = False
    ) -> None:
        """Deal with a message; what a widget's message leads to is sent together, the end of work last."""
        if concurrent or self._kind(msg) != "comm_msg":
            await super().dispatch_shell(msg, subshell_id=subshell_id, concurrent=concurrent)
            return
        sent_by, parts = self._line.feed_identities(msg, copy=False)
        try:
            message = self._line.deserialize(parts, copy=False)
        except Exception:
            self.log.exception("Invalid Message")
            return
        self.set_parent(sent_by, message)  # type: ignore[no-untyped-call, unused-ignore]
        sender = {"session": self._line.session, "username": self._line.username}
        self.bundle.open(parts[1].bytes, sender)
        try:
            self.shell_handlers["comm_msg"](self.shell_stream, sent_by, message)
        except Exception:
            self.log.exception("Exception in message handler:")
        finally:
            self.bundle.add(Said("status", {"execution_state": "idle"}))
            self.bundle.close()

    def _kind(self, frames: Any) -> str:
        """Return what a message as it came from the line says that it is; it may not be genuine."""
        for at, frame in enumerate(frames):
            if frame.bytes == DELIM:
                try:
                    return str(self._line.unpack(frames[at + 2].bytes)["msg_type"])
                except Exception:  # whatever is no header is dealt with where it is logged
                    break
        return ""

    def _send_together(self, messages: list[bytes]) -> None:
        header = self._line.pack({"msg_id": uuid.uuid4().hex, "msg_type": "workbench_bundle"})
        self._line.send_raw(self.iopub_socket, [header, b"{}", b"{}", b"{}", *messages], ident=TOPIC)


class PageKernelApp(IPKernelApp):  # type: ignore[misc, unused-ignore]
    """Starts the kernel without the threads that a page has no use for."""

    @default("kernel_class")
    def _for_pages(self) -> type[PageKernel]:
        return PageKernel

    def init_control(self, context: Any) -> None:
        """Open the channel of control; messages of the page are read where they are dealt with."""
        super().init_control(context)  # type: ignore[no-untyped-call, unused-ignore]
        self.shell_channel_thread.io_loop.close(all_fds=True)
        self.shell_channel_thread = None

    def init_heartbeat(self) -> None:
        """Keep none: the site sees by the process whether a kernel lives."""
