"""One account, as the site asks for it at every request; read without loading anything heavy."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.access.viewer import Viewer
from workbench.terms import Role


@dataclass(frozen=True, slots=True)
class Account:
    """One account; ``disabled`` is the moment (universal time) from which it is closed."""

    name: str
    display_name: str
    role: Role
    unit: str | None
    must_change: bool
    is_demo: bool
    created: str
    disabled: str | None
    version: int

    @property
    def viewer(self) -> Viewer:
        """As whom the account looks at pages."""
        return Viewer(self.name, self.display_name, self.role, self.unit)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Account:
        """Return the account that a row of the table holds."""
        return cls(
            name=row["name"],
            display_name=row["display_name"],
            role=Role.coded(row["role"]),
            unit=row["unit"],
            must_change=bool(row["must_change"]),
            is_demo=bool(row["is_demo"]),
            created=row["created_utc"],
            disabled=row["disabled_utc"],
            version=row["version"],
        )


def tidy(name: str) -> str:
    """Return an account name as it is kept: without spaces at its ends, full-width letters narrow, small."""
    return unicodedata.normalize("NFKC", name).strip().lower()
