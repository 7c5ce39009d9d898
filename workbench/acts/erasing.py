"""Acts on personal values of the ledger: ask for their deletion, restrict, delete, turn down."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from sqlalchemy import Connection, select

from workbench.acts.amending import Correct
from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Dossiers, Shape
from workbench.acts.field_words import field_words
from workbench.law.erasure import ErasedValue, Erasure, ErasureError
from workbench.ledger.entries import read_body
from workbench.records.erasures import ErasureRow, ErasureValueRow
from workbench.records.journal import LedgerEntryRow, LedgerPayload
from workbench.terms import ErasureBasis, RetentionGround, ValueForm

ERASURE: Final = Shape("删除申请", Erasure, "erasure_no", ErasureRow, {"values": ErasureValueRow})


@dataclass(frozen=True, slots=True)
class RequestErasure(DeclaredAct):
    """申请删除个人信息."""

    kind: ClassVar[str] = "request_erasure"
    about: ClassVar[str] = "erasure_no"
    shape: ClassVar = ERASURE
    erasure_no: str
    values: tuple[ErasedValue, ...]
    basis: ErasureBasis
    on: date
    why: str = secret()


@dataclass(frozen=True, slots=True)
class RestrictValues(DeclaredAct):
    """限制处理个人信息: ``until`` is the last day of a period of keeping."""

    kind: ClassVar[str] = "restrict_values"
    about: ClassVar[str] = "erasure_no"
    shape: ClassVar = ERASURE
    erasure_no: str
    ground: RetentionGround
    on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class EraseValues(DeclaredAct):
    """删除个人信息: says again which, so that whoever verifies needs this entry alone."""

    kind: ClassVar[str] = "erase_values"
    about: ClassVar[str] = "erasure_no"
    shape: ClassVar = ERASURE
    erasure_no: str
    values: tuple[ErasedValue, ...]
    basis: ErasureBasis
    on: date


@dataclass(frozen=True, slots=True)
class DeclineErasure(DeclaredAct):
    """驳回删除申请."""

    kind: ClassVar[str] = "decline_erasure"
    about: ClassVar[str] = "erasure_no"
    shape: ClassVar = ERASURE
    erasure_no: str
    on: date
    why: str = secret()


_SHORT: Final = {"id_hash", "id_last_two"}  # too short or too regular for words in their place
_NAME: Final = re.compile(r"person\.\d+\.name")
_KEYED: Final = re.compile(r"[0-9a-f]{64}(:.{2})?")  # of an identity number
HIDING: Final = (RestrictValues, EraseValues, DeclineErasure)  # after these the records change their look


# What keeps an accusation from whom it is about, by the kind of the entry and the field of the value.
_KEEPS_AWAY: Final = re.compile(
    r"(register|name_accused):accused_(unit|account)|hold_matter:(units|accounts|kinds)"
    r"|decide_hold:struck\.\d+\.code"
)


def check_erasable(connection: Connection, wanted: Iterable[tuple[int, str]]) -> None:
    """Refuse to delete or restrict what keeps an accusation from whom it is about (art. 30(3))."""
    for at, field in wanted:
        kind = connection.scalar(select(LedgerEntryRow.kind).where(LedgerEntryRow.seq == at))
        if _KEEPS_AWAY.fullmatch(f"{kind}:{field}"):
            raise ErasureError(
                f"台账第{at}条写着检举控告针对谁，靠它不让被检举控告的单位和人员看到，不能删除或限制处理"
                "（《信访工作条例》第三十条第三款）：请去掉它，重新申请"
            )


def values_to_erase(connection: Connection, wanted: Sequence[tuple[int, str]]) -> tuple[ErasedValue, ...]:
    """Return the values at these positions and fields as a request names them; ``ErasureError`` if none.

    A name that stands in another text of its matter goes with that text: texts are masked by known names.
    """
    check_erasable(connection, wanted)
    found = []
    payload = LedgerPayload
    for entry, field in wanted:
        asked = select(payload.value).where(payload.seq == entry, payload.field == field)
        value = connection.scalar(asked)
        if value is None:
            raise ErasureError(f"台账第{entry}条没有附值“{field}”：用 workbench ledger values 查看")
        if bare := _laid_bare(connection, entry, field, value, set(wanted)):
            raise ErasureError(
                f"要删除的姓名还写在{'、'.join(bare)}里，姓名删除后那里不再隐去："
                "请一并列入申请；还需要的文字，先更正为不含姓名的，再申请"
            )
        found.append(ErasedValue(entry, field, _form_of(field, value)))
    return tuple(found)


def _laid_bare(
    connection: Connection, at: int, field: str, name: str, wanted: set[tuple[int, str]]
) -> list[str]:
    """Return in words where in the same matter a deleted name would no longer be masked.

    Nowhere while the name is known by another place that stays, or if it is too short to be masked.
    """
    entry, payload = LedgerEntryRow, LedgerPayload
    told = read_body(connection.scalar(select(entry.body).where(entry.seq == at)) or "{}")
    is_corrected = field == "value" and told.kind == Correct.kind and told.public.get("field") == "name"
    if not (is_corrected or _NAME.fullmatch(field)) or len(name) < 2:
        return []
    asked = (
        select(payload.seq, payload.field, payload.value)
        .join(entry, entry.seq == payload.seq)
        .where(entry.object == told.object)
        .order_by(payload.seq, payload.field)
    )
    left = [row for row in connection.execute(asked) if (row.seq, row.field) not in wanted]
    if any(_NAME.fullmatch(one.field) and one.value == name for one in left):
        return []
    return [f"台账第{one.seq}条的{field_words(one.field)}" for one in left if name in one.value]


def places_of(connection: Connection, about: str) -> list[tuple[int, str, str]]:
    """Return (entry, kind of act, field) of the personal values of one object, never a value."""
    entry, payload = LedgerEntryRow, LedgerPayload
    asked = select(entry.seq, entry.kind, payload.field).join(payload, payload.seq == entry.seq)
    ordered = asked.where(entry.object == about).order_by(entry.seq, payload.field)
    return [(seq, kind, field) for seq, kind, field in connection.execute(ordered)]


def check_hiding(book: Book, act: object) -> None:
    """Refuse an act on what keeps an accusation away; asked in life alone, as an older request may stand."""
    if isinstance(act, RestrictValues):
        asked = book.dossiers.find(ERASURE, act.erasure_no)
        values = () if asked is None else asked.values
    elif isinstance(act, RequestErasure | EraseValues):
        values = act.values
    else:
        return
    book.flush()
    check_erasable(book.connection, [(one.entry, one.field) for one in values])


def find_erasure(connection: Connection, number: str) -> Erasure:
    """Return a request by its number; ``UnknownDossierError`` if there is none."""
    return Dossiers(connection).get(ERASURE, number)


def _form_of(field: str, value: str) -> ValueForm:
    if field.rpartition(".")[2] in _SHORT or _KEYED.fullmatch(value):
        return ValueForm.ABSENT
    try:
        told = json.loads(value)
    except ValueError:
        return ValueForm.TEXT
    return ValueForm.LIST if isinstance(told, list) else ValueForm.TEXT


def _request(book: Book, act: RequestErasure, seq: int, by: Actor) -> None:
    places = [(value.entry, value.field) for value in act.values]
    if not places or len(set(places)) != len(places) or any(not 1 <= entry < seq for entry, _ in places):
        raise ErasureError("请给出要删除的附值，每个一次，条号应在台账之内")
    if not act.why.strip():
        raise ErasureError("请写明申请删除的理由")
    asked = Erasure(seq, act.erasure_no, act.basis, act.on, by.id, values=act.values)
    book.dossiers.open(ERASURE, asked)


def _restrict(book: Book, act: RestrictValues, seq: int, by: Actor) -> None:
    asked = book.dossiers.get(ERASURE, act.erasure_no)
    book.dossiers.keep(ERASURE, asked.restricted(by.id, act.on, act.ground, act.until))


def _erase(book: Book, act: EraseValues, seq: int, by: Actor) -> None:
    asked = book.dossiers.get(ERASURE, act.erasure_no)
    if act.values != asked.values or act.basis is not asked.basis:
        raise ErasureError("要删除的与申请的不同：请刷新后重新提交")
    book.dossiers.keep(ERASURE, asked.erased(by.id, act.on))


def _decline(book: Book, act: DeclineErasure, seq: int, by: Actor) -> None:
    if not act.why.strip():
        raise ErasureError("请写明驳回的理由")
    asked = book.dossiers.get(ERASURE, act.erasure_no)
    book.dossiers.keep(ERASURE, asked.declined(by.id, act.on))


APPLY: CarriedOut = {
    RequestErasure: _request,
    RestrictValues: _restrict,
    EraseValues: _erase,
    DeclineErasure: _decline,
}
