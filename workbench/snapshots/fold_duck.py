"""Fold a chunk of matters in DuckDB, by the SQL that folds them in SQLite too: a part of what is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import duckdb

from workbench.access.masking import scrub
from workbench.snapshots.dialect import DuckDb, listed, quoted
from workbench.snapshots.fold import CLOSINGS, NO_TITLE, PETITIONS, longest_first
from workbench.snapshots.fold_sql import FoldSql
from workbench.snapshots.linked import Linked
from workbench.snapshots.parquet import ParquetWriter
from workbench.snapshots.record_rows import Records
from workbench.snapshots.schema import TABLES
from workbench.terms import Step

_ALL: Final = (-(2**62), 2**62)  # the chunk is what is there
_KINDS: Final = {"case_id": "bigint"}  # of small tables; everything else in them is text
# Titles are masked by Python, like everything else that is masked: two ways to mask would be one too many.
# Only one in which a name stands or may stand a long number is shown to it. What is neither a sign of ASCII
# nor of Chinese writing might be a digit of some other script, which Python takes for one.
MAY_CHANGE: Final = (
    "regexp_matches({title}, '[0-9]{{4}}[- ]?[0-9]{{3}}|"
    "[^\\x{{0}}-\\x{{7F}}\\x{{2010}}-\\x{{2027}}\\x{{3000}}-\\x{{9FFF}}\\x{{FF00}}-\\x{{FF0F}}"
    "\\x{{FF1A}}-\\x{{FFEF}}]')"
)
# Each step with the number of the one that first closed its matter.
_STEPS: Final = f"""
create or replace temp table step as
with told as (select * from speaking_step union all by name select * from plain_step),
closing as (
    select case_id, min(number) as closing from told where kind in {listed(CLOSINGS)} group by case_id
)
select told.*, closing.closing from told left join closing on closing.case_id = told.case_id
"""
_TITLES: Final = f"""
create or replace temp table title as
with first_title as (
    select case_id, arg_min(title, number) as title from told_title group by case_id
), named as (
    select distinct t.case_id from first_title t join told_name n using (case_id)
    where contains(t.title, n.name)
), names as (
    select case_id, list(name) as names from told_name where case_id in (
        select case_id from first_title where {MAY_CHANGE.format(title="title")}
        union select case_id from named
    ) group by case_id
)
select t.case_id, case when n.case_id is not null or {MAY_CHANGE.format(title="t.title")}
then masked(t.title, coalesce(n.names, [])) else t.title end as title
from first_title t left join names n using (case_id)
"""


class _ChunkSql(FoldSql):
    """The fold over what was brought: a head comes with its state of the day and its batch.

    Heads lie in their order, and everything else is sought for them: so the rows are in order too.
    """

    def _heads(self) -> tuple[str, dict[str, str]]:
        return "petition_case c", super()._heads()[1]

    def _ordered(self, said: str, heads: str) -> tuple[str, str]:
        return heads, said

    def _steps(self, first: int, last: int) -> str:
        around = {
            "before": f"count(*) filter (where s.kind in {listed(PETITIONS)} and s.number < s.closing)",
            "after": self._dialect.last(
                "s.happened_on", f"s.kind = {quoted(Step.REPEAT)} and s.number > s.closing", "min"
            ),
        }
        told = ", ".join(f"{expression} as {name}" for name, expression in around.items())
        return super()._steps(first, last).replace(" from ", f", {told} from ", 1)

    def _around_closing(self) -> dict[str, str]:
        return {
            "batches_until_closed": "case when closing is not null then before end",
            "came_back_on": self._dialect.told("after"),
        }


def add_masking(link: duckdb.DuckDBPyConnection) -> None:
    """Let the folds of one writer mask titles; ``link`` stays open as long as they need it."""
    kinds: list[Any] = ["varchar", duckdb.list_type("varchar")]
    link.create_function("masked", masked, kinds, "varchar")


class ChunkFold:
    """Folds chunks into parts of ``writer``, one after the other; close it when all are done."""

    def __init__(
        self,
        writer: ParquetWriter,
        records: Records,
        as_of: date,
        unit_names: Mapping[str, str],
        linked: Linked | None = None,
    ) -> None:
        self._writer = writer
        self._records = records
        self._as_of = as_of
        self._sql = _ChunkSql(DuckDb(), as_of, unit_names, linked)
        self._link = writer.connect()
        for table, (columns, rows) in self._sql.names().items():
            told = ", ".join(f"{name} {_KINDS.get(name, 'varchar')}" for name in columns.split(", "))
            self._link.execute(f"create temp table {table} ({told})")
            if rows:
                self._link.execute(f"insert into {table} values {', '.join(rows)}")

    def close(self) -> None:
        """Let go of the memory."""
        self._link.close()

    def fold(self, number: int, first: int, last: int) -> None:
        """Write the rows of the matters ``first`` to ``last`` as part ``number``."""
        sql = self._sql
        self._records.bring(self._link, self._as_of, first, last)
        self._link.execute(_STEPS)
        self._link.execute(_TITLES)
        deadlines = self._writer.place("deadline_fact", number)
        title = f"coalesce(w.title, {quoted(NO_TITLE)})"
        beside = "left join title w on w.case_id = s.case_id"
        self._make(deadlines, "deadline_fact", sql.deadlines("due_row"))
        self._link.execute(
            f"create or replace temp table deadline_sum as {sql.deadline_sums(deadlines, *_ALL)}"
        )
        self._make(
            self._writer.place("case_fact", number),
            "case_fact",
            sql.cases(*_ALL, "deadline_sum", title=title, beside=beside),
        )
        petitions = f"{sql.petitions(*_ALL)} order by 1, 2"
        self._make(self._writer.place("petition_fact", number), "petition_fact", petitions)
        self._writer.add_part(self._link, number)

    def _make(self, place: str, table: str, question: str) -> None:
        names, kind = ", ".join(TABLES[table]), "table" if "." in place else "temp table"
        self._link.execute(f"create or replace {kind} {place} as select * from ({question}) facts ({names})")


def masked(title: str, names: list[str]) -> str:
    """Return a title without the names, ID and phone numbers of who told it."""
    return scrub(title, longest_first(names))
