"""The three noes of duty per town and subdistrict: what was late or left undone, with the cases behind it.

Villages are no units in the directory (they are words in an address), so that towns are the smallest places.
A town in which nothing fell due is neither with nor without: it does not apply.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.indicators.evaluate import Period, evaluate
from workbench.law.three_noes import No, three_noes
from workbench.queries.in_force import in_force
from workbench.snapshots.read import Snapshot
from workbench.terms import UnitKind

TOWNS = (UnitKind.TOWN, UnitKind.TOWNSHIP, UnitKind.SUBDISTRICT)


@dataclass(frozen=True, slots=True)
class Kept:
    """One of the three for one town: ``missed`` of ``due`` cases broke it."""

    no: No
    missed: int
    due: int


@dataclass(frozen=True, slots=True)
class TownNoes:
    """三无（履职） of one town; ``is_kept`` is ``None`` where nothing fell due."""

    unit: str
    name: str
    kept: tuple[Kept, ...]

    @property
    def is_kept(self) -> bool | None:
        """Return whether all three were kept in what fell due."""
        if not any(one.due for one in self.kept):
            return None
        return not any(one.missed for one in self.kept)


def town_noes(snapshot: Snapshot, period: Period) -> tuple[TownNoes, ...]:
    """Return the three of each town for a period, in the order of the directory."""
    kinds = ", ".join(f"'{kind.value}'" for kind in TOWNS)
    towns = snapshot.rows(f"select code, name from unit_fact where kind in ({kinds}) order by code")
    counted = {}
    for no in three_noes().noes:
        figures = evaluate(snapshot, in_force(no.figure), period=period, as_of=snapshot.as_of, by="unit")
        counted[no.figure] = {
            one.group: (one.denominator - (one.numerator or 0), one.denominator) for one in figures
        }
    return tuple(
        TownNoes(
            code,
            name,
            tuple(Kept(no, *counted[no.figure].get(code, (0, 0))) for no in three_noes().noes),
        )
        for code, name in towns
    )
