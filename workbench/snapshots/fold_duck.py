"""Fold a chunk of matters in DuckDB, by the SQL that folds them in SQLite too: a part of what is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from workbench.access.masking import GAP, scrub
from workbench.snapshots.dialect import DuckDb, listed, quoted
from workbench.snapshots.fold import CLOSINGS, NO_TITLE, PETITIONS, longest_first
from workbench.snapshots.fold_sql import FoldSql
from workbench.snapshots.linked import Linked
from workbench.snapshots.parquet import ParquetWriter, table_order
from workbench.snapshots.record_rows import ROWS, Records
from workbench.snapshots.schema import TABLES
from workbench.terms import Step

_ALL: Final = (-(2**62), 2**62)  # the chunk is what is there
_KINDS: Final = {"case_id": "bigint"}  # of small tables; everything else in them is text
# Titles are masked by Python, like everything else that is masked: two ways to mask would be one too many.
# Only one in which a name stands or may stand a long number is shown to it. What is neither a sign of ASCII
# nor of Chinese writing might be a digit of some other script, which Python takes for one.
MAY_CHANGE: Final = (
    f"regexp_matches({{title}}, '[0-9]{{{{4}}}}{GAP}[0-9]{{{{3}}}}|"
    "[^\\x{{0}}-\\x{{7F}}\\x{{2010}}-\\x{{2027}}\\x{{3000}}-\\x{{9FFF}}\\x{{FF00}}-\\x{{FF0F}}"
    "\\x{{FF1A}}-\\x{{FFEF}}]')"
)
_STEPS: Final = """
create or replace temp table step as
select * from speaking_step union all by name select * from plain_step
"""
# Of the few matters that came more than once: what came before and after they were first closed.
_AROUND: Final = f"""
create or replace temp table around_closing as
with again as (
    select case_id from step where number > 1 and kind in {listed(PETITIONS)}
), closing as (
    select case_id, min(number) as number from step
    where kind in {listed(CLOSINGS)} and case_id in (from again) group by case_id
)
select c.case_id, count(*) filter (s.number < c.number) as before,
arg_min(s.happened_on, s.number) filter (s.kind = {quoted(Step.REPEAT)} and s.number > c.number) as after
from closing c join step s on s.case_id = c.case_id
where s.kind in {listed(PETITIONS)} group by c.case_id
"""
_TITLES: Final = """
create or replace temp table title as
select case_id, arg_min(title, number) as title from told_title group by case_id
"""
_TO_MASK: Final = f"""
with meant as (
    select case_id from title where {MAY_CHANGE.format(title="title")}
    union select t.case_id from title t join told_name n using (case_id) where contains(t.title, n.name)
), names as (
    select case_id, list(name) as names from told_name where case_id in (from meant) group by case_id
)
select t.case_id, t.title, coalesce(n.names, [])
from title t join meant using (case_id) left join names n using (case_id)
"""
_MASKED: Final = """
update title set title = m.title
from (select unnest(?::bigint[]) as case_id, unnest(?::varchar[]) as title) m where m.case_id = title.case_id
"""


class _ChunkSql(FoldSql):
    """The fold over what was brought: a head comes with its state of the day and its batch.

    Heads lie in their order, and everything else is sought for them: so the rows are in order too, but for
    one in a hundred thousand that a join of DuckDB sets aside, always the same one.
    """

    def _heads(self) -> tuple[str, dict[str, str]]:
        return "petition_case c", super()._heads()[1]

    def _ordered(self, said: str, heads: str) -> tuple[str, str]:
        return heads, said

    def _steps(self, first: int, last: int) -> str:
        # What was brought is of the matters asked for: the steps need not be held against their heads.
        said = super()._steps(first, last)
        of_all = (
            f"{said[: said.index(' from ')].replace('c.id ', 's.case_id ', 1)} from step s group by s.case_id"
        )
        beside = "left join around_closing a on a.case_id = g.case_id"
        return f"select g.*, a.before, a.after from ({of_all}) g {beside}"

    def _around_closing(self) -> dict[str, str]:
        return {
            "batches_until_closed": "case when closing is not null then coalesce(before, batches) end",
            "came_back_on": "after",
        }


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
        deadlines = self._writer.place("deadline_fact", number)
        by_rule = f"{sql.deadlines(ROWS)} order by {table_order('deadline_fact')}"
        made = {"due_row": self._made(deadlines, "deadline_fact", by_rule)}
        self._records.bring(self._link, self._as_of, first, last, made)
        for helper in (_STEPS, _AROUND, _TITLES):
            self._link.execute(helper)
        self._mask_titles()
        self._link.execute(
            f"create or replace temp table deadline_sum as {sql.deadline_sums(deadlines, *_ALL)}"
        )
        title = f"coalesce(w.title, {quoted(NO_TITLE)})"
        beside = "left join title w on w.case_id = s.case_id"
        cases = sql.cases(*_ALL, "deadline_sum", title=title, beside=beside)
        petitions = f"{sql.petitions(*_ALL)} order by 1, 2"
        for table, question in (("case_fact", cases), ("petition_fact", petitions)):
            self._link.execute(self._made(self._writer.place(table, number), table, question))
        self._writer.add_part(self._link, number)

    def _mask_titles(self) -> None:
        # Fetched and put back: to call Python from within, DuckDB loads numpy, for a tenth of a second.
        if found := self._link.execute(_TO_MASK).fetchall():
            told = [masked(title, names) for _, title, names in found]
            self._link.execute(_MASKED, [[case for case, *_ in found], told])

    def _made(self, place: str, table: str, question: str) -> str:
        names, kind = ", ".join(TABLES[table]), "table" if "." in place else "temp table"
        return f"create or replace {kind} {place} as select * from ({question}) facts ({names})"


def masked(title: str, names: list[str]) -> str:
    """Return a title without the names, ID and phone numbers of who told it."""
    return scrub(title, longest_first(names))
