"""Which orders and proposals a viewer may see at all, before accusations narrow it further.

The office sees all, a unit's own official (单位经办人) what was sent to his unit, an owning leader (包案领导)
what concerns the matters that he owns: he must know that the unit he leads was ordered to answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.ownership_shape import OWNERSHIP
from workbench.law.ownership_past import as_it_was
from workbench.records.ownerships import OwnershipLeader, OwnershipRow
from workbench.records.tables import table_of
from workbench.terms import Role

SEES_ALL: Final = frozenset({Role.SUPERVISOR, Role.CLERK, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything, or what was sent to ``unit``, or what rests on one of ``case_nos``."""

    unit: str | None = None
    case_nos: frozenset[str] | None = None

    def sees(self, to_unit: str, *case_nos: str | None) -> bool:
        """Return whether an order or proposal to ``to_unit`` on these matters is in sight."""
        if self.unit is not None:
            return to_unit == self.unit
        return self.case_nos is None or any(one in self.case_nos for one in case_nos)

    @property
    def is_leaders(self) -> bool:
        """Return whether it is that of an owning leader."""
        return self.case_nos is not None


def sight_of(connection: Connection, viewer: Viewer, *, as_of: date) -> Sight:
    """Return what the viewer may see on a day.

    ``NotPermittedError`` for a role that has no part in supervision, and for an official without a unit.
    """
    if viewer.role in SEES_ALL:
        return Sight()
    if viewer.role is Role.LEADER:
        return Sight(case_nos=led_by(connection, viewer.account, as_of=as_of))
    if viewer.role is Role.HANDLER and viewer.unit is not None:
        return Sight(unit=viewer.unit)
    raise NotPermittedError(viewer.role)


def led_by(connection: Connection, account: str, *, as_of: date) -> frozenset[str]:
    """Return the matters that the account owns on a day, or owned when their ownership ended."""
    head = table_of(OwnershipRow)
    ids = select(OwnershipLeader.ownership_id).where(OwnershipLeader.account == account)
    found = read_dossiers(connection, OWNERSHIP, select(head).where(head.c.id.in_(ids)))
    then = (as_it_was(one, as_of) for one in found)
    return frozenset(
        one.case_no
        for one in then
        if one is not None and not one.withdrawals and one.leader.account == account
    )
