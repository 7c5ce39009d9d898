"""What accounts of PostgreSQL's own may read: each table with its type of record and its columns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbench.access.policy import Policy, PolicyError
from workbench.terms import Holding, Operation, Reach, Role

FILE = Path(__file__).with_name("database.toml")


@dataclass(frozen=True, slots=True)
class ServerTable:
    """One table: its type of record (``None``: nobody's), the columns that may be read and those withheld."""

    name: str
    holding: Holding | None
    read: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    own_is_readable: bool = True

    def reach(self, rules: Policy, role: Role) -> Reach:
        """Return how far the role lists the rows by itself: all, its own, or none; totals are no rows."""
        if self.holding is None or not self.read:
            return Reach.NONE
        found = rules.reach(role, self.holding, Operation.LIST)
        is_shut = found is Reach.TOTALS or (found is Reach.OWN and not self.own_is_readable)
        return Reach.NONE if is_shut else found


@lru_cache(maxsize=1)
def server_tables() -> Mapping[str, ServerTable]:
    """Return the tables as they ship with the software."""
    return read_tables(tomllib.loads(FILE.read_text("utf-8")))


def read_tables(told: Mapping[str, Any]) -> Mapping[str, ServerTable]:
    """Return the tables of a parsed file; ``PolicyError`` for an unknown word or a column named twice."""
    found = {}
    for name, row in told.items():
        try:
            holding = None if row["of"] == "none" else Holding.coded(row["of"])
            read, withheld = (tuple(row.get(key, "").split()) for key in ("read", "withheld"))
        except (KeyError, ValueError, AttributeError) as error:
            raise PolicyError(f"database.toml 的 [{name}] 写法有误：{error}") from error
        if set(row) - {"of", "read", "withheld", "own"} or len({*read, *withheld}) < len(read) + len(
            withheld
        ):
            raise PolicyError(f"database.toml 的 [{name}] 写法有误：有不认识的项，或一栏写了两次")
        found[name] = ServerTable(name, holding, read, withheld, row.get("own") != "none")
    return found
