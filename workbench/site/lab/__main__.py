"""Start JupyterLab with the project's settings; all of its own options still work."""

from __future__ import annotations

import sys

from jupyterlab.handlers.announcements import NeverCheckForUpdate
from jupyterlab.labapp import LabApp

from workbench import fonts
from workbench.site.lab import FOLDER


class WorkbenchLab(LabApp):  # type: ignore[misc, unused-ignore]  # jupyterlab carries no types
    """JupyterLab that speaks Chinese and asks nobody for news."""

    # By default Lab looks up newer versions and announcements on public hosts.
    news_url = None
    check_for_updates_class = NeverCheckForUpdate
    app_settings_dir = str(FOLDER / "settings")
    custom_css = True

    def initialize_handlers(self) -> None:
        """Serve ``/custom/`` from the project; the stock folder is the user's, and empty."""
        folders = [str(FOLDER), str(fonts.woff2_path().parent)]
        self.serverapp.web_app.settings["static_custom_path"] = folders
        super().initialize_handlers()


if __name__ == "__main__":
    # A kernel on a TCP port can be reached by every user of the machine; Windows has nothing else.
    private = ["--KernelManager.transport=ipc"] if sys.platform != "win32" else []
    WorkbenchLab.launch_instance([*sys.argv[1:], *private])
