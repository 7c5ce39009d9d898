"""Which figures differ between two frozen snapshots, and which matters made the difference.

A matter changes a figure when it counts in one snapshot and not in the other, or passes in one only. Each
snapshot is asked with the definitions that it keeps.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass

from workbench.indicators.evaluate import Period
from workbench.snapshots.definitions import Refused, read_kept
from workbench.snapshots.engines import attach, connect
from workbench.snapshots.figure_change import FigureChange, figure_change
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.snapshots.parquet import FROZEN
from workbench.snapshots.reasons import Explainer
from workbench.snapshots.regrouped import Regrouped, regrouped


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two snapshots and the figures of one period in both.

    ``regrouped`` are the matters, of whatever period, that stand in another group: only asked where all
    figures are. ``refused`` are figures that a snapshot defines as nobody may count any more.
    """

    before: FrozenSnapshot
    after: FrozenSnapshot
    period: Period
    figures: tuple[FigureChange, ...]
    regrouped: tuple[Regrouped, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def changed(self) -> tuple[FigureChange, ...]:
        """Return the figures that differ."""
        return tuple(one for one in self.figures if one.is_changed)


def compare(
    before: FrozenSnapshot,
    after: FrozenSnapshot,
    *,
    period: Period,
    explainer: Explainer,
    only: Collection[str] | None = None,
) -> Comparison:
    """Return every figure of ``period`` (of ``only`` these) in both snapshots with its changed matters."""
    kept = read_kept(before.folder), read_kept(after.folder)
    refused = {**kept[0].refused, **kept[1].refused}
    definitions = kept[0].usable, kept[1].usable
    with closing(connect()) as link:
        for schema, snapshot in (("before", before), ("after", after)):
            attach(link, {table: snapshot.path(table) for table in FROZEN}, schema=schema)
        names = [
            name
            for name in dict.fromkeys((*definitions[0], *definitions[1]))
            if name not in refused and (only is None or name in only)
        ]
        figures = [
            figure_change(
                link, (before, after), (definitions[0].get(name), definitions[1].get(name)), period, explainer
            )
            for name in names
        ]
        moved = regrouped(link, explainer) if only is None else ()
    told = tuple(one for name, one in refused.items() if only is None or name in only)
    return Comparison(before, after, period, tuple(figures), moved, told)
