"""Measure what a supervisor waits for in the case review, on the database of this user.

    WORKBENCH_HOME=… workbench demo --cases 100000
    WORKBENCH_HOME=… python benchmarks/case_review.py

Each line is the median of several runs. The last column is how often the same answer, asked of the
records instead of the snapshot, would take as long.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable

from sqlalchemy import text

from widgets.case_review import CaseReview, CaseReviewState
from widgets.case_review.case_list import CaseList
from widgets.parts.grid_query import GridQuery
from workbench.app import Workbench, open_workbench
from workbench.queries.case_filter import CaseFilter

COLUMNS = ("case_no", "title", "unit_name", "channel", "state", "registered_on", "next_due", "late_days")

# The same question without the snapshot: what is late on the day, worst first.
LATE_FROM_RECORDS = """
select c.case_no, max(:day_number - julianday(v.due_rolled)) as days
from petition_case c
join obligation o on o.case_id = c.id and o.arises_on <= :day
join due_version v on v.case_id = o.case_id and v.rule_id = o.rule_id and v.round = o.round
where v.since <= :day and (v.until is null or v.until > :day) and v.due_rolled < :day
  and (o.met_on is null or o.met_on > :day) and (o.ended_on is null or o.ended_on > :day)
group by c.case_no order by days desc limit 60
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--fold", action="store_true", help="fold the snapshot anew first (slow)")
    options = parser.parse_args()
    bench = open_workbench()
    rows = []
    if options.fold:
        bench.snapshot().path.unlink()
        rows.append(("whole fold of the day", once(bench.snapshot), None))
    rows.append(("open the fresh snapshot", median(bench.snapshot, options.runs), None))
    state = CaseReviewState(bench)
    rows.append(("state: counts, figures, bars", median(lambda: CaseReviewState(bench), options.runs), None))
    rows.append(
        (
            "whole screen, first rows in it",
            median(lambda: CaseReview(CaseReviewState(bench)), options.runs),
            None,
        )
    )
    rows += filters(state, bench, options.runs)
    cases = state.snapshot.value("select count(*) from case_fact")
    out = sys.stdout.write
    out(f"{cases:,} matters, Python {sys.version.split()[0]}\n")
    for label, seconds, against in rows:
        ratio = f"{against / seconds:8.1f} ×" if against else ""
        out(f"{label:<42}{seconds * 1000:10.1f} ms {ratio}\n")


def filters(state: CaseReviewState, bench: Workbench, runs: int) -> list[tuple[str, float, float | None]]:
    """Return the time of a filter change with its first sixty rows, for several filters."""
    source = CaseList(state)
    query = GridQuery(columns=COLUMNS)
    unit = state.snapshot.value("select unit from case_fact group by unit order by count(*) desc limit 1")
    wanted = {
        "only late": (CaseFilter(late_only=True), records_late(bench, state, runs)),
        "one unit": (CaseFilter(units=(unit,)), None),
        "text search, two words": (CaseFilter(text="小区 物业"), None),
        "state and channel": (CaseFilter(states=("handling",), channels=("visit",)), None),
        "nothing (back to all)": (CaseFilter(), None),
    }
    found = []
    for label, (narrowed, against) in wanted.items():

        def list_only(narrowed: CaseFilter = narrowed) -> None:
            source.count(query)
            source.page(query, 0, 60)

        found.append((f"filter change: {label}", whole_change(state, narrowed, source, query, runs), None))
        found.append((f"  of it the list: {label}", median(list_only, runs), against))
    return found


def whole_change(
    state: CaseReviewState, narrowed: CaseFilter, source: CaseList, query: GridQuery, runs: int
) -> float:
    """Return seconds from a changed filter to counts, figures, bars and first rows."""
    taken = []
    for _ in range(runs):
        state.set_trait("wanted", CaseFilter(batch="no such batch"))
        started = time.perf_counter()
        state.wanted = narrowed
        source.page(query, 0, 60)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def records_late(bench: Workbench, state: CaseReviewState, runs: int) -> float:
    """Return seconds for what is late, asked of the records."""
    day = state.snapshot.as_of
    values = {"day": day.isoformat(), "day_number": day.toordinal() + 1721424.5}

    def ask() -> None:
        with bench.reading() as session:
            session.execute(text(LATE_FROM_RECORDS), values).all()

    return median(ask, runs)


def median(work: Callable[[], object], runs: int) -> float:
    """Return the median seconds of ``runs`` calls after one that warms up."""
    work()
    return statistics.median(once(work) for _ in range(runs))


def once(work: Callable[[], object]) -> float:
    """Return the seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
