"""The names of those who act, by their account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, select

from workbench.records.accounts import AccountRow


def is_account(connection: Connection, account: str) -> bool:
    """Return whether there is an account of this name, as names are kept."""
    return connection.scalar(select(AccountRow.name).where(AccountRow.name == account)) is not None


def people(connection: Connection, accounts: Iterable[str | None]) -> dict[str, str]:
    """Return the names of officials by account: also of those whose account is closed by now.

    Two of these with the same name are told with their accounts; an account that is gone keeps its own name.
    """
    wanted = sorted({one for one in accounts if one})
    asked = select(AccountRow.name, AccountRow.display_name).where(AccountRow.name.in_(wanted))
    names = {account: name for account, name in connection.execute(asked)}
    often = Counter(names.values())
    told = {account: f"{name}（{account}）" if often[name] > 1 else name for account, name in names.items()}
    return {one: one for one in wanted} | told
