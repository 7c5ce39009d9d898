"""Nothing but the workbench opens a session, and no screen goes round what its viewer may see."""

import ast

from tests.architecture.sources import attributes, modules, name, tree

AROUND = (".engine", "._store", ".transaction", ".desk", "._eyes")
VIEWS = "widgets/case_review/saved_views.py"  # an officer keeps filters of his own: no record of a matter


def test_only_the_store_makes_sessions():
    makers = {
        name(path)
        for path in modules("workbench", "widgets")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Session", "orm.Session", "sessionmaker")
    }

    assert makers - {"workbench/site/sessions.py"} == {"workbench/records/store.py"}  # those are of browsers


def test_no_screen_goes_round_what_its_viewer_may_see():
    found = [
        f"{name(path)}:{line} {used}"
        for path in modules("widgets")
        for used, line in attributes(path)
        if used.endswith(AROUND) and name(path) != VIEWS
    ]

    assert found == []
