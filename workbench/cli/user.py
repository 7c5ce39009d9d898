"""``workbench user``: open, close and look after the accounts of the site."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Final

from workbench.cli import Reply
from workbench.cli.books import in_china, open_book, who_commands
from workbench.cli.parser import Parser, counting_number
from workbench.terms import Role

if TYPE_CHECKING:
    from workbench.access.account import Account
    from workbench.access.accounts import AccountBook

ONCE: Final = "一次性密码只显示这一次，请当面或用安全的方式告知本人；首次登录时须改为自己的密码。"
ROLES: Final = "、".join(f"{role.value}（{role.label}）" for role in Role)


def add_arguments(parser: Parser) -> None:
    """Add the actions of ``workbench user``."""
    actions = parser.add_actions()

    add = actions.add_parser("add", help="新建账号，显示一次性密码")
    _account(add)
    add.add_argument("--name", metavar="姓名", required=True, help="姓名，显示在页面右上角")
    add.add_argument("--role", metavar="角色", type=_role, required=True, help=f"角色：{ROLES}")
    add.add_argument("--unit", metavar="单位代码", help="所在单位的代码，如 430682XF（信访局）")
    add.set_defaults(run=_add)

    for name, run, summary in (
        ("disable", _disable, "停用账号：登录和打开着的页面随即失效"),
        ("enable", _enable, "恢复停用的账号"),
        ("reset", _reset, "重置密码，显示新的一次性密码，并解除锁定"),
    ):
        action = actions.add_parser(name, help=summary)
        _account(action)
        action.set_defaults(run=run)

    role = actions.add_parser("role", help="变更账号的角色和单位：本人须重新登录")
    _account(role)
    role.add_argument("role", metavar="角色", type=_role, help=f"角色：{ROLES}")
    where = role.add_mutually_exclusive_group()
    where.add_argument("--unit", metavar="单位代码", help="所在单位的代码；不给出则仍在原来的单位")
    where.add_argument("--no-unit", action="store_true", help="不再属于任何单位")
    role.set_defaults(run=_change_role)

    actions.add_parser("list", help="列出全部账号").set_defaults(run=_list)

    log = actions.add_parser("log", help="查看登录记录和账号变更记录（北京时间），新的在前")
    log.add_argument("account", metavar="账号", nargs="?", help="只看这个账号")
    log.add_argument("--limit", metavar="条数", type=counting_number, default=50, help="最多几条，默认 50")
    log.set_defaults(run=_log)


def run(options: Namespace) -> Reply:
    """Never called: an action must be given."""
    raise AssertionError(options)


def _account(parser: Parser) -> None:
    parser.add_argument("account", metavar="账号", help="账号，2至32个小写字母、数字或 . _ -")


def _role(text: str) -> Role:
    for role in Role:
        if text in (role.value, role.label):
            return role
    raise ArgumentTypeError(f"没有角色“{text}”，可选：{ROLES}")


def _require_unit(role: Role, unit: str | None) -> None:
    """Refuse who would see nothing: what a handler may see is what is his unit's."""
    from workbench.access.accounts import AccountError

    if role is Role.HANDLER and not unit:
        raise AccountError(f"{role.label}须属于一个单位：请加 --unit 单位代码")


def _add(options: Namespace) -> Reply:
    _require_unit(options.role, options.unit)
    with _book() as book:
        password = book.add(
            options.account, options.name, options.role, options.unit, by=who_commands(), is_demo=False
        )
        account = book.find(options.account)
    assert account is not None
    text = f"已新建账号 {account.name}（{account.display_name}，{account.role.label}）。\n"
    return Reply(_data(account) | {"password": password}, f"{text}一次性密码：{password}\n{ONCE}")


def _disable(options: Namespace) -> Reply:
    with _book() as book:
        account = book.disable(options.account, by=who_commands())
    return Reply(_data(account), f"已停用账号 {account.name}：登录和打开着的页面随即失效。")


def _enable(options: Namespace) -> Reply:
    with _book() as book:
        account = book.enable(options.account, by=who_commands())
    return Reply(_data(account), f"已恢复账号 {account.name}。")


def _change_role(options: Namespace) -> Reply:
    with _book() as book:
        before = book.find(options.account)
        kept = None if before is None or options.no_unit else before.unit
        unit = options.unit or kept
        if before is not None:
            _require_unit(options.role, unit)
        account = book.change_role(options.account, options.role, unit, by=who_commands())
    where = f"，单位 {account.unit}" if account.unit else ""
    return Reply(
        _data(account), f"账号 {account.name} 的角色现为{account.role.label}{where}，本人须重新登录。"
    )


def _reset(options: Namespace) -> Reply:
    with _book() as book:
        password = book.reset(options.account, by=who_commands())
        account = book.find(options.account)
    assert account is not None
    text = f"已重置账号 {account.name} 的密码。\n一次性密码：{password}\n{ONCE}"
    return Reply(_data(account) | {"password": password}, text)


def _list(options: Namespace) -> Reply:
    with _book() as book:
        accounts = book.all()
    lines = [
        f"{one.name}  {one.display_name}  {one.role.label}  {one.unit or '—'}  "
        f"{'已停用' if one.disabled else '须改密码' if one.must_change else '可用'}"
        for one in accounts
    ]
    text = "\n".join(lines) or "还没有账号：用 workbench user add 新建。"
    return Reply({"accounts": [_data(one) for one in accounts]}, text)


def _log(options: Namespace) -> Reply:
    with _book() as book:
        records = book.records(options.account, limit=options.limit)
        if options.account and not records:
            book.known(options.account)
    data = [
        {
            "utc": one.utc,
            "account": one.name,
            "address": one.address,
            "event": one.event.value,
            "label": one.event.label,
        }
        for one in records
    ]
    lines = [f"{in_china(one.utc)}  {one.name}  {one.event.label}  {one.address}" for one in records]
    return Reply({"records": data}, "\n".join(lines) or "还没有登录记录。")


def _data(account: Account) -> dict[str, Any]:
    return {
        "account": account.name,
        "name": account.display_name,
        "role": account.role.value,
        "unit": account.unit,
        "disabled": account.disabled,
        "must_change": account.must_change,
    }


def _book() -> AbstractContextManager[AccountBook]:
    from workbench.access.accounts import AccountBook

    return open_book(AccountBook)
