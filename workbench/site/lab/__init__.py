"""JupyterLab for analysts: in Chinese, with the project's font, and no request leaves the server.

``settings/`` is what Lab takes as its defaults (language, no news); ``custom.css`` brings the font.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = __name__
FOLDER = Path(__file__).parent


def notebooks_folder() -> Path:
    """Return the folder of the notebooks: in a checkout beside the package, in a wheel inside it."""
    package = FOLDER.parent.parent
    inside = package / "notebooks"
    return inside if inside.is_dir() else package.parent / "notebooks"


def lab_arguments(port: int, *, browser: bool) -> list[str]:
    """Return the arguments for ``python -m workbench.site.lab``: this machine only, at the notebooks."""
    given = [
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.allow_root=True",  # a container knows no other user
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={notebooks_folder()}",
    ]
    return given if browser else [*given, "--no-browser"]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    """The server asks for this by name when it starts Lab."""
    from workbench.site.lab.server import WorkbenchLab

    return [{"module": PACKAGE, "app": WorkbenchLab}]
