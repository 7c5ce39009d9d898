"""One definition, two engines: DuckDB over a frozen snapshot counts what SQLite counts over the live one."""

from __future__ import annotations

import sqlite3
from datetime import date

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.indicators.catalogue import GRAINS, catalogue
from workbench.indicators.evaluate import Period, evaluate, evaluate_together
from workbench.queries.case_filter import CaseFilter, ColumnTest, condition
from workbench.queries.duties import DutyCases
from workbench.snapshots.engines import DuckFacts, files_in, in_duckdb
from workbench.snapshots.parquet import ParquetWriter
from workbench.snapshots.schema import CASE_COLUMNS, TABLES, create_statements, insert_statement
from workbench.terms import (
    CaseState,
    Channel,
    DeadlineState,
    PetitionClass,
    RatingAsker,
    Satisfaction,
    StatutoryChannel,
)

AS_OF = date(2026, 3, 31)
OF_ROWS = ("petition_fact", "deadline_fact", "commitment_fact")
# Columns that hold what people typed.
WORDS = frozenset(
    "case_no title topic_group topic first_contact_unit unit unit_name closed_by assumed batch".split()
)
PLEDGES = (
    "milestone",
    "agreed_item",
    "order",
    "proposal",
    "instruction",
    "reception",
    "screening",
    "file_review",
)
YEAR = Period(date(2025, 10, 1), date(2026, 3, 31))
UNITS = [
    ("10", "市", "county_city", None, None, None, None),
    ("101", "镇", "town", "10", None, None, None),
    ("102", "局", "town", None, None, None, None),
]

days = st.dates(date(2025, 9, 1), date(2026, 4, 30)).map(date.isoformat)
maybe_days = st.none() | days


def codes(terms):
    return st.sampled_from([term.value for term in terms])


@st.composite
def case_rows(draw, number):
    """A row of case_fact in which every fact may be anything its column allows."""
    row = dict.fromkeys(CASE_COLUMNS)
    for name, kind in CASE_COLUMNS.items():
        if name.endswith(("_on", "_due", "_since", "_strict")):
            row[name] = draw(days if "NOT NULL" in kind else maybe_days)
        elif kind.startswith("INTEGER"):
            row[name] = draw(
                st.integers(0, 200) if "NOT NULL" in kind else st.none() | st.integers(0, 90_000)
            )
        elif name in WORDS:
            row[name] = draw(st.sampled_from(("甲", 'a"b', "c,d", "It's\n")))
        else:
            row[name] = draw(st.sampled_from(("one", "other")))
    row.update(
        case_id=number,
        case_no=f"XF-{number}",
        channel=draw(codes(Channel)),
        petition_class=draw(st.none() | codes(PetitionClass)),
        path=draw(st.none() | codes(StatutoryChannel)),
        unit=draw(st.sampled_from((None, "10", "101", "102"))),
        topic_group=draw(st.sampled_from((None, "民政", "政法"))),
        state=draw(codes(CaseState)),
        is_open=draw(st.integers(0, 1)),
        satisfaction=draw(st.none() | codes(Satisfaction)),
        asked_by=draw(st.none() | codes(RatingAsker)),
    )
    petitions = draw(st.lists(st.tuples(days, codes(Channel), st.integers(1, 30)), max_size=3))
    deadlines = draw(st.lists(st.tuples(codes(DeadlineState), days, maybe_days), max_size=2))
    rules = draw(st.permutations(("R-XF-FWD15", "R-ASSIGN-REPORT", "R-HANDLE60")))
    promises = draw(st.lists(st.tuples(st.sampled_from(PLEDGES), days, maybe_days), max_size=2))
    about = draw(st.sampled_from((number, None)))  # a promise need not be about a matter
    return (
        tuple(row.values()),
        [(number, place, *petition) for place, petition in enumerate(petitions, 1)],
        [
            (number, rules[place], 1, "101", arises, arises, due, due, due, None, state, 0)
            for place, (state, arises, due) in enumerate(deadlines)
        ],
        [
            (f"{kind}:{number}-{place}", kind, "1", about, "102", due, due, met, None, 0, None, None)
            for place, (kind, due, met) in enumerate(promises)
        ],
    )


@st.composite
def facts(draw):
    return [draw(case_rows(number)) for number in range(1, draw(st.integers(0, 14)) + 1)]


filters = st.builds(
    CaseFilter,
    units=st.sampled_from(((), ("10",), ("101", "102"))),
    channels=st.sampled_from(((), ("visit",), ("online", "letter"))),
    classes=st.sampled_from(((), ("claim",))),
    topics=st.sampled_from(((), ("民政",))),
    states=st.sampled_from(((), ("handling", "served"))),
    late_only=st.booleans(),
    open_only=st.booleans(),
    due_within=st.sampled_from((None, 14)),
    answered_after=st.sampled_from((None, 30)),
    columns=st.sampled_from(
        ((), (ColumnTest("case_no", contains="xf-1"),), (ColumnTest("late_days", low="9"),))
    ),
    duty=st.sampled_from((None, DutyCases("10"), DutyCases())),
)


def both(folder, rows):
    """Return the same facts for SQLite and for DuckDB."""
    live = sqlite3.connect(":memory:")
    for statement in create_statements():
        live.execute(statement)
    told = {
        "case_fact": [row[0] for row in rows],
        **{table: [one for row in rows for one in row[place]] for place, table in enumerate(OF_ROWS, 1)},
        "unit_fact": UNITS,
    }
    with ParquetWriter(folder) as writer:
        for table, values in told.items():
            live.executemany(insert_statement(table), values)
            writer.add(table, values)
        writer.finish()
    return live, DuckFacts(files_in(folder), threads=1)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=facts(), wanted=filters, turn=st.integers(0, 11))
def test_every_figure_is_the_same_whole_filtered_and_broken_down(tmp_path_factory, rows, wanted, turn):
    """Each example breaks every figure down in one way: the turn goes through the ways of all of them."""
    folder = tmp_path_factory.mktemp("facts")
    live, frozen = both(folder, rows)
    where, values = condition(wanted, AS_OF)
    asked = {"period": YEAR, "as_of": AS_OF, "where": where, "parameters": values}
    everything = list(catalogue().values())

    with frozen, DuckFacts(files_in(folder), threads=1, resident=True) as resident:
        for one in everything:
            ways = (None, *one.dimensions)
            by = ways[turn % len(ways)]
            expected = evaluate(live, one, by=by, **asked)
            assert evaluate(resident, one, by=by, **asked) == expected
            assert evaluate(frozen, one, by=by, **asked) == expected
        assert evaluate_together(frozen, everything, **asked) == evaluate_together(live, everything, **asked)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=facts(), wanted=filters)
def test_files_that_repeat_nothing_of_a_matter_are_joined(tmp_path_factory, rows, wanted):
    """A snapshot of an older layout is asked in the same words."""
    folder, older = tmp_path_factory.mktemp("facts"), tmp_path_factory.mktemp("older")
    live, frozen = both(folder, rows)
    frozen.close()
    with duckdb.connect() as link:
        for table, path in files_in(folder).items():
            columns = ", ".join(TABLES[table])
            link.execute(f"copy (select {columns} from '{path}') to '{older / path.name}' (format parquet)")
    where, values = condition(wanted, AS_OF)
    asked = {"period": YEAR, "as_of": AS_OF, "where": where, "parameters": values}

    with DuckFacts(files_in(older), threads=1) as facts:
        for one in catalogue().values():
            assert evaluate(facts, one, by="unit", **asked) == evaluate(live, one, by="unit", **asked)


@pytest.mark.parametrize("grain", ["petition", "deadline", "commitment"])
def test_rows_are_joined_with_their_matter_only_for_what_they_do_not_repeat(grain):
    rows = GRAINS[grain][0]

    for told in ("topic = :x and channel = 'title'", "case_id = 1", "registered_on > :x"):
        assert in_duckdb(f"select unit from {rows} where {told}")[0].startswith(
            f"select unit from {grain}_row"
        )
    for told in ("title like :x", "1 = 1 and purpose is null", "answer_minutes > 5"):
        assert rows in in_duckdb(f"select unit from {rows} where {told}")[0]


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=facts())
def test_the_cases_behind_every_figure_are_the_same(tmp_path_factory, rows):
    live, frozen = both(tmp_path_factory.mktemp("facts"), rows)
    values = {"start": YEAR.start.isoformat(), "end": YEAR.end.isoformat(), "as_of": AS_OF.isoformat()}

    with frozen:
        for one in catalogue().values():
            for part in ("all", "passed", "failed"):
                rows_of = GRAINS[one.grain][0]
                asked = f"select case_no from {rows_of} where {one.condition(part)} order by 1"
                assert frozen.execute(asked, values) == live.execute(asked, values).fetchall()


@pytest.mark.parametrize(
    ("asked", "expected", "names"),
    [
        ("a = :start and b = ':end'", "a = $start and b = ':end'", ["start"]),
        ("a::date = :x or :x is null", "a::date = $x or $x is null", ["x"]),
        ("a like :p0 escape '!'", "a ilike $p0 escape '!'", ["p0"]),
        ("a = 'it''s :not' and b = :yes", "a = 'it''s :not' and b = $yes", ["yes"]),
        ("dislike = 1", "dislike = 1", []),
        ("a is :p0 and b is null", "a is not distinct from $p0 and b is null", ["p0"]),
    ],
)
def test_a_question_is_reworded_outside_of_quotes_only(asked, expected, names):
    assert in_duckdb(asked) == (expected, names)


def test_facts_in_memory_answer_like_facts_in_files(tmp_path):
    _, frozen = both(tmp_path, [])
    with frozen, DuckFacts(files_in(tmp_path), resident=True, memory="256MB") as resident:
        for table in ("case_fact", "unit_fact"):
            asked = f"select count(*) from {table}"
            assert resident.value(asked) == frozen.value(asked)


def test_a_file_that_is_replaced_is_read_anew_by_who_has_it_open(tmp_path):
    """A deleted title is taken out of a frozen snapshot in place; what a file says of itself is kept."""
    place = tmp_path / "unit_fact.parquet"

    def put(count):
        fresh = tmp_path / "fresh"
        rows = f"select i::varchar as code, repeat('名', {count}) as name from range({count}) as t(i)"
        duckdb.execute(f"copy ({rows}) to '{fresh}' (format parquet)")
        fresh.replace(place)

    put(1)
    with DuckFacts({"unit_fact": place}, threads=1) as facts:
        for count in range(1, 40):
            put(count)
            asked = facts.execute("select count(*), max(length(name)) from unit_fact")
            assert asked == [(count, count)]
