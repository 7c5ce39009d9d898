"""The agenda as the rules propose it (law/agenda.toml): each item with its rule, its article and its facts.

Late deadlines come from the snapshot of the day, the rest from what is kept beside the matters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from workbench.acts.dossier import read_dossiers
from workbench.acts.left_open import open_item_facts
from workbench.acts.ownership_shape import OWNERSHIP
from workbench.law.agenda import AgendaRule, agenda_rules
from workbench.law.commitments import commitments
from workbench.law.limits import find_limit
from workbench.law.meeting import ACCUSATION_SENTENCE
from workbench.law.ownership_past import as_it_was
from workbench.queries.agreed_items import agreed_items
from workbench.queries.look_back_results import failed_look_backs
from workbench.queries.matter_facts import matter_facts
from workbench.queries.supervision import Around, unanswered
from workbench.queries.urgencies import urgent_matters, urgent_words
from workbench.records.ownerships import OwnershipRow
from workbench.records.tables import table_of
from workbench.snapshots.read import Snapshot
from workbench.terms import AgendaReason, LookBackState


@dataclass(frozen=True, slots=True)
class Proposal:
    """One item that the rules propose. ``facts``: what is late, by how many calendar days, by which article.

    ``reasons`` are all rules that name the matter, the first one decides its place. Of an accusation there is
    the number only.
    """

    key: str
    reasons: tuple[AgendaReason, ...]
    subject: str
    facts: str
    days: int
    case_no: str | None = None
    item_no: str | None = None
    unit_name: str = ""
    is_accusation: bool = False

    @property
    def reason(self) -> AgendaReason:
        """The rule that decides the place on the agenda."""
        return self.reasons[0]

    @property
    def rules(self) -> tuple[AgendaRule, ...]:
        """The rules with their words and articles."""
        return tuple(agenda_rules()[one] for one in self.reasons)


def proposed_agenda(connection: Connection, snapshot: Snapshot) -> tuple[Proposal, ...]:
    """Return what the rules propose as of the day of ``snapshot``, in the order of the agenda.

    Open agreed items first, each by itself; then the matters, each once, whatever names it.
    """
    as_of = snapshot.as_of
    open_items = tuple(_open_items(connection, as_of))
    matters: dict[str, Proposal] = {}
    found = (
        *_urgent(connection, snapshot),
        *_late(snapshot),
        *_broken_plans(connection, as_of),
        *_unanswered_orders(connection, as_of),
        *_failed_look_backs(connection, as_of),
    )
    for one in found:
        before = matters.get(one.key)
        matters[one.key] = one if before is None else _joined(before, one)
    around = Around.read(connection, (one.case_no for one in matters.values()))
    order = list(agenda_rules())
    ranked = sorted(matters.values(), key=lambda one: (order.index(one.reason), -one.days, one.key))
    return (*open_items, *(_shown(one, around) for one in ranked))


def _open_items(connection: Connection, as_of: date) -> Iterator[Proposal]:
    for row in agreed_items(connection, None, as_of=as_of):
        if not row.is_open:
            continue
        told = open_item_facts(row.item, row.lead_name, as_of)
        yield Proposal(
            key=row.item.item_no,
            reasons=(AgendaReason.OPEN_ITEM,),
            subject=row.item.item_no if row.is_accusation else row.item.text,
            facts=ACCUSATION_SENTENCE if row.is_accusation else told,
            days=row.days_late,
            case_no=row.item.case_no,
            item_no=row.item.item_no,
            unit_name="" if row.is_accusation else row.lead_name,
            is_accusation=row.is_accusation,
        )


def _urgent(connection: Connection, snapshot: Snapshot) -> Iterator[Proposal]:
    """The matters that were noted as urgent and are so still; no day of theirs is late."""
    urgent = urgent_matters(connection, as_of=snapshot.as_of)
    matters = matter_facts(snapshot, [one.case_no for one in urgent])
    for one in urgent:
        matter = matters.get(one.case_no)
        if matter is not None:
            yield Proposal(
                one.case_no,
                (AgendaReason.URGENT,),
                matter.title,
                urgent_words(one),
                0,
                one.case_no,
                unit_name=matter.unit_name,
                is_accusation=matter.is_accusation,
            )


def _late(snapshot: Snapshot) -> Iterator[Proposal]:
    """The matters with a deadline that is late beyond the days of the rule."""
    rows = snapshot.rows(
        "select c.case_no, c.title, d.rule_id, coalesce(u.name, c.unit_name), d.due, d.days_late, "
        "d.arises_on from deadline_fact d join case_fact c on c.case_id = d.case_id "
        "left join unit_fact u on u.code = d.unit "
        "where d.state = 'late' and d.days_late > :days order by d.days_late desc, c.case_no",
        {"days": agenda_rules()[AgendaReason.LATE].days},
    )
    for case_no, title, rule_id, unit, due, days, arises_on in rows:
        limit = find_limit(rule_id, date.fromisoformat(arises_on))
        what = f"“{limit.title}”" if limit is not None else ""
        basis = f"（{limit.basis}）" if limit is not None else ""
        facts = f"{unit or '责任单位未定'}：{what}{due} 到期，超期 {days} 日{basis}"
        yield Proposal(case_no, (AgendaReason.LATE,), title, facts, days, case_no, unit_name=unit or "")


def _broken_plans(connection: Connection, as_of: date) -> Iterator[Proposal]:
    head = table_of(OwnershipRow)
    wanted = select(head).where(head.c.assigned_on <= as_of)
    for dossier in read_dossiers(connection, OWNERSHIP, wanted):
        ownership = as_it_was(dossier, as_of)
        if ownership is None or not ownership.is_held:
            continue
        late = [one for one in commitments(ownership, as_of) if one.is_late]
        days = max((one.days_late(as_of) for one in late), default=0)
        if days > agenda_rules()[AgendaReason.PLAN_BROKEN].days:
            facts = (
                f"包案领导{ownership.leader.name}（{ownership.leader.post}）："
                f"方案节点逾期 {len(late)} 个，最长 {days} 日（《信访工作条例》第十八条第二款）"
            )
            yield Proposal(
                ownership.case_no,
                (AgendaReason.PLAN_BROKEN,),
                ownership.asked,
                facts,
                days,
                ownership.case_no,
            )


def _unanswered_orders(connection: Connection, as_of: date) -> Iterator[Proposal]:
    for line in unanswered(connection, as_of=as_of):
        order = line.order
        yield Proposal(
            key=order.case_no or order.order_no,
            reasons=(AgendaReason.ORDER_UNANSWERED,),
            subject=f"{line.unit_name}：{order.demand}",
            facts=f"督办单 {order.order_no}，{line.unit_name}应于 {line.due_on} 前反馈，"
            f"逾期 {line.days_late} 日（《信访工作条例》第三十九条第三款）",
            days=line.days_late,
            case_no=order.case_no,
            unit_name=line.unit_name,
            is_accusation=line.is_accusation,
        )


def _failed_look_backs(connection: Connection, as_of: date) -> Iterator[Proposal]:
    for line in failed_look_backs(connection, as_of=as_of):
        due = line.check.rework_due if line.check is not None else None
        days = max(0, (as_of - due).days) if due is not None and line.state is LookBackState.LATE else 0
        limit = f"，整改时限 {due}" if due is not None else ""
        late = f"，逾期 {days} 日" if days else ""
        yield Proposal(
            key=line.case_no,
            reasons=(AgendaReason.LOOK_BACK_FAILED,),
            subject=f"{line.unit_name}：{(line.check and line.check.cause) or ''}",
            facts=f"回头看认定没有落实{limit}{late}（《信访工作条例》第三十八条）",
            days=days,
            case_no=line.case_no,
            unit_name=line.unit_name,
            is_accusation=line.is_accusation,
        )


def _joined(first: Proposal, second: Proposal) -> Proposal:
    """Return one proposal for a matter that two rules name, or one rule twice."""
    order = list(agenda_rules())
    reasons = tuple(sorted({*first.reasons, *second.reasons}, key=order.index))
    return replace(
        first, reasons=reasons, facts=f"{first.facts}；{second.facts}", days=max(first.days, second.days)
    )


def _shown(one: Proposal, around: Around) -> Proposal:
    if one.case_no is None:
        return one
    if one.is_accusation or one.case_no in around.secret or one.case_no in around.accused:
        return replace(
            one, subject=one.case_no, facts=ACCUSATION_SENTENCE, unit_name="", days=0, is_accusation=True
        )

    def say(text: str) -> str:
        return around.masked(text, (case_no,), in_list=False) or ""

    case_no = one.case_no
    return replace(one, subject=say(one.subject), facts=say(one.facts))
