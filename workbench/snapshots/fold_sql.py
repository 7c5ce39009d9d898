"""The fold as SQL: the rules of ``fold.py``, generated from the same constants, for many matters at once.

The Python fold says what the rules are and patches a few matters; this one folds a million. A test holds
the two equal on random matters. Each function returns one ``select`` over the records whose columns come in
the order of the table of the snapshot.

"The last word on a fact" is what the step of the greatest number said of it; how an engine finds it is told
by its dialect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from workbench.access.masking import ACCUSATION_NOTICE
from workbench.law.topics import topic_group, topic_label, topic_tree
from workbench.snapshots.dialect import Dialect, listed, quoted
from workbench.snapshots.fold import (
    NO_TITLE,
    NO_UNIT,
)
from workbench.snapshots.linked import Linked
from workbench.snapshots.schema import CASE_COLUMNS
from workbench.snapshots.step_sql import StepSql
from workbench.terms import CaseState, PetitionClass

# What a matter that may be an accusation says of the unit that it is about.
CAUSE = "case when c.held is null then c.cause_unit end"
_HEAD = ("case_no", "purpose", "level", "assumed", "external_no")
_COUNTS = ("late_deadlines", "missed_deadlines", "late_days")


class FoldSql(StepSql):
    """The questions of one fold: as of a day, over matters whose ids lie in a range."""

    def __init__(
        self, dialect: Dialect, as_of: date, unit_names: Mapping[str, str], linked: Linked | None = None
    ) -> None:
        super().__init__(dialect, as_of, linked)
        self._units = unit_names

    def names(self) -> dict[str, tuple[str, list[str]]]:
        """Return the small tables that ``cases`` joins: their columns, and their rows as values."""
        tree = topic_tree()
        codes = [code for group in tree.groups for code in (group.code, *(one.code for one in group.topics))]
        topics = [(code, topic_label(code), topic_group(code)) for code in codes]
        returns = sorted(self._linked.returns.items())
        linked = [f"({case}, {quoted(day)})" for case, days in returns for day in days]
        again = [f"({case})" for case in sorted(self._linked.again)]
        return {
            "topic_name": ("code, label, topic_group", [_values(row) for row in topics]),
            "unit_name": ("code, name", [_values(row) for row in sorted(self._units.items())]),
            "linked_day": ("case_id, day", linked),
            "came_before": ("case_id", again),
        }

    def petitions(self, first: int, last: int) -> str:
        """Return the petitions of the matters ``first`` to ``last``."""
        number = f"row_number() over (partition by p.case_id order by p.number) + {self._before('p')}"
        return (
            f"select p.case_id, {number}, "
            "p.registered_on, p.channel, p.people "
            f"from petition_case c cross join petition p where {self._registered(first, last)} "
            f"and p.case_id = c.id and p.registered_on <= {self._today}"
        )

    def cases(self, first: int, last: int, sums: str, *, title: str, beside: str = "") -> str:
        """Return the rows of the matters; ``sums`` is where their ``deadline_sums`` are, beside ``names``.

        ``title`` is a template that masks a title: ``{title}`` is the one that was told, ``{case}`` the id
        of the matter; ``beside`` joins what else it needs.
        """
        facts = dict.fromkeys(CASE_COLUMNS, "")
        facts |= {name: f"s.{name}" for name in CASE_COLUMNS}
        heads, facts_of_head = self._heads()
        facts |= facts_of_head
        facts |= {name: f"coalesce(d.{name}, 0)" for name in _COUNTS}
        facts |= self._facts_of_first_step()
        unit = f"case when s.given is null then f.to_unit else {self._dialect.told('s.given')} end"
        facts |= self.facts_of_deadlines(unit)
        told = title.format(title=self._title(), case="s.case_id")
        accusation = quoted(PetitionClass.ACCUSATION)
        is_accusation = f"(s.petition_class = {accusation} or c.class_now = {accusation})"
        facts |= {
            "title": f"case when {is_accusation} then {quoted(ACCUSATION_NOTICE)} else {told} end",
            "cause_unit": f"case when {is_accusation} then null else c.cause_unit end",
            "petition_class": f"case when {is_accusation} then {accusation} else s.petition_class end",
            "topic_group": "coalesce(t.topic_group, c.topic)",
            "topic": "coalesce(t.label, c.topic)",
            "unit": unit,
            "unit_name": f"coalesce(u.name, {unit}, {quoted(NO_UNIT)})",
            "is_open": f"case when {facts['state']} in {listed(CaseState.answered())} then 0 else 1 end",
            "elapsed_days": self._dialect.days(
                f"coalesce(s.replied_on, s.concluded_on, {self._today})", facts["received_on"]
            ),
            "answer_minutes": self._answer_minutes(),
            "closed_by": f"case when s.closed_on is not null then coalesce(s.closing_unit, {unit}) end",
            "batches_until_closed": f"s.batches_until_closed + {self._before('s')}",
            "closed_days": self._dialect.days(self._today, "s.closed_on"),
            "return_days": self._dialect.days("s.returned_on", "s.closed_on"),
        }
        columns = ", ".join(f"{expression} as {name}" for name, expression in facts.items())
        # In this order: SQLite goes from each matter to its head and its first step.
        joined = " cross join ".join(self._ordered(f"({self._said(first, last)}) s", heads))
        return (
            f"select {columns} from {joined} cross join step f "
            f"left join {sums} d on d.case_id = s.case_id "
            "left join topic_name t on t.code = c.topic "
            f"left join unit_name u on u.code = {unit} {beside} "
            "where c.id = s.case_id and f.case_id = s.case_id and f.number = 1"
        )

    def _ordered(self, said: str, heads: str) -> tuple[str, str]:
        """Return what the steps say and the heads in the order in which they are joined."""
        return said, heads

    def _heads(self) -> tuple[str, dict[str, str]]:
        """Return the heads of the matters as ``c``, joined to others by ``id``, and what they tell."""
        told = (f"c.{name}" for name in _HEAD)
        now = "c.petition_class as class_now"
        columns = ", ".join(("c.id", "c.topic", *told, f"{CAUSE} as cause_unit", now, "b.batch", "z.state"))
        heads = (
            f"(select {columns}, z.since from petition_case c cross join standing z "
            "left join import_batch b on b.id = c.batch_id where z.case_id = c.id "
            f"and z.since <= {self._today} and (z.until is null or z.until > {self._today})) c"
        )
        names = (*_HEAD, "batch", "state")
        return heads, {name: f"c.{name}" for name in names} | {"state_since": "c.since"}

    def _facts_of_first_step(self) -> dict[str, str]:
        return {
            "channel": "f.channel",
            "first_contact_unit": "f.unit",
            "received_on": "coalesce(f.received_on, f.happened_on)",
            "registered_on": "f.happened_on",
        }

    def _answer_minutes(self) -> str:
        days = self._dialect.days("s.replied_on", self._facts_of_first_step()["received_on"])
        by_clock = f"coalesce(s.replied_minutes - {self._dialect.minutes('f.received_at')}, 0)"
        return f"case when s.replied_on is not null then {days} * 1440 + {by_clock} end"

    def _title(self) -> str:
        return (
            "coalesce((select x.title from petition p join petition_text x on x.petition_id = p.id "
            f"where p.case_id = s.case_id and p.registered_on <= {self._today} and x.title <> '' "
            f"order by p.number limit 1), {quoted(NO_TITLE)})"
        )


def _values(row: Iterable[str | None]) -> str:
    return f"({', '.join(map(quoted, row))})"
