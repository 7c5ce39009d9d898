"""What a desk looks for in the texts that pass over it: such as may accuse somebody of the rolls (HR3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import select

from workbench.acts.amending import Correct
from workbench.acts.base import Act, Actor
from workbench.acts.book import Book
from workbench.acts.erasing import check_hiding
from workbench.acts.file_reviews import AssignReview, check_no_owner
from workbench.acts.handling import DocumentDraft, Register, RegisterRepeat, Take
from workbench.acts.holding import DecideHold, HoldMatter, texts_of
from workbench.acts.named import carried_over, check_way, held_by_hand, hold_of, with_tidy_accounts
from workbench.law.accusation_words import Roll, Suspicion, has_words, plain
from workbench.records.accounts import AccountRow
from workbench.records.ownerships import OwnershipLeader
from workbench.records.receptions import ReceptionRow
from workbench.terms import HoldFinding, PetitionClass, UnitKind

# Not accused by being written to: the city in every address, and the petition offices above.
_NOT_NAMED: Final = frozenset({UnitKind.SUPERIOR, UnitKind.COUNTY_CITY})
_OFFICE: Final = "信访局"  # by which the units above are entered; what stands before it is their place
_SHORTEST: Final = 3  # characters of a name of a unit


class Watch:
    """Gathers, over one transaction, the matters whose texts may accuse; the rolls are read at need."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._roll: Roll | None = None
        self._found: dict[str, tuple[Suspicion, Actor, datetime | None]] = {}

    def before(self, act: Act, by: Actor) -> tuple[Act, ...]:
        """Return what is performed instead of an act: whom a text names is entered with what is decided.

        Asked in life alone, never when a ledger is performed anew: an older one was decided without.
        """
        if isinstance(act, DecideHold) and act.finding is HoldFinding.ACCUSATION:
            return (*carried_over(self._book, act, by, self._named), act)
        if isinstance(act, HoldMatter) and not act.kinds:
            return (held_by_hand(self._book, act, self._named),)
        if isinstance(act, AssignReview):
            check_no_owner(self._book, act)
        check_hiding(self._book, act)
        if act.object not in self._found:  # what waits to be held goes nowhere after this transaction
            check_way(self._book, act, self._named)
        return (with_tidy_accounts(act),)

    def see(self, act: Act, by: Actor, now: datetime | None) -> None:
        """Look at the texts of an act that was just performed."""
        for text in _texts(act, self._book):
            if not has_words(plain(text)):
                continue
            found = self._named().suspicion(text)
            if found is not None:
                before = self._found.get(act.object)
                told = found if before is None else before[0].with_more(found)
                self._found[act.object] = (told, by, now)

    def holds(self) -> Iterator[tuple[HoldMatter, Actor, datetime | None]]:
        """Give the acts that hold what was found, and forget it.

        An accusation that names all its accused needs none; nor does what is held and names nobody more.
        """
        found, self._found = self._found, {}
        for case_no, (told, by, now) in found.items():
            act = hold_of(self._book, case_no, told)
            if act is not None:
                yield act, by, now

    def _named(self) -> Roll:
        if self._roll is None:
            self._book.flush()
            self._roll = read_roll(self._book)
        return self._roll


def read_roll(book: Book) -> Roll:
    """Return whom a text can name: units under all their names, holders of accounts, leaders."""
    units: dict[str, set[str]] = defaultdict(set)
    left_out = _left_out(book)
    for code, names in book.units.names.items():
        if book.units.kinds[code] not in _NOT_NAMED:
            for one in names:
                for name in _forms(one.name, left_out):
                    units[name].add(code)
    persons: dict[str, set[str]] = defaultdict(set)
    for model in (AccountRow, OwnershipLeader, ReceptionRow):
        for name, account in book.connection.execute(_PERSONS[model].distinct()):
            if len(name) > 1:
                persons[name] |= {account} if account else set()
    return Roll(_frozen(units), _frozen(persons))


_PERSONS: Final = {
    AccountRow: select(AccountRow.display_name, AccountRow.name),
    OwnershipLeader: select(OwnershipLeader.name, OwnershipLeader.account),
    ReceptionRow: select(ReceptionRow.leader, ReceptionRow.account),
}


def _left_out(book: Book) -> list[str]:
    """Return what stands before the names that people use: the city, places above, their committees."""
    names = [
        one.name
        for code, kind in book.units.kinds.items()
        if kind in _NOT_NAMED
        for one in book.units.names[code]
    ]
    places = {name.removesuffix(_OFFICE) for name in names} - {""}
    return [form for place in sorted(places) for form in (f"中共{place}委", f"中共{place}", place)]


def _forms(name: str, left_out: list[str]) -> Iterator[str]:
    yield name
    for prefix in left_out:
        if name.startswith(prefix) and len(name) - len(prefix) >= _SHORTEST:
            yield name.removeprefix(prefix)


def _frozen(names: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {plain(name): frozenset(found) for name, found in names.items()}


def _texts(act: Act, book: Book) -> Iterator[str]:
    """Give what petitioners wrote or said, and what the office writes about it.

    What a unit writes itself is left out: it knows what it says. All is looked at again once a matter is
    found to be an accusation.
    """
    if isinstance(act, Register | RegisterRepeat):
        yield f"{act.title or ''}\n{act.narrative}"
        yield from map(_paper, act.documents)
    elif isinstance(act, Correct) and act.field in ("title", "narrative"):
        yield act.value or ""
    elif isinstance(act, Take) and act.step.unit in (None, book.office):
        yield act.note or ""
        yield from map(_paper, act.documents)
    if makes_accusation(act) and book.matter(act.object).held is None:
        yield texts_of(book, book.matter(act.object))


def makes_accusation(act: Act) -> bool:
    """Return whether an act finds a matter that was registered as something else to be an accusation."""
    if isinstance(act, Correct):
        return act.field == "petition_class" and act.value == PetitionClass.ACCUSATION.value
    return isinstance(act, Take) and act.step.petition_class is PetitionClass.ACCUSATION


def _paper(one: DocumentDraft) -> str:
    return f"{one.title}\n{one.text or ''}"
