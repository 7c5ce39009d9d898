"""JupyterLab's server with the project's settings."""

from __future__ import annotations

from jupyterlab.handlers.announcements import NeverCheckForUpdate
from jupyterlab.labapp import LabApp

from workbench import fonts
from workbench.site.lab import FOLDER, PACKAGE


class WorkbenchLab(LabApp):  # type: ignore[misc, unused-ignore]  # jupyterlab carries no types
    """JupyterLab that speaks Chinese and asks nobody for news."""

    # By default Lab looks up newer versions and announcements on public hosts.
    news_url = None
    check_for_updates_class = NeverCheckForUpdate
    app_settings_dir = str(FOLDER / "settings")
    custom_css = True
    # The stock Lab would be loaded beside this one, and answer first.
    load_other_extensions = False

    @classmethod
    def get_extension_package(cls) -> str:
        """Return where the server finds ``_jupyter_server_extension_points``."""
        return PACKAGE

    def initialize_handlers(self) -> None:
        """Serve ``/custom/`` from the project; the stock folder is the user's, and empty."""
        folders = [str(FOLDER), str(fonts.woff2_path().parent)]
        self.serverapp.web_app.settings["static_custom_path"] = folders
        super().initialize_handlers()
