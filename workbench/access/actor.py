"""Who performs an act, as the ledger names him."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.terms import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Who performs an act: the account, the role it acts in, and its unit."""

    id: str
    role: Role
    unit: str | None = None
