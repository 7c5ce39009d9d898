"""A site whose pages fail: ``python -m tests.site.failing_site FOLDER`` in the environment of a site.

``FOLDER`` gets the notebooks, under names that the gate knows. Once a file ``FOLDER/late`` is there, each use
of a page counts as an hour old, so that the site's own limit for pages that nobody uses is over at once.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import nbformat

from workbench.cli import main
from workbench.site import activity, lab, rendering, server

GREEDY = """
import ipywidgets as ipw
from widgets.parts.guard import guard

told, little, much = ipw.Label("准备好了"), ipw.Button(description="少要"), ipw.Button(description="多要")
guard.report_to(lambda sentence: setattr(told, "value", sentence))

def take(megabytes):
    bytearray(megabytes * 1024 * 1024)
    told.value = f"要到了 {megabytes} 兆"

little.on_click(guard(lambda _: take(10)))
much.on_click(guard(lambda _: take(1000)))
ipw.VBox([told, little, much])
"""
RAISING = """
secret_of_the_source = 7
print("printed by the cell")
raise ValueError(f"王小二 {secret_of_the_source}")
"""
PAGES = {"home": GREEDY, "overview": RAISING, "supervision": ""}
NEVER_MADE = "supervision"  # an error of the server, before anything has been sent


def write_pages(folder: Path) -> None:
    """Write the notebooks."""
    apps = folder / "apps"
    apps.mkdir(parents=True)
    for name, code in PAGES.items():
        cell = nbformat.v4.new_code_cell(code)
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), apps / f"{name}.ipynb")


def serve(folder: Path) -> int:
    """Serve these pages, and look every second for those that nobody uses."""
    lab.notebooks_folder = lambda: folder
    settings, now = server.voila_settings, activity.utcnow

    def looking_often(apps: Path) -> Any:
        told = settings(apps)
        told.MappingKernelManager.cull_interval = 1
        return told

    made = rendering.Patterns.renderer

    async def made_or_not(self: rendering.Patterns, notebook: str) -> Any:
        if notebook == f"{NEVER_MADE}.ipynb":
            raise RuntimeError("secret_of_the_server 王小二")
        return await made(self, notebook)

    rendering.Patterns.renderer = made_or_not  # type: ignore[method-assign]
    server.voila_settings = looking_often
    activity.NOTED_EVERY = 0
    activity.utcnow = lambda: now() - timedelta(hours=1 if (folder / "late").exists() else 0)
    return main(["serve", "--port", "18716", "--json"])


if __name__ == "__main__":
    sys.exit(serve(Path(sys.argv[1])))
