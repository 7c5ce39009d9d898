"""Which matters a clerk decided to be one and the same: the later one is a return of the earlier one.

重复信访 is the same person with the same matter (``law/repeat.py``), under whatever number: who came with a
new number came back to the earlier matter, and did not come for the first time (重件, not 初件). The volumes
stay with both. A matter that is, was or may be an accusation moves no other one's facts: the other's unit
would read its day, or that the same person accused somebody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, String, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from workbench.records.look_backs import LinkDecisionRow, MatterLinkRow
from workbench.records.petitions import PetitionCase
from workbench.records.steps import StepRow
from workbench.terms import PetitionClass, RepeatVerdict

RUN: Final = 500  # matters beyond which a chunk is asked for by its first and last


class Linked(NamedTuple):
    """What links tell as of a day.

    ``returns``: by the id of an earlier matter, the days (ISO) on which later ones were registered, in order.
    ``again``: ids of matters that came after another one that is the same.
    """

    returns: Mapping[int, Sequence[str]] = {}
    again: Collection[int] = frozenset()


def linked_matters(link: Connection, as_of: str, ids: Sequence[int] | None = None) -> Linked:
    """Return what confirmed links tell, as of the day, of the matters ``ids``; of all for ``None``.

    ``ids`` are a run of neighbouring ids, or few.
    """
    earlier, later = aliased(PetitionCase), aliased(PetitionCase)
    days = _confirmed(earlier.id, _iso(later.registered_on), (earlier, later), later, as_of)
    again = _confirmed(later.id, later.id, (earlier, later), earlier, as_of)
    returns: dict[int, list[str]] = defaultdict(list)
    for case, day in link.execute(_of(days, earlier, ids).order_by(earlier.id, later.registered_on)).all():
        returns[case].append(day)
    return Linked(returns, frozenset(case for case, _ in link.execute(_of(again, later, ids)).all()))


def linked_with(link: Connection, numbers: Iterable[str]) -> set[str]:
    """Return the matters whose facts follow what happened to these: ``numbers`` of matters or of links."""
    told = sorted(set(numbers))
    found: set[str] = set()
    for start in range(0, len(told), 500):
        part = told[start : start + 500]
        for one, other in (
            (MatterLinkRow.earlier, MatterLinkRow.later),
            (MatterLinkRow.later, MatterLinkRow.earlier),
        ):
            is_meant = or_(MatterLinkRow.link_no.in_(part), other.in_(part))
            found.update(link.scalars(select(one).where(is_meant)))
    return found


def _confirmed(
    case: Any, told: Any, ends: tuple[type[PetitionCase], type[PetitionCase]], silent: Any, as_of: str
) -> Select[tuple[int, Any]]:
    """Return the question for links that hold as of the day; ``silent`` is the end that may accuse nobody."""
    earlier, later = ends
    until = (
        select(func.max(LinkDecisionRow.number))
        .where(LinkDecisionRow.link_id == MatterLinkRow.id, _iso(LinkDecisionRow.on) <= as_of)
        .correlate(MatterLinkRow)
        .scalar_subquery()
    )
    accuses = exists().where(
        StepRow.case_id == silent.id, StepRow.petition_class == PetitionClass.ACCUSATION.value
    )
    return (
        select(case, told)
        .select_from(MatterLinkRow)
        .join(LinkDecisionRow, LinkDecisionRow.link_id == MatterLinkRow.id)
        .join(earlier, earlier.case_no == MatterLinkRow.earlier)
        .join(later, later.case_no == MatterLinkRow.later)
        .where(
            LinkDecisionRow.number == until,
            LinkDecisionRow.verdict == RepeatVerdict.CONFIRMED.value,
            _iso(later.registered_on) <= as_of,
            # Not by the index of what is held: nearly all matters are not, and links are few.
            func.coalesce(silent.held, 0) == 0,
            ~accuses,
        )
    )


def _of(asked: Select[tuple[int, Any]], matter: Any, ids: Sequence[int] | None) -> Select[tuple[int, Any]]:
    if ids is None:
        return asked
    return asked.where(matter.id.between(ids[0], ids[-1]) if len(ids) > RUN else matter.id.in_(ids))


def _iso(column: Any) -> Any:
    return cast(column, String)
