"""What people do that writes: each deed says how many entries it adds once it is acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from tests.intake.files import csv, row
from workbench.access.accounts import AccountBook
from workbench.acts import evidence
from workbench.acts.base import Actor
from workbench.acts.erasing import EraseValues, RequestErasure, values_to_erase
from workbench.app import Workbench
from workbench.backup.make import make_backup
from workbench.config import Config
from workbench.intake.load import load
from workbench.intake.preview import Preview, inspect
from workbench.terms import ErasureBasis, Role, Step

AUDITOR = Actor("auditor", Role.AUDITOR, OFFICE)
Deed = Callable[[Workbench], int]


def number() -> str:
    """A number that no matter has yet."""
    return f"F-{uuid4().hex[:12]}"


def register(bench: Workbench, by: Actor = CLERK) -> int:
    """One matter."""
    bench.perform(make_register(case_no=number()), actor=by)
    return 1


def register_three(bench: Workbench, by: Actor = CLERK) -> int:
    """Three acts that are one."""
    case_no = number()
    bench.perform(
        make_register(case_no=case_no, batch=None),
        make_take(case_no, Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        make_take(case_no, Step.ACCEPT, date(2026, 1, 20), unit=TOWN),
        actor=by,
    )
    return 3


def keep_paper(bench: Workbench, by: Actor = CLERK) -> int:
    """A file of evidence of 175 kB."""
    bench.perform(evidence.keep("附件.pdf", number().encode() * 12_500), actor=by)
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


def freeze(bench: Workbench) -> int:
    """Today's facts on the shelf, as a folder named by its hash."""
    bench.shelf.create(bench.today())
    return 0


def open_account(bench: Workbench) -> int:
    """An account with its one-time password, and its line in the log."""
    AccountBook(bench).add(f"u{uuid4().hex[:10]}", "李晓红", Role.CLERK, OFFICE, by="admin")
    return 0


def ask_and_erase(bench: Workbench) -> int:
    """A story is registered, deleted at the word of two persons, and scrubbed off the disk."""
    case_no, request = number(), number()
    (seq,) = bench.perform(make_register(case_no=case_no), actor=CLERK)
    with bench.reading() as session:
        values = values_to_erase(session.connection(), [(seq, "narrative")])
    on, basis = bench.today(), ErasureBasis.CONSENT_WITHDRAWN
    bench.perform(RequestErasure(request, values, basis, on, "本人撤回同意"), actor=CLERK)
    bench.perform(EraseValues(request, values, basis, on), actor=AUDITOR)
    return 3


def begin_anew(bench: Workbench) -> int:
    """A second workbench in a folder of its own, as ``workbench init`` makes it."""
    home = bench.config.home / "second"
    second = Workbench(Config(f"sqlite:///{home / 'workbench.sqlite'}", home), clock=bench.now)
    try:
        second.initialise()
    finally:
        second.close()
    return 0


def look_at_file(bench: Workbench, rows: int = 20) -> Preview:
    """A file of new matters, read and ready to be taken in."""
    lines = [row(信访件编号=number()) for _ in range(rows)]
    preview = inspect(csv(*lines).encode(), "台账.csv", bench=bench)
    assert not preview.blockers, preview.blockers
    return preview


def take_in(preview: Preview) -> Callable[..., int]:
    """The import of a file that was looked at: one batch and all its rows, or nothing."""

    def deed(bench: Workbench, by: Actor = CLERK) -> int:
        load(bench, preview, by, confirmed=True)
        return 1 + sum(len(draft.acts) for draft in preview.drafts)

    return deed


DEEDS: dict[str, Deed] = {
    "register": register,
    "register_three": register_three,
    "keep_paper": keep_paper,
    "sign": sign,
    "fold": fold,
    "back_up": back_up,
    "freeze": freeze,
    "open_account": open_account,
    "ask_and_erase": ask_and_erase,
    "begin_anew": begin_anew,
}
