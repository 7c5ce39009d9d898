"""Put the demo county into an empty workbench, and say what figures it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from workbench.demo.plan import GROUP, LAST_DAY, YearPlan, years_of
from workbench.demo.presence import ACTOR_PREFIX
from workbench.intake.bulk import seldom_collected
from workbench.terms import Channel

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workbench.app import Workbench

Progress = Callable[[int, int], None]
_REPORT_EVERY: Final = 2_000  # acts between two reports of progress
_BUFFER: Final = 60_000  # acts between two writes: most matters are then derived once


class RealDataError(ValueError):
    """The database holds matters that are not of the demo."""

    def __init__(self) -> None:
        super().__init__(
            "数据库中已有真实案件，不能混入演示数据：请用 WORKBENCH_DATABASE 指定一个新的数据库，再生成演示县"
        )


class OtherDemoError(ValueError):
    """The database holds a demo county of another size."""

    def __init__(self, there: int, wanted: int) -> None:
        super().__init__(
            f"数据库中已有{there:,}件的演示县，与要求的{wanted:,}件不同："
            "请用 WORKBENCH_DATABASE 指定一个新的数据库再生成"
        )


class DemoCancelledError(ValueError):
    """The generation was cancelled; nothing was kept."""

    def __init__(self) -> None:
        super().__init__("已取消生成演示县，数据库未作改动")


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What one year of the demo holds, by day of registration; ``start`` and ``end`` are both included."""

    start: date
    end: date
    batches: int
    person_times: int
    visit_batches: int
    visit_person_times: int
    group_visits: int
    online_batches: int
    repeats: int


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """The demo county as the records have it; ``is_new`` says whether it was made just now."""

    is_new: bool
    last_day: date
    matters: int
    acts: int
    years: tuple[YearFigures, ...]

    @property
    def last_year(self) -> YearFigures:
        """The twelve months up to the last day of the demo."""
        return self.years[-1]

    def data(self) -> dict[str, Any]:
        """Return the summary as one object for scripts; days as ISO text."""
        return {
            "is_new": self.is_new,
            "last_day": self.last_day.isoformat(),
            "matters": self.matters,
            "acts": self.acts,
            "years": [
                {**asdict(year), "start": year.start.isoformat(), "end": year.end.isoformat()}
                for year in self.years
            ],
        }


def ensure_demo(
    bench: Workbench,
    *,
    matters: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> DemoSummary:
    """Make the database where there is none, fill an empty one with the demo county, and return its figures.

    A demo that is there already is left as it is. ``matters`` makes a smaller or larger county; ``progress``
    hears how many petitions of how many are registered. All or nothing: ``DemoCancelledError`` and every
    other error leave the database without a demo. ``RealDataError`` where there are real matters,
    ``OtherDemoError`` where there is a demo of another size than asked for.
    """
    bench.initialise()
    there = _matters_there(bench)
    if there == 0:
        _generate(bench, matters, seed, progress, is_cancelled)
    elif matters is not None and there != sum(year.matters for year in years_of(matters)):
        raise OtherDemoError(there, matters)
    return summarise(bench, is_new=there == 0)


def holds_nothing_else(bench: Workbench) -> bool:
    """Return whether the workbench holds matters, and none but those of the demo."""
    try:
        return _matters_there(bench) > 0
    except RealDataError:
        return False


def summarise(bench: Workbench, *, is_new: bool = False) -> DemoSummary:
    """Return the figures of the demo, counted from the records."""
    with bench.reading() as session:
        connection = session.connection()
        years = tuple(_figures(connection, year) for year in years_of())
    return DemoSummary(is_new, LAST_DAY, _matters_there(bench), bench.ledger_size(), years)


def _matters_there(bench: Workbench) -> int:
    """Return how many matters the demo in this database has; ``RealDataError`` if one is not of the demo."""
    from sqlalchemy import case, func, select

    from workbench.records.steps import StepRow
    from workbench.terms import Step

    of_demo = func.sum(case((StepRow.actor.startswith(ACTOR_PREFIX), 1), else_=0))
    counted = select(func.count(), of_demo).where(StepRow.kind == Step.REGISTER.value)
    with bench.reading() as session:
        registered, invented = session.execute(counted).one()
    if registered != (invented or 0):
        raise RealDataError
    return int(registered)


def _generate(
    bench: Workbench,
    matters: int | None,
    seed: int | None,
    progress: Progress | None,
    is_cancelled: Callable[[], bool],
) -> None:
    from workbench.acts.base import Actor
    from workbench.acts.handling import Register, RegisterRepeat
    from workbench.demo.county import SEED, recorded_acts
    from workbench.demo.officers import name_officers
    from workbench.demo.places import county_places
    from workbench.queries.places import keep_places
    from workbench.terms import Role

    total = sum(year.batches for year in years_of(matters))
    registered = 0
    clerk = Actor(f"{ACTOR_PREFIX}clerk", Role.CLERK)
    actors = {clerk.id: clerk}
    coming = enumerate(recorded_acts(matters, SEED if seed is None else seed))
    with seldom_collected(), bench.desk(clerk, bulk=True, buffer=_BUFFER) as desk:
        for number, recorded in coming:
            desk.perform(recorded.act, now=recorded.now, actor=recorded.actor)
            actors.setdefault(recorded.actor.id, recorded.actor)
            registered += isinstance(recorded.act, Register | RegisterRepeat)
            if number % _REPORT_EVERY == 0:
                if is_cancelled():
                    raise DemoCancelledError
                if progress is not None:
                    progress(registered, total)
    name_officers(bench, actors.values())
    if not bench.config.places.exists():
        keep_places(bench.config.home, county_places())
    if progress is not None:
        progress(total, total)


def _figures(connection: Connection, year: YearPlan) -> YearFigures:
    from sqlalchemy import case, func, select

    from workbench.records.petitions import Petition

    def count(*conditions: Any) -> Any:
        return func.coalesce(func.sum(case((conditions[0], conditions[1]), else_=0)), 0)

    is_visit = Petition.channel == Channel.VISIT.value
    figures = select(
        func.count(),
        func.coalesce(func.sum(Petition.people), 0),
        count(is_visit, 1),
        count(is_visit, Petition.people),
        count(is_visit & (Petition.people >= GROUP), 1),
        count(Petition.channel == Channel.ONLINE.value, 1),
        count(Petition.number > 1, 1),
    ).where(Petition.registered_on.between(year.start, year.end))
    return YearFigures(year.start, year.end, *(int(figure) for figure in connection.execute(figures).one()))
