"""Notebooks stay thin: no definitions, no stored output, few short cells."""

import ast

import nbformat
import pytest

from tests.architecture.sources import files, name

NOTEBOOKS = files("notebooks", endings=(".ipynb",))
DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_only_calls_the_project(path):
    notebook = nbformat.read(path, 4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert len(code) <= 8
    for cell in code:
        assert len(cell.source.splitlines()) <= 12
        assert not any(isinstance(node, DEFINITIONS) for node in ast.walk(ast.parse(cell.source)))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_stores_no_output(path):
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_names_its_language(path):
    # Without it papermill and other runners do not know how to start it.
    kernel = nbformat.read(path, 4).metadata["kernelspec"]

    assert kernel["language"] == "python" and kernel["name"] == "python3"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_has_a_chinese_title(path):
    # The browser's tab shows it; a screen has its own heading.
    title = nbformat.read(path, 4).metadata["title"]

    assert any("\u4e00" <= character <= "\u9fff" for character in title)
