"""The act by which a clerk decides of two matters that the machine proposes as one raised again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.law.repeat import MatterLink, RepeatError, link_number
from workbench.records.look_backs import LinkDecisionRow, MatterLinkRow
from workbench.terms import RepeatRelation, RepeatVerdict

LINK: Final = Shape("重复信访关联", MatterLink, "link_no", MatterLinkRow, {"decisions": LinkDecisionRow})


@dataclass(frozen=True, slots=True)
class LinkGrounds:
    """What the clerk had before him: likeness in hundredths, what agrees, calendar days between."""

    relation: RepeatRelation
    likeness: int
    days_between: int
    same_place: bool = False
    same_unit: bool = False
    same_topic: bool = False


@dataclass(frozen=True, slots=True)
class DecideRepeat(DeclaredAct):
    """认定重复信访: confirm, reject or split; rejecting and splitting need a reason. No volume changes."""

    kind: ClassVar[str] = "decide_repeat"
    about: ClassVar[str] = "link_no"
    shape: ClassVar = LINK
    link_no: str
    earlier: str
    later: str
    on: date
    verdict: RepeatVerdict
    grounds: LinkGrounds
    why: str | None = secret(None)


def _decide(book: Book, act: DecideRepeat, seq: int, by: Actor) -> None:
    if act.link_no != link_number(act.earlier, act.later) or act.earlier == act.later:
        raise RepeatError("关联编号与两件信访事项不符：请刷新页面后再试")
    first, second = (book.matter(one).file.steps[0].on for one in (act.earlier, act.later))
    if first > second:
        raise RepeatError("两件的先后颠倒：先登记的一件在前")
    link = book.dossiers.find(LINK, act.link_no)
    is_new = link is None
    if link is None:
        told = act.grounds
        link = MatterLink(
            id=seq,
            link_no=act.link_no,
            earlier=act.earlier,
            later=act.later,
            relation=told.relation,
            likeness=told.likeness,
            same_place=told.same_place,
            same_unit=told.same_unit,
            same_topic=told.same_topic,
            days_between=told.days_between,
        )
    if act.verdict is RepeatVerdict.CONFIRMED:
        decided = link.confirmed(act.on, by.id, act.why)
    elif act.verdict is RepeatVerdict.REJECTED:
        decided = link.rejected(act.on, by.id, act.why or "")
    else:
        decided = link.split(act.on, by.id, act.why or "")
    if is_new:
        book.dossiers.open(LINK, decided)
    else:
        book.dossiers.keep(LINK, decided)


APPLY: CarriedOut = {DecideRepeat: _decide}
