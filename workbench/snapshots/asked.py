"""What figures and lists are asked of: the facts of a day, live in SQLite or frozen in Parquet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from workbench.indicators.catalogue import Indicator
    from workbench.indicators.evaluate import Facts
    from workbench.snapshots.definitions import Kept, Refused
    from workbench.snapshots.frozen import FrozenSnapshot


class Asked(Protocol):
    """The facts of a day; a ``Snapshot`` and ``FrozenFacts`` are such."""

    def __hash__(self) -> int:
        """Return a number by which what was searched in them is remembered."""

    @property
    def as_of(self) -> date:
        """Return the day that the facts are of."""

    @property
    def code(self) -> str:
        """Return what stands below a figure: day, ledger position, calendar, and the snapshot if frozen."""

    @property
    def ledger_size(self) -> int:
        """Return how many acts were known."""

    @property
    def ledger_root(self) -> str:
        """Return the root code (hexadecimal) of the ledger at that size where it is kept, else ""."""

    def execute(self, sql: str, parameters: Mapping[str, object], /) -> list[tuple[Any, ...]]:
        """Return the rows of one question."""

    def rows(
        self, sql: str, parameters: Mapping[str, object] | Sequence[object] = (), /
    ) -> list[tuple[Any, ...]]:
        """Return the rows of one question."""

    def value(self, sql: str, parameters: Mapping[str, object] | Sequence[object] = (), /) -> Any:
        """Return the first value of the first row, or ``None``."""


class FrozenFacts:
    """A frozen snapshot, asked through an engine (``DuckFacts``, ``SparkFacts``) that somebody else closes.

    ``definitions`` are those that the snapshot keeps: what a figure meant on the day it was made.
    """

    def __init__(self, snapshot: FrozenSnapshot, engine: Facts) -> None:
        self.snapshot = snapshot
        self._engine = engine

    @property
    def as_of(self) -> date:
        return self.snapshot.manifest.as_of

    @property
    def code(self) -> str:
        return self.snapshot.code

    @property
    def ledger_size(self) -> int:
        return self.snapshot.manifest.ledger_size

    @property
    def ledger_root(self) -> str:
        return self.snapshot.manifest.ledger_root

    @property
    def definitions(self) -> Mapping[str, Indicator]:
        """Return the kept definitions that may be asked, by id; ``DefinitionError`` for a torn file."""
        return self._kept.usable

    @property
    def refused(self) -> Mapping[str, Refused]:
        """Return the kept definitions that the present check refuses, by id, each with the reason."""
        return self._kept.refused

    @cached_property
    def _kept(self) -> Kept:
        from workbench.snapshots.definitions import read_kept

        return read_kept(self.snapshot.folder)

    @cached_property
    def first_days(self) -> dict[str, Any]:
        """Return what was found of when the records begin: it cannot change, and a cluster is slow."""
        return {}

    def execute(
        self, sql: str, parameters: Mapping[str, object] | Sequence[object] = (), /
    ) -> list[tuple[Any, ...]]:
        """Return the rows of one question, whose values are named."""
        named = parameters if isinstance(parameters, Mapping) else {}
        return [tuple(row) for row in self._engine.execute(sql, named)]

    rows = execute

    def value(self, sql: str, parameters: Mapping[str, object] | Sequence[object] = (), /) -> Any:
        """Return the first value of the first row, or ``None``."""
        found = self.execute(sql, parameters)
        return found[0][0] if found else None
