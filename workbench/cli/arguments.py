"""Arguments that several commands share."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from datetime import date
from typing import TYPE_CHECKING

from workbench.cli.parser import Parser

if TYPE_CHECKING:
    from workbench.app import Workbench


def day(text: str) -> date:
    """Return the day in ``text``, written like 2026-03-01."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}”不是日期，请写成 2026-03-01 的样子") from None


def asked_day(bench: Workbench, options: Namespace) -> date:
    """Return the as-of day that was asked for, by default today; ``FutureDayError`` for one to come."""
    from workbench.shelf import FutureDayError

    today = bench.today()
    if options.as_of is not None and options.as_of > today:
        raise FutureDayError(options.as_of, today)
    return options.as_of or today


def as_of_argument(parser: Parser) -> None:
    """Add ``--as-of DAY``; without it the command looks at today."""
    parser.add_argument("--as-of", metavar="日期", type=day, help="截至哪一天（如 2026-03-01），不写就是今天")
