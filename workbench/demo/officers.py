"""The names of those who acted in the demo county. None of them exists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from workbench.acts.base import Actor
from workbench.demo.dice import Dice
from workbench.demo.names import person_name
from workbench.demo.officials import leaders
from workbench.demo.presence import ACTOR_PREFIX

if TYPE_CHECKING:
    from workbench.app import Workbench

_SEED: Final = 4306821
_BY: Final = "workbench demo"


def name_officers(bench: Workbench, actors: Iterable[Actor]) -> None:
    """Keep a name for each of these accounts, the same in every county; nobody logs in with one."""
    from workbench.access.accounts import AccountBook

    known = {one.account: one.name for one in leaders()}
    acted = sorted((one for one in actors if one.id.startswith(ACTOR_PREFIX)), key=lambda one: one.id)
    AccountBook(bench).name_former(
        ((one.id, known.get(one.id) or _name(one.id), one.role, one.unit) for one in acted),
        by=_BY,
    )


def _name(account: str) -> str:
    """Return a name that the account alone decides."""
    return person_name(Dice(_SEED + int.from_bytes(account.encode(), "big") % 1_000_003))
