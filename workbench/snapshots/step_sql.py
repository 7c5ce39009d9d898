"""What the steps of each matter say, as SQL: the last word on each fact, its first closing, who came back."""

from __future__ import annotations

from datetime import date

from workbench.snapshots.deadline_sql import DeadlineSql
from workbench.snapshots.dialect import Dialect, listed, quoted
from workbench.snapshots.fold import CLOSINGS, PETITIONS, REPLIES
from workbench.snapshots.linked import Linked
from workbench.terms import Step

_COURSE = ("petition_class", "path", "procedure")


class StepSql(DeadlineSql):
    """The questions about steps as of a day; ``linked`` tells which matters were decided to be one."""

    def __init__(self, dialect: Dialect, as_of: date, linked: Linked | None = None) -> None:
        super().__init__(dialect, as_of)
        self._linked = linked or Linked()

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


def _kind(*kinds: Step) -> str:
    return f"s.kind = {quoted(kinds[0])}" if len(kinds) == 1 else f"s.kind in {listed(kinds)}"
