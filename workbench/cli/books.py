"""What the commands for accounts and for tokens share: the open book, and who gave the command."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from workbench.app import Workbench

B = TypeVar("B")


@contextmanager
def open_book(of: Callable[[Workbench], B]) -> Iterator[B]:
    """Open the workbench, give its book of accounts or of tokens, and close it again."""
    from workbench.app import open_workbench

    bench = open_workbench()
    try:
        yield of(bench)
    finally:
        bench.close()


def in_china(utc: str, *, day_only: bool = False) -> str:
    """Return a kept moment (universal time) as the office's clock shows it, to the second or the day."""
    from workbench.china_time import CHINA

    when = datetime.fromisoformat(utc).astimezone(CHINA)
    return f"{when:%Y-%m-%d}" if day_only else f"{when:%Y-%m-%d %H:%M:%S}"


def who_commands() -> str:
    """Return the user of the machine who gave the command, as it stands in the log."""
    try:
        return f"命令行：{getpass.getuser()}"
    except (OSError, KeyError, ImportError):
        return "命令行"
