"""The kernel of one page: IPython's kernel without debugger, history file and plotting backend.

Where the system can fork, the nursery (``nursery.py``) becomes the kernel; elsewhere it is started as
``python -m workbench.site.kernel -f CONNECTION_FILE``. What a kernel imports decides how fast a page opens:
the debugger alone is two fifths of an ordinary kernel's start, and no viewer may use it.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import threading
from pathlib import Path

from workbench.config import read_config
from workbench.growing import Growing
from workbench.logs import MaskedStream, log_everything_to

LOG_VARIABLE = "WORKBENCH_KERNEL_LOG"  # set by the server for its kernels


def main() -> None:
    """Run the kernel until the server ends it."""
    write_to_log()
    bind_memory()
    without_debugger()
    _run(sys.argv[1:])


def grow_up(
    arguments: list[str],
    environment: dict[str, str],
    folder: str | None,
    lifeline: int,
    *,
    is_heard: bool = False,
) -> None:
    """Be the kernel of ``arguments`` in a process that was forked just now; return when it has ended.

    Nothing of the process it comes from is left but what that had imported: environment, working directory,
    process group and random numbers are its own. It ends when the other end of ``lifeline`` closes.
    ``is_heard``: that process listens to what libraries write past Python.
    """
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # where files for a while go is part of what this kernel is told
    if folder:
        os.chdir(folder)
    write_to_log(is_heard=is_heard)
    bind_memory()
    _forget_chance()
    threading.Thread(target=_end_with, args=(lifeline,), name="lifeline", daemon=True).start()
    _run([*arguments, "--IPKernelApp.parent_handle=1"])  # nobody to look for each second: see the lifeline


def bind_memory() -> None:
    """Bind this process to the data it may hold, and leave nothing of it on the disk when it dies.

    What is counted is what it writes to, not the libraries and files that it merely maps. The step that asks
    for more fails (``MemoryError``); the page, and every other page, stays. Windows has no such limit.
    """
    try:
        import resource
    except ImportError:
        return
    most = read_config().page_memory
    for what, wanted in ((resource.RLIMIT_DATA, most), (resource.RLIMIT_CORE, 0)):
        allowed = resource.getrlimit(what)[1]
        bound = wanted if allowed == resource.RLIM_INFINITY else min(wanted, allowed)
        try:
            resource.setrlimit(what, (bound, bound))
        except (OSError, ValueError) as error:  # a page without a limit is better than none
            sys.stderr.write(f"kernel: this system sets no limit to what a page may hold: {error}\n")


def without_debugger() -> None:
    """Let the import of the debugger fail at once."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]


def write_to_log(*, is_heard: bool = False) -> bool:
    """Keep what kernels complain of out of the terminal of the one who started the site.

    Return whether a log was named at all; else nothing is done.

    What a library writes past Python may hold the very text at which it failed. It goes where it
    ``is_heard`` and masked, else nowhere.
    """
    name = os.environ.get(LOG_VARIABLE)
    if not name:
        return False
    try:
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    except OSError:
        # A page whose complaints go to the terminal, masked, is better than none.
        out = error = MaskedStream(os.dup(2))
    else:
        file = Growing(Path(name).absolute())
        file.set_aside_if_full()
        out, error = MaskedStream(1, file), MaskedStream(2, file)
    if not is_heard:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        os.close(nowhere)
    # What a callback was given may stand in its error.
    sys.stdout = sys.__stdout__ = out  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = error  # type: ignore[misc]
    log_everything_to(Path(name).absolute())
    return True


def _run(arguments: list[str]) -> None:
    from workbench.site import comms
    from workbench.site.page_kernel import PageKernelApp

    comms.install()
    PageKernelApp.launch_instance(arguments)


def _forget_chance() -> None:
    """Draw numbers of one's own: a copy of the generators would give every page the same ones."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _end_with(lifeline: int) -> None:
    while os.read(lifeline, 1):
        pass
    os.kill(0, signal.SIGKILL)  # the whole group: a workbook that is being read has nobody to be read for


if __name__ == "__main__":
    main()
