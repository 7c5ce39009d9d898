"""Ownerships whose leader, or a unit of whose team, the matter accuses by now: to be handed over (HR6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select

from workbench.law.ownership import Ownership
from workbench.records.journal import LedgerEntryRow, LedgerPayload
from workbench.records.petitions import AccusedLink, PetitionCase
from workbench.records.unit_tree import UnitTree


def conflicting(connection: Connection, owned: Iterable[Ownership], as_of: date) -> frozenset[str]:
    """Return the numbers of the live ownerships that lie with whom their matter accuses."""
    live = [one for one in owned if one.is_held]
    if not live:
        return frozenset()
    units, accounts = _accused_units(connection), _accused_accounts(connection)
    tree = UnitTree.read(connection) if any(one.case_no in units for one in live) else None
    found = set()
    for one in live:
        kin = frozenset[str]()
        if tree is not None:
            kin = kin.union(*(tree.relatives(unit) for unit in units.get(one.case_no, ())))
        holders = {one.leader.unit, *(member.unit for member in one.team_on(as_of))}
        if holders & kin or one.leader.account in accounts.get(one.case_no, ()):
            found.add(one.ownership_no)
    return frozenset(found)


def _accused_units(connection: Connection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    asked = select(PetitionCase.case_no, AccusedLink.unit_code).join(
        AccusedLink, AccusedLink.case_id == PetitionCase.id
    )
    for case_no, unit in connection.execute(asked):
        found[case_no].add(unit)
    return found


def _accused_accounts(connection: Connection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    entry, payload = LedgerEntryRow, LedgerPayload
    asked = (
        select(entry.object, payload.value)
        .join(payload, payload.seq == entry.seq)
        .where(payload.field == "accused_account")
    )
    for case_no, account in connection.execute(asked):
        found[case_no].add(account)
    return found
