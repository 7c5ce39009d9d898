"""The act by which two people say that they know: the database is older than a checkpoint, or another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection, select

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.ledger.entries import read_body
from workbench.records.journal import LedgerEntryRow


class RestoreError(ValueError):
    """The ledger does not go on from a checkpoint that this office knows, and nobody has acknowledged it."""


@dataclass(frozen=True, slots=True)
class AcknowledgeRestore(DeclaredAct):
    """确认恢复: ``codes`` are those of the checkpoints that the ledger does not continue.

    ``known_size`` counts the entries of the newest of them, ``found_size`` those of the ledger before this.
    """

    kind: ClassVar[str] = "acknowledge_restore"
    about: ClassVar[str] = "code"
    code: str
    codes: tuple[str, ...]
    known_size: int
    found_size: int
    first: str  # accounts
    second: str
    why: str = secret()


def acknowledged(connection: Connection) -> frozenset[str]:
    """Return the codes of the checkpoints that two people have given up."""
    entry = LedgerEntryRow
    bodies = connection.scalars(select(entry.body).where(entry.kind == AcknowledgeRestore.kind))
    return frozenset(code for body in bodies for code in _codes(body))


def _codes(body: str) -> list[str]:
    try:
        return [str(code) for code in read_body(body).public["codes"]]
    except (ValueError, KeyError, TypeError):
        return []  # verification says what is wrong with it


def _acknowledge(book: Book, act: AcknowledgeRestore, seq: int, by: Actor) -> None:
    if act.first == act.second or by.id not in (act.first, act.second):
        raise RestoreError("确认恢复须由两个不同的人共同进行：请另一位有权限的人一起确认")
    if not act.why.strip():
        raise RestoreError("请说明为什么恢复较早的备份")
    if act.code not in act.codes or act.found_size != seq - 1:
        raise RestoreError("确认恢复的内容与台账不符：请重新运行 workbench ledger acknowledge")


APPLY: CarriedOut = {AcknowledgeRestore: _acknowledge}
