"""The order of supervision (督办单) and the three proposals (三项建议), from their records."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from workbench.documents.content import Block, Document, Heading, Labelled, Paragraph, Provenance, chinese_day
from workbench.law.clauses import clause
from workbench.law.proposal import ARTICLES, named_sanction
from workbench.letters.passages import COPIES, ISSUER, TITLE, LetterError, Passage, Texts, copies, said
from workbench.queries.proposals import ProposalPage
from workbench.queries.supervision import OrderPage
from workbench.terms import IssuedKind, OrderState, ProposalKind

MORE: Final = Passage("补充说明", "正文之后的一段话，可不填")
ORDER_PASSAGES: Final = (TITLE, MORE, ISSUER, COPIES)
PROPOSAL_PASSAGES: Final = (TITLE, MORE, ISSUER, COPIES)
KINDS: Final = {
    ProposalKind.IMPROVE_WORK: IssuedKind.IMPROVE_WORK,
    ProposalKind.IMPROVE_POLICY: IssuedKind.IMPROVE_POLICY,
    ProposalKind.ACCOUNTABILITY: IssuedKind.ACCOUNTABILITY_PROPOSAL,
}
_RULE: Final = re.compile(r"\bR-[A-Z0-9-]+ ")  # the workbench's own name of a rule, which no paper says
_ASKS: Final = {
    ProposalKind.IMPROVE_WORK: "改进工作",
    ProposalKind.IMPROVE_POLICY: "完善政策",
    ProposalKind.ACCOUNTABILITY: "追究责任",
}


def supervision_order(
    page: OrderPage, texts: Texts, *, issued_on: date | None, origin: Provenance | None
) -> Document:
    """Return the order as it goes to the unit; ``LetterError`` for one that was withdrawn."""
    order = page.line.order
    if page.line.state is OrderState.WITHDRAWN:
        raise LetterError(f"督办单“{order.order_no}”已撤回，不再印发")
    blocks: list[Block] = [Labelled("督办事由", order.reason.label)]
    if order.case_no:
        blocks.append(Labelled("信访件编号", order.case_no))
    if order.item_no:
        blocks.append(Labelled("议定事项编号", order.item_no))
    blocks += [
        Labelled("反馈期限", chinese_day(order.reply_due_on)),
        Heading("一、基本事实"),
        Paragraph(_RULE.sub("", order.facts)),
        Heading("二、督办依据"),
        Paragraph(order.basis),
        Heading("三、督办要求"),
        Paragraph(order.demand),
        Paragraph(
            "反馈请附佐证材料。逾期没有反馈的，提请信访工作联席会议研究（《信访工作条例》第三十九条第三款）。"
        ),
    ]
    if said(texts, MORE.name):
        blocks.append(Paragraph(said(texts, MORE.name)))
    return Document(
        kind=IssuedKind.SUPERVISION_ORDER,
        title=said(texts, TITLE.name) or f"{_subject(order.case_no, order.item_no)}督办单",
        blocks=tuple(blocks),
        number=order.order_no,
        addressee=page.line.unit_name,
        issuer=said(texts, ISSUER.name) or page.line.by_name,
        issued_on=issued_on,
        copies_to=copies(texts),
        provenance=origin,
    )


def proposal(
    page: ProposalPage, texts: Texts, *, issued_on: date | None, origin: Provenance | None
) -> Document:
    """Return one of the three proposals as it goes to the body that receives it.

    A proposal to hold a unit accountable states facts and clauses; a sanction in the added passage is
    refused.
    """
    found, kind = page.line.proposal, page.line.proposal.proposal_kind
    more = said(texts, MORE.name)
    sanction = named_sanction(more) if kind is ProposalKind.ACCOUNTABILITY else None
    if sanction is not None:
        raise LetterError(
            f"补充说明中不写处分方式（“{sanction}”）：处理由有管理权限的机关决定（第四十条第三款）"
        )
    blocks: list[Block] = [Paragraph(f"根据{ARTICLES[kind]}，现就{_ASKS[kind]}提出以下建议，请研究。")]
    if kind is ProposalKind.ACCOUNTABILITY:
        blocks.append(Labelled("责任单位", page.line.about_name))
    blocks += [
        Labelled("反馈期限", chinese_day(found.feedback_due_on)),
        Heading("一、所依据的信访事项"),
        Paragraph("、".join(found.case_nos)),
        Heading("二、事实" if kind is ProposalKind.ACCOUNTABILITY else "二、建议内容"),
        Paragraph(found.text),
    ]
    if kind is ProposalKind.ACCOUNTABILITY:
        blocks.append(Heading("三、可能适用的条款"))
        for one in found.clauses:
            told = clause(one.code)
            blocks.append(Paragraph(f"{told.basis}：{told.text}"))
        blocks.append(
            Paragraph("上述条款是否适用、是否追究以及如何追究，由有管理权限的机关依规依纪依法决定。")
        )
        blocks.append(Heading("四、建议依据"))
    else:
        blocks.append(Heading("三、建议依据"))
    blocks.append(
        Paragraph(
            f"{ARTICLES[kind]}。请于{chinese_day(found.feedback_due_on)}前书面反馈采纳情况，未采纳或者部分采纳的"
            "说明理由（《信访工作条例》第四十条第四款；反馈期限为本地设定）。"
        )
    )
    if more:
        blocks.append(Paragraph(more))
    return Document(
        kind=KINDS[kind],
        title=said(texts, TITLE.name) or f"关于{_ASKS[kind]}的建议",
        blocks=tuple(blocks),
        number=found.proposal_no,
        addressee=page.line.unit_name,
        issuer=said(texts, ISSUER.name) or page.line.by_name,
        issued_on=issued_on,
        copies_to=copies(texts),
        provenance=origin,
    )


def _subject(case_no: str | None, item_no: str | None) -> str:
    if case_no:
        return "信访事项"
    return "联席会议议定事项" if item_no else "信访工作"
