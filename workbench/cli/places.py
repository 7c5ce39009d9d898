"""``workbench places``: the office's own list of villages, communities and compounds, taken in or shown."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from pathlib import Path

from workbench.cli import Reply
from workbench.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    """Add the options of ``workbench places``."""
    parser.add_argument(
        "file",
        metavar="文件",
        nargs="?",
        type=Path,
        help="名录（.xlsx .xls .csv），表头：名称、镇街、别称；整份代替原来的名录。不写就说明现有的名录",
    )


def run(options: Namespace) -> Reply:
    """Take in a list whole, or tell of the one that is there."""
    from workbench.app import open_workbench
    from workbench.queries.places import keep_places, kept_places, town_names
    from workbench.records.unit_tree import UnitTree

    bench = open_workbench()
    try:
        home, doubled = bench.config.home, 0
        if options.file is not None:
            from workbench.intake.place_list import read_place_list

            with bench.reading() as session:
                towns = town_names(UnitTree.read(session.connection()))
            taken = read_place_list(options.file, towns)
            keep_places(home, taken.places)
            doubled = taken.doubled
        places = kept_places(home)
    finally:
        bench.close()
    by_town = Counter(one.town for one in places)
    data = {
        "file": str(bench.config.places),
        "places": len(places),
        "doubled": doubled,
        "towns": dict(by_town),
    }
    return Reply(data, _words(len(places), by_town, doubled, is_new=options.file is not None))


def _words(count: int, by_town: Counter[str], doubled: int, *, is_new: bool) -> str:
    if not count:
        return (
            "还没有地名名录，判断重复信访时只认镇街：用 workbench places 文件 装入（表头：名称、镇街、别称）"
        )
    spread = f"分属 {len(by_town.keys() - {''})} 个镇街"
    more = f"，没有写明镇街的 {by_town['']} 个" if by_town.get("") else ""
    again = f"；重复的 {doubled} 行已合并" if doubled else ""
    return f"{'已装入' if is_new else '现有'}地名名录：{count} 个村、社区和小区，{spread}{more}{again}。"
