"""What leaders and units have promised beside the deadlines of the law, as rows of facts for a snapshot.

One row per commitment: a milestone of a plan, an agreed item, an order, a proposal, an instruction with a
day, a day on which a leader receives people, a monthly screening, the next hearing of the work by a body that
has an interval. ``due_on`` is the day from which it counts
as late, ``met_on`` the day on which it was done, shown by what the kind demands. What was withdrawn, moved or
dropped has ``ended_on``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from workbench.acts.dossier import Shape, read_dossiers
from workbench.acts.instructions import INSTRUCTION
from workbench.acts.left_open import AGREED_ITEM
from workbench.acts.ownership_shape import OWNERSHIP
from workbench.acts.proposals import PROPOSAL
from workbench.acts.receptions import RECEPTION
from workbench.acts.supervision import ORDER
from workbench.acts.work_studies import WORK_STUDY
from workbench.law.agreed_item import AgreedItem
from workbench.law.commitments import Commitment, commitments
from workbench.law.instruction import Instruction
from workbench.law.ownership import Ownership
from workbench.law.ownership_past import as_it_was
from workbench.law.proposal import Proposal
from workbench.law.reception import Reception
from workbench.law.supervision import SupervisionOrder
from workbench.law.work_study import WorkStudy, session_name
from workbench.queries.reviewed_files import reviewed_files
from workbench.queries.screening_owed import screening_facts
from workbench.records.petitions import PetitionCase
from workbench.records.tables import table_of
from workbench.terms import CommitmentKind, CommitmentState, Term

# kind, number, matter, unit that owes, raised, due, met, ended (days as dates), subkind, outcome.
Days = tuple[date, date, date | None, date | None]
Fact = tuple[CommitmentKind, str, str | None, str | None, Days, Term | None, Term | None]
Row = tuple[Any, ...]
UNASKED: Final = "（没有间隔）"


def commitment_rows(link: Connection, as_of: date) -> list[Row]:
    """Return the rows of ``commitment_fact`` as of a day, in the order of their keys."""
    ids = {number: case_id for case_id, number in link.execute(select(PetitionCase.id, PetitionCase.case_no))}
    rows = [_row(fact, ids, as_of) for shape, tell in _TOLD for fact in tell(_read(link, shape), as_of)]
    for number, case_no, unit, days in reviewed_files(link, as_of):
        fact = (CommitmentKind.FILE_REVIEW, number, case_no, unit, days, None, None)
        rows.append(_row(fact, ids, as_of))
    rows += [_row(fact, ids, as_of) for fact in screening_facts(link, as_of)]
    return sorted(rows)


def rows_of(shape: Shape[Any], dossiers: Iterable[Any], as_of: date) -> list[Row]:
    """Return the rows that these dossiers of one shape make, in the order of their keys, without matters."""
    tell = next(tell for one, tell in _TOLD if one is shape)
    return sorted(_row(fact, {}, as_of) for fact in tell(dossiers, as_of))


def _row(fact: Fact, ids: dict[str, int], as_of: date) -> Row:
    kind, number, case_no, unit, (raised, due, met, ended), subkind, outcome = fact
    late = (min(met or as_of, ended or as_of) - due).days
    days = [None if day is None else day.isoformat() for day in (raised, due, met, ended)]
    codes = [None if term is None else term.value for term in (subkind, outcome)]
    told = (f"{kind.value}:{number}", kind.value, number, ids.get(case_no or ""), unit)
    return (*told, *days, max(late, 0), *codes)


def _read(link: Connection, shape: Shape[Any]) -> list[Any]:
    return read_dossiers(link, shape, select(table_of(shape.head)))


def _milestones(found: Ownership, as_of: date) -> Iterator[Fact]:
    ownership = as_it_was(found, as_of)
    if ownership is None:
        return
    team = ownership.team_on(as_of) or ownership.team
    lead = team[0].unit if team else None
    for one in commitments(ownership, as_of):
        raised = _promised_on(ownership, one)
        due = one.broken_on[0] if one.broken_on else one.due_on
        met = one.kept.on if one.kept is not None else None
        # Dropped by a later version before it fell due; what was broken stays broken.
        is_dropped = one.state is CommitmentState.DROPPED
        ended = ownership.signed[-1].signed_on if is_dropped else None
        number = f"{ownership.ownership_no}/{one.key}"
        days = (raised, due, met, ended)
        yield CommitmentKind.MILESTONE, number, ownership.case_no, lead, days, None, None


def _promised_on(ownership: Ownership, one: Commitment) -> date:
    first = next(m.plan for m in ownership.milestones if m.key == one.key)
    return ownership.signed[first - 1].signed_on or ownership.assigned_on


def _item(item: AgreedItem, as_of: date) -> Iterator[Fact]:
    if item.agreed_on <= as_of:
        days = (item.agreed_on, item.binding_due(as_of), item.done_on(as_of), None)
        yield CommitmentKind.AGREED_ITEM, item.item_no, item.case_no, item.lead_unit, days, None, None


def _order(order: SupervisionOrder, as_of: date) -> Iterator[Fact]:
    if order.issued_on <= as_of:
        withdrawn = order.until(as_of).withdrawn_on
        days = (order.issued_on, order.reply_due_on, order.first_reply_on(as_of), withdrawn)
        yield CommitmentKind.ORDER, order.order_no, order.case_no, order.to_unit, days, order.reason, None


def _proposal(found: Proposal, as_of: date) -> Iterator[Fact]:
    if found.issued_on <= as_of:
        case_no = found.case_nos[0] if found.case_nos else None
        then = found.until(as_of)
        days = (found.issued_on, found.feedback_due_on, then.feedback_on, None)
        kinds = (found.proposal_kind, then.adoption)
        yield CommitmentKind.PROPOSAL, found.proposal_no, case_no, found.to_unit, days, *kinds


def _instruction(found: Instruction, as_of: date) -> Iterator[Fact]:
    then = found.until(as_of)
    if then is not None and then.due_on is not None:
        met = then.reports[-1].reported_on if then.confirmed_on is not None else None
        days = (then.given_on, then.due_on, met, None)
        yield CommitmentKind.INSTRUCTION, then.instruction_no, then.case_no, then.to_unit, days, None, None


def _receptions(found: Iterable[Reception], as_of: date) -> Iterator[Fact]:
    """Yield one promise for each leader, post and day: who receives people twice that day owes one day.

    It bears the number of the first reception of the day that was not moved away; no leader's name enters.
    """
    days: dict[tuple[str, str, str, date], list[Reception]] = defaultdict(list)
    for one in sorted(found, key=lambda one: one.id):
        if _planned(one) <= as_of:
            days[one.leader_day].append(one)
    for (unit, _, _, due), ones in days.items():
        moved = [one.moved_on for one in ones if one.moved_on is not None and one.moved_on <= as_of]
        staying = [one for one in ones if one.moved_on is None or one.moved_on > as_of]
        held = min((one.held_on for one in staying if one.held_on and one.held_on <= as_of), default=None)
        number = (staying or ones)[0].reception_no
        times = (min(_planned(one) for one in ones), due, held, None if staying else max(moved))
        yield CommitmentKind.RECEPTION, number, None, unit, times, None, None


def _studies(study: WorkStudy, as_of: date) -> Iterator[Fact]:
    """Yield what the intervals of a body ask for; a session that none asked for is met and asked no more.

    A body is no unit: it is told as ``subkind``.
    """
    body, asked = study.body, study.rounds(as_of)
    for one in asked:
        days = (one.since, one.due_on, one.held_on, None)
        yield CommitmentKind.WORK_STUDY, session_name(body, one.since), None, None, days, body, None
    for on in {one.on for _, one in study.standing(as_of)} - {one.held_on for one in asked}:
        number = f"{session_name(body, on)}{UNASKED}"
        yield CommitmentKind.WORK_STUDY, number, None, None, (on, on, on, on), body, None


def _planned(one: Reception) -> date:
    return one.published_on or one.planned_on


def _each(tell: Callable[[Any, date], Iterator[Fact]]) -> Callable[[Iterable[Any], date], Iterator[Fact]]:
    return lambda dossiers, as_of: (fact for one in dossiers for fact in tell(one, as_of))


_TOLD: Final[tuple[tuple[Shape[Any], Callable[[Iterable[Any], date], Iterator[Fact]]], ...]] = (
    (OWNERSHIP, _each(_milestones)),
    (AGREED_ITEM, _each(_item)),
    (ORDER, _each(_order)),
    (PROPOSAL, _each(_proposal)),
    (INSTRUCTION, _each(_instruction)),
    (RECEPTION, _receptions),
    (WORK_STUDY, _each(_studies)),
)
