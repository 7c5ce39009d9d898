"""The fold of deadlines as SQL: which had arisen, how they stood on the day, and their sums by matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from workbench.law.obligation import MISSED, WITHOUT_DATE
from workbench.snapshots.dialect import SIX_DIGITS, Dialect, listed, quoted
from workbench.snapshots.fold_deadlines import HANDLING_RULES, NOTICE_RULES
from workbench.terms import DeadlineState

_RANK = 1  # of the first rule: one sign
_NO_DAY = "-" * 10
_KEY = 17  # signs of the day on which a deadline arose, its rank and its round
_MISSED = "!"


class DeadlineSql:
    """The questions about deadlines as of a day; the part of ``FoldSql`` that stands for itself."""

    def __init__(self, dialect: Dialect, as_of: date) -> None:
        self._dialect = dialect
        self._today = quoted(as_of.isoformat())

    def due_rows(self, first: int, last: int) -> str:
        """Return the obligations that had arisen, with the version of the due date that held on the day."""
        return due_rows(self._registered(first, last), self._today, plain_day)

    def deadlines(self, due_rows: str) -> str:
        """Return the obligations with the state of the day; ``due_rows`` is where they are."""
        stated = (
            "select case_id, rule_id, round, unit, arises_on, start_on, due_strict, due, met_on, ended_on, "
            f"{self._state()} as state from {due_rows} f"
        )
        late = listed(MISSED)
        days_late = self._dialect.days(f"coalesce(met_on, ended_on, {self._today})", "due")
        return (
            f"select s.*, case when state in {late} and due is not null then {days_late} else 0 end "
            f"as days_late from ({stated}) s"
        )

    def deadline_sums(self, deadlines: str, first: int, last: int) -> str:
        """Return, per matter, what its row says of its deadlines; ``deadlines`` is where their rows are."""
        late = f"state = {quoted(DeadlineState.LATE)}"
        missed = f"state in {listed(MISSED)}"
        running = f"state = {quoted(DeadlineState.RUNNING)} and due is not null"
        return (
            "select case_id, "
            f"{self._days_of_last(NOTICE_RULES, ('due', 'met_on', 'null'))} as notice, "
            f"{self._days_of_last(HANDLING_RULES, ('due_strict', 'due', 'met_on'))} as handling, "
            f"min(case when {running} then due || rule_id end) as next, "
            f"sum(case when {late} then 1 else 0 end) as late_deadlines, "
            f"sum(case when {missed} then 1 else 0 end) as missed_deadlines, "
            f"max(case when {late} then days_late else 0 end) as late_days "
            f"from {deadlines} where case_id between {first} and {last} group by case_id"
        )

    def facts_of_deadlines(self, unit: str) -> dict[str, str]:
        """Return what the row of a matter tells of ``deadline_sums``, which are joined as ``d``.

        ``unit`` is the expression of the unit that answers for the matter now.
        """
        return {
            "notice_due": _day("d.notice", 0, unit),
            "notice_on": _day("d.notice", 1, unit),
            "handling_due_strict": _day("d.handling", 0, unit),
            "handling_due": _day("d.handling", 1, unit),
            "handling_on": _day("d.handling", 2, unit),
            "next_due": "substr(d.next, 1, 10)",
            "next_rule": "substr(d.next, 11)",
        }

    def _registered(self, first: int, last: int) -> str:
        return f"c.id between {first} and {last} and c.registered_on <= {self._today}"

    def _state(self) -> str:
        """Return the state of a deadline, as ``law.obligation.state_of`` has it."""
        decided, ended_late = f"coalesce(met_on, {self._today})", quoted(DeadlineState.ENDED_LATE)
        in_time = (
            f"case when met_on is null then {quoted(DeadlineState.RUNNING)} "
            f"else {quoted(DeadlineState.MET)} end"
        )
        too_late = (
            f"case when met_on is null then {quoted(DeadlineState.LATE)} "
            f"else {quoted(DeadlineState.MET_LATE)} end"
        )
        return (
            f"case when ended_on is not null and kind = {ended_late} then kind "
            f"when ended_on is not null then {quoted(DeadlineState.ENDED)} "
            f"when kind in {listed(WITHOUT_DATE)} then kind "
            f"when due is not null then case when {decided} <= due then {in_time} else {too_late} end "
            f"when due_strict is not null and {decided} <= due_strict then {in_time} "
            f"else {quoted(DeadlineState.UNKNOWN)} end"
        )

    def _days_of_last(self, rules: Iterable[str], days: Iterable[str]) -> str:
        """Return what is known of the last deadline of these rules that stands or was missed, in one text.

        By the day on which it arose, then by rule and round: three days of ten signs, and the unit that
        missed it where it fell away late.
        """
        ranks = " ".join(
            f"when {quoted(rule)} then '{rank}'" for rank, rule in enumerate(sorted(rules), _RANK)
        )
        told = " || ".join(f"coalesce({day}, '{_NO_DAY}')" for day in days)
        ended_late = f"state = {quoted(DeadlineState.ENDED_LATE)}"
        whose = f"case when {ended_late} then '{_MISSED}' || coalesce(unit, '') else '' end"
        key = f"(arises_on || case rule_id {ranks} end || ({SIX_DIGITS} + round)) || {told} || {whose}"
        counts = f"(ended_on is null or {ended_late})"
        return f"max(case when {counts} and rule_id in {listed(rules)} then {key} end)"


def plain_day(column: str) -> str:
    """Return a day of SQLite as text: it is."""
    return column


def compared(column: str, iso: Callable[[str], str]) -> str:
    """Return a day as it is compared with another; ``iso`` tells which engine keeps it.

    SQLite takes a column of days for one of numbers, and tries for each comparison whether it reads as one.
    """
    return f"+{column}" if iso is plain_day else column


def due_rows(registered: str, today: str, iso: Callable[[str], str]) -> str:
    """Return the question of the records for obligations and due dates; ``iso`` tells a day as text.

    ``registered`` is the condition on matters, ``c``; ``today`` the as-of day, quoted.
    """
    columns = "o.met_on o.ended_on o.arises_on v.since v.until".split()
    met_on, ended_on, arises_on, since, until = (compared(column, iso) for column in columns)
    met = f"case when {met_on} <= {today} then {iso('o.met_on')} end"
    ended = f"case when {ended_on} <= {today} then {iso('o.ended_on')} end"
    return (
        f"select o.case_id, o.rule_id, o.round, o.unit, {iso('o.arises_on')} as arises_on, "
        f"{iso('v.start_on')} as start_on, {iso('v.due_strict')} as due_strict, "
        f"{iso('v.due_rolled')} as due, {met} as met_on, {ended} as ended_on, v.kind as kind "
        "from petition_case c cross join obligation o cross join due_version v "
        f"where {registered} and o.case_id = c.id "
        "and v.case_id = o.case_id and v.rule_id = o.rule_id and v.round = o.round "
        f"and {arises_on} <= {today} and {since} <= {today} "
        f"and (v.until is null or {until} > {today})"
    )


def _day(column: str, place: int, unit: str) -> str:
    """Return one of the days packed by ``_days_of_last``, none of what another unit missed."""
    day = f"nullif(substr({column}, {_KEY + 1 + 10 * place}, 10), '{_NO_DAY}')"
    missed_by = f"substr({column}, {_KEY + 31}, 1) = '{_MISSED}' and substr({column}, {_KEY + 32})"
    return f"case when {unit} is not null and {missed_by} <> {unit} then null else {day} end"
