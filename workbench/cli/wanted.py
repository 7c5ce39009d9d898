"""What a command is asked to look at, by name or by code; what nobody knows is refused with what there is.

A unit, a channel or a figure that does not exist would otherwise be answered with a confident zero.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.indicators.catalogue import Indicator
    from workbench.indicators.evaluate import Period
    from workbench.snapshots.asked import Asked

MOST_BATCHES: Final = 10  # of those that are named, the latest first


class NotThereError(ValueError):
    """The command names something that is not there; the sentence lists what is."""


def one_of(what: str, given: str, known: Mapping[str, str]) -> str:
    """Return the code of what was given as code or as name; ``known`` are the names by code."""
    if given in known:
        return given
    meant = [code for code, name in known.items() if name == given]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise NotThereError(f"名为“{given}”的{what}不止一个，请写代码：{'、'.join(meant)}")
    raise NotThereError(f"没有{what}“{given}”。名称或代码都可以写，有：{listed(known)}")


def listed(known: Mapping[str, str]) -> str:
    """Return names with their codes: 来信（letter）、来访（visit）."""
    return "、".join(f"{name}（{code}）" for code, name in known.items())


def units(facts: Asked, given: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the units that were named."""
    from workbench.queries.situation import unit_names

    wanted = tuple(given)
    known = dict(sorted(unit_names(facts).items())) if wanted else {}
    return tuple(one_of("单位", one, known) for one in wanted)


def channels(given: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the channels that were named."""
    from workbench.terms import Channel

    known = {one.value: one.label for one in Channel}
    return tuple(one_of("信访渠道", one, known) for one in given)


def batch(bench: Workbench, given: str) -> str:
    """Return the batch of an import, if there was one; "" where none is asked for."""
    from sqlalchemy import select

    from workbench.records.batches import ImportBatch

    if not given:
        return ""
    with bench.reading() as session:
        known = list(session.scalars(select(ImportBatch.batch).order_by(ImportBatch.id.desc())))
    if given in known:
        return given
    if not known:
        raise NotThereError(f"没有导入批次“{given}”：还没有导入过。导入用 workbench import")
    more = "等" if len(known) > MOST_BATCHES else ""
    raise NotThereError(f"没有导入批次“{given}”。有：{'、'.join(known[:MOST_BATCHES])}{more}")


def figure_named(facts: Asked, given: str) -> Indicator:
    """Return the definition of a figure by its id or its Chinese name."""
    from workbench.indicators.catalogue import catalogue
    from workbench.queries.figures import defined
    from workbench.snapshots.asked import FrozenFacts

    known = {name: one.name for name, one in catalogue().items()}
    if isinstance(facts, FrozenFacts):
        known |= {name: one.name for name, one in facts.definitions.items()}
    return defined(facts, one_of("指标", given, known))


def dimension_named(given: str, definitions: Iterable[Indicator]) -> str:
    """Return by what is grouped, named by code or Chinese word; one of the figures must offer it."""
    from workbench.figures.answer import LABELS

    offered = dict.fromkeys(by for one in definitions for by in one.dimensions)
    known = {by: LABELS[by] for by in offered}
    if given in known or given in known.values():
        return one_of("维度", given, known)
    raise NotThereError(f"不能按“{given}”分组。可按：{listed(known)}")


def period(options: Namespace, *, last: date, usual: date | None = None) -> Period:
    """Return the span of days; it begins with the year and ends with ``usual``, by default ``last``.

    ``NotThereError`` where it ends before it begins, or after ``last``, of which nothing can be known.
    """
    from workbench.indicators.evaluate import Period

    until = options.until or usual or last
    if until > last:
        raise NotThereError(
            f"统计期的最后一天 {until} 晚于截至日 {last}：请把 --until 写成不晚于截至日的一天"
        )
    start = options.start or date(until.year, 1, 1)
    in_order(start, until)
    return Period(start, until)


def in_order(start: date | None, until: date | None) -> None:
    """Refuse a span that ends before it begins."""
    if start is not None and until is not None and start > until:
        raise NotThereError(f"开始的一天 {start} 晚于最后一天 {until}：请核对 --from 和 --until")
