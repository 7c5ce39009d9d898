"""Every line of the threat model names a test that exists, or says that there is no protection."""

import ast
import re

from tests.architecture.sources import ROOT

LINES = [
    line
    for line in (ROOT / "SECURITY.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and "---" not in line
]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_there_are_twenty_scenarios_and_more():
    assert sum(1 for line in LINES if TEST.search(line) or "未防护" in line) >= 20


def test_every_test_named_in_the_threat_model_exists():
    named = [found for line in LINES for found in TEST.findall(line)]
    assert named
    for path, test in named:
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        assert test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, (
            path,
            test,
        )


def test_every_scenario_ends_with_a_test_or_with_no_protection():
    for line in LINES:
        last = line.rstrip("| ").rpartition("|")[2].strip()
        assert last == "测试" or last == "未防护" or TEST.fullmatch(last), line
