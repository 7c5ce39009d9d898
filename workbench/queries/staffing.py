"""Posts of the units as of a day: who holds them, what is vacant, who was trained how often.

These are officials in their office: the list is by unit and post, no account of what anybody did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.staffing import STAFFING
from workbench.law.staffing import PostHolder, Staffing, short_of_training, year_before
from workbench.queries.screening_owed import owing_units, own_unit
from workbench.records.staffing import StaffingRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnitTree
from workbench.terms import PostKind


@dataclass(frozen=True, slots=True)
class UnitPosts:
    """The posts of one unit; ``holders`` with their numbers and how often they were trained in a year.

    ``version`` is that of the register now, 0 where nothing is registered.
    """

    unit: str
    unit_name: str
    holders: tuple[tuple[int, PostHolder, int], ...]
    vacant: tuple[PostKind, ...]
    short: tuple[PostHolder, ...]
    register: Staffing | None
    version: int

    def of(self, post: PostKind) -> tuple[PostHolder, ...]:
        """Return who holds a post."""
        return tuple(one for _, one, _ in self.holders if one.post is post)


def unit_posts(
    connection: Connection, viewer: Viewer, *, as_of: date, unit: str | None = None
) -> tuple[UnitPosts, ...]:
    """Return the posts of the units that the viewer may see, by code; of one ``unit`` alone if given."""
    only = own_unit(viewer) or unit
    tree = UnitTree.read(connection)
    wanted = select(table_of(StaffingRow))
    known = {one.unit: one for one in read_dossiers(connection, STAFFING, wanted)}
    codes = [code for code in owing_units(tree, as_of) if only in (None, code)]
    return tuple(_posts(code, tree.name_on(code, as_of), known.get(code), as_of) for code in codes)


def _posts(unit: str, name: str, now: Staffing | None, as_of: date) -> UnitPosts:
    then = (now or Staffing(0, unit)).until(as_of)
    start = year_before(as_of)
    return UnitPosts(
        unit=unit,
        unit_name=name,
        holders=tuple(
            (number, one, then.times_trained(number, start, as_of)) for number, one in then.in_post(as_of)
        ),
        vacant=then.vacant(as_of),
        short=short_of_training(then, as_of),
        register=None if now is None else then,
        version=0 if now is None else now.version,
    )
