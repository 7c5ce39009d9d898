"""Start the kernel of one page: IPython's kernel without debugger, history file and plotting backend.

Run as ``python -m workbench.site.kernel -f CONNECTION_FILE``. What a kernel imports decides how fast a page
opens: the debugger alone is two fifths of an ordinary kernel's start, and no viewer may use it.
"""

from __future__ import annotations

import sys

SETTINGS = (
    "--HistoryManager.enabled=False",
    "--IPCompleter.use_jedi=False",
    "--InteractiveShell.cache_size=0",  # nothing a page has shown stays in Out[]
)


def main() -> None:
    """Run the kernel until the server ends it."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # import fails at once: no debugger
    from ipykernel import kernelapp

    kernelapp.launch_new_instance([*sys.argv[1:], *SETTINGS])  # type: ignore[no-untyped-call, unused-ignore]


if __name__ == "__main__":
    main()
