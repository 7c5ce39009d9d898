"""The ``workbench`` command: one table of commands, one module each, loaded only when called.

Contract for a command module ``workbench/cli/<name>.py``::

    def add_arguments(parser: Parser) -> None:
        parser.add_argument("file", metavar="文件", help="要导入的工作簿")

    def run(options: Namespace) -> Reply:
        return Reply({"imported": 2816}, "已导入 2816 件。")

``-h/--help`` and ``--json`` are there already (``options.json`` is a bool), also for actions made with
``parser.add_actions()``. ``Reply.data`` is the one object that ``--json`` prints, ``Reply.text`` what a
person reads. While it runs, a command speaks with ``say(options, …)``: standard output, or standard error
under ``--json``. Import heavy libraries inside ``run``: ``workbench --help`` must stay quick.

Statuses: 0 done, 1 refused (a domain error, or ``Reply.status``), 2 wrong usage, 3 unexpected error (its
number and traceback are in ``workbench.log``), 78 the site cannot start until somebody does something, 130
interrupted. A refusal may bring its own ``status``.
"""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper
from typing import Final

from workbench.cli.parser import Parser, UsageError

REFUSED: Final = 1
WRONG_USAGE: Final = 2
UNEXPECTED: Final = 3
NOT_BY_ITSELF: Final = 78  # EX_CONFIG of sysexits.h: a service manager need not try again
INTERRUPTED: Final = 130


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the module that carries it out and its line in the help."""

    module: str
    summary: str
    only_looks: bool = False  # it also answers from a database that a newer version wrote, and says so


COMMANDS: Final[dict[str, Command]] = {
    "init": Command("workbench.cli.init", "新建数据库（含单位名录与节假日安排）"),
    "database": Command("workbench.cli.database", "PostgreSQL 的账号和权限（行级规则、逐栏授权、核对）"),
    "demo": Command("workbench.cli.demo", "生成演示县（全部虚构，每次相同）"),
    "serve": Command("workbench.cli.serve", "启动网站，供浏览器使用"),
    "user": Command("workbench.cli.user", "管理网站的账号（新建、停用、角色、重置密码、登录记录）"),
    "token": Command("workbench.cli.token", "管理令牌：单位自己的系统凭它读取数据交换接口"),
    "import": Command("workbench.cli.import_", "导入信访件工作簿（.xlsx .xls .csv）"),
    "cases": Command("workbench.cli.cases", "按条件列出信访事项", True),
    "places": Command("workbench.cli.places", "装入村、社区、小区的地名名录（判断重复信访时用）"),
    "notice": Command("workbench.cli.notice", "写出各单位的每日提醒（文本和表格，不对外发送）", True),
    "snapshot": Command("workbench.cli.snapshot", "生成截至某日的案件事实快照", True),
    "extract": Command("workbench.cli.extract", "另存供分析人员使用的文件（去标识、无文字、无小样本）", True),
    "figures": Command("workbench.cli.figures", "计算统计期内的指标（用快照，或用 Spark 集群）", True),
    "backup": Command("workbench.cli.backup", "备份：加密，当场试恢复，核对后才算数"),
    "restore": Command("workbench.cli.restore", "把备份恢复到新的位置并核对"),
    "doctor": Command("workbench.cli.doctor", "体检：环境、数据库、台账、磁盘、时钟、备份，该怎么办"),
    "briefing": Command("workbench.cli.briefing", "编月度、季度简报和年度报告，比较两份简报", True),
    "document": Command("workbench.cli.document", "制作、印发公文和告知书，检查模板", True),
    "ledger": Command("workbench.cli.ledger", "核验台账并与记录比对", True),
    "lab": Command("workbench.cli.lab", "启动中文 JupyterLab，供分析人员使用"),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command answers: an object for scripts, a text for people, a status for the shell."""

    data: Mapping[str, object]
    text: str = ""
    status: int = 0


def say(options: Namespace, text: str) -> None:
    """Tell the user something while a command runs, without spoiling the object of ``--json``."""
    stream = sys.stderr if options.json else sys.stdout
    stream.write(text + "\n")
    stream.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its status."""
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    try:
        options = _parser(given).parse_args(given)
        if getattr(options, "only_looks", False):
            _tell_of_newer()
        reply: Reply = options.run(options)
    except UsageError as error:
        return _fail(as_json, str(error), WRONG_USAGE, usage=error.usage)
    except KeyboardInterrupt:
        return _fail(as_json, "已中断。", INTERRUPTED)
    except BrokenPipeError:
        return _unheard()
    except Exception as error:
        if _is_domain_error(error):
            return _fail(as_json, sentence_of(error), getattr(error, "status", REFUSED))
        if isinstance(error, OSError):
            from workbench.disk import in_words

            if sentence := in_words(error):
                return _fail(as_json, sentence, REFUSED)
        if isinstance(error, ImportError) and (lacks := _not_installed(error)):
            return _fail(as_json, lacks, REFUSED)
        return _fail(as_json, _incident(error), UNEXPECTED)
    told = json.dumps(reply.data, ensure_ascii=False, default=str) if as_json else reply.text.rstrip("\n")
    try:
        if told:
            sys.stdout.write(f"{told}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        return _unheard()
    return reply.status


def _unheard() -> int:
    """Return the status of a command whose reader has gone (``| head``): nobody is left to tell.

    What is still to be written goes nowhere: the end of the program would write it, and fail in English.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return REFUSED


def _parser(arguments: Sequence[str]) -> Parser:
    """Return the parser; only the command that is called loads its module."""
    parser = Parser(prog="workbench", description="信访工作台：盯住单位和干部对群众承担的时限与责任。")
    parser.add_version()
    actions = parser.add_actions("命令")
    called = next((word for word in arguments if not word.startswith("-")), None)
    for name, command in COMMANDS.items():
        child = actions.add_parser(name, help=command.summary)
        if name == called:
            module = import_module(command.module)
            child.set_defaults(run=module.run, only_looks=command.only_looks)
            module.add_arguments(child)
    return parser


def _is_domain_error(error: Exception) -> bool:
    """True for our own refusals, whose sentence is written for the officer."""
    kind = type(error)
    ours = kind.__module__.partition(".")[0] in {"workbench", "widgets"}
    return ours and isinstance(error, ValueError) and kind.__name__.endswith("Error")


def _not_installed(error: ImportError) -> str:
    """Return what to do where a library is missing; "" where the fault is our own."""
    named = (error.name or "").partition(".")[0]
    if not named or named in ("workbench", "widgets"):
        return ""
    return (
        f"缺少组件 {named}，或没有装完整：请按 README“离线安装”一节重新安装"
        "（workbench doctor 列出缺少的全部组件）"
    )


def _tell_of_newer() -> None:
    """Say on standard error that a newer version wrote the database; what else is wrong says the command."""
    from contextlib import closing

    from workbench.app import open_workbench

    try:
        with closing(open_workbench()) as bench:
            is_newer = bench.is_read_only
    except ValueError:
        return
    if is_newer:
        from workbench.records.engine import NEWER_ONLY_LOOKS

        sys.stderr.write(f"注意：{NEWER_ONLY_LOOKS}。\n")
        sys.stderr.flush()


def sentence_of(error: Exception) -> str:
    """Return what the refusal says; of a database that is gone, what ``workbench init`` would say."""
    from workbench.records.sqlite_file import DatabaseMissingError

    if not isinstance(error, DatabaseMissingError):
        return str(error)
    from workbench.app import open_workbench
    from workbench.opening import lost_database

    bench = open_workbench()
    try:
        _ = bench.engine
    except DatabaseMissingError:  # it is ours, not one that the command line named
        return str(lost_database(bench) or error)
    except ValueError:
        pass
    finally:
        bench.close()
    return str(error)


def _incident(error: Exception) -> str:
    from workbench.config import read_config
    from workbench.incidents import record_incident

    logs = read_config().logs
    number, is_kept = record_incident(logs, error)
    if not is_kept:
        return (
            f"程序出错，编号 {number}。日志 {logs / 'workbench.log'} 无法写入，"
            "详情即上面一行（已略去文字和号码），请一并告知系统管理员。"
        )
    return f"程序出错，编号 {number}。详情已记入 {logs / 'workbench.log'}，请将编号告知系统管理员。"


def _fail(as_json: bool, sentence: str, status: int, *, usage: str = "") -> int:
    if as_json:
        sys.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"{usage}{sentence}\n")
    return status


def _speak_utf8() -> None:
    """Write UTF-8 also where the locale is another: a script must be able to rely on it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
