"""Start the kernel of one page: IPython's kernel without debugger, history file and plotting backend.

Run as ``python -m workbench.site.kernel -f CONNECTION_FILE``. What a kernel imports decides how fast a page
opens: the debugger alone is two fifths of an ordinary kernel's start, and no viewer may use it.
"""

from __future__ import annotations

import os
import sys

LOG_VARIABLE = "WORKBENCH_KERNEL_LOG"  # set by the server for its kernels
LARGEST_LOG = 5_000_000  # bytes; beyond, the file begins anew
SETTINGS = (
    "--HistoryManager.enabled=False",
    "--IPCompleter.use_jedi=False",
    "--InteractiveShell.cache_size=0",  # nothing a page has shown stays in Out[]
)


def main() -> None:
    """Run the kernel until the server ends it."""
    _write_to_log()
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # import fails at once: no debugger
    from ipykernel import kernelapp

    kernelapp.launch_new_instance([*sys.argv[1:], *SETTINGS])  # type: ignore[no-untyped-call, unused-ignore]


def _write_to_log() -> None:
    """Keep what kernels complain of out of the terminal of the one who started the site."""
    name = os.environ.get(LOG_VARIABLE)
    if not name:
        return
    is_full = os.path.exists(name) and os.path.getsize(name) > LARGEST_LOG
    private = os.open(name, os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if is_full else os.O_APPEND), 0o600)
    for stream in (1, 2):
        os.dup2(private, stream)
    os.close(private)


if __name__ == "__main__":
    main()
