"""Every notebook but those of briefings runs from its first cell to its last, on a small demo county."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.architecture.sources import ROOT, files, name

# Those of briefings run in test_briefings.py, where their outputs are compared as well.
NOTEBOOKS = [one for one in files("notebooks", endings=(".ipynb",)) if one.parent.name != "briefings"]


@pytest.fixture(scope="module")
def demo_environment(tmp_path_factory):
    """The environment of a user whose private folder holds a small demo county."""
    home = tmp_path_factory.mktemp("notebooks")
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    environment = {**os.environ, "WORKBENCH_HOME": str(home), "WORKBENCH_DATABASE": database}
    environment |= {"IPYTHONDIR": str(home / "ipython"), "JUPYTER_CONFIG_DIR": str(home / "jupyter")}
    environment["WORKBENCH_EXTRACT"] = str(home / "分析.sqlite")
    for words in (["init"], ["demo", "--cases", "60"], ["extract", environment["WORKBENCH_EXTRACT"]]):
        made = subprocess.run(
            [sys.executable, "-m", "workbench", *words], env=environment, capture_output=True, text=True
        )
        assert made.returncode == 0, made.stdout + made.stderr
    return environment


@pytest.fixture(scope="module")
def cells(demo_environment, tmp_path_factory):
    """What became of the cells of every notebook, by notebook: a list of reports, empty where all went well.

    nbval's items take no fixtures: it runs as a pytest of its own, with the environment of the county, once
    for all notebooks.
    """
    report = tmp_path_factory.mktemp("report") / "cells.xml"
    options = ["--nbval-lax", "--rootdir", str(ROOT), "-p", "no:cacheprovider", "-p", "no:xdist", "-q"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--junitxml={report}", *map(str, NOTEBOOKS)],
        env={**demo_environment, "PYTEST_ADDOPTS": ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert report.exists(), done.stdout + done.stderr
    faults: dict[str, list[str]] = {}
    for case in ET.parse(report).iter("testcase"):
        notebook = faults.setdefault(case.get("classname", ""), [])
        notebook += [what.text or "" for what in case if what.tag in ("failure", "error")]
    return faults


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_a_notebook_runs_to_its_end(notebook: Path, cells):
    assert cells[name(notebook).replace("/", ".")] == []
