"""A kernel imports little before the first view: what it imports decides how fast a page opens."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "sqlalchemy",
    "pandas",
    "numpy",
    "matplotlib",
    "openpyxl",
    "debugpy",
    "tornado.web",
    "jupyter_server",
)


@pytest.mark.parametrize(
    "imports",
    [
        "import widgets.address, widgets.home, workbench.app",
        "import widgets.address, widgets.overview, workbench.app",
        "import workbench.site.kernel",
    ],
)
def test_what_the_first_cell_of_home_imports_is_lean(imports: str) -> None:
    found = _loaded_by(imports)

    assert found.isdisjoint(HEAVY)


def test_the_kernel_of_the_site_has_no_debugger() -> None:
    from workbench.site.kernelspec import SiteKernels

    spec = SiteKernels().get_kernel_spec("anything")

    assert spec.argv[1:3] == ["-m", "workbench.site.kernel"]
    assert spec.metadata["debugger"] is False


def test_the_nursery_imports_what_screens_share_and_nothing_only_some_need() -> None:
    # SQLAlchemy is among what it shares: screens of dossiers read the records before their first view, and
    # pages that were loaded before the fork are counted once for all kernels.
    apps = Path(__file__).parents[2] / "notebooks" / "apps"

    found = _loaded_by(
        "from pathlib import Path\nfrom workbench.site.nursery import warm_up\n"
        f"warm_up(sorted(Path({str(apps)!r}).glob('*.ipynb')))"
    )

    assert {"ipykernel.zmqshell", "ipywidgets", "widgets.case_review", "workbench.app"} <= found
    assert found.isdisjoint(set(HEAVY) - {"debugpy", "sqlalchemy"})


def test_starting_the_command_line_loads_no_server() -> None:
    found = _loaded_by("import workbench.cli.serve")

    assert found.isdisjoint({*HEAVY, "voila", "tornado"})


def _loaded_by(imports: str) -> set[str]:
    code = f"{imports}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))
