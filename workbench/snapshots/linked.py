"""When somebody came back with the same matter under a new number, as a clerk decided.

It is a return like any other: 重复信访 is the same person with the same matter (``law/repeat.py``), under
whatever number. The volumes stay with both matters. A matter that is, was or may be an accusation moves no
other one's facts: the unit of the earlier matter would read its day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, String, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from workbench.records.look_backs import LinkDecisionRow, MatterLinkRow
from workbench.records.petitions import PetitionCase
from workbench.records.steps import StepRow
from workbench.terms import PetitionClass, RepeatVerdict

RUN: Final = 500  # matters beyond which a chunk is asked for by its first and last
Linked = Mapping[int, Sequence[str]]  # by the id of the earlier matter: the days of later ones, in order


def linked_days(link: Connection, as_of: str, ids: Sequence[int] | None = None) -> Linked:
    """Return on which days matters were registered that are linked, as of the day, to each earlier one.

    ``ids`` are the earlier matters asked about (a run of neighbouring ids, or few), ``None`` for all.
    """
    earlier, later = aliased(PetitionCase), aliased(PetitionCase)
    until = (
        select(func.max(LinkDecisionRow.number))
        .where(LinkDecisionRow.link_id == MatterLinkRow.id, _iso(LinkDecisionRow.on) <= as_of)
        .correlate(MatterLinkRow)
        .scalar_subquery()
    )
    accuses = exists().where(
        StepRow.case_id == later.id, StepRow.petition_class == PetitionClass.ACCUSATION.value
    )
    asked = (
        select(earlier.id, _iso(later.registered_on))
        .select_from(MatterLinkRow)
        .join(LinkDecisionRow, LinkDecisionRow.link_id == MatterLinkRow.id)
        .join(earlier, earlier.case_no == MatterLinkRow.earlier)
        .join(later, later.case_no == MatterLinkRow.later)
        .where(
            LinkDecisionRow.number == until,
            LinkDecisionRow.verdict == RepeatVerdict.CONFIRMED.value,
            _iso(later.registered_on) <= as_of,
            # Not by the index of what is held: nearly all matters are not, and links are few.
            func.coalesce(later.held, 0) == 0,
            ~accuses,
        )
        .order_by(earlier.id, later.registered_on)
    )
    if ids is not None:
        is_run = len(ids) > RUN
        asked = asked.where(earlier.id.between(ids[0], ids[-1]) if is_run else earlier.id.in_(ids))
    found: dict[int, list[str]] = defaultdict(list)
    for case, day in link.execute(asked).all():
        found[case].append(day)
    return found


def earlier_of(link: Connection, numbers: Iterable[str]) -> set[str]:
    """Return the matters whose facts follow what happened to these: ``numbers`` of matters or of links."""
    told = sorted(set(numbers))
    found: set[str] = set()
    for start in range(0, len(told), 500):
        part = told[start : start + 500]
        is_meant = or_(MatterLinkRow.link_no.in_(part), MatterLinkRow.later.in_(part))
        found.update(link.scalars(select(MatterLinkRow.earlier).where(is_meant)))
    return found


def _iso(column: Any) -> Any:
    return cast(column, String)
