"""``workbench figures``: the figures of a period, from the live snapshot, a frozen one, or with Spark."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from workbench.cli import Reply
from workbench.cli.arguments import as_of_argument, day
from workbench.cli.parser import Parser

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.indicators.evaluate import Facts, Figure, Period
    from workbench.snapshots.frozen import FrozenSnapshot

ENGINES: Final = ("sqlite", "duckdb", "spark")


class WrongFiguresError(ValueError):
    """The command asks for something that these figures cannot give."""


def add_arguments(parser: Parser) -> None:
    """Add which figures, of what period and cases, and who counts them."""
    parser.add_argument(
        "names", metavar="指标", nargs="*", help="指标的编号（如 concluded_on_time），不写就是全部"
    )
    as_of_argument(parser)
    parser.add_argument(
        "--from", dest="start", metavar="日期", type=day, help="统计期从哪一天起，不写就是当年"
    )
    parser.add_argument("--until", metavar="日期", type=day, help="统计期到哪一天止，不写就是截止日")
    parser.add_argument("--by", metavar="维度", help="按什么分组（如 'unit'、'channel'、'month'）")
    parser.add_argument(
        "--unit", metavar="代码", action="append", default=[], help="只看责任单位（含下级），可多次"
    )
    parser.add_argument("--channel", metavar="渠道", action="append", default=[], help="只看信访渠道，可多次")
    parser.add_argument("--snapshot", metavar="快照", help="固定快照散列的前几位；不写就用供屏幕使用的快照")
    parser.add_argument(
        "--engine",
        metavar="引擎",
        choices=ENGINES,
        help="由谁来算：'sqlite'（默认）、'duckdb'（固定快照的默认）或 'spark'",
    )
    parser.add_argument(
        "--master", metavar="地址", default="local[*]", help="Spark 集群的地址（默认为本机全部核）"
    )


def run(options: Namespace) -> Reply:
    """Return every figure with numerator, denominator and what it rests on."""
    from workbench.app import open_workbench
    from workbench.indicators.catalogue import catalogue, indicator
    from workbench.indicators.evaluate import evaluate
    from workbench.queries.case_filter import CaseFilter, condition, units_below

    bench = open_workbench()
    chosen = [indicator(name) for name in options.names] or list(catalogue().values())
    with _facts(bench, options) as (facts, as_of, code):
        period = _period(options, as_of)
        wanted = CaseFilter(units=tuple(options.unit), channels=tuple(options.channel))
        where, values = condition(wanted, as_of, below=units_below(facts, wanted.units))
        found = [
            figure
            for one in chosen
            if options.by is None or options.names or options.by in one.dimensions
            for figure in evaluate(
                facts, one, period=period, as_of=as_of, where=where, parameters=values, by=options.by
            )
        ]
    lines = [code, f"统计期 {period.label}"]
    lines += [_line(figure, grouped=options.by is not None) for figure in found]
    data = {"as_of": as_of, "code": code, "start": period.start, "end": period.end}
    return Reply({**data, "figures": [_row(figure) for figure in found]}, "\n".join(lines))


@contextmanager
def _facts(bench: Workbench, options: Namespace) -> Iterator[tuple[Facts, date, str]]:
    """Give what is asked, its as-of day, and what stands below the figures."""
    engine = options.engine or ("duckdb" if options.snapshot else "sqlite")
    if engine == "sqlite":
        if options.snapshot:
            raise WrongFiguresError("固定快照由 duckdb 或 spark 计算：请去掉 --engine sqlite")
        live = bench.snapshot(options.as_of)
        yield live, live.as_of, live.code
        return
    frozen = _frozen(bench, options)
    told = (frozen.manifest.as_of, frozen.code)
    if engine == "duckdb":
        with bench.shelf.facts(frozen) as facts:
            yield facts, *told
        return
    from workbench.snapshots.engines import files_in
    from workbench.snapshots.spark import SparkFacts

    with SparkFacts(files_in(frozen.folder), master=options.master) as cluster:
        yield cluster, *told


def _frozen(bench: Workbench, options: Namespace) -> FrozenSnapshot:
    if options.snapshot:
        found = bench.shelf.find(options.snapshot)
        if options.as_of not in (None, found.manifest.as_of):
            raise WrongFiguresError(
                f"快照截至 {found.manifest.as_of}，与 --as-of 不同：请去掉 --as-of 或换一个快照"
            )
        return found
    return bench.shelf.create(options.as_of or bench.today())


def _period(options: Namespace, as_of: date) -> Period:
    from workbench.indicators.evaluate import Period

    until = options.until or as_of
    return Period(options.start or date(until.year, 1, 1), until)


def _line(figure: Figure, *, grouped: bool) -> str:
    group = f"  {figure.group or '（空）'}" if grouped else ""
    parts = "" if figure.numerator is None else f"（{figure.numerator:,}/{figure.denominator:,}）"
    small = "  样本过小" if figure.is_small else ""
    return f"{figure.indicator.name}{group}：{figure.label}{parts}{small}"


def _row(figure: Figure) -> dict[str, Any]:
    return {
        "indicator": figure.indicator.id,
        "name": figure.indicator.name,
        "group": figure.group,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "person_times": figure.person_times,
        "value": figure.value,
        "small": figure.is_small,
    }
