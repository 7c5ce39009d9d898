"""One order or proposal as markup: its head, what it says, how it went; the present deadlines beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from widgets.address import link
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import Moment, day_text, explanation, facts, heading, label, timeline
from widgets.parts.values import Tag, Tone
from widgets.supervision.rows import FEEDBACK_TONES, STATE_TONES
from workbench.law.clauses import clause_text
from workbench.law.explain import JUDGED_BY
from workbench.law.proposal import ARTICLES
from workbench.law.supervision import ESCALATION
from workbench.queries.case_page import Working
from workbench.queries.proposals import ProposalPage
from workbench.queries.supervision import OrderPage
from workbench.queries.supervision_ledger import ground_words
from workbench.terms import ActKind, DeadlineState, OrderState

DEADLINE_TONES: dict[DeadlineState, Tone] = {
    DeadlineState.LATE: "late",
    DeadlineState.MET_LATE: "soon",
    DeadlineState.ENDED_LATE: "soon",
    DeadlineState.MET: "done",
    DeadlineState.RUNNING: "accent",
}
IN_SIGHT = (DeadlineState.LATE, DeadlineState.RUNNING, DeadlineState.MET_LATE, DeadlineState.ENDED_LATE)


def order_head(page: OrderPage, title: str) -> Markup:
    """Return number, unit and state, and where an unanswered order goes."""
    line, order = page.line, page.line.order
    late = f" {line.days_late} 日" if line.days_late else ""
    return tag(
        "div",
        tag("p", f"{order.order_no}　{line.by_name} → {line.unit_name}", class_="supervision-number"),
        tag("h2", title or ground_words(line)),
        tag(
            "p",
            label(Tag(f"{line.state.label}{late}", STATE_TONES[line.state])),
            label(Tag(ESCALATION, "late")) if line.goes_to_conference else None,
            tag("span", f"反馈期限 {line.due_on:%Y-%m-%d}", class_="supervision-due"),
            tag("span", page.due_note if line.due_on == order.reply_due_on else "退回时另定"),
            class_="supervision-state",
        ),
        class_="supervision-head",
    )


def order_text(page: OrderPage, case_address: str) -> Markup:
    """Return what the order says: frozen at issue."""
    line, order = page.line, page.line.order
    ground: Content = ground_words(line)
    if order.case_no and case_address:
        ground = tag("a", order.case_no, href=case_address)
    return tag(
        "section",
        heading("督办单", f"发出时固定，{order.issued_on:%Y-%m-%d}", level=3),
        facts(
            [
                ("事项", ground),
                ("触发情形", order.reason.label),
                (
                    "发出",
                    f"{page.people.get(order.by_account, order.by_account)}，{order.issued_on:%Y-%m-%d}",
                ),
                ("反馈期限", f"{order.reply_due_on:%Y-%m-%d}（{page.due_note}）"),
            ]
        ),
        _long("事实", order.facts),
        _long("依据", order.basis),
        _long("督办要求", order.demand),
        class_="supervision-text",
    )


def order_history(page: OrderPage) -> Markup:
    """Return what happened to the order, day by day."""
    order = page.line.order
    who = page.people

    def name(account: str | None) -> str:
        return who.get(account or "", account or "")

    issue = Moment(order.issued_on, ActKind.ISSUE_ORDER.label, name(order.by_account), note=page.line.by_name)
    found: list[tuple[int, Moment]] = [(0, issue)]  # on one day, by the number of the reply
    dues = [order.reply_due_on, *(one.due_on for one in order.returns)]
    for number, one in enumerate(order.replies, 1):
        late = (one.on - dues[min(number, len(dues)) - 1]).days
        paper = f"{one.title}，{day_text(one.dated_on)}" if one.title else ""
        told = f"逾期 {late} 日反馈" if late > 0 else ""
        reply = Moment(one.on, f"第 {number} 次反馈", name(one.account), paper, one.text, told)
        found.append((2 * number, reply))
    for sent in order.returns:
        note = f"{sent.reason}\n重新反馈期限：{sent.due_on:%Y-%m-%d}"
        title = f"{ActKind.RETURN_REPLY.label}（第 {sent.reply} 次）"
        found.append((2 * sent.reply + 1, Moment(sent.on, title, name(sent.account), note=note)))
    for urged in order.reminders:
        by = name(urged.account)
        found.append((1, Moment(urged.on, ActKind.REMIND_ORDER.label, by, note=urged.text, tone="quiet")))
    found += [(len(found) * 2 + 2, one) for one in _end(page, name(order.closed_by))]
    ordered = sorted(found, key=lambda one: (one[1].on or date.min, one[0]))
    moments = [one for _, one in ordered]
    return tag("section", heading("经过", level=3), timeline(moments), class_="supervision-text")


def _end(page: OrderPage, by: str) -> list[Moment]:
    order = page.line.order
    if order.closed_on is not None:
        note = order.closed_note or ""
        return [Moment(order.closed_on, ActKind.CLOSE_ORDER.label, by, note=note, tone="done")]
    if order.withdrawn_on is not None:
        why = order.withdrawn_why or ""
        return [Moment(order.withdrawn_on, ActKind.WITHDRAW_ORDER.label, note=why, tone="quiet")]
    if page.line.state is OrderState.LATE:
        since = f"反馈期限 {page.line.due_on:%Y-%m-%d} 已过 {page.line.days_late} 日，{ESCALATION}"
        return [Moment(page.as_of, "仍未反馈", note=since, late=f"{page.line.days_late} 日")]
    return []


def present(workings: Sequence[Working], unit_name: str, as_of: date) -> Markup:
    """Return the unit's deadlines in the matter as they stand now, late ones first."""
    seen = sorted(
        (one for one in workings if one.state in IN_SIGHT), key=lambda one: IN_SIGHT.index(one.state)
    )
    others = [one for one in workings if one.state not in IN_SIGHT]
    return tag(
        "section",
        heading("现在的时限", f"{unit_name}，截至 {as_of:%Y-%m-%d}", level=3),
        [_working(one) for one in seen]
        or tag("p", "该单位在本事项中没有在走或超期的时限。", class_="wb-empty supervision-none"),
        tag(
            "p",
            "其他：" + "；".join(f"{one.title}（{one.state.label}）" for one in others),
            class_="wb-small",
        )
        if others
        else None,
        class_="supervision-text",
    )


def proposal_head(page: ProposalPage) -> Markup:
    """Return number, unit, kind and the state of the feedback."""
    line, one = page.line, page.line.proposal
    late = f" {line.days_late} 日" if line.days_late else ""
    return tag(
        "div",
        tag("p", f"{one.proposal_no}　{line.by_name} → {line.unit_name}", class_="supervision-number"),
        tag("h2", f"{one.proposal_kind.label}的建议"),
        tag(
            "p",
            label(Tag(f"{line.state.label}{late}", FEEDBACK_TONES[line.state])),
            tag("span", f"反馈期限 {one.feedback_due_on:%Y-%m-%d}", class_="supervision-due"),
            tag("span", page.due_note),
            class_="supervision-state",
        ),
        class_="supervision-head",
    )


def proposal_text(page: ProposalPage, *, can_open: bool) -> Markup:
    """Return what the proposal says; clauses may apply, the body with authority judges."""
    line, one = page.line, page.line.proposal
    cases: list[Content] = []
    for case_no in one.case_nos:
        cases += ["、", tag("a", case_no, href=link("case_review", case=case_no)) if can_open else case_no]
    pairs: list[tuple[str, Content]] = [
        ("所依据的事项", cases[1:]),
        ("依据", ARTICLES[one.proposal_kind]),
        ("提出", f"{page.people.get(one.by_account, one.by_account)}，{one.issued_on:%Y-%m-%d}"),
        ("反馈期限", f"{one.feedback_due_on:%Y-%m-%d}（{page.due_note}）"),
    ]
    if one.about_unit is not None:
        pairs.append(("责任单位", line.about_name))
    clauses = "\n".join(clause_text(clause.code) for clause in one.clauses)
    return tag(
        "section",
        heading("建议", level=3),
        facts(pairs),
        _long("建议内容", one.text),
        _long(f"条款（{JUDGED_BY}）", clauses) if clauses else None,
        class_="supervision-text",
    )


def proposal_feedback(page: ProposalPage) -> Markup:
    """Return the written feedback, or that it is missing."""
    one = page.line.proposal
    if one.feedback_on is None:
        sentence = "还没有书面反馈（第四十条第四款：应当书面反馈采纳情况）。"
        return tag("section", heading("书面反馈", level=3), tag("p", sentence), class_="supervision-text")
    return tag(
        "section",
        heading("书面反馈", f"{one.feedback_on:%Y-%m-%d}", level=3),
        facts(
            [
                ("采纳情况", one.adoption.label if one.adoption else ""),
                ("反馈文书", f"{one.title}，{day_text(one.dated_on)}"),
                ("记录", page.people.get(one.feedback_account or "", one.feedback_account or "")),
            ]
        ),
        _long("反馈内容", one.feedback_text or ""),
        _long("理由", one.refusal_reason) if one.refusal_reason else None,
        class_="supervision-text",
    )


def _working(one: Working) -> Markup:
    late = f" {one.days_late} 日" if one.days_late else ""
    state = Tag(f"{one.state.label}{late}", DEADLINE_TONES.get(one.state, "quiet"))
    return explanation(one.title, state, one.lines)


def _long(name: str, words: str) -> Markup:
    return tag("div", tag("h4", name), tag("p", words, class_="supervision-words"), class_="supervision-long")
