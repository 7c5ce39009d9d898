"""Rounds of file reviews for screens: how far each is, who has which file, who may still take one.

Progress shows no contents: no points, no grade, no difference. Whoever reviews a file himself sees nothing
of the other turn on it before his own sheet is locked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.file_reviews import ROUND, SHEET
from workbench.law.file_review import ReviewSheet, needs_third, result
from workbench.law.review_pairing import OpenTurn, Pairing, pair
from workbench.law.review_round import ReviewRound
from workbench.records.accounts import AccountRow
from workbench.records.file_reviews import ReviewRoundRow, ReviewSheetRow
from workbench.records.petitions import PetitionCase
from workbench.records.steps import StepRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnitTree
from workbench.terms import Role

MAY_REVIEW: Final = (Role.REVIEWER, Role.SUPERVISOR)
HIDDEN: Final = "双盲，暂不显示"


class RoundNotFoundError(ValueError):
    """There is no such round."""

    def __init__(self, round_no: str) -> None:
        super().__init__(f"没有编号为“{round_no}”的评查批次：请核对编号")


@dataclass(frozen=True, slots=True)
class FileProgress:
    """How far a drawn file is; ``turns`` are name and state of each, ``waits`` says for what it waits."""

    case_no: str
    unit: str
    unit_name: str
    turns: tuple[tuple[str, str], ...]
    waits: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """A round with its files; counted are files."""

    round: ReviewRound
    files: tuple[FileProgress, ...]
    unassigned: int
    filling: int
    third: int
    decided: int


@dataclass(frozen=True, slots=True)
class ReviewerLoad:
    """An account that may review, its unit, and how many files of the round it has and has locked."""

    account: str
    name: str
    unit: str | None
    unit_name: str
    role: Role
    files: int
    locked: int


def rounds(connection: Connection) -> tuple[ReviewRound, ...]:
    """Return all rounds, the latest first."""
    found = read_dossiers(connection, ROUND, select(table_of(ReviewRoundRow)))
    return tuple(sorted(found, key=lambda one: (one.opened_on, one.id), reverse=True))


def review_round(connection: Connection, round_no: str) -> ReviewRound:
    """Return one round; ``RoundNotFoundError`` if there is none."""
    head = table_of(ReviewRoundRow)
    found = read_dossiers(connection, ROUND, select(head).where(head.c.round_no == round_no))
    if not found:
        raise RoundNotFoundError(round_no)
    return found[0]


def sheets_by_file(connection: Connection, round_no: str) -> dict[str, list[ReviewSheet]]:
    """Return the sheets of a round by matter, in order of turns: all contents, so never to be shown whole."""
    head = table_of(ReviewSheetRow)
    found: dict[str, list[ReviewSheet]] = {}
    wanted = select(head).where(head.c.round_no == round_no).order_by(head.c.case_no, head.c.turn)
    for one in read_dossiers(connection, SHEET, wanted):
        found.setdefault(one.case_no, []).append(one)
    return found


def progress(connection: Connection, viewer: Viewer, round_no: str) -> RoundProgress:
    """Return how far a round is, as the viewer may see it."""
    found = review_round(connection, round_no)
    sheets, names = sheets_by_file(connection, round_no), _names(connection)
    units = UnitTree.read(connection)
    files = tuple(
        _progress(viewer, one.case_no, one.unit, units.name_on(one.unit, found.as_of), sheets, names)
        for one in found.files
    )
    decided = sum(one.is_decided for one in files)
    third = sum(needs_third(sheets.get(one.case_no, ())) and not one.is_decided for one in files)
    unassigned = sum(len(sheets.get(one.case_no, ())) < 2 for one in files)
    return RoundProgress(found, files, unassigned, len(files) - decided - third - unassigned, third, decided)


def _progress(
    viewer: Viewer,
    case_no: str,
    unit: str,
    unit_name: str,
    by_file: dict[str, list[ReviewSheet]],
    names: dict[str, str],
) -> FileProgress:
    sheets = by_file.get(case_no, [])
    is_blind = any(one.reviewer == viewer.account and one.locked_on is None for one in sheets)
    turns = tuple(
        ("—", HIDDEN)
        if is_blind and one.reviewer != viewer.account
        else (names.get(one.reviewer, one.reviewer), "已锁定" if one.locked_on else "评查中")
        for one in sheets
    )
    is_decided = result(sheets) is not None
    if is_decided or is_blind:
        waits = "" if is_decided else "评查中"
    elif len(sheets) < 2:
        waits = "待分派"
    elif needs_third(sheets):
        waits = "待第三人评查" if len(sheets) > 2 else "待指定第三人"
    else:
        waits = "评查中"
    return FileProgress(case_no, unit, unit_name, turns, waits, is_decided)


def reviewers(connection: Connection, round_no: str) -> tuple[ReviewerLoad, ...]:
    """Return the open accounts that may review, by name, with what of the round each has."""
    sheets = [one for found in sheets_by_file(connection, round_no).values() for one in found]
    files = Counter(one.reviewer for one in sheets)
    locked = Counter(one.reviewer for one in sheets if one.locked_on is not None)
    units, on = UnitTree.read(connection), review_round(connection, round_no).as_of
    head = table_of(AccountRow)
    asked = select(head.c.name, head.c.display_name, head.c.unit, head.c.role).where(
        head.c.role.in_([role.value for role in MAY_REVIEW]), head.c.disabled_utc.is_(None)
    )
    return tuple(
        ReviewerLoad(
            account=row.name,
            name=row.display_name,
            unit=row.unit,
            unit_name=units.name_on(row.unit, on) if row.unit else "",
            role=Role.coded(row.role),
            files=files[row.name],
            locked=locked[row.name],
        )
        for row in connection.execute(asked.order_by(head.c.name))
    )


def propose_pairs(connection: Connection, round_no: str, chosen: Collection[str]) -> Pairing:
    """Return who of the chosen accounts takes which open turn, by the round's lot and evenly.

    Open are both first turns of a file, and the third where two differ. Nobody gets a file of his own unit,
    or of one above or below it, nor of a matter he took part in.
    """
    found, sheets = review_round(connection, round_no), sheets_by_file(connection, round_no)
    loads = {one.account: one for one in reviewers(connection, round_no) if one.account in set(chosen)}
    handlers = _handlers(connection, [one.case_no for one in found.files])
    units = UnitTree.read(connection)
    turns = []
    for one in found.files:
        having = sheets.get(one.case_no, [])
        related = units.relatives(one.unit)
        barred = frozenset(
            account
            for account, load in loads.items()
            if load.unit in related or account in handlers.get(one.case_no, ())
        ) | frozenset(sheet.reviewer for sheet in having)
        taken = {sheet.turn for sheet in having}
        wanted = (1, 2) if not needs_third(having) else (3,)
        turns += [OpenTurn(one.case_no, turn, barred) for turn in wanted if turn not in taken]
    return pair(turns, sorted(loads), found.seed, {account: load.files for account, load in loads.items()})


def _handlers(connection: Connection, case_nos: Sequence[str]) -> dict[str, set[str]]:
    handlers: dict[str, set[str]] = {}
    for start in range(0, len(case_nos), 500):
        asked = (
            select(PetitionCase.case_no, StepRow.actor)
            .join(StepRow, StepRow.case_id == PetitionCase.id)
            .where(PetitionCase.case_no.in_(case_nos[start : start + 500]))
            .distinct()
        )
        for case_no, actor in connection.execute(asked):
            handlers.setdefault(case_no, set()).add(actor)
    return handlers


def _names(connection: Connection) -> dict[str, str]:
    head = table_of(AccountRow)
    return {
        row.name: row.display_name for row in connection.execute(select(head.c.name, head.c.display_name))
    }
