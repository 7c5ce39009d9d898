"""The one gate: may this viewer do this? What nobody declared, nobody may. Standard library only."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from workbench.access.actor import Actor
from workbench.access.policy import policy
from workbench.access.viewer import Viewer
from workbench.terms import Holding, Operation, Reach, Role

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


def holding_of(what: str) -> Holding | None:
    """Return the type of record that a declared thing is about, ``None`` for what is not declared."""
    _, of = rules().get(what, (frozenset(), None))
    return of[0] if of is not None else None


def reach(viewer: Viewer | Actor, holding: Holding, operation: Operation) -> Reach:
    """Return how far an operation on a type of record reaches for the viewer's role."""
    return policy().reach(viewer.role, holding, operation)


@lru_cache(maxsize=1)
def declarations() -> dict[str, frozenset[Role]]:
    """Return who may do what: whom its rule names and the policy lets reach the cell of the rule.

    ``ValueError`` for an unknown role or cell, or a thing declared twice.
    """
    known = policy()
    declared: dict[str, frozenset[Role]] = {}
    for what, (roles, of) in rules().items():
        reached = of is not None and {role for role in roles if known.reach(role, *of) is not Reach.NONE}
        declared[what] = frozenset(reached or ())
    return declared


@lru_cache(maxsize=1)
def rules() -> dict[str, tuple[frozenset[Role], tuple[Holding, Operation] | None]]:
    """Return for each thing the roles that its rule names and the cell of the policy that it belongs to."""
    found: dict[str, tuple[frozenset[Role], tuple[Holding, Operation] | None]] = {}
    for rule in tomllib.loads(FILE.read_text("utf-8"))["may"]:
        roles = frozenset(Role.coded(code) for code in rule["roles"])
        holding, _, operation = rule.get("of", "").partition(".")
        of = (Holding.coded(holding), Operation.coded(operation)) if holding else None
        for what in rule["what"]:
            if what in found:
                raise ValueError(f"“{what}”声明了两次")
            found[what] = (roles, of)
    return found
