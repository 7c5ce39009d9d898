"""Who sits at the keyboard: the commands that one person answers for ask for his password."""

from __future__ import annotations

import getpass
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.access.account import Account
    from workbench.app import Workbench


class UnchangedPasswordError(ValueError):
    """The password is still the one that whoever keeps the accounts was shown."""


class NoTerminalError(ValueError):
    """There is no terminal on which a password can be typed unseen."""


def ask_password(name: str) -> str:
    """Return the password that is typed for this account; ``NoTerminalError`` where it would be seen."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(f"{name} 的密码：")
    except (EOFError, OSError, getpass.GetPassWarning):
        raise NoTerminalError(f"没有读到账号“{name}”的密码：请在终端里输入密码，不要用管道") from None


def admitted(bench: Workbench, name: str, what: str) -> Account:
    """Return the account whose owner is at the keyboard: asks for the password, and whether he may.

    ``LoginRefusedError`` if it is wrong. A password that was printed and not changed since is refused:
    whoever runs commands could make, or reset, the account of the second of two persons.
    """
    from workbench.access.accounts import AccountBook
    from workbench.access.gate import require

    _ = bench.engine  # first: nobody types a password for a database that cannot be opened
    account = AccountBook(bench).admit(name, ask_password(name), address="命令行")
    if account.must_change:
        raise UnchangedPasswordError(f"账号“{account.name}”用的还是一次性密码：请先在网站登录并改密码")
    require(account.viewer, what)
    return account
