"""The notebooks of briefings with the outputs they must give, for nbval to compare to the letter.

A notebook stores no outputs; what it must show lies beside this file in ``expected``, made from the snapshot
in ``frozen``. ``python -m tests.notebooks.exact`` writes it anew, for whoever changed a figure on purpose:
the difference is then read before it is committed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import nbformat

from tests.architecture.sources import ROOT

HERE: Final = Path(__file__).parent
EXPECTED, FROZEN = HERE / "expected", HERE / "frozen"
PERIODS: Final = {"monthly": "2026-10", "quarterly": "2026-3", "yearly": "2025"}
LIVE: Final = frozenset({"cases"})  # cells that ask what is known now, not the snapshot
# What is not of the briefing: the code of this ledger with its square, drawings, the version of the software.
SANITIZED: Final = (
    (r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}", "CODE"),
    (r"data:image/svg\+xml;base64,[A-Za-z0-9+/=]+", "DRAWING"),
    (r"(软件版本：(?:</dt><dd>)?)[0-9.]+[0-9a-z.+]*", r"\1VERSION"),
)


def source_of(name: str) -> Any:
    """The notebook as it ships, with period and snapshot as papermill would set them."""
    notebook: Any = nbformat.read(ROOT / "notebooks" / "briefings" / f"{name}.ipynb", 4)  # type: ignore[no-untyped-call]
    (snapshot,) = FROZEN.iterdir()
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", ()):
            told = {"period": PERIODS[name], "as_of": "", "snapshot": snapshot.name}
            cell.source = "\n".join(f"{key} = {value!r}" for key, value in told.items())
        if cell.id in LIVE:
            cell.metadata["tags"] = ["nbval-ignore-output"]
    return notebook


def with_outputs(name: str) -> Any:
    """The notebook with the outputs that are expected of it."""
    notebook = source_of(name)
    told = json.loads((EXPECTED / f"{name}.json").read_text("utf-8"))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(_joined(one)) for one in told.get(cell.id, [])]
            cell.execution_count = 1  # else nbval takes it for a cell that was never run
    return notebook


def environment_at(home: Path) -> dict[str, str]:
    """The environment of a user whose private folder holds an empty ledger and the frozen snapshot."""
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    given = {**os.environ, "WORKBENCH_HOME": str(home), "WORKBENCH_DATABASE": database}
    given |= {"IPYTHONDIR": str(home / "ipython"), "JUPYTER_CONFIG_DIR": str(home / "jupyter")}
    subprocess.run([sys.executable, "-m", "workbench", "init"], env=given, check=True, capture_output=True)
    shutil.copytree(FROZEN, home / "frozen")
    return given


def write_sanitizing(path: Path) -> None:
    """Write what nbval must not compare, in its own form."""
    parts = [f"[regex{n}]\nregex: {sought}\nreplace: {by}\n" for n, (sought, by) in enumerate(SANITIZED, 1)]
    path.write_text("\n".join(parts), "utf-8")


def _joined(output: dict[str, Any]) -> dict[str, Any]:
    data = {kind: "".join(lines) for kind, lines in output["data"].items()}
    return {**output, "data": data}


def _told(cell: Any) -> list[dict[str, Any]]:
    found = []
    for one in cell.outputs:
        data = {}
        for kind, words in one["data"].items():
            for sought, by in SANITIZED:
                words = re.sub(sought, by, words)
            data[kind] = words.splitlines(keepends=True)
        found.append({"output_type": one["output_type"], "metadata": {}, "data": data, "execution_count": 1})
    return found


def main() -> None:
    """Write the expected outputs of every notebook."""
    from nbclient import NotebookClient

    with TemporaryDirectory() as place:
        os.environ |= environment_at(Path(place) / "home")
        for name in PERIODS:
            notebook = source_of(name)
            NotebookClient(notebook, resources={"metadata": {"path": str(ROOT)}}).execute()  # type: ignore[no-untyped-call]
            told = {
                cell.id: _told(cell)
                for cell in notebook.cells
                if cell.cell_type == "code" and cell.outputs and cell.id not in LIVE
            }
            text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            (EXPECTED / f"{name}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
