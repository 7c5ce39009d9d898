"""The one gate: may this viewer do this? What nobody declared, nobody may. Standard library only."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from workbench.access.actor import Actor
from workbench.access.viewer import Viewer
from workbench.terms import Role

FILE = Path(__file__).with_name("gate.toml")


class NotPermittedError(ValueError):
    """The role does not allow it."""

    def __init__(self, role: Role) -> None:
        super().__init__(f"您的角色（{role.label}）不能进行这项操作：确需办理的，请联系管理员调整权限")


def allow(viewer: Viewer | Actor | None, what: str) -> bool:
    """Return whether the viewer's role may do ``what`` (``open:home``, ``read:cases``, ``act:take`` …).

    False for nobody, and for whatever the declarations do not name.
    """
    return viewer is not None and viewer.role in declarations().get(what, frozenset())


def require(viewer: Viewer | Actor, what: str) -> None:
    """Raise ``NotPermittedError`` unless the viewer's role may do ``what``."""
    if not allow(viewer, what):
        raise NotPermittedError(viewer.role)


def declared_apps() -> frozenset[str]:
    """Return the apps that somebody may open, by their keys."""
    return frozenset(what.removeprefix("open:") for what in declarations() if what.startswith("open:"))


@lru_cache(maxsize=1)
def declarations() -> dict[str, frozenset[Role]]:
    """Return who may do what, as declared; ``ValueError`` for an unknown role or a thing declared twice."""
    declared: dict[str, frozenset[Role]] = {}
    for rule in tomllib.loads(FILE.read_text("utf-8"))["may"]:
        roles = frozenset(Role.coded(code) for code in rule["roles"])
        for what in rule["what"]:
            if what in declared:
                raise ValueError(f"“{what}”声明了两次")
            declared[what] = roles
    return declared
