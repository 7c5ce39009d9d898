"""GLOSSARY.md is read and held against the code: what it names exists and says the same Chinese."""

import ast
import pkgutil
import re
import tomllib
from importlib import import_module

import pytest

import workbench.records.tables  # noqa: F401  # the tables say their columns once they are loaded
from tests.architecture.sources import ROOT, modules, name, tree
from workbench import acts, terms
from workbench.acts.base import type_of_kind
from workbench.queries.columns import COLUMNS
from workbench.records.base import Base
from workbench.snapshots.schema import TABLES

LINE = re.compile(
    r"^\| (?P<chinese>[^|]+?) \| `(?P<identifier>[^`]+)` \| ?(?P<rest>[^|]*?) ?\|$", re.MULTILINE
)
ROWS = [
    (row["chinese"], row["identifier"], row["rest"])
    for row in LINE.finditer((ROOT / "GLOSSARY.md").read_text())
]
CLASSES = {
    found[1]: path
    for path in modules()
    for found in re.finditer(r"^ *class (\w+)", path.read_text("utf-8"), re.M)
}
ENUMS = [value for value in vars(terms).values() if isinstance(value, type) and issubclass(value, terms.Term)]
INDICATORS = {
    row["id"]: row["name"]
    for row in tomllib.loads((ROOT / "workbench/indicators/catalogue.toml").read_text("utf-8"))["indicator"]
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def class_named(identifier):
    """Return the definition, read only when it is asked for: every process of a run collects this file."""
    found = ast.walk(tree(CLASSES[identifier]))
    return next(one for one in found if isinstance(one, ast.ClassDef) and one.name == identifier)


@pytest.mark.parametrize(("chinese", "identifier"), [row[:2] for row in ROWS], ids=[row[1] for row in ROWS])
def test_a_term_says_the_same_in_the_glossary_and_the_code(chinese, identifier):
    owner, _, member = identifier.partition(".")
    if not member and identifier in INDICATORS:
        assert INDICATORS[identifier] == chinese
    elif not member:
        assert identifier in CLASSES
    elif owner in TABLES:
        assert member in TABLES[owner]
    elif owner in Base.metadata.tables:
        comment = Base.metadata.tables[owner].columns[member].comment
        assert comment.startswith(chinese), comment
    else:
        assert getattr(terms, owner)[member].label == chinese


@pytest.mark.parametrize(
    ("chinese", "identifier"),
    [
        row[:2]
        for row in ROWS
        if row[1] in CLASSES and row[1] not in {"Take", "StatutoryChannel", "ImportBatch"}
    ],
)
def test_a_class_names_its_chinese_term(chinese, identifier):
    assert chinese in ast.get_docstring(class_named(identifier)).splitlines()[0]


def test_every_kind_of_act_stands_in_the_glossary():
    for module in pkgutil.iter_modules(acts.__path__):
        import_module(f"workbench.acts.{module.name}")

    listed = {rest.strip("`"): identifier for _, identifier, rest in ROWS if re.fullmatch(r"`\w+`", rest)}

    assert listed == {kind: act.__name__ for kind, act in type_of_kind.items()}


def test_figures_are_named_in_the_catalogue_each_in_chinese_of_its_own():
    """A figure is one table of that file: GLOSSARY.md may explain it, and then it says the same name."""
    names = list(INDICATORS.values())

    assert all(CHINESE.search(name) for name in names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "enum", [enum for enum in ENUMS if enum is not terms.Term], ids=lambda enum: enum.__name__
)
def test_every_code_has_a_chinese_label_of_its_own(enum):
    labels = [member.label for member in enum]

    assert all(CHINESE.search(label) for label in labels)
    assert len(set(labels)) == len(labels)
    assert all(re.fullmatch(r"[a-z0-9_-]+", member.value) for member in enum)


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_column_says_what_it_holds_in_chinese(table):
    silent = [column.name for column in table.columns if not CHINESE.search(column.comment or "")]

    assert silent == []


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_the_list_and_the_database_call_a_column_the_same(column):
    comments = {
        table.columns[column.key].comment
        for table in Base.metadata.sorted_tables
        if column.key in table.columns and table.name in {"petition_case", "petition", "step"}
    }

    assert not comments or any(comment.startswith(column.label) for comment in comments)


def test_no_other_file_writes_a_label():
    """A label belongs to ``workbench/terms``: elsewhere the code is asked for it."""
    labels = {member.label for enum in ENUMS for member in enum if len(member.label) > 5}
    found = [
        f"{name(path)}: {node.value}"
        for path in modules()
        if not name(path).startswith("workbench/terms/") and "gallery" not in path.parts  # invented content
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node.value in labels
    ]

    assert found == []
