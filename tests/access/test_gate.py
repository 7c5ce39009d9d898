"""The gate: every page and every act is declared, and what is not declared is refused to everybody."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

from tests.architecture.sources import ROOT
from workbench import acts
from workbench.access.gate import NotPermittedError, allow, declarations, require
from workbench.access.viewer import Viewer
from workbench.acts.base import type_of_kind
from workbench.terms import Role

KINDS = {"open", "read", "act", "freeze"}


def viewer(role: Role) -> Viewer:
    return Viewer("somebody", "某人", role)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "what", ["", "open:", "open:nothing", "act:*", "read:identities", "OPEN:HOME", "open"]
)
def test_what_nobody_declared_nobody_may(role: Role, what: str) -> None:
    assert not allow(viewer(role), what)
    with pytest.raises(NotPermittedError, match=role.label):
        require(viewer(role), what)


def test_nobody_may_nothing() -> None:
    assert not any(allow(None, what) for what in declarations())


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("what", sorted(declarations()))
def test_each_role_may_what_is_declared_for_it_and_nothing_else(role: Role, what: str) -> None:
    assert allow(viewer(role), what) == (role in declarations()[what])
    assert allow(viewer(role).actor, what) == allow(viewer(role), what)


def test_every_page_of_the_site_is_declared_and_no_other() -> None:
    pages = {f"open:{path.stem}" for path in (ROOT / "notebooks" / "apps").glob("*.ipynb")}

    assert {what for what in declarations() if what.startswith("open:")} == pages


def test_every_act_is_declared_and_no_other() -> None:
    for module in pkgutil.iter_modules(acts.__path__):
        import_module(f"workbench.acts.{module.name}")

    known = {f"act:{kind}" for kind, made in type_of_kind.items() if made.__module__.startswith("workbench.")}

    assert {what for what in declarations() if what.startswith("act:")} == known


def test_every_declaration_is_of_a_known_kind() -> None:
    assert {what.partition(":")[0] for what in declarations()} == KINDS


def test_every_role_may_something() -> None:
    assert set().union(*declarations().values()) == set(Role)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST, Role.DISPLAY])
def test_who_keeps_accounts_or_counts_sees_no_single_matter(role: Role) -> None:
    assert not allow(viewer(role), "read:cases")
    assert not allow(viewer(role), "open:case_review")


def test_the_auditor_changes_nothing() -> None:
    assert not any(allow(viewer(Role.AUDITOR), what) for what in declarations() if what.startswith("act:"))


def test_viewer_and_gate_are_lean() -> None:
    code = (
        "import workbench.access.viewer, workbench.access.gate, sys;"
        "print({'sqlalchemy', 'argon2', 'tornado', 'pandas'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
