"""Who asks, and what he may see, as functions within PostgreSQL: the same rules, answered by the server.

They belong to the owner of the database and read the tables as they are; the account that asks is told by
its login (``session_user``), which no ``SET ROLE`` changes, and its role and unit by the workbench's own list
of accounts: a change of role or a closed account holds at once. All of them give what *is* seen, never what
is not, so that nothing is learned by calling them.
"""

from __future__ import annotations

from typing import Final

from workbench.access.policy import Policy
from workbench.access.sight_conditions import not_resting
from workbench.access.sight_rules import listed, own_matters_where, own_proceedings_where
from workbench.terms import Holding, Operation, PetitionClass, Reach, Role

SCHEMA: Final = "petition_sight"
SEEN: Final = f"{SCHEMA}.seen_case()"
ROLE: Final = f"(SELECT {SCHEMA}.my_role())"
ACCOUNT: Final = f"(SELECT {SCHEMA}.me())"
OPEN: Final = (
    "me()",
    "my_role()",
    "seen_case()",
    "seen_proposal()",
    "own_proceeding()",
    "seen_entry()",
)  # for accounts
SMALLEST: Final = 5  # matters in a cell of the totals (条例未规定; the office's setting)
_UNITS: Final = f"SELECT unit FROM {SCHEMA}.my_units()"
_HIDDEN: Final = f"SELECT id FROM {SCHEMA}.hidden_case()"


def functions(rules: Policy, home: str) -> list[str]:
    """Return the statements that make the schema with its functions and totals; ``home`` has the tables."""
    made = [f"CREATE SCHEMA {SCHEMA}"]
    for name, gives, body in _bodies(rules):
        made.append(
            f"CREATE FUNCTION {SCHEMA}.{name} RETURNS {gives} LANGUAGE sql STABLE SECURITY DEFINER "
            f"SET search_path = {home}, pg_temp AS $sight$ {body} $sight$"
        )
        made.append(f"REVOKE EXECUTE ON FUNCTION {SCHEMA}.{name} FROM PUBLIC")
    return [
        *made,
        _rewriting(home),
        f"REVOKE EXECUTE ON FUNCTION {SCHEMA}.rewrite(text) FROM PUBLIC",
        _totals(home),
    ]


def _bodies(rules: Policy) -> list[tuple[str, str, str]]:
    mine = "SELECT {} FROM account WHERE name = session_user AND disabled_utc IS NULL"
    return [
        ("me()", "text", mine.format("name::text")),
        ("my_role()", "text", mine.format("role::text")),
        ("my_unit()", "text", mine.format("unit::text")),
        (
            "my_units()",
            "TABLE (unit text)",
            _below(f"SELECT {SCHEMA}.my_unit() WHERE {SCHEMA}.my_unit() IS NOT NULL"),
        ),
        ("hidden_case()", "TABLE (id integer)", _hidden(rules)),
        ("seen_case()", "TABLE (id integer, case_no varchar)", _seen(rules)),
        ("seen_proposal()", "TABLE (id integer)", _seen_proposals()),
        (
            "own_proceeding()",
            "TABLE (id integer)",
            own_proceedings_where(ACCOUNT, f"SELECT {SCHEMA}.my_unit()"),
        ),
        ("seen_entry()", "TABLE (seq integer)", _seen_entries(rules)),
    ]


def _below(start: str) -> str:
    return (
        f"WITH RECURSIVE below(unit) AS ({start} UNION SELECT line.unit FROM below JOIN ("
        "SELECT parent_code::text AS above, unit_code::text AS unit FROM unit_version "
        "UNION SELECT unit_code::text, successor_code::text FROM unit_version"
        ") AS line ON line.above = below.unit AND line.unit IS NOT NULL) SELECT unit FROM below"
    )


def _hidden(rules: Policy) -> str:
    """Matters that accuse a unit to which the account's unit belongs, from above or below, or himself.

    And what is held as possibly an accusation, from all but those who read accusations (HR3).
    """
    links = "(SELECT unit_code FROM accused_link UNION SELECT unit_code FROM held_link) AS named"
    up = (
        f"up(start, unit) AS (SELECT DISTINCT unit_code::text, unit_code::text FROM {links} UNION "
        "SELECT up.start, parent_code::text FROM up JOIN unit_version ON unit_code = up.unit "
        "WHERE parent_code IS NOT NULL)"
    )
    down = (
        f"down(start, unit) AS (SELECT DISTINCT unit_code::text, unit_code::text FROM {links} UNION "
        "SELECT down.start, line.unit FROM down JOIN ("
        "SELECT parent_code::text AS above, unit_code::text AS unit FROM unit_version "
        "UNION SELECT unit_code::text, successor_code::text FROM unit_version"
        ") AS line ON line.above = down.unit AND line.unit IS NOT NULL)"
    )
    mine = f"(SELECT {SCHEMA}.my_unit())"
    kin = f"SELECT start FROM up WHERE unit = {mine} UNION SELECT start FROM down WHERE unit = {mine}"
    named = (
        "SELECT petition_case.id FROM petition_case "
        "JOIN ledger_entry ON ledger_entry.object = petition_case.case_no "
        "JOIN ledger_payload ON ledger_payload.seq = ledger_entry.seq "
        f"WHERE field = 'accused_account' AND ledger_payload.value = {ACCOUNT}"
    )
    held = (
        "SELECT petition_case.id FROM petition_case "
        "LEFT JOIN ledger_payload ON ledger_payload.seq = petition_case.held AND field = 'accounts' "
        f"WHERE held IS NOT NULL AND ({ROLE} NOT IN ({listed(_readers(rules))}) "
        f"OR ledger_payload.value LIKE '%|' || replace({ACCOUNT}, '_', '\\_') || '|%')"
    )
    by_unit = (
        f"SELECT case_id FROM accused_link WHERE unit_code IN ({kin}) "
        f"UNION SELECT case_id FROM held_link WHERE unit_code IN ({kin})"
    )
    return f"WITH RECURSIVE {up}, {down} {by_unit} UNION {named} UNION {held}"


def _readers(rules: Policy) -> list[str]:
    """Roles that read accusations of all; who only counts is told of none one by one."""
    return [
        role.value
        for role in Role
        if rules.reach(role, Holding.ACCUSATION, Operation.LIST) is Reach.ALL
        or rules.sees(role, Holding.CASE) is Reach.TOTALS
    ]


def _seen(rules: Policy) -> str:
    parts = []
    for role in Role:
        reach = rules.reach(role, Holding.CASE, Operation.LIST)
        if reach not in (Reach.ALL, Reach.OWN):
            continue
        told = [f"{ROLE} = '{role.value}'", f"id NOT IN ({_HIDDEN})"]
        if reach is Reach.OWN:
            told.append(f"id IN ({_own(rules, role)})")
        if rules.reach(role, Holding.ACCUSATION, Operation.LIST) not in (Reach.ALL, Reach.OWN):
            told.append(f"petition_class IS DISTINCT FROM '{PetitionClass.ACCUSATION.value}'")
        parts.append(f"SELECT id, case_no FROM petition_case WHERE {' AND '.join(told)}")
    return " UNION ALL ".join(parts) or "SELECT id, case_no FROM petition_case WHERE false"


def _own(rules: Policy, role: Role) -> str:
    today = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
    asked = [
        own_matters_where(rule, ACCOUNT, _UNITS, f"{today} - {rules.days_of(rule)}")
        for rule in rules.own.get(role, ())
    ]
    return " UNION ".join(asked) or "SELECT id FROM petition_case WHERE false"


def _seen_proposals() -> str:
    """A proposal names all its matters, so one that is not seen hides it."""
    unseen = f"SELECT proposal_id FROM proposal_case WHERE case_no NOT IN (SELECT case_no FROM {SEEN})"
    return f"SELECT id FROM proposal WHERE id NOT IN ({unseen})"


def _seen_entries(rules: Policy) -> str:
    """Entries on matters that are not seen, and on whatever rests on one, are left out.

    So are those on proceedings of which the account may not know (HR8).
    """
    matter = (
        "SELECT 1 FROM petition_case AS one "
        f"WHERE one.case_no = object AND one.id NOT IN (SELECT id FROM {SEEN})"
    )
    resting = not_resting(f"{{}} NOT IN (SELECT case_no FROM {SEEN})")
    of_all, of_own = (
        listed(role.value for role in Role if rules.sees(role, Holding.ACCOUNTABILITY) is reach)
        for reach in (Reach.ALL, Reach.OWN)
    )
    role = f"COALESCE({ROLE}, '')"
    own = f"{role} IN ({of_own}) AND id IN (SELECT id FROM {SCHEMA}.own_proceeding())"
    unread = f"SELECT proceeding_no FROM proceeding WHERE {role} NOT IN ({of_all}) AND NOT ({own})"
    return (
        f"SELECT seq FROM ledger_entry WHERE NOT EXISTS ({matter}) AND {' AND '.join(resting)} "
        f"AND object NOT IN ({unread})"
    )


def _rewriting(home: str) -> str:
    """Let the site write a table anew after a deletion, so that the file holds nothing of it any more.

    ``VACUUM FULL`` is for owners only, and cannot stand in a function; ``CLUSTER`` does the same.
    """
    return (
        f"CREATE FUNCTION {SCHEMA}.rewrite(named text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER "
        f"SET search_path = {home}, pg_temp AS $sight$ DECLARE key text; BEGIN "
        "SELECT c.relname INTO STRICT key FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        f"WHERE i.indisprimary AND i.indrelid = format('{home}.%I', named)::regclass; "
        f"EXECUTE format('CLUSTER {home}.%I USING %I', named, key); END $sight$"
    )


def _totals(home: str) -> str:
    """What those see who only count: months, units and states, no small cell, nothing on accusations."""
    return (
        f"CREATE VIEW {SCHEMA}.matter_totals WITH (security_barrier) AS "
        "SELECT to_char(registered_on, 'YYYY-MM') AS month, responsible_unit, state, count(*) AS matters "
        f"FROM {home}.petition_case WHERE petition_class IS DISTINCT FROM '{PetitionClass.ACCUSATION.value}' "
        f"AND held IS NULL AND {ROLE} IS NOT NULL "
        f"GROUP BY 1, 2, 3 HAVING count(*) >= {SMALLEST}"
    )
