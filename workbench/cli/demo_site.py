"""What ``workbench serve --demo`` finds or makes: the demo county in an empty database, and its account."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.cli import say

if TYPE_CHECKING:
    from workbench.app import Workbench

DEMO_ACCOUNT: Final = "demo"
APPRAISED_MONTHS: Final = 3  # each costs a frozen snapshot, and somebody waits for the first page


def fill_empty(bench: Workbench, options: Namespace, path: Path | None) -> bool:
    """Return whether the database holds the demo county and nothing else; make it in an empty one.

    ``path`` is the file of an SQLite database.
    """
    from workbench.demo.presence import holds_only_demo

    if path is not None and holds_only_demo(path):
        _bring_up_to_date(bench)
        return True
    from workbench.cli.progress import ProgressBar
    from workbench.demo.appraisals import ensure_appraisals
    from workbench.demo.generate import RealDataError, ensure_demo
    from workbench.demo.issued import ensure_papers

    try:
        with ProgressBar("生成演示县") as bar:
            ensure_demo(bench, progress=bar.update)
        with ProgressBar("编制演示县的月考核") as bar:
            ensure_appraisals(bench, months=APPRAISED_MONTHS, progress=bar.update)
        with ProgressBar("印发演示县的文书") as bar:
            ensure_papers(bench, progress=bar.update)
    except RealDataError:
        say(options, "数据库中已有真实案件，不生成演示县，也不设演示账号。")
        return False
    return True


def _bring_up_to_date(bench: Workbench) -> None:
    """Upgrade a demo that an older version made."""
    from workbench.records.sqlite_file import OlderDatabaseError

    try:
        _ = bench.engine
    except OlderDatabaseError:
        bench.initialise()


def demo_account(bench: Workbench) -> str:
    """Give the demo account a new password, and return it."""
    from workbench.access.accounts import AccountBook
    from workbench.terms import Role

    book = AccountBook(bench)
    there = book.find(DEMO_ACCOUNT)
    if there is None:
        return book.add(
            DEMO_ACCOUNT, "演示用户", Role.SUPERVISOR, "430682LX", by="workbench serve --demo", is_demo=True
        )
    if not there.is_demo or there.disabled is not None:
        return ""
    return book.reset(DEMO_ACCOUNT, by="workbench serve --demo", must_change=False)
