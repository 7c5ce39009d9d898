"""The one place that rewrites every read: what a viewer may not see is in no table that he reads.

Before the first question of a session, views of the session's own lie over the tables and bear their names.
No query knows of them, and none can forget them: a matter that accuses the viewer's unit, one above or below
it, or himself (Regulation 2022, art. 30(3)) has no row, no count and no gap, and asking for it gives what
asking for a number gives that nobody ever used. The same views lie over the flat tables of a snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from workbench.access.policy import Policy, policy
from workbench.access.sight_rules import TABLES, listed, own_matters, own_proceedings, quoted
from workbench.records.kin import Kin
from workbench.terms import Holding, Operation, PetitionClass, Reach

if TYPE_CHECKING:
    from workbench.access.viewer import Viewer

# Matters that accuse the person with an account, by what was entered. CROSS JOIN keeps SQLite to this order,
# which begins with the index of such accounts: left to itself it reads the payloads of the whole ledger.
_NAMED = (
    "SELECT petition_case.id FROM ledger_payload CROSS JOIN ledger_entry CROSS JOIN petition_case "
    "WHERE ledger_payload.field = 'accused_account' AND ledger_payload.value = {0} "
    "AND ledger_entry.seq = ledger_payload.seq AND petition_case.case_no = ledger_entry.object"
)
# What a text that is held names, by unit and by account, until a person has decided (HR3).
_HELD_BY_UNIT = "SELECT case_id FROM held_link WHERE unit_code IN ({})"
_HELD_BY_PERSON = (
    "SELECT petition_case.id FROM petition_case CROSS JOIN ledger_payload "
    "WHERE petition_case.held IS NOT NULL AND ledger_payload.seq = petition_case.held "
    "AND field = 'accounts' AND replace(value, {0}, '') <> value"
)
_HELD = "SELECT id FROM petition_case WHERE held IS NOT NULL"
# Every accusation, whoever it is about (art. 30(3)): nothing of one leaves through the interface.
_ACCUSATIONS = f"SELECT id FROM petition_case WHERE petition_class = {quoted(PetitionClass.ACCUSATION.value)}"
Ask = Callable[[str], Sequence[Sequence[Any]]]  # one SQL text, its rows


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer may see at one state of the records.

    ``hidden`` are the ids of matters that are about him or his unit. ``own`` selects the ids of his matters
    where he sees no others, ``None`` where he sees all. ``units`` is his unit with those below it. ``closed``
    are the types of record of which he sees nothing at all.
    """

    hidden: tuple[int, ...] = ()
    own: str | None = None
    units: frozenset[str] = frozenset()
    closed: frozenset[Holding] = frozenset()
    proceedings: tuple[int, ...] | None = None  # those that are decided on him, where he reads no others

    @property
    def is_narrow(self) -> bool:
        """Return whether some matter may be hidden from the viewer."""
        return bool(self.hidden) or self.own is not None

    @property
    def closed_tables(self) -> frozenset[str]:
        """Return the tables that are empty for the viewer."""
        return frozenset(table for one in self.closed for table in TABLES.get(one, ()))


def read_sight(ask: Ask, viewer: Viewer, today: date, rules: Policy | None = None) -> Sight:
    """Return what the viewer may see; ``ask`` puts SQL to the records as they are."""
    rules = rules or policy()
    closed = frozenset(one for one in Holding if rules.sees(viewer.role, one) is Reach.NONE)
    asked = "SELECT unit_code FROM accused_link UNION SELECT unit_code FROM held_link"
    named = {str(unit) for (unit,) in ask(asked)}
    is_own = rules.sees(viewer.role, Holding.CASE) is Reach.OWN
    kin = Kin({}, {})
    if viewer.unit is not None and (named or is_own):
        edges = ask("SELECT unit_code, parent_code, successor_code FROM unit_version")
        kin = Kin.of((str(unit), parent, successor) for unit, parent, successor in edges)
    about_me = {one for one in named if viewer.unit in kin.relatives(one)} if viewer.unit else set()
    is_reader = rules.reach(viewer.role, Holding.ACCUSATION, Operation.LIST) is Reach.ALL
    counts_only = rules.sees(viewer.role, Holding.CASE) is Reach.TOTALS
    held = _HELD_BY_UNIT.format(listed(about_me)) if is_reader or counts_only else _HELD
    hidden = ask(
        f"SELECT case_id FROM accused_link WHERE unit_code IN ({listed(about_me)}) "
        f"UNION {_NAMED.format(quoted(viewer.account))} "
        f"UNION {held} UNION {_HELD_BY_PERSON.format(quoted(f'|{viewer.account}|'))} "
        f"{'' if viewer.accusations else f'UNION {_ACCUSATIONS}'}"
    )
    units = frozenset() if viewer.unit is None else kin.at_or_below(viewer.unit)
    return Sight(
        hidden=tuple(sorted(int(case_id) for (case_id,) in hidden)),
        own=_own(viewer, units, today, rules) if is_own else None,
        units=units,
        closed=closed,
        proceedings=_proceedings(ask, viewer, rules),
    )


def is_charged(ask: Ask, viewer: Viewer, case_no: str, rules: Policy | None = None) -> bool:
    """Return whether a matter is the viewer's to work on now, and not only still his to read."""
    rules = rules or policy()
    return _is_theirs(
        ask, viewer, case_no, [one for one in rules.own.get(viewer.role, ()) if one in rules.charged]
    )


def may_see_phone(
    ask: Ask, viewer: Viewer, case_no: str, *, office: str, rules: Policy | None = None
) -> bool:
    """Return whether the viewer has to reach the people of a matter, and so sees their phone numbers masked.

    ``office`` is the code of the petition office; a clerk without a unit is one of the office.
    """
    phone = (rules or policy()).phone
    if viewer.role in phone.office and viewer.unit in (None, office):
        return True
    return viewer.role in phone.unit and _is_theirs(ask, viewer, case_no, phone.by)


def _is_theirs(ask: Ask, viewer: Viewer, case_no: str, wanted: Sequence[str]) -> bool:
    edges = ask("SELECT unit_code, parent_code, successor_code FROM unit_version")
    kin = Kin.of((str(unit), parent, successor) for unit, parent, successor in edges)
    units = frozenset() if viewer.unit is None else kin.at_or_below(viewer.unit)
    asked = " UNION ".join(own_matters(one, viewer.account, units, date.max) for one in wanted)
    named = f"SELECT id FROM petition_case WHERE case_no = {quoted(case_no)}"
    return bool(asked and ask(f"{named} AND id IN ({asked})"))


def _proceedings(ask: Ask, viewer: Viewer, rules: Policy) -> tuple[int, ...] | None:
    """Return the proceedings of which he may know: none that is open (HR8); ``None`` where he reads all."""
    if rules.sees(viewer.role, Holding.ACCOUNTABILITY) is not Reach.OWN:
        return None
    units = () if viewer.unit is None else (viewer.unit,)
    return tuple(sorted({int(one) for (one,) in ask(own_proceedings(viewer.account, units))}))


def _own(viewer: Viewer, units: frozenset[str], today: date, rules: Policy) -> str:
    asked = [
        own_matters(rule, viewer.account, units, today - timedelta(days=rules.days_of(rule)))
        for rule in rules.own.get(viewer.role, ())
    ]
    return " UNION ".join(asked) or "SELECT id FROM petition_case WHERE id IS NULL"
