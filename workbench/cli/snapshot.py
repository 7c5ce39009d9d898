"""``workbench snapshot``: fold the records, as of a day, into the flat facts that screens read."""

from __future__ import annotations

from argparse import Namespace

from workbench.cli import Reply
from workbench.cli.arguments import as_of_argument
from workbench.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    as_of_argument(parser)


def run(options: Namespace) -> Reply:
    """Return the snapshot's head: path, as-of day, ledger size, calendar version, matters."""
    from workbench.app import open_workbench

    snapshot = open_workbench().snapshot(options.as_of)
    cases = snapshot.value("select count(*) from case_fact")
    return Reply(
        {
            "path": str(snapshot.path),
            "as_of": snapshot.as_of,
            "ledger_size": snapshot.ledger_size,
            "calendar_version": snapshot.calendar_version,
            "cases": cases,
        },
        f"快照已就绪：{cases:,} 件，{snapshot.code}\n{snapshot.path}",
    )
