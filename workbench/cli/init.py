"""``workbench init``: make the database, or bring an older one up to date."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from workbench.cli import Reply, say
from workbench.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    """Add the options; the address is ``WORKBENCH_DATABASE``."""
    parser.add_argument(
        "--roles", metavar=("网站账号", "备份账号"), nargs=2,
        help="PostgreSQL：同时建立各账号的数据库权限；用数据库属主账号运行",
    )  # fmt: skip
    parser.add_argument(
        "--anew", action="store_true",
        help="以前的数据库不见了，明知不再恢复，从头另建（旧校验点改名保留）",
    )  # fmt: skip


def run(options: Namespace) -> Reply:
    """Make the database of the configured address and say what it holds."""
    from workbench.access.server_roles import make_roles
    from workbench.app import open_workbench
    from workbench.backup.before import keep_before_upgrade
    from workbench.records.migrate import aside_of
    from workbench.records.sqlite_file import sqlite_path

    bench = open_workbench()
    path = sqlite_path(bench.config.database)
    try:
        earlier = _copied(path)
        kept = keep_before_upgrade(bench.config)
        if kept is not None:
            say(options, f"升级前的备份已试恢复：{kept}")
        made = bench.initialise(anew=options.anew)
        if path is not None and _copied(path) != earlier:
            say(options, f"升级前的副本（已核对）：{aside_of(path)}")
        size = bench.ledger_size()
        if options.roles:
            make_roles(bench.config.database, site=options.roles[0], backup=options.roles[1])
    finally:
        bench.close()
    place = "PostgreSQL 数据库" if path is None else str(path)
    data = {
        "created": made.is_new,
        "place": place,
        "home": str(bench.config.home),
        "units": made.units,
        "notices": made.notices,
        "ledger_size": size,
    }
    done = "已新建数据库" if made.is_new else "数据库已就绪"
    if made.notices:
        done += f"，录入放假安排{made.notices}个年度"
    if options.roles:
        done += f"，账号 {options.roles[0]}（网站）和 {options.roles[1]}（备份）已有所需权限"
    text = f"{done}：{place}（单位{made.units}个，台账{size}条）\n"
    text += f"数据文件夹：{bench.config.home}（身份证件密钥 identity.key 在其中；网站和备份须用这一个文件夹）"
    return Reply(data, text)


def _copied(path: Path | None) -> int | None:
    """Return when the copy that an upgrade makes of an SQLite file was written, ``None`` without one."""
    from workbench.records.migrate import aside_of

    if path is None or not aside_of(path).exists():
        return None
    return aside_of(path).stat().st_mtime_ns
