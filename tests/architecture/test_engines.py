"""Records, acts and queries are tested on both engines; what stands on SQLite alone is named."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.sources import modules, name, tree

FOLDERS = ("tests/records", "tests/acts", "tests/queries")
# What gives a workbench on a file, whatever the test asks of it.
FILED = {"file_bench", "home", "prepared_home", "copied_bench"}
ON_FILES_ALONE = {
    "tests/acts/test_erasures.py": "deleted values are looked for in the bytes of every file",
    "tests/records/test_failures.py": "a torn page is one of a file; what SQLite says is said in Chinese",
    "tests/records/test_kept_open.py": "a screen opens the file once; a server has a pool",
    "tests/records/test_locks.py": "a server keeps its locks itself",
    "tests/records/test_naming.py": "how addresses of files are written; nothing is opened",
    "tests/records/test_office_name.py": "the site reads the name past SQLAlchemy where there is a file",
    "tests/records/conftest.py": "one fixture opens a file that need not be there",
    "tests/records/test_opening.py": "files are private and copied aside; SQLite's promises",
    "tests/records/test_roles.py": "a file has no roles",
    "tests/records/test_scrubbing.py": "a disk without room for what SQLite writes anew",
    "tests/records/test_unreadable.py": "files of other programs, cut short, without a key to their folder",
    "tests/records/test_upgrades.py": "databases of released versions are kept as files",
}


def on_files(path):
    """What the module takes, or opens, that is a file of SQLite whichever engine is asked for."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.arg) and node.arg in FILED:
            yield node.arg
        elif isinstance(node, ast.Name) and node.id in FILED - {"home"}:
            yield node.id
        elif isinstance(node, ast.Constant) and str(node.value).startswith("sqlite:///"):
            yield "sqlite:///"
        elif isinstance(node, ast.Call) and any(ast.unparse(given) == "'sqlite'" for given in node.args):
            yield "sqlite"


def test_a_file_of_tests_on_sqlite_alone_is_named_with_its_reason():
    found = {name(path) for path in modules(*FOLDERS) if any(on_files(path))}

    assert found == set(ON_FILES_ALONE)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_workbench_of_these_folders_is_one_on_each_engine(folder):
    """``bench`` stands for ``either_bench`` here, so that a new test runs on both without asking."""
    (shared,) = (path for path in modules(folder) if path.name == "conftest.py")

    taken = {
        one.name: [argument.arg for argument in one.args.args]
        for one in tree(shared).body
        if isinstance(one, ast.FunctionDef)
    }
    assert taken["bench"] == ["either_bench"]
