"""``workbench demo``: the invented county, to look around in or to measure with."""

from __future__ import annotations

import time
from argparse import Namespace
from typing import Final

from workbench.cli import Reply, say
from workbench.cli.parser import Parser, whole_number
from workbench.cli.progress import ProgressBar
from workbench.demo.appraisals import TWO_YEARS, ensure_appraisals
from workbench.demo.generate import DemoSummary, ensure_demo, summarise
from workbench.demo.issued import ensure_papers
from workbench.demo.presence import ends_words

NOT_APPRAISED: Final = (
    "没有编制月考核：库中已有月考核，或者演示县生成以后台账又签过名，不能再补写当时的条目。"
    "要{months}个月的，请另建一个演示县：WORKBENCH_HOME=新文件夹 workbench demo --appraisals {months}，"
    "再用同一个 WORKBENCH_HOME 启动网站。"
)


def add_arguments(parser: Parser) -> None:
    """Add the options of ``workbench demo``."""
    parser.add_argument(
        "--cases",
        metavar="件数",
        type=whole_number,
        help="五年共生成多少件信访事项（至少20）；不写则与单位年度报告的规模一致",
    )
    parser.add_argument(
        "--appraisals",
        metavar="月数",
        type=whole_number,
        help="新的演示县编制最近多少个月的月考核，每月定格一个快照，并印发文书；"
        "不写则24个月，写了 --cases 的不编制",
    )
    parser.add_argument("--seed", metavar="种子", type=whole_number, help="随机种子；不写则每次生成相同的县")


def run(options: Namespace) -> Reply:
    """Make the demo county in an empty database; report an existing one."""
    from workbench.app import open_workbench

    begun = time.perf_counter()
    bench = open_workbench()
    try:
        with ProgressBar("生成演示县") as bar:
            summary = ensure_demo(bench, matters=options.cases, seed=options.seed, progress=bar.update)
        usual = 0 if options.cases else TWO_YEARS
        months = usual if options.appraisals is None else options.appraisals
        made = 0
        if months:
            with ProgressBar("编制演示县的月考核") as bar:
                made = ensure_appraisals(bench, months=months, progress=bar.update)
            with ProgressBar("印发演示县的文书") as bar:
                ensure_papers(bench, progress=bar.update)
            summary = summarise(bench, is_new=summary.is_new)
    finally:
        bench.close()
    seconds = round(time.perf_counter() - begun, 1)
    if not summary.is_new:
        say(
            options,
            "数据库中已有演示县，未作改动。"
            if not made
            else f"数据库中已有演示县；补编了{made}个月的月考核。",
        )
        if options.appraisals and not made:
            say(options, NOT_APPRAISED.format(months=options.appraisals))
    return Reply({**summary.data(), "appraised": made, "seconds": seconds}, _text(summary, seconds))


def _text(summary: DemoSummary, seconds: float) -> str:
    year = summary.last_year
    share = f"{year.online_batches / year.batches:.1%}" if year.batches else "没有登记"
    lines = [
        f"演示县：{summary.matters:,}件信访事项，{summary.acts:,}条台账（全部虚构），用时{seconds}秒。",
        f"截止日{summary.last_day:%Y-%m-%d}；最近一年（{year.start:%Y-%m-%d}至{year.end:%Y-%m-%d}，按登记日期）"
        f"{year.batches:,}批次、{year.person_times:,}人次，"
        f"其中来访{year.visit_batches:,}批次、{year.visit_person_times:,}人次，网上占{share}。",
    ]
    lines.append(
        f"{ends_words(summary.last_day)}：命令请加 --as-of {summary.last_day}，屏幕上请把截至日改为这一天。"
    )
    for each in summary.years:
        lines.append(
            f"  {each.start:%Y-%m-%d}至{each.end:%Y-%m-%d}：{each.batches:,}批次，{each.person_times:,}人次"
        )
    return "\n".join(lines)
