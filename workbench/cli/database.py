"""``workbench database``: accounts of a PostgreSQL server, and the rules of sight that it keeps itself."""

from __future__ import annotations

from argparse import Namespace

from workbench.cli import Reply
from workbench.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    """Add the actions of ``workbench database``; all are run as the owner of the database."""
    actions = parser.add_actions()

    roles = actions.add_parser(
        "roles", help="建立网站、备份和各角色的数据库权限（行级规则、逐栏授权），可重复运行"
    )
    roles.add_argument("site", metavar="网站账号", help="网站用的数据库账号，如 petition_site")
    roles.add_argument("backup", metavar="备份账号", help="备份用的数据库账号，如 petition_backup")
    roles.set_defaults(run=_roles)

    admit = actions.add_parser(
        "admit", help="让工作人员用同名的数据库账号自己查询（数据库客户端），只看其角色能看的"
    )
    admit.add_argument("account", metavar="账号", help="workbench user 建立的账号")
    admit.set_defaults(run=_admit)

    dismiss = actions.add_parser("dismiss", help="收回工作人员的数据库账号")
    dismiss.add_argument("account", metavar="账号", help="用 admit 建立的账号")
    dismiss.set_defaults(run=_dismiss)

    actions.add_parser("check", help="核对服务器上的权限与政策是否一致").set_defaults(run=_check)
    actions.add_parser("rewrite", help="删除个人信息后整理数据文件，不留残留").set_defaults(run=_rewrite)


def run(options: Namespace) -> Reply:
    """Never called: an action must be given."""
    raise AssertionError(options)


def _roles(options: Namespace) -> Reply:
    from workbench.access.server_roles import make_roles

    made = make_roles(_address(), site=options.site, backup=options.backup)
    text = (
        f"账号 {options.site}（网站）和 {options.backup}（备份）已有所需权限；"
        f"{made.tables}张表都有行级规则，各角色可读 {made.cells} 处，其余一律拒绝。\n"
        "口令请用 psql 的 \\password 设置；升级之后请再运行一次。"
    )
    return Reply({"tables": made.tables, "cells": made.cells}, text)


def _admit(options: Namespace) -> Reply:
    from workbench.access.server_roles import admit

    role = admit(_address(), options.account)
    text = (
        f"{options.account} 可以用自己的数据库账号查询，按“{role.label}”的权限；"
        "口令请用 psql 的 \\password 设置。"
    )
    return Reply({"account": options.account, "role": role.value}, text)


def _dismiss(options: Namespace) -> Reply:
    from workbench.access.server_roles import dismiss

    dismiss(_address(), options.account)
    return Reply({"account": options.account}, f"已收回数据库账号 {options.account}。")


def _check(options: Namespace) -> Reply:
    from workbench.access.server_roles import check

    found = check(_address())
    text = "\n".join(found) or "服务器上的权限与政策一致。"
    return Reply({"differences": found}, text, status=1 if found else 0)


def _rewrite(options: Namespace) -> Reply:
    from contextlib import closing

    from workbench.app import open_workbench
    from workbench.records.rewriting import rewrite_tables
    from workbench.records.roles import require_server

    require_server(_address())
    with closing(open_workbench()) as bench:
        rewrite_tables(bench.engine)
    return Reply({}, "数据文件已整理：删除过的内容不再留在其中。归档日志和数据库备份请按保留期清理。")


def _address() -> str:
    from workbench.config import read_config

    return read_config().database
