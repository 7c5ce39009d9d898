"""Text becomes HTML in one function; nothing else hands a string to a browser as markup."""

from __future__ import annotations

import ast

from tests.architecture.sources import attributes, modules, name, tree

MARKUP = "widgets/parts/markup.py"
# Makers of whole pages of paper and of tables for notebooks, outside the screens: each escapes what it is
# given, and is tested for it where it lies.
PAGES = {"workbench/documents/page.py", "workbench/figures/shown.py", "workbench/briefings/notebook.py"}
RICH = {
    "HTML",
    "Markdown",
    "Javascript",
    "SVG",
    "IFrame",
    "Latex",
    "display",
    "display_html",
    "display_markdown",
}
WIDGETS = {"ipw.HTML", "ipw.HTMLMath", "ipw.Output", "ipywidgets.HTML", "ipywidgets.HTMLMath"}


def calls(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def test_only_one_module_of_the_screens_uses_widgets_that_show_markup():
    makers = {name(path) for path in modules("widgets") for used, _ in attributes(path) if used in WIDGETS}

    assert makers == {MARKUP}


def test_markup_is_made_of_a_string_in_that_module_alone():
    """``Markup("…")`` says that a string is safe: everybody else builds it with ``tag`` and ``text``."""
    found = {
        name(path)
        for path in modules("widgets")
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id == "Markup"
    }

    assert found == {MARKUP}


def test_nothing_shows_a_string_through_the_notebook():
    found = [
        f"{name(path)}:{node.lineno}"
        for path in modules("widgets", "workbench")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("IPython")
        and RICH & {one.name for one in node.names}
    ]

    assert found == []


def test_tables_of_pandas_are_not_styled_and_never_unescaped():
    """A ``Styler`` does not escape by default; ``DataFrame.to_html`` does, unless it is told not to."""
    for path in modules("widgets", "workbench"):
        for call in calls(path):
            told = {one.arg: one.value for one in call.keywords}
            escape = told.get("escape")
            assert not (isinstance(escape, ast.Constant) and escape.value is False), name(path)
        styled = [used for used, _ in attributes(path) if ".style." in f"{used}."]
        assert not any(used.endswith((".style.apply", ".style.format", ".style.map")) for used in styled)
        if name(path) not in PAGES:
            assert not any(used.endswith(".to_html") for used, _ in attributes(path)), name(path)


def test_html_that_a_notebook_shows_comes_from_a_maker_that_escapes():
    found = {
        name(path)
        for path in modules("workbench")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name == "_repr_html_"
    }

    # The catalogue is shown by pandas itself, which escapes; only how much of a text it shows is set.
    pandas = {"workbench/figures/listed.py"}
    assert found <= {"workbench/figures/answer.py", "workbench/briefings/lab.py"} | pandas
