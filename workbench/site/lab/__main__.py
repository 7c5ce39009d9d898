"""Start JupyterLab with the project's settings; all of its own options still work."""

import sys

from workbench.site.lab.server import WorkbenchLab

# A kernel on a TCP port can be reached by every user of the machine; Windows has nothing else.
PRIVATE = ["--KernelManager.transport=ipc"] if sys.platform != "win32" else []

if __name__ == "__main__":
    WorkbenchLab.launch_instance([*sys.argv[1:], *PRIVATE])
