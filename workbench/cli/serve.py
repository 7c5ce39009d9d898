"""``workbench serve``: the site for browsers on this machine, until Ctrl+C."""

from __future__ import annotations

import json
import secrets
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from workbench.cli import NOT_BY_ITSELF, Reply, say, sentence_of
from workbench.cli.demo_site import DEMO_ACCOUNT, demo_account, fill_empty
from workbench.cli.parser import Parser, UsageError, port_number
from workbench.config import Config, read_config
from workbench.disk import log_folder_fault

if TYPE_CHECKING:
    from workbench.site.proxy import Proxy

USUAL_PORT = 8866
HOW_TO_ADD = "workbench user add 账号 --name 姓名 --role supervisor"


class ReadOnlyError(ValueError):
    """The site cannot serve a database that it must not write to: every login is recorded."""

    def __init__(self) -> None:
        super().__init__(
            "数据库由更新版本的软件写成，只能查看：网站不能启动（登录须有记录）。"
            "请升级软件；急需查看时可用 workbench cases"
        )


class LogFolderError(ValueError):
    """The site writes no log: what goes wrong later would leave no trace."""

    def __init__(self, told: str) -> None:
        super().__init__(
            f"{told}：网站不能启动。请让运行网站的用户能读写它（chown、chmod u+rwX）；"
            "占了它的位置的文件，请移走"
        )


class CannotStartError(ValueError):
    """The site cannot start until somebody does something: starting it once more is no use."""

    status = NOT_BY_ITSELF


def add_arguments(parser: Parser) -> None:
    """Add the options of ``workbench serve``."""
    parser.add_argument(
        "--port", metavar="端口", type=port_number, default=USUAL_PORT,
        help=f"端口，默认 {USUAL_PORT}；已被占用时自动改用后面的空闲端口（反向代理后面的除外）",
    )  # fmt: skip
    parser.add_argument("--open", action="store_true", dest="open_browser", help="启动后打开浏览器")
    parser.add_argument("--no-open", action="store_false", dest="open_browser", help="不打开浏览器（默认）")
    parser.add_argument(
        "--demo", action="store_true", help="数据库为空时先生成演示县（全部虚构），并给出演示账号"
    )
    proxy = parser.add_argument_group("由本单位的反向代理统一登录时")
    proxy.add_argument("--trust-proxy", metavar="地址", help="只信任从这个 IP 地址送来的账号标头")
    proxy.add_argument("--user-header", metavar="标头", help="送来账号的标头名称，如 X-Remote-User")
    proxy.add_argument(
        "--proxy-secret", metavar="文件", type=Path,
        help="与代理共有的密钥文件；没有它，本机任何进程都能冒充代理",
    )  # fmt: skip
    proxy.add_argument(
        "--logout-url", metavar="地址", default="",
        help="统一登录的退出地址；没有给出的，由代理登录的人看不到“退出登录”",
    )  # fmt: skip
    proxy.add_argument("--host-name", metavar="域名", default="", help="浏览器访问本系统所用的域名")


def run(options: Namespace) -> Reply:
    """Serve until interrupted; under ``--json`` the object is printed as soon as the site answers."""
    try:
        proxy = _proxy(options)
        config = read_config()
        if told := log_folder_fault(config.logs):
            raise LogFolderError(told)
        guest = _prepare(config, options)
    except ValueError as error:
        if isinstance(error, _lasting()):
            raise CannotStartError(sentence_of(error)) from None
        raise
    from workbench.app import Workbench
    from workbench.demo.plan import LAST_DAY
    from workbench.demo.presence import ends_words
    from workbench.doctor.look import Monitor
    from workbench.site.daily import DailyNote
    from workbench.site.door import AccountDoor
    from workbench.site.interface.answers import Interface
    from workbench.site.lab import notebooks_folder
    from workbench.site.server import Site
    from workbench.snapshots.keeper import Keeper

    entry = secrets.token_urlsafe(24) if guest else ""
    door = AccountDoor(Workbench(config), entry=entry, guest=DEMO_ACCOUNT)

    def announce(address: str) -> None:
        way_in = f"{address}?entry={entry}" if entry else address
        if options.json:
            told = {"address": address, "database": _shown(config)}
            told |= {"entry": entry, "account": DEMO_ACCOUNT, "password": guest} if guest else {}
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        else:
            if not address.endswith(f":{options.port}/"):
                say(options, f"端口 {options.port} 已被占用，改用其他端口。")
            say(options, f"信访工作台已启动：{way_in}")
            if guest:
                say(options, f"上面的地址打开一次即进入。再次登录：账号 {DEMO_ACCOUNT}，密码 {guest}")
                say(options, f"{ends_words(LAST_DAY)}：请把截至日改为这一天。")
            say(options, "按 Ctrl+C 停止。")
        if not door.has_accounts():
            say(options, f"还没有账号，谁也不能登录。请另开一个窗口运行：{HOW_TO_ADD}")
        if options.open_browser:
            import webbrowser

            webbrowser.open(way_in)

    monitor = Monitor(Workbench(config))
    site = Site(
        notebooks_folder() / "apps",
        port=options.port,
        announce=announce,
        logs=config.logs,
        scratch=config.scratch,
        door=door,
        proxy=proxy,
        host_name=options.host_name,
        health=monitor.answer,
        interface=Interface(Workbench(config)),
        pages_per_account=config.pages_per_account,
    )
    site.initialize([])
    bench = Workbench(config)
    daily = DailyNote(bench)

    def is_ready() -> bool:
        daily.look()
        site.complaints.set_aside_if_full()  # libraries of pages that stay open fill it, too
        return bench.ready_snapshot() is not None

    keeper = Keeper(is_ready, site.log)
    keeper.begin()
    try:
        site.start()
    finally:
        keeper.end()
        bench.close()
    if options.json:
        raise SystemExit(0)  # the one object has been printed
    return Reply({}, "信访工作台已停止。")


def _lasting() -> tuple[type[Exception], ...]:
    """Return what no second try mends; a server that does not answer yet is not among it."""
    from workbench.config import SettingError
    from workbench.opening import LostDatabaseError
    from workbench.records import sqlite_file as file
    from workbench.site.proxy import ProxyError

    databases = (
        LostDatabaseError,
        file.EmptyDatabaseError,
        file.AddressError,
        file.DamagedDatabaseError,
        file.ForeignDatabaseError,
    )
    return (
        *databases,
        file.DatabaseMissingError,
        file.NewerDatabaseError,
        file.OlderDatabaseError,
        ReadOnlyError,
        SettingError,
        ProxyError,
    )


def _proxy(options: Namespace) -> Proxy | None:
    """Return the proxy that the options name, if any; ``ProxyError`` if it cannot be trusted so."""
    from workbench.site.proxy import Proxy, read_secret

    told = (options.trust_proxy, options.user_header, options.proxy_secret)
    if not any(told):
        return None
    if not all(told):
        raise UsageError("--trust-proxy、--user-header 和 --proxy-secret 须同时给出")
    return Proxy(
        options.trust_proxy, options.user_header, read_secret(options.proxy_secret), options.logout_url
    )


def _prepare(config: Config, options: Namespace) -> str:
    """Make the database where there is none, with ``--demo`` fill an empty one, and fold today's facts.

    A site behind a proxy serves an office that has a database: none is made where the disk of it is missing.
    Returns the password of the demo account, "" where there is none.
    """
    from workbench.app import Workbench
    from workbench.records import sqlite_file as file

    path = _sqlite_file(config)
    bench = Workbench(config)
    try:
        if path is not None and not path.is_file():
            if options.trust_proxy:
                raise file.DatabaseMissingError(
                    f"数据库 {path} 不存在：存放数据的磁盘可能没有接上，没有另建空的数据库；"
                    "确实是第一次安装的，请先运行 workbench init"
                )
            bench.initialise()
            say(options, f"第一次使用，已新建数据库：{path}")
        guest = demo_account(bench) if options.demo and fill_empty(bench, options, path) else ""
        if bench.is_read_only:
            raise ReadOnlyError
        bench.snapshot()  # so that the first viewer of the day does not wait for it
    finally:
        bench.close()
    return guest


def _sqlite_file(config: Config) -> Path | None:
    scheme, _, path = config.database.partition(":///")
    return Path(path) if scheme.startswith("sqlite") and path else None


def _shown(config: Config) -> str:
    """The database without a password."""
    path = _sqlite_file(config)
    return str(path) if path else f"PostgreSQL 数据库 {urlsplit(config.database).path.lstrip('/')}"
