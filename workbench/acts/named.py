"""Whom the texts of an accusation name is accused, unless a person strikes him with a reason (art. 30(3)).

Asked in life alone (``Watch.before``): what follows is entered as acts of its own, so that a ledger written
before this was asked gives the records that it gave then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from workbench.access.account import tidy
from workbench.acts.accountability import EnterProceeding
from workbench.acts.amending import NameAccused
from workbench.acts.base import Act, Actor
from workbench.acts.book import Book
from workbench.acts.guards import AccusedUnitError, accused_accounts
from workbench.acts.handling import Take
from workbench.acts.holding import (
    DecideHold,
    HoldError,
    HoldMatter,
    check_finding,
    check_lies_elsewhere,
    check_named,
    kin_of_named,
    named_units,
    packed,
    texts_of,
    unpacked,
)
from workbench.acts.left_open import matter_is_accusation
from workbench.acts.matter import Matter
from workbench.acts.unmasking import ApproveUnmasking, AskUnmasking
from workbench.law.accusation_words import Roll, Suspicion
from workbench.records.journal import LedgerEntryRow, LedgerPayload
from workbench.records.petitions import AccusedLink, Petition, PetitionCase, PetitionText
from workbench.terms import PetitionClass, Step

AskRoll = Callable[[], Roll]
_NOBODY_YET = (
    "本事项的文字提到单位名录中的单位或者账号持有人，还没有登记被检举控告的单位或个人："
    "请先登记被检举控告的单位或个人；提到的不是被检举控告的，请先列为待认定，认定时写明"
    "（《信访工作条例》第三十条第三款）"
)


def with_tidy_accounts(act: Act) -> Act:
    """Return an act on a person with his account as accounts are kept: sight is told by it to the letter."""
    if isinstance(act, NameAccused) and act.accused_account is not None:
        return replace(act, accused_account=tidy(act.accused_account) or None)
    if isinstance(act, EnterProceeding) and act.person_account is not None:
        return replace(act, person_account=tidy(act.person_account) or None)
    return act


def carried_over(book: Book, act: DecideHold, by: Actor, roll: AskRoll) -> list[Act]:
    """Return the acts that name as accused whom the texts name, but for who is struck with a reason."""
    matter = book.matter(act.case_no)
    if matter.held is None:
        return []
    check_named(book, matter, by)
    check_finding(book, act, matter)
    named = _with(book, _held_as(book, matter), roll().suspicion(texts_of(book, matter)))
    struck = _struck(act, named)
    units = _open_units(book, matter, named.units) - struck
    accounts = named.accounts - struck - accused_accounts(book, act.case_no)
    check_lies_elsewhere(matter, frozenset().union(*map(book.units.relatives, units)))
    of_units = [NameAccused(act.case_no, unit) for unit in sorted(units)]
    return [*of_units, *(NameAccused(act.case_no, None, account) for account in sorted(accounts))]


def held_by_hand(book: Book, act: HoldMatter, roll: AskRoll) -> HoldMatter:
    """Return the act with whom the texts name; refuse it for an accusation that names nobody beside."""
    matter = book.matter(act.case_no)
    if matter.held is not None:
        return act
    found = roll().suspicion(texts_of(book, matter))
    told = None if found is None else hold_of(book, act.case_no, found)
    if told is None and matter_is_accusation(book, act.case_no):
        raise HoldError("本事项已是检举控告类，按检举控告办理，不必列为待认定")
    return act if told is None else HoldMatter(act.case_no, told.kinds, told.units, told.accounts, act.why)


def hold_of(book: Book, case_no: str, found: Suspicion) -> HoldMatter | None:
    """Return the act that holds a matter for what was found; ``None`` where nothing is left to decide."""
    matter = book.matter(case_no)
    book.flush()
    units = found.units - {book.office}  # which has to decide; its named persons do not
    told = Suspicion(found.kinds, units, found.accounts)
    if matter.held is not None:
        before = _held_as(book, matter)
        told = before.with_more(told)
        if (told.units, told.accounts) == (before.units, before.accounts):
            return None
        told = told if told.kinds else Suspicion(found.kinds, told.units, told.accounts)
    elif matter_is_accusation(book, case_no) and not _is_open(book, matter, told):
        return None
    return HoldMatter(case_no, packed(told.kinds), packed(told.units), packed(told.accounts))


def check_way(book: Book, act: Act, roll: AskRoll) -> None:
    """Refuse to send an accusation to whom it names, or anywhere while nobody says whom it accuses."""
    sends = isinstance(act, Take) and act.step.kind in (Step.TRANSFER, Step.ASSIGN)
    if not sends and not isinstance(act, AskUnmasking | ApproveUnmasking):
        return
    matter = book.find_matter(act.object)
    if matter is None or not matter_is_accusation(book, act.object):
        return
    if matter.held is not None:
        if isinstance(act, Take) and act.step.to_unit in kin_of_named(book, matter):
            raise AccusedUnitError
        return
    book.flush()
    found = roll().suspicion(texts_of(book, matter))
    if found is None or matter.accused or accused_accounts(book, act.object):
        return
    left_out = _struck_before(book, act.object) | {book.office}
    if (found.units | found.accounts) - left_out:
        raise HoldError(_NOBODY_YET)


def unnamed(book: Book, roll: AskRoll) -> int:
    """Return how many accusations name somebody of the rolls while nobody has said whom they accuse.

    Such were taken in by earlier versions: whom they name sees them. Who was struck is not counted.
    """
    of_person = (
        select(LedgerEntryRow.object)
        .join(LedgerPayload, LedgerPayload.seq == LedgerEntryRow.seq)
        .where(LedgerPayload.field == "accused_account")
    )
    asked = (
        select(PetitionCase.case_no, PetitionText.title, PetitionText.narrative)
        .join(Petition, Petition.case_id == PetitionCase.id)
        .join(PetitionText, PetitionText.petition_id == Petition.id)
        .where(
            PetitionCase.petition_class == PetitionClass.ACCUSATION.value,
            PetitionCase.held.is_(None),
            PetitionCase.id.not_in(select(AccusedLink.case_id)),
            PetitionCase.case_no.not_in(of_person),
        )
        .order_by(PetitionCase.case_no, Petition.id)
    )
    texts: dict[str, list[str]] = {}
    for case_no, title, narrative in book.connection.execute(asked):
        texts.setdefault(case_no, []).append(f"{title or ''}\n{narrative}")
    found = 0
    for case_no, said in texts.items():
        told = roll().suspicion("\n".join(said))
        if told is not None:
            found += bool((told.units | told.accounts) - _struck_before(book, case_no) - {book.office})
    return found


def _held_as(book: Book, matter: Matter) -> Suspicion:
    """Return whom a matter is held for."""
    units = named_units(book, matter)
    payload = LedgerPayload
    asked = select(payload.field, payload.value).where(payload.seq == matter.held)
    told = {field: value for field, value in book.connection.execute(asked)}
    return Suspicion(unpacked(told.get("kinds", "")), units, unpacked(told.get("accounts", "")))


def _with(book: Book, one: Suspicion, other: Suspicion | None) -> Suspicion:
    both = one if other is None else one.with_more(other)
    return Suspicion(both.kinds, both.units - {book.office}, both.accounts)


def _struck(act: DecideHold, named: Suspicion) -> frozenset[str]:
    for one in act.struck:
        if one.code not in named.units | named.accounts:
            raise HoldError(f"文字里没有提到“{one.code}”：请只写提到而不是被检举控告的")
        if not one.why.strip():
            raise HoldError(f"请写明“{one.code}”为什么不是被检举控告的：每一个都要有理由")
    return frozenset(one.code for one in act.struck)


def _struck_before(book: Book, case_no: str) -> frozenset[str]:
    """Return who was struck when it was decided on the matter."""
    entry, payload = LedgerEntryRow, LedgerPayload
    asked = (
        select(payload.value)
        .join(entry, entry.seq == payload.seq)
        .where(
            entry.object == case_no,
            entry.kind == DecideHold.kind,
            payload.field.like("struck.%.code"),
        )
    )
    return frozenset(book.connection.scalars(asked))


def _open_units(book: Book, matter: Matter, units: frozenset[str]) -> frozenset[str]:
    """Return the units from which the accused that are entered do not hide the matter yet."""
    kin = frozenset().union(*map(book.units.relatives, matter.accused))
    return units - kin


def _is_open(book: Book, matter: Matter, found: Suspicion) -> bool:
    """Return whether somebody is named and neither accused nor struck."""
    struck = _struck_before(book, matter.file.case_no)
    accounts = found.accounts - accused_accounts(book, matter.file.case_no)
    return bool((_open_units(book, matter, found.units) | accounts) - struck)
