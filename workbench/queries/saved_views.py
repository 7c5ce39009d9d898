"""Filters with a name: listed, kept, renamed, shared within the unit, deleted; each only by its owner.

A view is a question about matters. So that none becomes a list about a person, it holds no identity number
and no phone number, and a word to look for only if that word finds matters: the texts that are searched
hold no petitioner's name, so a name finds nothing, whoever has petitioned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from urllib.parse import parse_qsl

from sqlalchemy import and_, false, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workbench.access.masked_words import why_not_found
from workbench.access.masking import scrub
from workbench.queries.case_filter import CaseFilter, ColumnTest
from workbench.queries.caseload import counts
from workbench.queries.columns import BY_KEY
from workbench.records.saved_views import LONGEST_NAME, LONGEST_QUERY, SavedViewRow
from workbench.snapshots.read import Snapshot

MOST_VIEWS = 50  # of one owner on one screen
RefusedTerm = Callable[[str], str | None]


class SavedViewError(ValueError):
    """A view cannot be kept, changed or found; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose views these are: an account, and the unit within which they may be shared."""

    account: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view as its reader sees it; ``query`` is the address of the filter."""

    id: str
    name: str
    query: str
    is_shared: bool
    is_own: bool
    owner: str


def saved_views(session: Session, owner: Owner, screen: str) -> tuple[SavedView, ...]:
    """Return one's own views, then those that colleagues share within the unit, each by name."""
    shared = and_(SavedViewRow.is_shared, SavedViewRow.unit == owner.unit) if owner.unit else false()
    rows = session.scalars(
        select(SavedViewRow).where(
            SavedViewRow.screen == screen, or_(SavedViewRow.owner == owner.account, shared)
        )
    )
    found = (
        SavedView(row.id, row.name, row.query, row.is_shared, row.owner == owner.account, row.owner)
        for row in rows
    )
    return tuple(sorted(found, key=lambda view: (not view.is_own, view.name, view.id)))


def keep_view(
    session: Session,
    snapshot: Snapshot,
    owner: Owner,
    *,
    screen: str,
    name: str,
    query: str,
    is_shared: bool,
    now: datetime,
    refused_term: RefusedTerm,
) -> str:
    """Keep a filter under a name and return its id; ``SavedViewError`` says what stands against it."""
    checked = _checked_name(name, refused_term)
    _check_query(snapshot, query, refused_term)
    own = [view for view in saved_views(session, owner, screen) if view.is_own]
    if len(own) >= MOST_VIEWS:
        raise SavedViewError(f"您已有 {MOST_VIEWS} 个视图，请先删除不用的")
    row = SavedViewRow(
        id=token_hex(16),
        owner=owner.account,
        unit=owner.unit,
        screen=screen,
        name=checked,
        query=query,
        is_shared=_may_share(owner, is_shared),
        created_utc=now.isoformat(timespec="seconds"),
    )
    session.add(row)
    _flush(session, checked)
    return row.id


def rename_view(session: Session, owner: Owner, view: str, name: str, refused_term: RefusedTerm) -> None:
    """Give one's own view another name."""
    row = _own(session, owner, view)
    row.name = _checked_name(name, refused_term)
    _flush(session, row.name)


def share_view(session: Session, owner: Owner, view: str, is_shared: bool) -> None:
    """Share one's own view within the unit that one belongs to now, or no longer."""
    row = _own(session, owner, view)
    row.is_shared = _may_share(owner, is_shared)
    row.unit = owner.unit
    session.flush()


def delete_view(session: Session, owner: Owner, view: str) -> None:
    """Delete one's own view."""
    session.delete(_own(session, owner, view))
    session.flush()


def _own(session: Session, owner: Owner, view: str) -> SavedViewRow:
    row = session.get(SavedViewRow, view)
    if row is None or row.owner != owner.account:  # the same words for both: nobody learns of others' views
        raise SavedViewError("没有这个视图，或者它不是您的：请刷新列表后再试")
    return row


def _may_share(owner: Owner, is_shared: bool) -> bool:
    if is_shared and owner.unit is None:
        raise SavedViewError("您的账号没有登记单位，视图不能共用：请联系管理员")
    return is_shared


def _checked_name(name: str, refused_term: RefusedTerm) -> str:
    checked = " ".join(name.split())
    if not checked or len(checked) > LONGEST_NAME or not checked.isprintable():
        raise SavedViewError(f"请给视图起一个 1 至 {LONGEST_NAME} 字的名称")
    if term := refused_term(checked):
        raise SavedViewError(f"名称含“{term}”：本系统不保存管控信访人的清单，请换一个说明事项的名称")
    if scrub(checked) != checked:
        raise SavedViewError("名称像是证件号码或电话号码：请换一个说明事项的名称")
    return checked


def _check_query(snapshot: Snapshot, query: str, refused_term: RefusedTerm) -> None:
    if len(query) > LONGEST_QUERY:
        raise SavedViewError("筛选条件太多，不能保存：请减少一些条件")
    given = dict(parse_qsl(query))
    if "case" in given:
        raise SavedViewError("视图保存的是筛选条件，不是单个事项：请返回清单后再保存")
    for value in given.values():
        if scrub(value) != value:
            raise SavedViewError("查找内容像是证件号码或电话号码，不能保存在视图里：请先清除查找内容")
    looked_for = [(word, CaseFilter(text=word)) for word in given.get("text", "").split()]
    looked_for += [
        (value, CaseFilter(columns=(ColumnTest(key, contains=value),)))
        for key, value in _tests_of_text(given)
    ]
    for words, alone in looked_for:
        if term := refused_term(words):
            raise SavedViewError(f"查找内容含“{term}”：本系统不保存管控信访人的清单，请先清除查找内容")
        if why := why_not_found(words):
            raise SavedViewError(f"{why}后再保存")
        if counts(snapshot, alone).cases == 0:
            raise SavedViewError(f"“{words}”查不到任何事项（姓名不参加查找），请改用说明事项的词再保存")


def _tests_of_text(given: Mapping[str, str]) -> list[tuple[str, str]]:
    """The words typed into the heads of the list's columns, which stand as ``col.title=…``."""
    heads = [(name.removeprefix("col."), value) for name, value in given.items() if name.startswith("col.")]
    return [(key, value) for key, value in heads if key in BY_KEY and BY_KEY[key].kind == "text"]


def _flush(session: Session, name: str) -> None:
    try:
        session.flush()
    except IntegrityError:
        raise SavedViewError(f"您已有名为“{name}”的视图：请换一个名称，或先删除原来的") from None
