"""The flat tables of a snapshot: one row per matter, per petition, per deadline, per text.

Everything here is already what a reader may see: identities are masked, accusations are empty of
content. Days are ISO text, so that they compare and sort as they read.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = 18  # of this layout; a file of another version is folded anew

CASE_COLUMNS: Final[dict[str, str]] = {
    "case_id": "INTEGER PRIMARY KEY",
    "case_no": "TEXT NOT NULL",
    "title": "TEXT NOT NULL",
    "channel": "TEXT NOT NULL",
    "petition_class": "TEXT",
    "path": "TEXT",
    "procedure": "TEXT",
    "purpose": "TEXT",
    "level": "TEXT",
    "topic_group": "TEXT",
    "topic": "TEXT",
    "first_contact_unit": "TEXT",
    "cause_unit": "TEXT",  # complained of, as registered; never of what is or may be an accusation
    "unit": "TEXT",
    "unit_name": "TEXT NOT NULL",
    "received_on": "TEXT NOT NULL",
    "registered_on": "TEXT NOT NULL",
    "batches": "INTEGER NOT NULL",
    "person_times": "INTEGER NOT NULL",
    "largest_group": "INTEGER NOT NULL",
    "state": "TEXT NOT NULL",
    "state_since": "TEXT NOT NULL",
    "is_open": "INTEGER NOT NULL",
    "notice_due": "TEXT",
    "notice_on": "TEXT",
    "handling_due_strict": "TEXT",
    "handling_due": "TEXT",
    "handling_on": "TEXT",
    "extended_on": "TEXT",
    "outcome": "TEXT",
    "replied_on": "TEXT",
    "served_on": "TEXT",
    "concluded_on": "TEXT",
    "resolved_on": "TEXT",
    "satisfaction": "TEXT",
    "asked_by": "TEXT",
    "rated_on": "TEXT",
    "closed_on": "TEXT",
    "closed_by": "TEXT",
    "closed_days": "INTEGER",
    "batches_until_closed": "INTEGER",  # one more where it came under another number before
    "returned_on": "TEXT",
    "return_days": "INTEGER",
    "elapsed_days": "INTEGER NOT NULL",
    "answer_minutes": "INTEGER",
    "next_due": "TEXT",
    "next_rule": "TEXT",
    "late_deadlines": "INTEGER NOT NULL",
    "missed_deadlines": "INTEGER NOT NULL",
    "late_days": "INTEGER NOT NULL",
    "assumed": "TEXT",
    "batch": "TEXT",
    "external_no": "TEXT",
}

DEADLINE_COLUMNS: Final[dict[str, str]] = {
    "case_id": "INTEGER NOT NULL",
    "rule_id": "TEXT NOT NULL",
    "round": "INTEGER NOT NULL",
    "unit": "TEXT",
    "arises_on": "TEXT NOT NULL",
    "start_on": "TEXT",
    "due_strict": "TEXT",
    "due": "TEXT",
    "met_on": "TEXT",
    "ended_on": "TEXT",
    "state": "TEXT NOT NULL",
    "days_late": "INTEGER NOT NULL",
}

PETITION_COLUMNS: Final[dict[str, str]] = {
    "case_id": "INTEGER NOT NULL",
    "petition_number": "INTEGER NOT NULL",  # from 2 where the matter came under another number before
    "petition_on": "TEXT NOT NULL",
    "petition_channel": "TEXT NOT NULL",
    "petition_people": "INTEGER NOT NULL",
}

# What leaders and units promised beside the deadlines: filled by whoever knows those dossiers.
COMMITMENT_COLUMNS: Final[dict[str, str]] = {
    "commitment": "TEXT NOT NULL",
    "kind": "TEXT NOT NULL",
    "number": "TEXT NOT NULL",
    "case_id": "INTEGER",
    "unit": "TEXT",
    "raised_on": "TEXT NOT NULL",
    "due_on": "TEXT NOT NULL",
    "met_on": "TEXT",
    "ended_on": "TEXT",
    "days_late": "INTEGER NOT NULL",
    "subkind": "TEXT",  # which of the three proposals; why an order was issued
    "outcome": "TEXT",  # whether a proposal was adopted, as the unit says
}

TEXT_COLUMNS: Final[dict[str, str]] = {"case_id": "INTEGER PRIMARY KEY", "body": "TEXT NOT NULL"}
UNIT_COLUMNS: Final[dict[str, str]] = {
    "code": "TEXT PRIMARY KEY",
    "name": "TEXT NOT NULL",
    "kind": "TEXT NOT NULL",
    "parent": "TEXT",
    "assessed_year": "INTEGER",  # the last year of which the unit has a final yearly assessment
    "assessed_no": "TEXT",
    "assessed_on": "TEXT",
}
META_COLUMNS: Final[dict[str, str]] = {"key": "TEXT PRIMARY KEY", "value": "TEXT NOT NULL"}

TABLES: Final[dict[str, dict[str, str]]] = {
    "case_fact": CASE_COLUMNS,
    "deadline_fact": DEADLINE_COLUMNS,
    "petition_fact": PETITION_COLUMNS,
    "commitment_fact": COMMITMENT_COLUMNS,
    "case_text": TEXT_COLUMNS,
    "unit_fact": UNIT_COLUMNS,
    "meta": META_COLUMNS,
}

# Rows that lie together by matter: the matter's own are found, replaced and summed without an index.
KEYS: Final[dict[str, str]] = {
    "deadline_fact": "PRIMARY KEY (case_id, rule_id, round)",
    "petition_fact": "PRIMARY KEY (case_id, petition_number)",
    "commitment_fact": "PRIMARY KEY (commitment)",
}

# What figures over petitions, deadlines and promises ask of the matter: a frozen snapshot repeats it in their
# rows, as ``case_…``, for to join ten million rows takes longer than to count them.
OF_MATTER: Final = tuple(
    "unit channel petition_class path level topic_group topic state registered_on is_open "
    "late_deadlines".split()
)
REPEATING: Final = ("petition_fact", "deadline_fact", "commitment_fact")

# Columns that hold a day, of any table.
DAYS: Final = frozenset(
    "received_on registered_on state_since notice_due notice_on handling_due_strict handling_due handling_on "
    "extended_on replied_on served_on concluded_on resolved_on next_due arises_on start_on due_strict due "
    "met_on ended_on petition_on rated_on closed_on returned_on raised_on due_on assessed_on".split()
)

INDEXES: Final[tuple[str, ...]] = (
    "CREATE UNIQUE INDEX case_by_no ON case_fact (case_no)",
    "CREATE INDEX case_by_registered ON case_fact (registered_on, case_id)",
    "CREATE INDEX case_by_next_due ON case_fact (next_due, case_id)",
    "CREATE INDEX case_by_unit ON case_fact (unit, registered_on, case_id)",
    "CREATE INDEX case_by_state ON case_fact (state, registered_on, case_id)",
    "CREATE INDEX case_late ON case_fact (late_days DESC, case_id) WHERE late_deadlines > 0",
    "CREATE INDEX deadline_ahead ON deadline_fact (due, unit) WHERE state IN ('late', 'running')",
    "CREATE INDEX petition_by_day ON petition_fact (petition_on, case_id)",
)


def create_statements() -> list[str]:
    """Return the statements that make the empty tables, without their indexes."""
    return [
        f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())}"
        f"{', ' + KEYS[table] if table in KEYS else ''}){' WITHOUT ROWID' if table in KEYS else ''}"
        for table, columns in TABLES.items()
    ]


def frozen_columns(table: str) -> dict[str, str]:
    """Return the columns of a table in a frozen snapshot, with what it repeats of its matter."""
    if table not in REPEATING:
        return TABLES[table]
    repeated = {f"case_{name}": CASE_COLUMNS[name].removesuffix(" NOT NULL") for name in OF_MATTER}
    return {**TABLES[table], **repeated}


def insert_statement(table: str) -> str:
    """Return the insert with one positional place per column of ``table``."""
    columns = TABLES[table]
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
