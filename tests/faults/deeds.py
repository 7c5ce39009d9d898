"""What people do that writes: each deed says how many entries it adds once it is acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from tests.intake.files import csv, row
from workbench.acts import evidence
from workbench.app import Workbench
from workbench.backup.make import make_backup
from workbench.backup.sealed import new_pair
from workbench.intake.load import load
from workbench.intake.preview import Preview, inspect
from workbench.terms import Step

Deed = Callable[[Workbench], int]


def number() -> str:
    """A number that no matter has yet."""
    return f"F-{uuid4().hex[:12]}"


def register(bench: Workbench) -> int:
    """One matter."""
    bench.perform(make_register(case_no=number()), actor=CLERK)
    return 1


def register_three(bench: Workbench) -> int:
    """Three acts that are one."""
    case_no = number()
    bench.perform(
        make_register(case_no=case_no, batch=None),
        make_take(case_no, Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        make_take(case_no, Step.ACCEPT, date(2026, 1, 20), unit=TOWN),
        actor=CLERK,
    )
    return 3


def keep_paper(bench: Workbench) -> int:
    """A file of evidence of 100 kB."""
    bench.perform(evidence.keep("附件.pdf", number().encode() * 12_500), actor=CLERK)
    return 1


def sign(bench: Workbench) -> int:
    """A checkpoint beside the database."""
    bench.anchors.checkpoint()
    return 0


def fold(bench: Workbench) -> int:
    """Today's snapshot for the screens."""
    bench.snapshot()
    return 0


def back_up(bench: Workbench) -> int:
    """A whole backup with its test."""
    make_backup(bench, bench.config.home / "disk")
    return 0


def look_at_file(bench: Workbench, rows: int = 20) -> Preview:
    """A file of new matters, read and ready to be taken in."""
    lines = [row(信访件编号=number()) for _ in range(rows)]
    preview = inspect(csv(*lines).encode(), "台账.csv", bench=bench)
    assert not preview.blockers, preview.blockers
    return preview


def take_in(preview: Preview) -> Deed:
    """The import of a file that was looked at: one batch and all its rows, or nothing."""

    def deed(bench: Workbench) -> int:
        load(bench, preview, CLERK, confirmed=True)
        return 1 + sum(len(draft.acts) for draft in preview.drafts)

    return deed


DEEDS: dict[str, Deed] = {
    "register": register,
    "register_three": register_three,
    "keep_paper": keep_paper,
    "sign": sign,
    "fold": fold,
    "back_up": back_up,
}


def give_key(home: Path) -> None:
    """Let backups be made."""
    (home / "backup.pub").write_text(f"{new_pair()[0]}\n")
