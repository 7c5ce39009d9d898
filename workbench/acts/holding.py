"""Acts on what may be an accusation: hold a matter, decide as a person (HR3; Regulation 2022, art. 30(3)).

While a matter is held its texts lie in ``held_text`` and nothing that reads texts finds them; the units that
they name stand in ``held_link``. Nobody is given the matter, and whoever reads accusations sees that it is
there. A decision brings the texts back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sqlalchemy import delete, select, update

from workbench.access.masking import HELD_TITLE
from workbench.acts.amending import Correct, NameAccused
from workbench.acts.base import Act, Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.guards import AccusedUnitError, HeldError
from workbench.acts.handling import Register, RegisterRepeat, Take
from workbench.acts.left_open import matter_is_accusation
from workbench.acts.matter import Matter
from workbench.acts.unmasking import ApproveUnmasking, AskUnmasking, DeclineUnmasking, UnmaskValue
from workbench.records.petitions import HeldLink, HeldText, Petition, PetitionText
from workbench.records.tables import table_of
from workbench.terms import HoldFinding, Step


class HoldError(ValueError):
    """A matter cannot be held, or decided upon, in this way."""


@dataclass(frozen=True, slots=True)
class HoldMatter(DeclaredAct):
    """列为待认定: ``kinds`` of words, ``units``, ``accounts`` of persons, by code, each as ``|a|b|``."""

    kind: ClassVar[str] = "hold_matter"
    about: ClassVar[str] = "case_no"
    case_no: str
    kinds: str = secret("")
    units: str = secret("")
    accounts: str = secret("")
    why: str = secret("")


@dataclass(frozen=True, slots=True)
class Struck:
    """One whom the text names and does not accuse: the code of a unit, or an account, with the reason."""

    code: str = secret()
    why: str = secret()


@dataclass(frozen=True, slots=True)
class DecideHold(DeclaredAct):
    """认定是否检举控告: of a split, ``other_case_no`` is the accusation that was registered by itself.

    Whom the texts of an accusation name is entered as accused by the desk, but for who is ``struck``.
    """

    kind: ClassVar[str] = "decide_hold"
    about: ClassVar[str] = "case_no"
    case_no: str
    finding: HoldFinding
    other_case_no: str | None = None
    why: str = secret("")
    struck: tuple[Struck, ...] = ()


def packed(codes: frozenset[str]) -> str:
    """Return codes as one text in which each stands between two bars; "" for none."""
    return f"|{'|'.join(sorted(codes))}|" if codes else ""


def unpacked(text: str) -> frozenset[str]:
    """Return the codes of ``packed``."""
    return frozenset(code for code in text.split("|") if code)


def check_not_held(book: Book, act: Act) -> None:
    """Refuse what would give a held matter to somebody, or go on with it."""
    case_no = getattr(act, "case_no", None)
    if case_no is None or isinstance(act, _WHILE_HELD):
        return
    found = book.find_matter(case_no)
    if found is not None and found.held is not None and not _helps_to_decide(book, act):
        raise HeldError


def _helps_to_decide(book: Book, act: Act) -> bool:
    """Return whether the act classifies the matter, or sends on what a person classed as an accusation."""
    if not isinstance(act, Take):
        return False
    if act.step.kind is Step.CLASSIFY:
        return True
    return act.step.kind in (Step.TRANSFER, Step.ASSIGN) and matter_is_accusation(book, act.case_no)


def keep_away(book: Book, petition_id: int, title: str | None, narrative: str) -> tuple[str | None, str]:
    """Keep the text of one petition apart; return what stands in its place."""
    book.rows.add(HeldText, (petition_id, title, narrative))
    return (None if title is None else HELD_TITLE), ""


def _hold(book: Book, act: HoldMatter, seq: int, by: Actor) -> None:
    matter = book.matter(act.case_no)
    if matter.held is not None and not act.kinds:
        raise HoldError("本事项已列为待认定，不必再列")
    if not act.kinds and not act.why.strip():
        raise HoldError("请写明为什么可能是检举控告")
    units = unpacked(act.units)
    for unit in units:
        book.units.relatives(unit)
    is_more = matter.held is not None  # somebody more is named: the new entry says all of them
    if is_more:
        units -= named_units(book, matter)
    matter.held = seq
    book.touch(matter)
    book.flush()
    for petition_id, title, narrative in [] if is_more else _texts(book, PetitionText, matter):
        kept = dict(zip(("title", "narrative"), keep_away(book, petition_id, title, narrative), strict=True))
        one = PetitionText.petition_id == petition_id
        book.connection.execute(update(PetitionText).where(one).values(**kept))
    for unit in sorted(units):
        book.rows.add(HeldLink, (matter.id, unit))
    book.flush()


def _decide(book: Book, act: DecideHold, seq: int, by: Actor) -> None:
    matter = book.matter(act.case_no)
    if matter.held is None:
        raise HoldError("本事项没有列为待认定，或者已经认定：请刷新页面")
    if not act.why.strip():
        raise HoldError("请写明认定的理由")
    check_named(book, matter, by)
    check_finding(book, act, matter)
    matter.held = None
    book.touch(matter)
    book.flush()
    for petition_id, title, narrative in _texts(book, HeldText, matter):
        one = PetitionText.petition_id == petition_id
        book.connection.execute(update(PetitionText).where(one).values(title=title, narrative=narrative))
        book.connection.execute(delete(HeldText).where(HeldText.petition_id == petition_id))
    book.connection.execute(delete(HeldLink).where(HeldLink.case_id == matter.id))


def check_named(book: Book, matter: Matter, by: Actor) -> None:
    """Whoever the texts may accuse decides nothing about them."""
    if by.unit in kin_of_named(book, matter):
        raise AccusedUnitError


def named_units(book: Book, matter: Matter) -> frozenset[str]:
    """Return the units that the texts of a held matter name."""
    book.flush()
    return frozenset(book.connection.scalars(select(HeldLink.unit_code).where(HeldLink.case_id == matter.id)))


def kin_of_named(book: Book, matter: Matter) -> frozenset[str]:
    """Return these units with those above and below them."""
    return frozenset().union(*map(book.units.relatives, named_units(book, matter)))


def check_finding(book: Book, act: DecideHold, matter: Matter) -> None:
    """Refuse a finding that does not fit the class of the matter, or the other one that it names."""
    is_accusation = matter_is_accusation(book, act.case_no)
    if act.finding is HoldFinding.ACCUSATION and not is_accusation:
        raise HoldError("认定为检举控告的，先把诉求类别甄别为“检举控告类”")
    if act.finding is HoldFinding.ACCUSATION and not matter.accused:
        check_lies_elsewhere(matter, kin_of_named(book, matter))
    if act.finding is not HoldFinding.ACCUSATION and is_accusation:
        raise HoldError("本事项的诉求类别是“检举控告类”，不能认定为不是检举控告：请先更正诉求类别")
    if act.finding is HoldFinding.SPLIT:
        if act.other_case_no is None or act.other_case_no == act.case_no:
            raise HoldError("分开登记的，请写明检举控告部分另行登记的信访件编号")
        if book.find_matter(act.other_case_no) is None or not matter_is_accusation(book, act.other_case_no):
            raise HoldError("另行登记的一件应是检举控告类事项：请先登记，再认定")
    elif act.other_case_no is not None:
        raise HoldError("只有分开登记的才写另一件的编号")


def check_lies_elsewhere(matter: Matter, kin: frozenset[str]) -> None:
    """Refuse to find an accusation while the matter lies with whom it names, by these units."""
    if matter.responsible_unit() in kin:
        raise HoldError(
            "责任单位正是文字里提到的单位，或者它的上下级：请先转给有权处理的其他机关、登记被检举控告单位；"
            "不能再转的，另行登记检举控告部分，认定为一信两事"
        )


def texts_of(book: Book, matter: Matter) -> str:
    """Return all that the petitions of a matter say, wherever it lies."""
    found = [*_texts(book, PetitionText, matter), *_texts(book, HeldText, matter)]
    return "\n".join(f"{title or ''}\n{narrative}" for _, title, narrative in found)


def _texts(book: Book, model: Any, matter: Matter) -> list[tuple[int, str | None, str]]:
    table = table_of(model)
    asked = (
        select(table.c.petition_id, table.c.title, table.c.narrative)
        .join(table_of(Petition), table_of(Petition).c.id == table.c.petition_id)
        .where(table_of(Petition).c.case_id == matter.id)
        .order_by(table.c.petition_id)
    )
    return [(petition, title, narrative) for petition, title, narrative in book.connection.execute(asked)]


# What may be done about a held matter: to hear more of it, to put it right, to read it, to decide.
_WHILE_HELD: Final = (
    Register, RegisterRepeat, Correct, NameAccused, HoldMatter, DecideHold,
    UnmaskValue, AskUnmasking, ApproveUnmasking, DeclineUnmasking,
)  # fmt: skip
APPLY: CarriedOut = {HoldMatter: _hold, DecideHold: _decide}
