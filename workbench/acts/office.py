"""What acts of the office itself ask: that the office does them, and of a day that has come."""

from __future__ import annotations

from datetime import date

from workbench.acts.base import Actor
from workbench.acts.book import Book
from workbench.acts.supervision import ISSUERS


def check_office(book: Book, by: Actor, what: str, error: type[ValueError]) -> None:
    """Refuse who is neither of the petition office nor of the joint conference."""
    if by.unit is not None and book.units.kinds.get(by.unit) not in ISSUERS:
        raise error(f"只有信访部门和信访工作联席会议可以{what}：请由其账号办理")


def check_has_come(book: Book, what: str, on: date, error: type[ValueError]) -> None:
    """Refuse a day that is yet to come where an act is performed; older ledgers may hold one."""
    if not book.is_replay and book.today is not None and on > book.today:
        raise error(f"{what}（{on}）晚于今天（{book.today}）：请核对")
