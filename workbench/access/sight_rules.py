"""What makes a matter one's own: each rule of policy.toml as a question to the records, in plain SQL.

The questions are put together as text, because they are asked both through SQLAlchemy and, where a screen has
not loaded it, through ``sqlite3`` alone. Every value in them is written by ``quoted``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from workbench.access.sight_proceedings import decided_on, goes_on
from workbench.terms import CaseState, Holding

# The tables of each type of record; a table that stands nowhere here is one of names and calendars.
TABLES: Final[dict[Holding, tuple[str, ...]]] = {
    Holding.PETITIONER: ("petitioner",),
    Holding.TEXT: ("petition_text", "held_text", "step_note", "document", "ledger_payload"),
    Holding.ASSIGNMENT: (
        "supervision_order", "proposal", "agreed_item", "instruction", "reception", "campaign", "urgency",
    ),
    Holding.OWNERSHIP: ("ownership",),
    Holding.REVIEW: ("review_round", "review_sheet", "look_back_round", "look_back", "matter_link"),
    Holding.ACCOUNTABILITY: ("proceeding",),
    Holding.ACCESS_LOG: ("login_record",),
    Holding.IMPORT: ("import_file", "import_refusal"),
    Holding.EXPORTS: ("issued_document",),
}  # fmt: skip
# What stands or falls with another row, by its number: (table, column): the table of the other row.
RESTS_ON: Final[dict[tuple[str, str], str]] = {
    ("supervision_order", "item_no"): "agreed_item",
    ("agenda_item", "item_no"): "agreed_item",
    ("proceeding", "order_no"): "supervision_order",
    ("proceeding", "item_no"): "agreed_item",
    ("issued_document", "order_no"): "supervision_order",
    ("issued_document", "proposal_no"): "proposal",
}
_BY_NUMBER: Final = "JOIN petition_case ON petition_case.case_no = "


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def listed(values: Iterable[str]) -> str:
    """Return texts as the inside of ``IN (…)``; of none, what equals nothing."""
    return ", ".join(map(quoted, sorted(values))) or "NULL"


def own_matters(rule: str, account: str, units: Iterable[str], since: date) -> str:
    """Return the SQL that selects the ids of the matters that are one's own by a rule of the policy."""
    return own_matters_where(rule, quoted(account), listed(units), quoted(since.isoformat()))


def own_matters_where(rule: str, account: str, units: str, since: str) -> str:
    """Return the same where account, units (the inside of ``IN``) and day are SQL of their own."""
    return _RULES[rule](account, units, since)


def _of_dossier(table: str, where: str) -> str:
    return f"SELECT petition_case.id FROM {table} {_BY_NUMBER}{table}.case_no WHERE {where}"


def _of_part(part: str, key: str, table: str, where: str, names: str = "") -> str:
    """Ask for the matters that a dossier names, by a row of its part; ``names``: where the number stands."""
    joined = f"{part} JOIN {table} ON {table}.id = {part}.{key} {_BY_NUMBER}{names or table}.case_no"
    return f"SELECT petition_case.id FROM {joined} WHERE {where}"


def _runs(end: str, since: str) -> str:
    """What has not ended, or ended not long ago: as long as a unit may read what it handled."""
    return f"({end} IS NULL OR {end} >= {since})"


def _of_round(rounds: str, entries: str, sheets: str, account: str, since: str) -> str:
    mine = f"SELECT round_no FROM {sheets} WHERE reviewer = {account}"
    joined = f"{entries} JOIN {rounds} ON {rounds}.id = {entries}.round_id {_BY_NUMBER}{entries}.case_no"
    runs = _runs(f"{rounds}.closed_on", since)
    return f"SELECT petition_case.id FROM {joined} WHERE {rounds}.round_no IN ({mine}) AND {runs}"


def _owning(part: str, who: str, since: str) -> str:
    """In the team of an ownership, or its leader: until he handed over, and as long as it holds."""
    withdrawn = f'SELECT ownership_id FROM ownership_withdrawal WHERE "on" < {since}'
    runs = f"{_runs(f'{part}.until', since)} AND {_runs('ownership.ended_on', since)}"
    return _of_part(
        part, "ownership_id", "ownership", f"{who} AND {runs} AND ownership.id NOT IN ({withdrawn})"
    )


def _order(account: str, units: str, since: str) -> str:
    runs = f"{_runs('closed_on', since)} AND {_runs('withdrawn_on', since)}"
    return _of_dossier("supervision_order", f"to_unit IN ({units}) AND {runs}")


def _item(account: str, units: str, since: str) -> str:
    supporting = f"SELECT item_id FROM agreed_item_supporting WHERE unit IN ({units})"
    done = f"SELECT item_id FROM agreed_item_report WHERE decision = 'confirmed' AND decided_on < {since}"
    mine = f"(lead_unit IN ({units}) OR agreed_item.id IN ({supporting}))"
    return _of_dossier("agreed_item", f"{mine} AND agreed_item.id NOT IN ({done})")


def _review(account: str, units: str, since: str) -> str:
    """Chosen for a look-back or a review of files as the unit's work, until the round is over.

    Longer where the look-back asked for work that nobody has confirmed yet.
    """
    owes = (
        f"SELECT petition_case.id FROM look_back {_BY_NUMBER}look_back.case_no "
        f"WHERE look_back.unit IN ({units}) AND rework_on IS NOT NULL AND look_back.id NOT IN "
        "(SELECT check_id FROM look_back_report WHERE is_confirmed)"
    )
    drawn = [
        _of_part(part, "round_id", rounds, f"{part}.unit IN ({units}) AND {_runs('closed_on', since)}", part)
        for part, rounds in (("look_back_entry", "look_back_round"), ("review_round_file", "review_round"))
    ]
    return " UNION ".join([*drawn, owes])


def own_proceedings(account: str, units: Iterable[str]) -> str:
    """Return the SQL that selects the ids of the proceedings in which it is decided on one or one's units."""
    return own_proceedings_where(quoted(account), listed(units))


def own_proceedings_where(account: str, units: str) -> str:
    """Return the same where account and units (the inside of ``IN``) are SQL of their own."""
    return decided_on(account, units)


def _proceeding(account: str, units: str, since: str) -> str:
    """On the accountability log, of the unit or of the person, once it is decided on them (HR8).

    What is open, or was made void, makes nothing one's own: nobody is told by that of a proceeding. And only
    while something of it goes on.
    """
    own = f"(proceeding.id IN ({decided_on(account, units)}) AND proceeding.id IN ({goes_on(since)}))"
    order = "JOIN supervision_order ON supervision_order.order_no = proceeding.order_no"
    item = "JOIN agreed_item ON agreed_item.item_no = proceeding.item_no"
    of_order = f"FROM proceeding {order} {_BY_NUMBER}supervision_order.case_no WHERE {own}"
    of_item = f"FROM proceeding {item} {_BY_NUMBER}agreed_item.case_no WHERE {own}"
    return (
        f"{_of_dossier('proceeding', own)} "
        f"UNION SELECT petition_case.id {of_order} UNION SELECT petition_case.id {of_item}"
    )


def _reception(account: str, units: str, since: str) -> str:
    """Received by the unit's leaders, or by the leader: until there is a result and the promise is kept.

    And for some days after the reception itself, or the last step.
    """
    over = listed(state.value for state in CaseState.answered())
    last = f"SELECT 1 FROM step WHERE step.case_id = petition_case.id AND step.happened_on >= {since}"
    promised = f"SELECT instruction_no FROM instruction WHERE {_runs('confirmed_on', since)}"
    return (
        "SELECT petition_case.id FROM received_matter JOIN reception "
        f"ON reception.id = received_matter.reception_id {_BY_NUMBER}received_matter.case_no "
        f"WHERE (reception.unit IN ({units}) OR reception.account = {account}) "
        f"AND (petition_case.state NOT IN ({over}) OR reception.held_on >= {since} "
        f"OR received_matter.instruction_no IN ({promised}) OR EXISTS ({last}))"
    )


_RULES: Final[dict[str, Callable[[str, str, str], str]]] = {
    # the unit in charge now
    "responsible": lambda account, units, since: (
        f"SELECT id FROM petition_case WHERE responsible_unit IN ({units})"
    ),
    # the unit took a step, or was sent the matter, not long ago
    "handled": lambda account, units, since: (
        f"SELECT case_id FROM step WHERE happened_on >= {since} "
        f"AND (unit IN ({units}) OR to_unit IN ({units}))"
    ),
    # in the team of an ownership
    "team": lambda account, units, since: _owning(
        "ownership_member", f"ownership_member.unit IN ({units})", since
    ),
    # owns the matter as its leader
    "owner": lambda account, units, since: _owning(
        "ownership_leader", f"ownership_leader.account = {account}", since
    ),
    "order": _order,
    "item": _item,
    "instruction": lambda account, units, since: _of_dossier(
        "instruction", f"to_unit IN ({units}) AND {_runs('confirmed_on', since)}"
    ),
    "review": _review,
    "proposal": lambda account, units, since: (
        "SELECT petition_case.id FROM proposal_case JOIN proposal ON proposal.id = proposal_case.proposal_id "
        f"{_BY_NUMBER}proposal_case.case_no WHERE proposal.to_unit IN ({units}) "
        f"AND {_runs('proposal.feedback_on', since)}"
    ),
    # on the accountability log, of the unit or of the person
    "proceeding": _proceeding,
    "reception": _reception,
    # in a round of reviews, or of look-backs, that one works in
    "sheet": lambda account, units, since: _of_round(
        "review_round", "review_round_file", "review_sheet", account, since
    ),
    "check": lambda account, units, since: _of_round(
        "look_back_round", "look_back_entry", "look_back", account, since
    ),
    # a leader says that it is resolved: for whoever checks it
    "claimed": lambda account, units, since: (
        "SELECT petition_case.id FROM ownership_claim JOIN ownership "
        f"ON ownership.id = ownership_claim.ownership_id {_BY_NUMBER}ownership.case_no "
        f"WHERE {_runs('ownership.ended_on', since)}"
    ),
}
