"""``workbench serve``: the site for browsers on this machine, until Ctrl+C."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli import Reply, say
from workbench.cli.parser import Parser, whole_number
from workbench.config import Config, read_config

if TYPE_CHECKING:
    from workbench.app import Workbench

USUAL_PORT = 8866


def add_arguments(parser: Parser) -> None:
    """Add the options of ``workbench serve``."""
    parser.add_argument(
        "--port", metavar="端口", type=whole_number, default=USUAL_PORT,
        help=f"端口，默认 {USUAL_PORT}；已被占用时自动改用后面的空闲端口",
    )  # fmt: skip
    parser.add_argument("--open", action="store_true", dest="open_browser", help="启动后打开浏览器")
    parser.add_argument("--no-open", action="store_false", dest="open_browser", help="不打开浏览器（默认）")
    parser.add_argument("--demo", action="store_true", help="数据库为空时先生成演示县（全部虚构）")


def run(options: Namespace) -> Reply:
    """Serve until interrupted; under ``--json`` the object is printed as soon as the site answers."""
    config = read_config()
    _prepare(config, options)
    from workbench.site.lab import notebooks_folder
    from workbench.site.server import Site

    def announce(address: str) -> None:
        if options.json:
            sys.stdout.write(json.dumps({"address": address, "database": _shown(config)}) + "\n")
            sys.stdout.flush()
        else:
            if not address.endswith(f":{options.port}/"):
                say(options, f"端口 {options.port} 已被占用，改用其他端口。")
            say(options, f"信访工作台已启动：{address}")
            say(options, "按 Ctrl+C 停止。")
        if options.open_browser:
            import webbrowser

            webbrowser.open(address)

    site = Site(notebooks_folder() / "apps", port=options.port, announce=announce, logs=config.logs)
    site.initialize([])
    site.start()
    if options.json:
        raise SystemExit(0)  # the one object has been printed
    return Reply({}, "信访工作台已停止。")


def _prepare(config: Config, options: Namespace) -> None:
    """Make the database where there is none, with ``--demo`` fill an empty one, and fold today's facts."""
    from workbench.app import Workbench

    path = _sqlite_file(config)
    bench = Workbench(config)
    try:
        if path is not None and not path.is_file():
            say(options, f"第一次使用，正在新建数据库：{path}")
            bench.initialise()
        if options.demo:
            _fill_empty(bench, options)
        bench.snapshot()  # so that the first viewer of the day does not wait for it
    finally:
        bench.close()


def _fill_empty(bench: Workbench, options: Namespace) -> None:
    from workbench.cli.progress import ProgressBar
    from workbench.demo.generate import RealDataError, ensure_demo

    try:
        with ProgressBar("生成演示县") as bar:
            ensure_demo(bench, progress=bar.update)
    except RealDataError:
        say(options, "数据库中已有真实案件，不生成演示县。")


def _sqlite_file(config: Config) -> Path | None:
    scheme, _, path = config.database.partition(":///")
    return Path(path) if scheme.startswith("sqlite") and path else None


def _shown(config: Config) -> str:
    """The database without a password."""
    path = _sqlite_file(config)
    return str(path) if path else config.database.rpartition("@")[2]
