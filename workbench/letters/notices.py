"""Notices to a petitioner: that a matter is accepted, that its handling takes longer; the opinion on it.

Names of petitioners leave their table masked; who writes the notice says to whom it goes (``信访人``), and
that enters the ledger as a personal value that can be deleted.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from workbench.documents.content import Block, Document, Heading, Labelled, Paragraph, chinese_day
from workbench.law.handling_now import HANDLING
from workbench.law.limits import limit_on
from workbench.letters.passages import ISSUER, LetterError, Passage, TellsOf, Texts, require, said
from workbench.letters.procedure import procedure
from workbench.queries.letter_facts import MatterFactsForLetters
from workbench.terms import IssuedKind, Outcome, PetitionClass

PETITIONER: Final = Passage("信访人", "文书发给谁，如“王小明”", True, TellsOf.PERSON)
MATTER: Final = Passage("事项名称", "所反映的问题，不填就用登记的标题", tells_of=TellsOf.MATTER)
CONTACT: Final = Passage("联系人", "经办人，可不填", tells_of=TellsOf.PERSON)
PHONE: Final = Passage("联系电话", "经办人的办公电话，可不填", tells_of=TellsOf.PERSON)
REASON: Final = Passage("延期理由", "为什么情况复杂，须告知信访人", is_required=True)
REQUEST: Final = Passage("投诉请求", "信访人提出的请求，逐项写明", True, TellsOf.MATTER)
FACTS: Final = Passage("事实和理由", "查明的事实和作出意见的理由", True, TellsOf.MATTER)
OPINION: Final = Passage("处理意见", "对每一项请求的意见", True, TellsOf.MATTER)
BASIS: Final = Passage("法律法规依据", "所依据的法律、法规、规章和政策", is_required=True)
OUTCOME: Final = Passage("处理结论", "、".join(one.label for one in Outcome) + "之一，不填就用登记的结论")
REVIEWER: Final = Passage("复查机关", "原办理单位的上一级机关、单位，不填就是上一级人民政府")
ROLLS: Final = "（末日遇放假的，顺延至其后第一个工作日）"
FOUR: Final = (REQUEST, FACTS, OPINION, BASIS)

ACCEPTANCE_PASSAGES: Final = (PETITIONER, MATTER, CONTACT, PHONE, ISSUER)
EXTENSION_PASSAGES: Final = (PETITIONER, REASON, MATTER, CONTACT, PHONE, ISSUER)
OPINION_PASSAGES: Final = (PETITIONER, *FOUR, OUTCOME, REVIEWER, MATTER, ISSUER)


def acceptance(facts: MatterFactsForLetters, texts: Texts, *, issued_on: date | None) -> Document:
    """Return the notice that a matter is accepted (art. 23): receipt, way and procedure of handling."""
    what = IssuedKind.ACCEPTANCE_NOTICE.label
    _check(facts, what)
    require(texts, ACCEPTANCE_PASSAGES, what)
    if facts.declined_on is not None:
        raise LetterError(f"该事项已于{facts.declined_on}告知不予受理，不能再出具{what}：请核对")
    day = facts.accepted_on or issued_on or facts.as_of
    way = f"经甄别，按{facts.path.label}办理。" if facts.path else ""
    channel = f"以{facts.channel.label}方式" if facts.channel else ""
    blocks: list[Block] = [
        Labelled("信访件编号", facts.case_no),
        Paragraph(f"你{channel}反映的“{_matter(facts, texts)}”，已于{chinese_day(facts.received_on)}收到。"),
        Paragraph(f"经审查，该事项属于本单位职权范围，自{chinese_day(day)}起予以受理。{way}"),
        Paragraph(procedure(facts, day, what)),
        *_contact(texts),
    ]
    return _document(IssuedKind.ACCEPTANCE_NOTICE, facts, texts, blocks, issued_on)


def extension(facts: MatterFactsForLetters, texts: Texts, *, issued_on: date | None) -> Document:
    """Return the notice that handling takes longer (art. 34): approved by the head, with the reason.

    The day it tells is the one that holds because it is told. ``LetterError`` where it would have no effect.
    """
    what = IssuedKind.EXTENSION_NOTICE.label
    _check(facts, what)
    require(texts, EXTENSION_PASSAGES, what, "《信访工作条例》第三十四条要求告知延期理由")
    found = facts.extension
    if found is None:
        raise LetterError(f"该事项没有延长办理期限的记录，不能出具{what}：请先办理延期审批")
    if found.void_why is not None:
        raise LetterError(f"延期无效：{found.void_why}，不能出具{what}（第三十四条）：请先核对延期审批")
    if found.due_on is None:
        raise LetterError(f"该事项的办理期限不能确定，不能出具{what}：请先甄别分类")
    due, rolls = chinese_day(found.due_on), "" if found.is_rolled else ROLLS
    limit = limit_on(HANDLING, found.on)
    blocks: list[Block] = [
        Labelled("信访件编号", facts.case_no),
        Labelled("延长后期限", due),
        Paragraph(
            f"你反映的“{_matter(facts, texts)}”正在办理。因情况复杂，不能在规定期限内办结，"
            f"依照{limit.basis}，经本单位负责人批准，办理期限延长{found.days}日，至{due}{rolls}。"
        ),
        Paragraph(f"延期理由：{said(texts, REASON.name)}"),
        *_contact(texts),
    ]
    return _document(IssuedKind.EXTENSION_NOTICE, facts, texts, blocks, issued_on)


def opinion(facts: MatterFactsForLetters, texts: Texts, *, issued_on: date | None) -> Document:
    """Return the handling opinion with its four elements (art. 32) and the way to re-examination (art. 35).

    ``LetterError`` names every element that is missing, an outcome that is unknown or not the recorded one,
    a body that is not plain, and a class or path on which the law has no such opinion.
    """
    what = IssuedKind.HANDLING_OPINION.label
    _check(facts, what)
    if facts.no_opinion is not None:
        why, article = facts.no_opinion
        raise LetterError(f"{why}（{article}）")
    require(texts, OPINION_PASSAGES, what, "《信访工作条例》第三十二条要求写明请求、事实和理由、意见、依据")
    outcome = _outcome(facts, texts)
    reviewer = said(texts, REVIEWER.name) or facts.higher
    if not reviewer:
        raise LetterError(
            f"{what}缺少：复查机关（《信访工作条例》第三十五条）。请写明原办理单位的上一级机关、单位"
        )
    if reviewer in (said(texts, ISSUER.name), facts.issuer, facts.unit_name):
        raise LetterError("复查机关不能是办理单位自己（第三十五条）：请写明其上一级机关、单位")
    limit = limit_on("R-REVIEW-APPLY30", issued_on or facts.as_of)
    blocks: list[Block] = [
        Labelled("信访件编号", facts.case_no),
        Paragraph(f"你反映的“{_matter(facts, texts)}”，本单位已经办理完毕。现将处理意见告知如下。"),
    ]
    for number, passage in zip("一二三四", FOUR, strict=True):
        blocks += [Heading(f"{number}、{passage.name}"), Paragraph(said(texts, passage.name))]
        if passage is OPINION:
            blocks.append(Labelled("处理结论", outcome.label))
    blocks += [
        Heading("五、救济途径"),
        Paragraph(
            f"如不服本处理意见，可以自收到本意见书之日起{limit.length}日内，向{reviewer}请求复查"
            f"（{limit.basis}）。"
        ),
    ]
    return _document(IssuedKind.HANDLING_OPINION, facts, texts, blocks, issued_on)


def _check(facts: MatterFactsForLetters, what: str) -> None:
    if facts.is_accusation or facts.petition_class is PetitionClass.ACCUSATION:
        raise LetterError(f"检举控告类事项按第三十条的程序办理和答复，不出具{what}")
    if facts.unit is None:
        raise LetterError(f"该事项还没有承办单位，不能出具{what}：请先转送或者交办")


def _outcome(facts: MatterFactsForLetters, texts: Texts) -> Outcome:
    told = said(texts, OUTCOME.name)
    if not told:
        if facts.outcome is None:
            raise LetterError(f"处理意见书缺少：处理结论（{OUTCOME.meaning}）。请补充后再制作")
        return facts.outcome
    try:
        found = Outcome.labelled(told)
    except ValueError as error:
        raise LetterError(f"处理结论{error}：请改正") from error
    if facts.outcome not in (None, found):
        raise LetterError(
            f"处理结论“{found.label}”与登记的“{facts.outcome.label}”不一致：请改正文书，登记有误的先更正登记"
        )
    return found


def _contact(texts: Texts) -> list[Block]:
    return [Labelled(one.name, said(texts, one.name)) for one in (CONTACT, PHONE) if said(texts, one.name)]


def _matter(facts: MatterFactsForLetters, texts: Texts) -> str:
    name = said(texts, MATTER.name) or facts.title
    if not name:
        raise LetterError("该事项没有标题：请填写事项名称")
    return name


def _document(
    kind: IssuedKind, facts: MatterFactsForLetters, texts: Texts, blocks: list[Block], issued_on: date | None
) -> Document:
    return Document(
        kind=kind,
        title=kind.label,
        blocks=tuple(blocks),
        addressee=said(texts, PETITIONER.name),
        issuer=said(texts, ISSUER.name) or facts.issuer,
        issued_on=issued_on,
    )
