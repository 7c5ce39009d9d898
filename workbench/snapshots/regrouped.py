"""Which matters stand in another group in two snapshots: no total of the county tells that they moved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import duckdb

from workbench.snapshots.reasons import Explainer
from workbench.snapshots.recorded import CaseReason
from workbench.terms import ChangeReason

# Facts by which figures are broken down, that do not change by the mere passing of time.
LOOKED_AT: Final = ("unit", "channel", "petition_class", "path", "topic_group", "topic", "procedure", "level")


@dataclass(frozen=True, slots=True)
class MovedCase:
    """A matter, the group in which it stood and the one in which it stands (``None``: undecided), and why."""

    case_no: str
    before: str | None
    after: str | None
    reasons: tuple[CaseReason, ...]


@dataclass(frozen=True, slots=True)
class Regrouped:
    """The matters of both snapshots that one dimension (``by``) puts into another group."""

    by: str
    cases: tuple[MovedCase, ...]

    @property
    def tally(self) -> tuple[tuple[ChangeReason, int], ...]:
        """Return for how many of the matters (件) each reason holds, in the order of reasons."""
        found = Counter(kind for case in self.cases for kind in {one.reason for one in case.reasons})
        return tuple((kind, found[kind]) for kind in ChangeReason if found[kind])


def regrouped(link: duckdb.DuckDBPyConnection, explainer: Explainer) -> tuple[Regrouped, ...]:
    """Return what moved, a dimension each; ``link`` has the schemas ``before`` and ``after``."""
    had, has = (_columns(link, schema) for schema in ("before", "after"))
    found = []
    for by in LOOKED_AT:
        if not {by} <= had & has:
            continue  # an older layout does not tell it
        moved = link.execute(
            f"select case_id, b.case_no, b.{by}, a.{by} from before.case_fact b join after.case_fact a "
            f"using (case_id) where b.{by} is distinct from a.{by} order by case_id"
        ).fetchall()
        reasons = explainer.reasons(link, [case for case, *_ in moved], dimension=by)
        cases = tuple(MovedCase(number, was, now, reasons[case]) for case, number, was, now in moved)
        if cases:
            found.append(Regrouped(by, cases))
    return tuple(found)


def _columns(link: duckdb.DuckDBPyConnection, schema: str) -> set[str]:
    return {name for name, *_ in link.execute(f"describe {schema}.case_fact").fetchall()}
