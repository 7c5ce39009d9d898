"""The notebooks of briefings give exactly the outputs that are written down, nbval says where not."""

from __future__ import annotations

import subprocess
import sys
from xml.etree import ElementTree as ET

import nbformat
import pytest

from tests.architecture.sources import ROOT
from tests.notebooks.exact import PERIODS, environment_at, with_outputs, write_sanitizing

ALTERED = "altered"


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    """What nbval has against each notebook, by its name; ``altered`` expects another number in one figure."""
    place = tmp_path_factory.mktemp("exact")
    notebooks = {name: with_outputs(name) for name in PERIODS}
    notebooks[ALTERED] = with_outputs("monthly")
    (figures,) = (cell for cell in notebooks[ALTERED].cells if cell.id == "figures")
    for kind, words in figures.outputs[0]["data"].items():
        assert "7" in words
        figures.outputs[0]["data"][kind] = words.replace("7", "8", 1)
    paths = []
    for name, notebook in notebooks.items():
        paths.append(place / f"{name}.ipynb")
        nbformat.write(notebook, paths[-1])
    write_sanitizing(place / "sanitizing.cfg")
    (place / "pytest.ini").write_text("[pytest]\n", "utf-8")  # nothing of how the house runs its own tests
    report = place / "report.xml"
    options = ["--nbval", "--nbval-sanitize-with", str(place / "sanitizing.cfg"), f"--rootdir={place}"]
    options += ["-p", "no:cacheprovider", "-p", "no:xdist", "-q", f"--junitxml={report}", "-c", "pytest.ini"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *map(str, paths)],
        env={**environment_at(place / "home"), "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        cwd=place,
        capture_output=True,
        text=True,
    )
    assert report.exists(), done.stdout + done.stderr
    found: dict[str, list[str]] = {name: [] for name in notebooks}
    for case in ET.parse(report).iter("testcase"):
        told = next(told for name, told in found.items() if f"{name}.ipynb" in case.get("classname", ""))
        told += [f"{case.get('name')}: {what.text}" for what in case if what.tag in ("failure", "error")]
    return found


@pytest.mark.parametrize("name", sorted(PERIODS))
def test_a_notebook_gives_what_is_written_down_to_the_letter(faults, name):
    assert faults[name] == [], "a figure changed; if on purpose: python -m tests.notebooks.exact"


def test_one_other_digit_in_a_figure_is_found(faults):
    (fault,) = faults[ALTERED]

    assert "Cell 2" in fault
