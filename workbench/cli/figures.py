"""``workbench figures``: the figures of a period, from the live snapshot, a frozen one, or with Spark."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.cli import Reply
from workbench.cli import wanted as wanted_of
from workbench.cli.arguments import as_of_argument, asked_day, day
from workbench.cli.figure_book import Told, figure_book
from workbench.cli.figure_rows import GroupNames, figure_lines, figure_row
from workbench.cli.new_file import require_new, write_private
from workbench.cli.parser import Parser

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.indicators.catalogue import Indicator
    from workbench.indicators.evaluate import Figure
    from workbench.queries.case_filter import CaseFilter
    from workbench.queries.comparison import Compared
    from workbench.snapshots.asked import Asked
    from workbench.snapshots.frozen import FrozenSnapshot

ENGINES: Final = ("sqlite", "duckdb", "spark")


class WrongFiguresError(ValueError):
    """The command asks for something that these figures cannot give."""


def add_arguments(parser: Parser) -> None:
    """Add which figures, of what period and cases, and who counts them."""
    parser.add_argument(
        "names",
        metavar="指标",
        nargs="*",
        help="指标的名称或编号（如 按期办结率、'concluded_on_time'），不写就是全部",
    )
    as_of_argument(parser)
    parser.add_argument(
        "--from", dest="start", metavar="日期", type=day, help="统计期从哪一天起，不写就是当年"
    )
    parser.add_argument("--until", metavar="日期", type=day, help="统计期到哪一天止，不写就是截止日")
    parser.add_argument(
        "--by",
        metavar="维度",
        action="append",
        default=[],
        help="按什么分组（如 'unit'、'channel'、'month'），只能写一次",
    )
    parser.add_argument(
        "--unit", metavar="单位", action="append", default=[], help="只看责任单位（含下级），可多次"
    )
    parser.add_argument(
        "--channel", metavar="渠道", action="append", default=[], help="只看信访渠道（如 来访），可多次"
    )
    parser.add_argument(
        "--output",
        metavar="文件",
        type=Path,
        help="另存为新的 .xlsx：数字、分子、分母和依据，写明指标的附清单",
    )
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
    """Return every figure with numerator, denominator, what stands beside it and what it rests on."""
    from workbench.app import open_workbench
    from workbench.queries import named
    from workbench.queries.case_filter import CaseFilter
    from workbench.queries.filter_words import figure_filter_words, filter_words
    from workbench.queries.told_figures import remarks_on, told_figures

    if len(options.by) > 1:
        raise WrongFiguresError("一次只能按一个维度分组：请只写一个 --by")
    if options.output:
        require_new(options.output, ".xlsx")
        if options.engine == "spark":
            raise WrongFiguresError("Spark 只计数，不列清单：另存请去掉 --engine spark")
    bench = open_workbench()
    lines, rows, book = [], [], []
    with _asked(bench, options) as facts:
        wanted = CaseFilter(units=named.units(facts, options.unit), channels=named.channels(options.channel))
        period = wanted_of.period(options, last=facts.as_of)
        chosen, refused = _chosen(facts, options.names)
        by = tuple(named.dimension_named(one, chosen) for one in options.by)
        names = GroupNames(facts, by)
        for definition in chosen:
            if not options.names and not set(by) <= set(definition.dimensions):
                continue
            told = told_figures(facts, definition, period=period, by=by, wanted=wanted)
            remarks = remarks_on(facts, definition, wanted, told, by, period=period)
            only = figure_filter_words(facts, definition, wanted)
            change = _change(bench, facts, told[0].figure, wanted) if options.names and not by else None
            lines += figure_lines(definition, told, remarks, names, only=only, change=change)
            book.append(Told(definition, told, remarks, only, change))
            rows += [
                figure_row(one, remarks, names, only=only, change=change, snapshot=_hash(facts))
                for one in told
            ]
        if options.output:
            content = figure_book(
                facts,
                book,
                period=period,
                period_name=wanted_of.period_name(options),
                wanted=wanted,
                names=names,
                with_cases=bool(options.names),
                proof=bench.proof(facts),
            )
            write_private(options.output, content)
            lines.append(f"已另存为 {options.output}")
        basis = {"as_of": facts.as_of, "code": facts.code, "snapshot": _hash(facts)}
        basis |= {"units": wanted.units, "channels": wanted.channels}
        only = "；".join(filter_words(facts, wanted))
        ledger = bench.ledger_code(facts.ledger_size, root=facts.ledger_root)
    short, name = wanted_of.short_year(options, period), wanted_of.period_name(options)
    head = [
        facts.code,
        *([f"台账根码 {ledger}"] if ledger else []),
        f"统计期{f'（{name}）' if name else ' '}{period.label}{short}",
    ]
    head += [f"筛选条件：{only}"] if only else []
    head += refused
    basis["file"] = str(options.output) if options.output else None
    basis |= {"filter": only or None, "period_remark": short or None, "period_name": name or None}
    data = {**basis, "ledger_code": ledger or None, "start": period.start, "end": period.end, "figures": rows}
    data["refused"] = refused
    return Reply(data, "\n".join([*head, *lines]))


def _chosen(facts: Asked, names: Sequence[str]) -> tuple[list[Indicator], list[str]]:
    """Return the figures that were named, or all of them and why some of them cannot be asked."""
    from workbench.indicators.catalogue import DefinitionError, catalogue
    from workbench.queries.named import figure_named

    if names:
        return [figure_named(facts, name) for name in names], []
    found, refused = [], []
    for name in catalogue():
        try:
            found.append(figure_named(facts, name))
        except DefinitionError as error:
            refused.append(str(error))
    return found, refused


def _change(bench: Workbench, facts: Asked, now: Figure, wanted: CaseFilter) -> Compared | None:
    """Return a figure beside the year before; one that ripens, if a snapshot of that day is there."""
    from workbench.figures.asking import frozen_then
    from workbench.queries.comparison import year_earlier, year_on_year
    from workbench.queries.of_then import must_be_of_then
    from workbench.snapshots.asked import FrozenFacts

    was: Asked | None = None
    if must_be_of_then(now.indicator, wanted):
        day = year_earlier(now.period).end
        was = bench.ready_snapshot(day)
        if isinstance(facts, FrozenFacts):
            was = frozen_then(bench, facts, now.indicator, day)
    return year_on_year(facts, now, as_it_was=was, wanted=wanted)


@contextmanager
def _asked(bench: Workbench, options: Namespace) -> Iterator[Asked]:
    """Give what is asked: the live snapshot, or a frozen one through DuckDB or Spark."""
    engine = options.engine or ("duckdb" if options.snapshot else "sqlite")
    if engine == "sqlite":
        if options.snapshot:
            raise WrongFiguresError("固定快照由 duckdb 或 spark 计算：请去掉 --engine sqlite")
        yield bench.snapshot(asked_day(bench, options))
        return
    from workbench.figures.asking import covered_facts
    from workbench.snapshots.asked import FrozenFacts

    frozen = _frozen(bench, options)
    if engine == "duckdb":
        # Only a list reads titles; without one, the snapshot of today need not be looked at.
        opened = covered_facts(bench, frozen) if options.output else bench.shelf.facts(frozen)
        with closing(opened) as facts:
            yield FrozenFacts(frozen, facts)
        return
    from workbench.snapshots.engines import files_in
    from workbench.snapshots.spark import SparkFacts

    with SparkFacts(files_in(frozen.folder), master=options.master) as cluster:
        yield FrozenFacts(frozen, cluster)


def _hash(facts: Asked) -> str | None:
    from workbench.snapshots.asked import FrozenFacts

    return facts.snapshot.hash if isinstance(facts, FrozenFacts) else None


def _frozen(bench: Workbench, options: Namespace) -> FrozenSnapshot:
    if options.snapshot:
        found = bench.shelf.find(options.snapshot)
        bench.shelf.require_past(found)
        if options.as_of not in (None, found.manifest.as_of):
            raise WrongFiguresError(
                f"快照截至 {found.manifest.as_of}，与 --as-of 不同：请去掉 --as-of 或换一个快照"
            )
        return found
    return bench.shelf.create(asked_day(bench, options))
