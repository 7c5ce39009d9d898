"""Who may say that a matter is not taken up, or no more: asked where somebody records it himself.

Both notices end a matter, so each rests on another course that is on record: in this file, or in that of a
matter which somebody confirmed to be the same one.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, or_, select

from workbench.acts.book import Book
from workbench.acts.matter import Matter, read_matters
from workbench.law.facts import StepTaken
from workbench.law.lifecycle import NotAllowedError
from workbench.records.look_backs import LinkDecisionRow, MatterLinkRow
from workbench.terms import CaseState, RepeatVerdict, Step

_IN_HAND: Final = (Step.ACCEPT, Step.ISSUE_OPINION, Step.REPLY_DIRECTLY)
_SENT: Final = frozenset({CaseState.TRANSFERRED, CaseState.ASSIGNED})


def check_declining(book: Book, matter: Matter, step: StepTaken) -> None:
    """Raise ``NotAllowedError`` where a matter may not be declined (19(3), 23(3)), or no more (36(3)).

    What was sent to a unit stays with it unless it objected in time, or the matter is in hand elsewhere.
    """
    if step.kind is Step.DECLINE and matter.state in _SENT and not _has_same_with(book, matter, *_IN_HAND):
        raise NotAllowedError(
            "转送、交办来的事项，认为不属于本单位职权的应当在期限内提出异议，逾期仍由本单位负责，不能不予受理；"
            "属于已经受理或者正在办理又重复提出的，请先确认两件的重复信访关联",
            "第十九条第三款、第二十三条第三款",
        )
    if step.kind is Step.DECLINE_FURTHER and matter.file.last(Step.DECIDE_FINAL_REVIEW) is None:
        if not _has_same_with(book, matter, Step.DECIDE_FINAL_REVIEW):
            raise NotAllowedError(
                "经复核终结且仍以同一事实和理由提出的，才不再受理：本事项没有复核意见，"
                "也没有确认与已复核事项的重复信访关联",
                "第三十六条第三款",
            )


def _has_same_with(book: Book, matter: Matter, *kinds: Step) -> bool:
    """Return whether a matter that is confirmed to be the same one has a step of these kinds."""
    link, decision, number = MatterLinkRow, LinkDecisionRow, matter.file.case_no
    newest = (
        select(func.max(decision.number)).where(decision.link_id == link.id).correlate(link).scalar_subquery()
    )
    asked = (
        select(link.earlier, link.later)
        .join(decision, (decision.link_id == link.id) & (decision.number == newest))
        .where(
            or_(link.earlier == number, link.later == number),
            decision.verdict == RepeatVerdict.CONFIRMED.value,
        )
    )
    pairs = book.connection.execute(asked).all()
    others = [later if earlier == number else earlier for earlier, later in pairs]
    return any(one.file.last(*kinds) is not None for one in read_matters(book.connection, case_nos=others))
