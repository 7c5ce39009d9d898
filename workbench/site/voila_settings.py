"""What Voila is told before it is made into our site: nothing but what is listed, nothing from outside."""

from __future__ import annotations

import logging
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from traitlets.config import Config as Settings

from workbench.log_errors import places_in

HOST = "127.0.0.1"
BASE_TEMPLATE = "lab"  # the stock template whose cell blocks ours inherits
EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]
IDLE_MINUTES = 30  # a page that lost its viewer for so long is closed
OUTPUT_SECONDS = 60  # on a busy machine what a cell shows may come long after its end
COLOURS = re.compile(r"\x1b\[[0-9;]*m")  # of a terminal, in a traceback of IPython


def voila_settings(apps: Path) -> Settings:
    """Return the settings of a site over the notebooks in ``apps``."""
    settings: dict[str, dict[str, Any]] = {
        "Voila": {
            "root_dir": str(apps),
            "ip": HOST,
            "open_browser": False,
            "config_file_paths": [],  # what lies in the working directory configures nothing
            "connection_dir_root": _short_temporary_folder(),
        },
        "VoilaConfiguration": {
            "template": BASE_TEMPLATE,
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "strip_sources": True,
            "show_tracebacks": False,
            "file_allowlist": [],
            "extension_allowlist": EXTENSIONS,
            "kernel_spec_manager_class": "workbench.site.kernelspec.SiteKernels",
            "multi_kernel_manager_class": "workbench.site.activity.PageKernels",
            "preheat_kernel": False,  # the nursery is as quick, and its kernels know whose they are
        },
        "VoilaExecutor": {"iopub_timeout": OUTPUT_SECONDS, "on_cell_error": _note_error},
        # A page's kernel that died is not replaced: another would know nothing of what the page shows.
        "KernelRestarter": {"restart_limit": 0},
        "MappingKernelManager": {
            "cull_idle_timeout": IDLE_MINUTES * 60,
            "cull_interval": 60,
            "cull_connected": False,
        },
    }
    settings["AsyncKernelManager"] = {"client_class": "workbench.site.client.SwiftClient"}
    if os.name == "posix":
        settings["KernelManager"] = {"transport": "ipc"}
    return Settings(settings)


def _note_error(*, execute_reply: dict[str, Any], **_cell: object) -> None:
    """Keep in the log what the viewer is spared: with what error a cell failed, and where; not its text."""
    reply = execute_reply["content"]
    places = places_in(COLOURS.sub("", "\n".join(reply.get("traceback") or ())))
    logging.getLogger("workbench.site").error(
        "a page did not open: %s at %s", reply.get("ename"), ", ".join(places) or "no place"
    )


def _short_temporary_folder() -> str:
    """A socket's path may have some hundred characters, so a long TMPDIR cannot hold it."""
    usual = tempfile.gettempdir()
    return usual if os.name != "posix" or len(os.fsencode(usual)) < 40 else "/tmp"
