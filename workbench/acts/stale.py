"""Two officers with the same page: the second is told what changed meanwhile, by whom and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from workbench.acts.base import Act, type_of_kind
from workbench.acts.book import Book
from workbench.acts.declared import DeclaredAct
from workbench.acts.dossier import Shape
from workbench.china_time import CHINA
from workbench.records.accounts import AccountRow
from workbench.records.base import StaleError
from workbench.records.journal import LedgerEntryRow
from workbench.terms import ActKind


def check_seen(book: Book, act: Act, seen: int) -> None:
    """Raise ``StaleError`` unless what the act changes still has the version that the officer saw."""
    shape = act.shape if isinstance(act, DeclaredAct) else None
    if shape is None:
        version, what = book.matter(act.object).version, f"信访事项“{act.object}”"
    else:
        version, what = book.dossiers.get(shape, act.object).version, f"{shape.what}“{act.object}”"
    if version != seen:
        raise StaleError(what, _last_change(book, act.object, shape))


def _last_change(book: Book, about: str, shape: Shape[Any] | None) -> str:
    kinds = [kind for kind, one in type_of_kind.items() if getattr(one, "shape", None) is shape]
    entry, account = LedgerEntryRow, AccountRow
    found = book.connection.execute(
        select(entry.utc, entry.actor, entry.kind, account.display_name)
        .outerjoin(account, account.name == entry.actor)
        .where(entry.object == about, entry.kind.in_(kinds))
        .order_by(entry.seq.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return ""
    at = datetime.fromisoformat(found.utc).astimezone(CHINA)
    who = found.display_name or found.actor
    return f"{who}于{at.month}月{at.day}日{at:%H:%M}办理“{ActKind.coded(found.kind).label}”"
