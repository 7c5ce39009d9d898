"""Facts of any size, made by SQL from the numbers of the rows: the same for the same size, everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbench.snapshots.engines import connect
from workbench.snapshots.parquet import kinds_repeated
from workbench.snapshots.schema import OF_MATTER, REPEATING, frozen_columns
from workbench.terms import (
    CaseState,
    Channel,
    Level,
    Outcome,
    PetitionClass,
    Procedure,
    Purpose,
    RatingAsker,
    Satisfaction,
    StatutoryChannel,
    Term,
)

FIRST_DAY = "2021-01-01"
DAYS = 1_825  # five years of registrations, in the order of the rows
AS_OF = "2025-12-31"
ROW_GROUP = 122_880
# One matter in four has a promise of one of these kinds.
PLEDGES = (
    "milestone", "agreed_item", "order", "proposal", "instruction", "reception", "screening", "work_study",
    "file_review",
)  # fmt: skip
# Of each matter one of these besides: what the figures of duties count.
RULES = ("R-XF-FWD15", "R-ASSIGN-REPORT", "R-REVIEW-DECIDE30", "R-RECHECK-DECIDE30", "R-SUPPORT-EXECUTE")


def units_for(cases: int) -> int:
    """Return how many units answer for so many cases: 45 in a county, some 3,000 in a province."""
    return 45 if cases <= 100_000 else 3_000


def make_facts(folder: Path, cases: int) -> None:
    """Write the Parquet files of ``cases`` matters into ``folder``; leave them if they are there."""
    if (folder / "commitment_fact.parquet").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    with connect() as link:
        link.execute("set preserve_insertion_order = true")
        link.execute("create macro dice(i, salt, sides) as cast(hash(i * 31 + salt) % sides as integer)")
        for table, sql in _tables(cases, folder).items():
            target = str(folder / f"{table}.parquet")
            if table in REPEATING:
                kinds = kinds_repeated(link, f"read_parquet('{folder / 'case_fact.parquet'}')")
                told = ", ".join(
                    f"cast(case_{name} as {kind}) as case_{name}" for name, kind in kinds.items()
                )
                sql = f"select * replace ({told}) from ({sql})"
            link.execute(
                f"copy ({sql}) to '{target}' (format parquet, compression zstd, row_group_size {ROW_GROUP})"
            )


def _tables(cases: int, folder: Path) -> dict[str, str]:
    case_file = str(folder / "case_fact.parquet")
    return {
        "unit_fact": _ordered(
            "unit_fact",
            {
                "code": "'U' || lpad(i::varchar, 5, '0')",
                "name": "'单位' || i",
                "kind": "'town'",
                "parent": "null::varchar",
                "assessed_year": "null::bigint",
                "assessed_no": "null::varchar",
                "assessed_on": "null::varchar",
            },
            f"(select unnest(range({units_for(cases)})) as i)",
        ),
        "case_fact": _ordered("case_fact", _case_facts(cases), _dated(cases)),
        "petition_fact": _ordered(
            "petition_fact",
            {
                "petition_number": "n",
                "petition_on": "cast(cast(registered_on as date) + cast((n - 1) * 40 as integer) as varchar)",
                "petition_channel": "channel",
                "petition_people": "largest_group",
            },
            f"(select *, unnest(range(1, batches + 1)) as n from read_parquet('{case_file}'))",
        ),
        # By their rule, as a frozen snapshot has them.
        "deadline_fact": " union all ".join(
            _deadlines(case_file, rule) for rule in sorted((*RULES, "R-HANDLE60", "R-UNIT-NOTICE15-FWD"))
        ),
        "commitment_fact": _ordered(
            "commitment_fact",
            {
                "commitment": "kind || ':' || case_id",
                "number": "'第' || case_id || '号'",
                "raised_on": "registered_on",
                "due_on": "notice_due",
                "met_on": "notice_on",
                "ended_on": "null::varchar",
                "days_late": "0::bigint",
                "subkind": "null::varchar",
                "outcome": "null::varchar",
            },
            f"(select *, {_choice_of(PLEDGES, 'case_id', 31)} as kind "
            f"from read_parquet('{case_file}') where case_id % 4 = 0) order by commitment",
        ),
    }


def _deadlines(case_file: str, rule: str) -> str:
    """Return the duties under one rule: the first two of every matter, one of ``RULES`` besides."""
    drawn = f" where {_choice_of(RULES, 'case_id', 26)} = '{rule}'" if rule in RULES else ""
    return _ordered(
        "deadline_fact",
        {
            "rule_id": f"'{rule}'",
            "round": "1::bigint",
            "arises_on": "registered_on",
            "start_on": "registered_on",
            "due_strict": "handling_due_strict",
            "due": "handling_due",
            "met_on": "handling_on",
            "ended_on": "null::varchar",
            "state": "case when handling_due is null then 'unknown' "
            "when handling_on is null then 'running' when handling_on <= handling_due then 'met' "
            "else 'met_late' end",
            "days_late": "late_days",
        },
        f"read_parquet('{case_file}'){drawn}",
    )


def _ordered(table: str, facts: dict[str, str], source: str) -> str:
    facts = {f"case_{name}": name for name in OF_MATTER} | facts
    told = ", ".join(f"{facts.get(name, name)} as {name}" for name in frozen_columns(table))
    return f"select {told} from {source}"


def _dated(cases: int) -> str:
    """Return the rows with their days, each later than the one before by dice."""
    return (
        f"(select i, date '{FIRST_DAY}' + cast(i * {DAYS} // {cases} as integer) as registered, "
        "registered + 15 as notice, notice - dice(i, 1, 20) + 6 as noticed, registered + 60 as due, "
        "due + dice(i, 2, 3) as rolled, registered + 5 + dice(i, 3, 70) as replied, "
        "replied + 1 + dice(i, 29, 180) as returned "
        f"from (select unnest(range(1, {cases} + 1)) as i))"
    )


def _case_facts(cases: int) -> dict[str, str]:
    def day(name: str, condition: str = "true") -> str:
        return f"case when {condition} and {name} <= date '{AS_OF}' then cast({name} as varchar) end"

    is_claim = "dice(i, 11, 10) < 7"
    is_closed = f"replied <= date '{AS_OF}'"
    # A second petition comes before the answer or after it.
    came_back = "dice(i, 17, 8) = 0 and dice(i, 28, 3) > 0"
    before = "1 + cast(dice(i, 17, 8) = 0 and dice(i, 28, 3) = 0 as bigint)"
    late = f"(rolled < date '{AS_OF}' and replied > date '{AS_OF}')"
    return {
        "case_id": "i",
        "case_no": "'430682-' || year(registered) || '-' || i",
        "title": "'反映' || dice(i, 4, 5000) || '号小区物业长期停电的问题'",
        "channel": _choice(Channel, 5),
        "petition_class": _choice(PetitionClass, 6),
        "path": f"case when {is_claim} then '31-6' else {_choice(StatutoryChannel, 7)} end",
        "procedure": _choice(Procedure, 8),
        "purpose": _choice(Purpose, 9),
        "level": _choice(Level, 10),
        "topic_group": "'类' || dice(i, 12, 17)",
        "topic": "'类' || dice(i, 12, 17) || ' / ' || dice(i, 13, 112)",
        "first_contact_unit": _unit(cases, 14),
        "cause_unit": f"case when i % 3 = 0 then {_unit(cases, 33)} end",
        "unit": _unit(cases, 15),
        "unit_name": "'单位' || " + f"dice(i, 15, {units_for(cases)})",
        "received_on": "cast(registered - dice(i, 16, 3) as varchar)",
        "registered_on": "cast(registered as varchar)",
        "batches": "1 + cast(dice(i, 17, 8) = 0 as bigint)",
        "person_times": "(1 + cast(dice(i, 17, 8) = 0 as bigint)) * (1 + dice(i, 18, 40) // 36 * 6)",
        "largest_group": "1::bigint + dice(i, 18, 40) // 36 * 6",
        "state": _choice(CaseState, 19),
        "state_since": "cast(registered as varchar)",
        "is_open": f"cast(replied > date '{AS_OF}' as bigint)",
        "notice_due": "cast(notice as varchar)",
        "notice_on": day("noticed", "dice(i, 20, 50) > 0"),
        "handling_due_strict": f"case when {is_claim} then cast(due as varchar) end",
        "handling_due": f"case when {is_claim} then cast(rolled as varchar) end",
        "handling_on": day("replied", is_claim),
        "extended_on": "null::varchar",
        "outcome": _choice(Outcome, 21),
        "replied_on": day("replied"),
        "served_on": day("replied + 2"),
        "concluded_on": day("replied + 30"),
        "resolved_on": day("replied + 40", "dice(i, 22, 3) = 0"),
        "satisfaction": f"case when dice(i, 23, 10) < 7 then {_choice(Satisfaction, 24)} end",
        "asked_by": f"case when dice(i, 23, 10) < 6 then {_choice(RatingAsker, 30)} end",
        "rated_on": day("replied + dice(i, 27, 20) - 3", "dice(i, 23, 10) < 7"),
        "closed_on": day("replied"),
        "closed_by": f"case when {is_closed} then {_unit(cases, 15)} end",
        "closed_days": f"case when {is_closed} then date_diff('day', replied, date '{AS_OF}') end",
        "batches_until_closed": f"case when {is_closed} then {before} end",
        "returned_on": day("returned", came_back),
        "return_days": f"case when {came_back} and returned <= date '{AS_OF}' then returned - replied end",
        "elapsed_days": "5::bigint + dice(i, 3, 70)",
        "answer_minutes": "(5::bigint + dice(i, 3, 70)) * 1440 + dice(i, 25, 600)",
        "next_due": f"case when replied > date '{AS_OF}' and not {late} then cast(rolled as varchar) end",
        "next_rule": f"case when replied > date '{AS_OF}' and not {late} then 'R-HANDLE60' end",
        "late_deadlines": f"cast({late} as bigint)",
        "missed_deadlines": "cast(replied > rolled as bigint)",
        "late_days": f"case when {late} then date_diff('day', rolled, date '{AS_OF}') else 0 end",
        "assumed": "null::varchar",
        "batch": "null::varchar",
        "external_no": "null::varchar",
    }


def _unit(cases: int, salt: int) -> str:
    return f"'U' || lpad(dice(i, {salt}, {units_for(cases)})::varchar, 5, '0')"


def _choice(terms: type[Term], salt: int) -> str:
    return _choice_of([one.value for one in terms], "i", salt)


def _choice_of(codes: Sequence[str], number: str, salt: int) -> str:
    return f"([{', '.join(repr(code) for code in codes)}])[1 + dice({number}, {salt}, {len(codes)})]"
