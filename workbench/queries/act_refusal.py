"""Why an act would be refused now, before anybody presses the button: it is carried out on paper only."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from workbench.access.actor import Actor
from workbench.acts.apply import apply
from workbench.acts.base import Act
from workbench.acts.book import Book
from workbench.acts.guards import check_by_hand
from workbench.acts.stale import check_seen
from workbench.law.calendar import CalendarHistory
from workbench.office import OFFICE


def refusal(
    connection: Connection, act: Act, *, by: Actor, calendars: CalendarHistory, office: str = OFFICE
) -> str:
    """Return the sentence with which the act would be refused, "" where it would not; nothing is written."""
    book = Book(connection, office=office, calendars=calendars)
    try:
        check_by_hand(book, act)
        apply(book, act, 0, by)
    except ValueError as error:
        return str(error)
    return ""


def rehearse(
    connection: Connection,
    acts: Sequence[Act],
    seen: Sequence[int | None],
    *,
    by: Actor,
    calendars: CalendarHistory,
    office: str = OFFICE,
) -> None:
    """Raise what the acts, one after the other, would raise on what ``connection`` shows; write nothing.

    ``seen`` has for each act the version that its officer had before him, if any.
    """
    book = Book(connection, office=office, calendars=calendars)
    for number, (act, version) in enumerate(zip(acts, seen, strict=True), 1):
        if version is not None:
            check_seen(book, act, version)
        check_by_hand(book, act)
        apply(book, act, -number, by)
