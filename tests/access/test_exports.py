"""A button that exports is there, and acts, only where the export cell of the policy reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from unittest.mock import patch

import pytest

from tests.conftest import a_bench_on
from tests.factories import OFFICE, TOWN
from tests.lived_in import live_in
from tests.screens import OPENERS
from widgets.exports import Export, may_export
from widgets.parts.download import Download
from widgets.parts.grid import Grid
from widgets.parts.release import below, release
from widgets.parts.values import FileToSave
from workbench.access import viewer as viewers
from workbench.access.gate import NotPermittedError, allow
from workbench.access.policy import policy
from workbench.access.viewer import Viewer
from workbench.app import Workbench
from workbench.terms import Holding, Operation, Reach, Role

EMPTY_FORMS = {"下载未报单位的表样", "下载表样", "下载导入模板"}  # forms to fill in: no record stands in them
PAGES = [
    *((app, {}) for app in OPENERS),
    ("file_review", {"tab": "results"}),
    ("look_back", {"round": "2026-HTK-1"}),
    ("erasure", {"number": "S-1"}),
    ("meeting", {"tab": "studies"}),
]
OF_GRID = {"case_review": Holding.CASE, "supervision": Holding.ASSIGNMENT}


@pytest.fixture(scope="module")
def world(request, tmp_path_factory) -> Iterator[Workbench]:
    with a_bench_on("sqlite", request, tmp_path_factory.mktemp("exports") / "home") as bench:
        live_in(bench)
        yield bench


@pytest.mark.parametrize("role", Role)
def test_each_page_offers_what_the_policy_lets_the_role_export(world: Workbench, role: Role):
    viewer = Viewer("x", "某", role, TOWN if role is Role.HANDLER else OFFICE)
    told = patch.object(viewers, "_known", [viewer]), patch.dict("os.environ", {viewers.SITE_VARIABLE: "x"})
    with told[0], told[1]:
        theirs = world.seen_by(viewer)
        theirs.snapshot()
        for app, address in PAGES:
            if not allow(viewer, f"open:{app}"):
                continue
            place, _, name = OPENERS[app].partition(":")
            screen = getattr(import_module(place), name)(theirs, dict(address))
            for one in below(screen):
                if isinstance(one, Export):
                    is_open = policy().reach(role, one.of, Operation.EXPORT) is not Reach.NONE
                    assert is_open == (not one.is_disabled) == (one.layout.display != "none"), (
                        app,
                        one.label,
                    )
                    if not is_open:
                        with pytest.raises(NotPermittedError):
                            one.make()
                elif isinstance(one, Download):
                    assert one.label in EMPTY_FORMS or app == "briefing", (app, one.label)
                elif isinstance(one, Grid) and one.can_export:
                    assert may_export(viewer, OF_GRID[app]), app
            release(screen)


@pytest.mark.parametrize("holding", sorted(Holding))
def test_a_cell_turned_in_the_policy_turns_the_button(holding: Holding):
    known = policy()
    for role in Role:
        cell = (role, holding, Operation.EXPORT)
        turned = Reach.ALL if known.reach(*cell) is Reach.NONE else Reach.NONE
        other = replace(known, cells={**known.cells, cell: turned})
        before = may_export(Viewer("x", "某", role), holding)
        with patch("workbench.access.gate.policy", lambda other=other: other):
            button = Export("导出", lambda: FileToSave("a", b"", "x"), Viewer("x", "某", role), holding)
            assert button.is_disabled == before
            if before:
                with pytest.raises(NotPermittedError):
                    button.make()
