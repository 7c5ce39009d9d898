"""The project's own files, found and parsed once for all the checks of this folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHIPPED = ("workbench", "widgets")


@cache
def files(*folders: str, endings: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the files under the folders, sorted; caches and checkpoints are no sources."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in endings)
    return tuple(
        sorted(path for path in found if not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts))
    )


def modules(*folders: str) -> tuple[Path, ...]:
    """Return the Python files under the folders (default: what is shipped)."""
    return files(*(folders or SHIPPED), endings=(".py",))


@cache
def tree(path: Path) -> ast.Module:
    """Return the parsed file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def name(path: Path) -> str:
    """Return the path as a reader writes it: ``workbench/law/limits.py``."""
    return path.relative_to(ROOT).as_posix()


def attributes(path: Path) -> Iterator[tuple[str, int]]:
    """Return every dotted name that the file uses (``date.today``), with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node), node.lineno


def strings(path: Path) -> Iterator[tuple[str, int]]:
    """Return the texts of the file that are not docstrings, with their lines."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value, node.lineno


def identifiers(path: Path) -> Iterator[tuple[str, int]]:
    """Return the names that the file defines or uses, with their lines."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
