"""``workbench token``: tokens with which units' own systems read the interface of the site."""

from __future__ import annotations

from argparse import Namespace
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Final

from workbench.cli import Reply
from workbench.cli.books import in_china, open_book, who_commands
from workbench.cli.parser import Parser, whole_number

if TYPE_CHECKING:
    from workbench.access.tokens import Token, TokenBook

ONCE: Final = (
    "令牌只显示这一次，本系统只存散列：请放进单位系统的保密设置，不要写在网址、邮件和脚本里。"
    "用法：Authorization: Bearer 令牌（见 data/interface.md）。"
)


def add_arguments(parser: Parser) -> None:
    """Add the actions of ``workbench token``."""
    actions = parser.add_actions()

    create = actions.add_parser("create", help="新建令牌，只显示一次")
    create.add_argument("--unit", metavar="单位代码", required=True, help="供哪个单位的系统读取")
    create.add_argument("--account", metavar="账号", help="依附该单位的哪个经办人账号；只有一个时不用写")
    create.add_argument("--days", metavar="天数", type=whole_number, help="有效天数，默认 90，最长 366")
    create.add_argument("--purpose", metavar="用途", default="", help="用途，如“镇政务平台每晚同步”")
    create.set_defaults(run=_create)

    actions.add_parser("list", help="列出全部令牌（不含令牌本身）").set_defaults(run=_list)

    revoke = actions.add_parser("revoke", help="撤销令牌：立即不能再用")
    revoke.add_argument("token", metavar="令牌编号", help="八位编号，见 workbench token list")
    revoke.set_defaults(run=_revoke)


def run(options: Namespace) -> Reply:
    """Never called: an action must be given."""
    raise AssertionError(options)


def _create(options: Namespace) -> Reply:
    with _book() as book:
        token, text = book.create(
            options.unit,
            by=who_commands(),
            account=options.account,
            days=options.days,
            purpose=options.purpose,
        )
    told = f"已为 {token.unit} 新建令牌 {token.id}，依附账号 {token.account}，{_day(token.expires)} 到期。"
    return Reply(_data(token) | {"token": text}, f"{told}\n令牌：{text}\n{ONCE}")


def _list(options: Namespace) -> Reply:
    with _book() as book:
        tokens = book.all()
    lines = [
        f"{one.id}  {one.unit}  {one.account}  {one.ends or '可用'}  至 {_day(one.expires)}  "
        f"最近使用 {_day(one.used) if one.used else '—'}  {one.purpose}".rstrip()
        for one in tokens
    ]
    text = "\n".join(lines) or "还没有令牌：用 workbench token create --unit 单位代码 新建。"
    return Reply({"tokens": [_data(one) for one in tokens]}, text)


def _revoke(options: Namespace) -> Reply:
    with _book() as book:
        token = book.revoke(options.token, by=who_commands())
    return Reply(_data(token), f"已撤销令牌 {token.id}（{token.unit}，账号 {token.account}）：立即不能再用。")


def _day(utc: str) -> str:
    return in_china(utc, day_only=True)


def _data(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "unit": token.unit,
        "account": token.account,
        "purpose": token.purpose,
        "created": token.created,
        "expires": token.expires,
        "revoked": token.revoked,
        "used": token.used,
        "open": token.is_open,
        "ends": token.ends,
    }


def _book() -> AbstractContextManager[TokenBook]:
    from workbench.access.tokens import TokenBook

    return open_book(TokenBook)
