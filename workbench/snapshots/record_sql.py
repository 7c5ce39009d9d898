"""What a frozen fold reads of the records: plain questions, alike for SQLite and PostgreSQL.

Only what the fold uses comes over, for reading is what takes most of the time: a step that says nothing but
its day and unit comes with six columns, and a step of no consequence for any fact does not come at all.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from workbench.snapshots.deadline_sql import compared, due_rows, plain_day
from workbench.snapshots.dialect import listed, quoted
from workbench.snapshots.fold import CLOSINGS, PETITIONS, REPLIES
from workbench.snapshots.fold_sql import CAUSE
from workbench.terms import Step

_PLAIN: Final = "case_id number kind happened_on unit to_unit".split()
_TOLD: Final = (
    "happened_at received_on received_at channel people petition_class path procedure outcome satisfaction "
    "asked_by".split()
)
# A step of these kinds says more than its day and unit; so does the first, and one that sets the course.
_SPEAKING: Final = PETITIONS | REPLIES | {Step.RATE}
_COURSE: Final = "coalesce(s.petition_class, s.path, s.procedure) is not null"
_OF_CONSEQUENCE: Final = CLOSINGS | {
    Step.TRANSFER,
    Step.ASSIGN,
    Step.GRANT_OBJECTION,
    Step.HANDLE_DIRECTLY,
    Step.EXTEND,
    Step.SERVE,
    Step.RESOLVE,
}
NUMBERS: Final = frozenset("id case_id number round people".split())
# Written as things happen, not in the order of matters: to go through them once is quicker than to seek them.
SCANNED: Final = ("speaking_step", "plain_step", "petition", "told_title", "told_name")


class Question(NamedTuple):
    """One table as the fold wants it: columns in order (those of ``NUMBERS`` are numbers), and the SQL."""

    table: str
    columns: tuple[str, ...]
    sql: str


def server_day(column: str) -> str:
    """Return a day of PostgreSQL as ISO text, however its server writes dates."""
    return f"to_char({column}, 'YYYY-MM-DD')"


def record_questions(
    as_of: date, first: int, last: int, iso: Callable[[str], str] = plain_day
) -> tuple[Question, ...]:
    """Return what is to be read of the matters ``first`` to ``last``; ``iso`` tells a day as text.

    Heads and deadlines come in the order of their matters, in which SQLite finds them by itself, as the joins
    are written: to ask for it costs nothing.
    """
    today = quoted(as_of.isoformat())
    registered_on, since, until = (compared(name, iso) for name in "c.registered_on z.since z.until".split())
    registered = f"c.id between {first} and {last} and {registered_on} <= {today}"
    within = f"case_id between {first} and {last}"

    rule = "o.rule_id" if iso is plain_day else 'o.rule_id collate "C"'
    return (
        _question(
            "petition_case",
            {name: f"c.{name}" for name in "id case_no topic purpose level assumed external_no".split()}
            | {"registered_on": iso("c.registered_on"), "batch": "b.batch", "cause_unit": CAUSE}
            | {"class_now": "c.petition_class"}
            | {"state": "z.state", "since": iso("z.since")},
            f"from petition_case c cross join standing z left join import_batch b on b.id = c.batch_id "
            f"where {registered} and z.case_id = c.id "
            f"and {since} <= {today} and (z.until is null or {until} > {today}) order by c.id",
        ),
        Question(
            "due_row",
            tuple(
                "case_id rule_id round unit arises_on start_on due_strict due met_on ended_on kind".split()
            ),
            f"{due_rows(registered, today, iso)} order by c.id, {rule}, o.round",
        ),
        *_of_matters(today, f"step s where s.{within}", f"petition p where p.{within}", iso),
    )


def scan_questions(as_of: date, steps: tuple[int, int], petitions: tuple[int, int]) -> tuple[Question, ...]:
    """Return what is to be read of the ``SCANNED`` tables of SQLite, from the first to the last row number.

    Of all matters: of those registered later too, which nobody asks for afterwards.
    """
    of_steps = "step s not indexed where s.id between {} and {}".format(*steps)
    of_petitions = "petition p not indexed where p.id between {} and {}".format(*petitions)
    return _of_matters(quoted(as_of.isoformat()), of_steps, of_petitions, plain_day)


def _of_matters(today: str, steps: str, petitions: str, iso: Callable[[str], str]) -> tuple[Question, ...]:
    """Return the questions for the ``SCANNED``; ``steps`` and ``petitions`` tell which rows of s and p."""
    happened_on, registered_on = (compared(name, iso) for name in ("s.happened_on", "p.registered_on"))
    of_step = f"from {steps} and {happened_on} <= {today}"
    speaks = f"(s.kind in {listed(_SPEAKING)} or s.number = 1 or {_COURSE})"
    those, which = petitions.split(" where ")
    return (
        _question("speaking_step", _days(_PLAIN + _TOLD, iso), f"{of_step} and {speaks}"),
        _question(
            "plain_step",
            _days(_PLAIN, iso),
            # Not by an index of kinds, which would go through those of all matters for every chunk.
            f"{of_step} and case when s.kind in {listed(_OF_CONSEQUENCE - _SPEAKING)} "
            f"then not {speaks} else 1 = 0 end",
        ),
        _question(
            "petition",
            {name: f"p.{name}" for name in "case_id number channel people".split()}
            | {"registered_on": iso("p.registered_on")},
            f"from {petitions} and {registered_on} <= {today}",
        ),
        _question(
            "told_title",
            {"case_id": "p.case_id", "number": "p.number", "title": "x.title"},
            f"from {those} cross join petition_text x where {which} and x.petition_id = p.id "
            f"and {registered_on} <= {today} and x.title <> ''",
        ),
        _question(
            "told_name",
            {"case_id": "p.case_id", "name": "n.name"},
            f"from {those} cross join petitioner n where {which} and n.petition_id = p.id "
            "and n.name is not null",
        ),
    )


def _days(names: list[str], iso: Callable[[str], str]) -> dict[str, str]:
    return {name: iso(f"s.{name}") if name.endswith("_on") else f"s.{name}" for name in names}


def _question(table: str, columns: dict[str, str], rest: str) -> Question:
    told = ", ".join(f"{expression} as {name}" for name, expression in columns.items())
    return Question(table, tuple(columns), f"select {told} {rest}")
