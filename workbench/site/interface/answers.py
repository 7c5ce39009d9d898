"""Answers the questions of units' own systems, from what the account behind the token may see.

The server asks from a thread of its own, one question after the other. What was answered is kept for as long
as neither the ledger nor the day moves, so that a system that asks often costs little.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from workbench.access.gate import allow
from workbench.site.interface.asked import (
    DUTIES,
    MATTER,
    MATTERS,
    NOTICES,
    Asked,
    BadQuestionError,
    MissingError,
)

if TYPE_CHECKING:
    from workbench.access.tokens import TokenBook
    from workbench.access.viewer import Viewer
    from workbench.app import Workbench
    from workbench.queries.unit_duties import Owed

READS: Final = "read:interface"
VERSION: Final = 1  # of the meaning of columns; data/interface.md describes it
KEPT: Final = 32 * 1024 * 1024  # bytes of answers: those of all units of a county, many times
DAYS_BACK: Final = 7  # of a notice: each day asks for a snapshot of its own
LISTS: Final = {MATTERS: "事项", DUTIES: "要办的事", NOTICES: "提醒", MATTER: "事项"}
GATES: Final = {MATTERS: "read:cases", MATTER: "read:case", DUTIES: "read:unit", NOTICES: "read:unit"}
DUTY_HEADINGS: Final = (
    "要办的事", "编号", "内容", "期限", "期限状态", "逾期天数", "曾被退回", "办理页面",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question is answered: bytes, their tag, the mark of the ledger, and what comes behind."""

    body: bytes
    tag: str
    mark: str
    next: str
    count: int


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows under headings; ``total`` counts the whole list, ``next`` leads to the page behind."""

    headings: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    mark: str
    total: int
    next: str = ""


class Interface:
    """The interface over one workbench."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._kept: OrderedDict[tuple[object, ...], Answer] = OrderedDict()

    def admit(self, token: str) -> tuple[str, Viewer] | None:
        """Return the id of a token and as whom it reads, ``None`` for what opens nothing."""
        return self._tokens.admit(token)

    def answer(self, viewer: Viewer, asked: Asked, base: str = "/") -> Answer:
        """Return the answer; ``MissingError`` and ``BadQuestionError`` say why there is none.

        ``base`` is where the site stands.
        """
        if viewer.unit is None or not all(allow(viewer, one) for one in (READS, GATES[asked.what])):
            raise MissingError
        theirs = self._bench.seen_by(replace(viewer, accusations=False))
        key = (viewer.account, viewer.unit, asked, base, theirs.today(), theirs.ledger_size())
        if key not in self._kept:
            find = {MATTERS: self._matters, MATTER: self._matter, DUTIES: self._duties}
            found = find.get(asked.what, self._notices)(theirs, viewer.unit, asked)
            self._kept[key] = _written(found, asked, base, (asked.day or theirs.today()).isoformat())
            while len(self._kept) > 1 and sum(len(one.body) for one in self._kept.values()) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    @cached_property
    def _tokens(self) -> TokenBook:
        from workbench.access.tokens import TokenBook  # heavy, and not needed before the first question

        return TokenBook(self._bench)

    def _matters(self, theirs: Workbench, unit: str, asked: Asked) -> _Rows:
        from workbench.intake.exchange import exchanged_rows
        from workbench.queries.interface_changes import changed_since, mark_of

        snapshot = theirs.snapshot()
        with self._bench.reading() as whole, theirs.reading() as session:
            mark = asked.begun or mark_of(whole.connection(), snapshot.ledger_size)
            changed = (
                changed_since(whole.connection(), session.connection(), asked.since) if asked.since else None
            )
        where = "case_id > :after"
        values: dict[str, Any] = {"after": asked.after}
        if changed is not None:
            where += " and case_no in (select value from json_each(:changed))"
            values["changed"] = json.dumps(sorted(changed))
        page = snapshot.rows(
            f"select case_id, case_no, title from case_fact where {where} order by case_id limit :limit",
            {**values, "limit": asked.limit + 1},
        )
        total = snapshot.value("select count(*) from case_fact", {})
        shown = page[: asked.limit]
        with theirs.reading() as session:
            titles = {case_no: title for _, case_no, title in shown}
            rows, _ = exchanged_rows(session.connection(), titles, snapshot.as_of)
        following = asked.next(shown[-1][0], mark) if len(page) > asked.limit else ""
        return _Rows(_headings(), rows, mark, total, following)

    def _matter(self, theirs: Workbench, unit: str, asked: Asked) -> _Rows:
        from workbench.intake.exchange import exchanged_rows

        snapshot = theirs.snapshot()
        found = snapshot.rows(
            "select case_no, title from case_fact where case_no = :no", {"no": asked.case_no}
        )
        with theirs.reading() as session:
            rows, _ = exchanged_rows(session.connection(), dict(found), snapshot.as_of)
        if not rows:
            raise MissingError
        return _Rows(_headings(), rows, self._mark(snapshot.ledger_size), 1)

    def _duties(self, theirs: Workbench, unit: str, asked: Asked) -> _Rows:
        from workbench.queries.unit_duties import unit_duties

        snapshot = theirs.snapshot()
        with theirs.reading() as session:
            link = session.connection()
            found = unit_duties(link, snapshot, unit, calendars=theirs.calendars(link))
        rows = [_duty(one, snapshot.as_of) for one in found]
        return self._part(DUTY_HEADINGS, rows, asked, self._mark(snapshot.ledger_size))

    def _notices(self, theirs: Workbench, unit: str, asked: Asked) -> _Rows:
        from workbench.queries.notice_files import HEADINGS, notice_rows
        from workbench.queries.notices import notice

        today = theirs.today()
        day = asked.day or today
        if not today - timedelta(DAYS_BACK) < day <= today:
            raise BadQuestionError(f"day 须在最近 {DAYS_BACK} 天以内，最晚为今天（{today}）")
        snapshot = theirs.snapshot(day)
        with theirs.reading() as session:
            link = session.connection()
            told = notice(link, snapshot, unit, "", calendars=theirs.calendars(link))
        headings = tuple(heading.label for heading in HEADINGS)
        rows = [[cell if cell != "" else None for cell in row] for row in notice_rows(told)]
        return self._part(headings, rows, asked, self._mark(snapshot.ledger_size))

    def _part(self, headings: tuple[str, ...], rows: Sequence[Any], asked: Asked, mark: str) -> _Rows:
        """Return the page of a list that is made anew each time; it holds together at one mark only."""
        if asked.begun and asked.begun != mark:
            raise BadQuestionError("翻页期间有了新的记录：请从第一页重新读取")
        end = asked.after + asked.limit
        following = asked.next(end, mark) if end < len(rows) else ""
        return _Rows(headings, rows[asked.after : end], mark, len(rows), following)

    def _mark(self, size: int) -> str:
        from workbench.queries.interface_changes import mark_of

        return str(self._bench.ask(mark_of, size))


def _headings() -> tuple[str, ...]:
    from workbench.intake.columns import shipped_vocabulary
    from workbench.intake.exchange import COLUMNS

    fields = shipped_vocabulary().fields
    return tuple(fields[fact].label for fact in COLUMNS)


def _duty(one: Owed, as_of: Any) -> tuple[Any, ...]:
    from workbench.queries.unit_duties import SPANS

    late = one.days_late(as_of) or None
    page = f"{one.app}?{urlencode(one.at)}"
    back = "是" if one.is_returned else None
    return one.what, one.number, one.subject, one.due_on, SPANS[one.span(as_of)], late, back, page


def _written(found: _Rows, asked: Asked, base: str, day: str) -> Answer:
    from workbench.intake.exchange_forms import as_csv, as_objects

    following = base + found.next if found.next else ""
    told = as_objects(found.headings, found.rows)
    # The tag follows what is told of matters and duties: entries that are not his business change nothing.
    same = json.dumps([told, bool(following), found.total, asked.form], ensure_ascii=False, sort_keys=True)
    tag = f'W/"{hashlib.sha256(same.encode()).hexdigest()[:32]}"'
    if asked.form == "csv":
        body = as_csv(found.headings, found.rows)
    else:
        head = {"版本": VERSION, "截至日": day, "标记": found.mark, "件数": found.total}
        whole: dict[str, Any] = {**head, LISTS[asked.what]: told}
        if following:
            whole["下一页"] = following
        body = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    return Answer(body, tag, found.mark, following, len(found.rows))
