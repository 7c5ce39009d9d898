"""A share of the catalogue over promises that a screen has read: one definition, whoever may see which.

A screen shows the dossiers that its viewer may see. What counts among them and what passes is asked of the
catalogue, over the very rows that a snapshot would hold of them: a second definition would differ one day.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbench.acts.dossier import Shape
from workbench.indicators.catalogue import GRAINS, Indicator
from workbench.indicators.evaluate import Period, values_of
from workbench.queries.commitments import rows_of
from workbench.queries.in_force import in_force
from workbench.snapshots.schema import create_statements, insert_statement


@dataclass(frozen=True, slots=True)
class PromiseShare:
    """What fell due in a period and was kept, or not: the numbers of both, by due date."""

    definition: Indicator
    passed: tuple[str, ...]
    failed: tuple[str, ...]


def promise_share(
    name: str, shape: Shape[Any], dossiers: Iterable[Any], period: Period, as_of: date
) -> PromiseShare:
    """Return the share ``name`` of the catalogue over dossiers of one shape; both parts may be empty."""
    definition = in_force(name)
    with closing(sqlite3.connect(":memory:")) as facts:
        for statement in create_statements():
            facts.execute(statement)
        facts.executemany(insert_statement("commitment_fact"), rows_of(shape, dossiers, as_of))
        passed, failed = (
            tuple(
                pledge.partition(":")[2]
                for (pledge,) in facts.execute(
                    f"select pledge from {GRAINS[definition.grain][0]} where {definition.condition(part)} "
                    "order by due_on, pledge",
                    values_of(period, as_of, None),
                )
            )
            for part in ("passed", "failed")
        )
    return PromiseShare(definition, passed, failed)
