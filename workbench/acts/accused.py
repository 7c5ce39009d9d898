"""How naming whom an accusation is about changes the records (Regulation 2022, art. 30(3)).

Whoever owns the matter by then is named all the same: he does not see it from that moment, and the board of
ownerships tells the supervisors to have it handed over (HR6).
"""

from __future__ import annotations

from dataclasses import replace

from workbench.acts.amending import NameAccused
from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.guards import check_accusation, check_person_alone, check_whereabouts
from workbench.records.petitions import AccusedLink


class AlreadyNamedError(ValueError):
    """The unit is already named as the accused of this matter."""

    def __init__(self) -> None:
        super().__init__("该单位已登记为本事项的被检举控告单位")


def _name_accused(book: Book, act: NameAccused, seq: int, by: Actor) -> None:
    matter = book.matter(act.case_no)
    if act.accused_unit is None:
        check_person_alone(book, act.case_no, act.accused_account)
        return  # the person stands in the entry
    if act.accused_unit in matter.accused:
        if act.accused_account is None:
            raise AlreadyNamedError
        return  # the unit is named already; the person stands in the entry
    accused = matter.accused | {act.accused_unit}
    named = replace(matter, accused=accused)
    check_accusation(named)
    check_whereabouts(book, named, act.accused_unit)
    book.rows.add(AccusedLink, (matter.id, act.accused_unit))
    matter.accused = accused
    book.touch(matter)


APPLY: CarriedOut = {NameAccused: _name_accused}
