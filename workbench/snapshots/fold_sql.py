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
from workbench.snapshots.deadline_sql import DeadlineSql
from workbench.snapshots.dialect import Dialect, listed, quoted
from workbench.snapshots.fold import (
    CLOSINGS,
    NO_TITLE,
    NO_UNIT,
    PETITIONS,
    REPLIES,
)
from workbench.snapshots.linked import Linked
from workbench.snapshots.schema import CASE_COLUMNS
from workbench.terms import CaseState, PetitionClass, Step

# What a matter that may be an accusation says of the unit that it is about.
CAUSE = "case when c.held is null then c.cause_unit end"
_HEAD = ("case_no", "purpose", "level", "assumed", "external_no")
_COURSE = ("petition_class", "path", "procedure")
_COUNTS = ("late_deadlines", "missed_deadlines", "late_days")


class FoldSql(DeadlineSql):
    """The questions of one fold: as of a day, over matters whose ids lie in a range."""

    def __init__(
        self, dialect: Dialect, as_of: date, unit_names: Mapping[str, str], linked: Linked | None = None
    ) -> None:
        super().__init__(dialect, as_of)
        self._units = unit_names
        self._linked = linked or Linked()

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

    def _said(self, first: int, last: int) -> str:
        """Return what the steps of each matter say, one row per matter."""
        told = self._dialect.told
        counts = ("batches", "person_times", "largest_group", "given")
        values = ("petition_class", "path", "procedure", "extended_on", "outcome", "replied_on")
        found = {name: name for name in ("case_id", *counts)}
        found |= {name: told(name) for name in (*values, "concluded_on", "resolved_on", "satisfaction")}
        found |= {
            "replied_minutes": f"cast({told('replied_minutes')} as integer)",
            "served_on": f"coalesce({told('answered_on')}, {told('first_served_on')})",
            "rated_on": f"case when {told('satisfaction')} is not null then {told('rated_on')} end",
            "asked_by": f"case when {told('satisfaction')} is not null then {told('asked_by')} end",
            "closed_on": told("closed_on"),
            "closing_unit": told("closing_unit"),
            **self._around_closing(),
        }
        columns = ", ".join(f"{expression} as {name}" for name, expression in found.items())
        return self._with_linked(f"select {columns} from ({self._steps(first, last)}) q")

    def _before(self, matter: str) -> str:
        """Return 1 for a matter that came before under another number, else 0."""
        if not self._linked.again:
            return "0"
        return f"case when {matter}.case_id in (select w.case_id from came_before w) then 1 else 0 end"

    def _with_linked(self, said: str) -> str:
        """Return what the steps say, with the return of who came with the same matter as a new one."""
        if not self._linked.returns:
            return f"select r.*, r.came_back_on as returned_on from ({said}) r"
        anew = "(select min(w.day) from linked_day w where w.case_id = q.case_id and w.day > q.closed_on)"
        first = (
            "case when r.came_back_on <= r.anew_on then r.came_back_on "
            "else coalesce(r.anew_on, r.came_back_on) end"
        )
        return f"select r.*, {first} as returned_on from (select q.*, {anew} as anew_on from ({said}) q) r"

    def _around_closing(self) -> dict[str, str]:
        """Return what came before and after the first closing step; asked only where more than one came."""
        of_matter = f"from step s where s.case_id = q.case_id and s.happened_on <= {self._today}"
        before = f"(select count(*) {of_matter} and {_kind(*PETITIONS)} and s.number < q.closing)"
        after = (
            f"(select s.happened_on {of_matter} and {_kind(Step.REPEAT)} "
            "and s.number > q.closing order by s.number limit 1)"
        )
        return {
            "batches_until_closed": (
                f"case when closing is null then null when batches > 1 then {before} else batches end"
            ),
            "came_back_on": f"case when closing is not null and batches > 1 then {after} end",
        }

    def _steps(self, first: int, last: int) -> str:
        """Return the last word on each fact, as the dialect finds it."""
        on, last_of = "s.happened_on", self._dialect.last
        people = "coalesce(nullif(s.people, 0), 1)"
        is_petition, replies, closes = _kind(*PETITIONS), _kind(*REPLIES), _kind(*CLOSINGS)
        gives = _kind(Step.TRANSFER, Step.ASSIGN, Step.GRANT_OBJECTION)
        takes = f"{_kind(Step.HANDLE_DIRECTLY)} and s.unit is not null"
        given = f"case when {gives} then coalesce(s.to_unit, '') else s.unit end"
        minutes = f"coalesce(cast({self._dialect.minutes('s.happened_at')} as varchar), '')"
        rates = _kind(Step.RATE)
        found = {
            **{name: last_of(f"s.{name}", f"s.{name} is not null") for name in _COURSE},
            "batches": f"count(*) filter (where {is_petition})",
            "person_times": f"coalesce(sum({people}) filter (where {is_petition}), 0)",
            "largest_group": f"coalesce(max({people}) filter (where {is_petition}), 0)",
            "given": last_of(given, f"{gives} or ({takes})"),
            "extended_on": last_of(on, _kind(Step.EXTEND)),
            "replied_on": last_of(on, replies),
            "replied_minutes": last_of(minutes, replies),
            "outcome": last_of("s.outcome", f"{replies} and s.outcome is not null"),
            "answered_on": last_of(on, _kind(Step.REPLY_DIRECTLY)),
            "first_served_on": last_of(on, _kind(Step.SERVE), "min"),
            "concluded_on": last_of(on, _kind(Step.CONCLUDE)),
            "resolved_on": last_of(on, _kind(Step.RESOLVE)),
            "rated_on": last_of(on, rates),
            "satisfaction": last_of("coalesce(s.satisfaction, '')", rates),
            "asked_by": last_of("coalesce(s.asked_by, '')", rates),
            "closing": f"min(s.number) filter (where {closes})",
            "closed_on": last_of(on, closes, "min"),
            "closing_unit": last_of("coalesce(s.unit, '')", closes, "min"),
        }
        columns = ", ".join(f"{expression} as {name}" for name, expression in found.items())
        return (
            f"select c.id as case_id, {columns} from petition_case c cross join step s "
            f"where {self._registered(first, last)} and s.case_id = c.id and s.happened_on <= {self._today} "
            "group by c.id"
        )

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


def _kind(*kinds: Step) -> str:
    return f"s.kind = {quoted(kinds[0])}" if len(kinds) == 1 else f"s.kind in {listed(kinds)}"
