"""What a command is asked to look at; what nobody knows is refused with what there is.

What analysts may name as well is read in ``queries.named``.
"""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.indicators.evaluate import Period

SHORT_YEAR: Final = 31  # days from the beginning of the year that are too few to be taken for it
MOST_BATCHES: Final = 10  # of those that are named, the latest first


def batch(bench: Workbench, given: str) -> str:
    """Return the batch of an import, if there was one; "" where none is asked for."""
    from sqlalchemy import select

    from workbench.queries.named import NotThereError
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


def period(options: Namespace, *, last: date, usual: date | None = None) -> Period:
    """Return the span of days; it begins with the year and ends with ``usual``, by default ``last``.

    ``NotThereError`` where it ends before it begins, or after ``last``, of which nothing can be known.
    """
    from workbench.indicators.evaluate import Period
    from workbench.queries.named import NotThereError

    until = options.until or usual or last
    if until > last:
        raise NotThereError(
            f"统计期的最后一天 {until} 晚于截至日 {last}：请把 --until 写成不晚于截至日的一天"
        )
    start = options.start or date(until.year, 1, 1)
    in_order(start, until)
    return Period(start, until)


def period_name(options: Namespace) -> str:
    """Return which period was taken where its first day was not named, else ""."""
    return "" if options.start else "当年"


def short_year(options: Namespace, period: Period) -> str:
    """Return in brackets that the year has hardly begun, where nobody asked for it, else ""."""
    days = (period.end - period.start).days + 1
    if options.start or options.until or days > SHORT_YEAR:
        return ""
    year = period.start.year - 1
    return (
        f"（没有写 --from，从当年起，只有 {days} 日；上一年全年写 --from {year}-01-01 --until {year}-12-31）"
    )


def in_order(start: date | None, until: date | None) -> None:
    """Refuse a span that ends before it begins."""
    from workbench.queries.named import NotThereError

    if start is not None and until is not None and start > until:
        raise NotThereError(f"开始的一天 {start} 晚于最后一天 {until}：请核对 --from 和 --until")
