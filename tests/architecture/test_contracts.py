"""Who may import whom, and what may not be loaded before the first view."""

import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

HEAVY = ("sqlalchemy", "pandas", "numpy", "matplotlib", "duckdb")


def test_the_import_contracts_hold():
    pytest.importorskip("importlinter")
    # In a process of its own: it sets up logging anew, and would silence the loggers of the tests after it.
    code = "import sys\nfrom importlinter.cli import lint_imports\nsys.exit(lint_imports(no_cache=True))"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "module",
    ["workbench.app", "workbench.law", "workbench.queries", "workbench.snapshots.read", "workbench.cli"],
)
def test_a_kernel_loads_nothing_heavy_before_the_first_view(module):
    code = f"import sys, {module}; print(*set({HEAVY}) & set(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert loaded.stdout.split() == []


def test_the_law_needs_the_standard_library_alone():
    code = (
        "import importlib, pkgutil, sys, workbench.law as law\n"
        "[importlib.import_module(f'workbench.law.{m.name}') for m in pkgutil.iter_modules(law.__path__)]\n"
        "import os\n"
        "foreign = {name.partition('.')[0] for name, module in list(sys.modules.items())\n"
        "           if 'site-packages' in str(getattr(module, '__file__', ''))}\n"
        "print(*foreign - {'workbench', 'platformdirs'})\n"
    )

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert [name for name in loaded.stdout.split() if not name.startswith(("_", "sitecustomize"))] == []
