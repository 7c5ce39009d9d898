"""The kernel behind a page: one who clicks waits for it, so it does nothing that no page needs.

Besides cells, which only the site runs, a page's kernel deals with messages of widgets. IPython's kernel is
made for notebooks: it hands each message from thread to thread, tells when it is busy, waits until what was
printed is out, and listens to a heartbeat. None of that is seen by a viewer.
"""

from __future__ import annotations

import ctypes
import logging
import os
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import comm
import zmq
from ipykernel.compiler import XCachingCompiler
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.session import DELIM
from traitlets import default
from traitlets.config import Config as Settings

from workbench.site.bundle import TOPIC, Bundle, Said, together
from workbench.site.direct_line import DirectLine

ALWAYS_COPIED = 2**31  # bytes; handing memory over instead takes a thread that looks after it
LONG = 0.1  # seconds; what takes longer has used memory that it will not need again
SETTINGS = Settings(
    {
        "HistoryManager": {"enabled": False},
        "IPCompleter": {"use_jedi": False},
        "InteractiveShell": {"cache_size": 0},  # nothing a page has shown stays in Out[]
        "IPKernelApp": {
            "capture_fd_output": False,  # what libraries write past Python goes to the log
            "outstream_class": None,  # and so does what is printed: the site passes none of it on
            # Widgets listen where there was a kernel when they were imported; in the nursery there was none.
            "extra_extensions": ["ipywidgets"],
        },
    }
)


def prepare_shell() -> None:
    """Make what runs cells, in a process from which kernels are forked: making it is a third of their start.

    It has run nothing and knows nobody; each kernel makes its copy its own (``PageKernel``).
    """
    ZMQInteractiveShell.instance(config=SETTINGS, compiler_class=XCachingCompiler, user_ns={})


class PageKernel(IPythonKernel):  # type: ignore[misc, unused-ignore]
    """Answers a message of a widget in one go; all other messages are dealt with as ever."""

    def __init__(self, **options: Any) -> None:
        if ZMQInteractiveShell.initialized():
            Kernel.__init__(self, **options)  # type: ignore[no-untyped-call, unused-ignore]
            self._take_over(cast("Any", ZMQInteractiveShell.instance()))
        else:
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
        began = time.monotonic()
        self.bundle.open(parts[1].bytes, sender)
        try:
            self.shell_handlers["comm_msg"](self.shell_stream, sent_by, message)
        except Exception:
            self.log.exception("Exception in message handler:")
        finally:
            self.bundle.add(Said("status", {"execution_state": "idle"}))
            self.bundle.close()
        if time.monotonic() - began > LONG:
            _give_back()

    def _take_over(self, shell: Any) -> None:
        """Make a prepared shell this kernel's own, as its parent does with one that it makes."""
        shell.kernel = shell.parent = self
        shell.log, shell.starting_dir = self.log, os.getcwd()
        self.shell, self.user_ns, self.user_module = shell, shell.user_ns, shell.user_module
        for teller in (shell.displayhook, shell.display_pub):
            teller.session, teller.pub_socket = self.session, self.iopub_socket
        shell.displayhook.topic = self._topic("execute_result")  # type: ignore[no-untyped-call, unused-ignore]
        self.comm_manager = comm.get_comm_manager()
        shell.configurables.append(self.comm_manager)
        for kind in ("comm_open", "comm_msg", "comm_close"):
            self.shell_handlers[kind] = getattr(self.comm_manager, kind)

    def _process_children(self) -> list[Any]:
        """Return the processes that this one has started, and load what knows them only if there are any.

        A page that is left has none, and to load it took a fifth of all that a page costs.
        """
        return super()._process_children() if has_children() else []  # type: ignore[no-untyped-call, unused-ignore]

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
        self._line.send_raw(self.iopub_socket, [header, b"{}", b"{}", b"{}", together(messages)], ident=TOPIC)


class PageKernelApp(IPKernelApp):  # type: ignore[misc, unused-ignore]
    """Starts the kernel without the threads that a page has no use for."""

    @default("log")
    def _to_the_log_of_kernels(self) -> logging.Logger:
        return logging.getLogger("workbench.kernel")

    @default("kernel_class")
    def _for_pages(self) -> type[PageKernel]:
        return PageKernel

    def parse_command_line(self, argv: Sequence[str] | None = None) -> None:
        """Read what the site tells: the file of the connection, and settings in the form ``--Class.name=n``.

        The usual way builds a parser for all settings of all classes of IPython, for two arguments.
        """
        told = list(argv or ())
        settings = Settings(SETTINGS)
        while told:
            name = told.pop(0)
            if name == "-f":
                settings.IPKernelApp.connection_file = told.pop(0)
            else:
                trait, _, value = name.removeprefix("--").partition("=")
                owner, _, trait = trait.partition(".")
                settings[owner][trait] = int(value)
        self.update_config(settings)

    def init_profile_dir(self) -> None:
        """Take the folder of IPython that the prepared shell has found; no page keeps anything there."""
        if ZMQInteractiveShell.initialized():
            self.profile_dir = ZMQInteractiveShell.instance().profile_dir
        else:
            super().init_profile_dir()  # type: ignore[no-untyped-call, unused-ignore]

    def load_config_file(self, *_given: Any, **_options: Any) -> None:
        """Read none: what lies in the home of the server's user configures no page."""

    def init_code(self) -> None:
        """Run nothing before the cells of the page."""

    def init_control(self, context: Any) -> None:
        """Open the channel of control; messages of the page are read where they are dealt with."""
        super().init_control(context)  # type: ignore[no-untyped-call, unused-ignore]
        self.shell_channel_thread.io_loop.close(all_fds=True)
        self.shell_channel_thread = None

    def init_iopub(self, context: Any) -> None:
        """Open the channel on which the kernel tells, without a thread for it."""
        # Not XPUB as usual, which greets who listens: somebody would have to look who has come.
        socket = context.socket(zmq.PUB)
        socket.linger = 1000
        self._apply_curve_server_options(socket)
        self.iopub_port = self._bind_socket(socket, self.iopub_port)  # type: ignore[no-untyped-call, unused-ignore]
        self.iopub_thread = DirectLine(socket, self.session)
        self.iopub_socket = self.iopub_thread.background_socket

    def init_heartbeat(self) -> None:
        """Keep none: the site sees by the process whether a kernel lives."""


def has_children() -> bool:
    """Return whether this process may have started others, as Linux tells it; true where nobody tells."""
    try:
        return any(Path(task, "children").read_text("ascii") for task in os.scandir("/proc/self/task"))
    except OSError:
        return True


def _give_back() -> None:
    """Let the system have the memory that the C library keeps for later, where it can be asked to."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)
