"""Who looks at a screen. Standard library only: this stands before the first view of every app.

In a kernel of the site the viewer is told by the server when the kernel is started. No query string and no
message of a browser gets there. A notebook in JupyterLab has no server to ask: there it is the user of the
machine.
"""

from __future__ import annotations

import getpass
import json
import os
from dataclasses import dataclass

from workbench.access.actor import Actor
from workbench.terms import Role

VIEWER_VARIABLE = "WORKBENCH_VIEWER"  # set by the server, read once
SITE_VARIABLE = "WORKBENCH_SITE"  # tells a kernel of the site from any other
OFFICE_VARIABLE = "WORKBENCH_OFFICE"  # the name of the office, so that no kernel has to ask for it
STAYS_VARIABLE = "WORKBENCH_STAYS"  # set where only the office's own login can be left


class NoViewerError(ValueError):
    """A kernel of the site that was told no viewer shows and does nothing."""

    def __init__(self) -> None:
        super().__init__("不知道是谁在使用本页：请刷新页面，重新登录后再试")


@dataclass(frozen=True, slots=True)
class Viewer:
    """The account that opened the page, its display name, its role, and the code of its unit.

    Without ``accusations`` he sees no matter of that class at all (Regulation 2022, art. 30(3)): so a unit's
    own system reads, where nobody can tell who looks at what it took away.
    """

    account: str
    name: str
    role: Role
    unit: str | None = None
    accusations: bool = True

    @property
    def actor(self) -> Actor:
        """As whom the viewer acts: acts carry this into the ledger."""
        return Actor(self.account, self.role, self.unit)

    def to_json(self) -> str:
        """Return the viewer as the server tells it to a kernel."""
        told = {"account": self.account, "name": self.name, "role": self.role.value, "unit": self.unit}
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Viewer:
        """Return the viewer that ``to_json`` wrote; ``NoViewerError`` for anything else."""
        try:
            told = json.loads(text)
            account, name, unit = told["account"], told["name"], told["unit"]
            role = Role.coded(told["role"])
        except (ValueError, KeyError, TypeError):
            raise NoViewerError from None
        if not (isinstance(account, str) and account and isinstance(name, str)):
            raise NoViewerError
        if not (unit is None or isinstance(unit, str)):
            raise NoViewerError
        return cls(account, name, role, unit)


_known: list[Viewer] = []


def current_viewer() -> Viewer:
    """Return who looks at this kernel's page; the same for the whole life of the kernel.

    ``NoViewerError`` in a kernel of the site that was told none. Outside the site (JupyterLab, a script) it
    is the user of the operating system, as a clerk.
    """
    if not _known:
        told = os.environ.pop(VIEWER_VARIABLE, None)
        if told is not None:
            _known.append(Viewer.from_json(told))
        elif SITE_VARIABLE in os.environ:
            raise NoViewerError
        else:
            _known.append(_user_of_the_machine())
    return _known[0]


def site_viewer() -> Viewer | None:
    """Return the viewer in a kernel of the site, ``None`` in any other."""
    return current_viewer() if SITE_VARIABLE in os.environ else None


def site_office() -> str:
    """Return the name of the office in a kernel of the site, "" in any other."""
    return os.environ.get(OFFICE_VARIABLE, "") if SITE_VARIABLE in os.environ else ""


def may_leave() -> bool:
    """Return whether the page of this kernel offers to log out."""
    return STAYS_VARIABLE not in os.environ


def _user_of_the_machine() -> Viewer:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, as in a container
        user = "local"
    return Viewer(account=user, name=user, role=Role.CLERK)
