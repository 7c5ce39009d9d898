"""Take a file in: all of it in one transaction, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.intake.bulk import seldom_collected
from workbench.intake.firewall import log_refusals
from workbench.intake.preview import Preview
from workbench.intake.reading.parent import Cancel, CancelledError, Progress

if TYPE_CHECKING:
    from workbench.acts.base import Actor
    from workbench.app import Workbench

STRIDE = 1_000  # matters between two looks at the clock of the screen
BUFFER = 10_000  # acts between two writes: they wait in memory, fewer cost processor time
KEPT = 100  # matters remembered after a write: all acts of one stand together, none comes again


class NotAcceptedError(ValueError):
    """The file has faults, open questions or refused columns; ``reasons`` lists them."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("没有导入。" + "；".join(reasons[:3]) + ("……" if len(reasons) > 3 else ""))


class NotConfirmedError(ValueError):
    """The import would do some things differently from the file, and nobody has confirmed them."""

    def __init__(self, count: int) -> None:
        super().__init__(f"没有导入：有 {count:,} 项更正和设定需要确认")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an import, in rows and findings."""

    read: int
    imported: int
    faults: int
    corrected: int
    batch: str | None
    existing: int = 0  # rows known before from another file
    already_imported: bool = False  # the very same file was imported before; nothing changed
    held: int = 0  # matters that may be accusations, and wait for a person

    @property
    def sentence(self) -> str:
        """The result in Chinese."""
        if self.already_imported:
            return f"已导入：该文件此前已作为批次 {self.batch} 导入，本次没有改动。"
        held = f"其中 {self.held:,} 件可能是检举控告，已列为待认定。" if self.held else ""
        known = f"，{self.existing:,} 行此前已导入" if self.existing else ""
        return (
            f"读取 {self.read:,} 行，导入 {self.imported:,} 件{known}，"
            f"确认更正和设定 {self.corrected:,} 项。批次 {self.batch}。{held}"
        )


def load(
    bench: Workbench,
    preview: Preview,
    actor: Actor,
    *,
    confirmed: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Result:
    """Import what ``preview`` shows.

    ``NotAcceptedError`` while there are faults, questions or refused columns (these are logged);
    ``NotConfirmedError`` if there is something to confirm and ``confirmed`` is not set; ``CancelledError``
    once ``cancel`` is set. After any error nothing has been written. The same file again changes nothing.
    """
    if preview.already is not None:
        return _already(preview, preview.already)
    if preview.refused:
        log_refusal(bench, preview)
    if preview.blockers:
        raise NotAcceptedError(preview.blockers)
    if preview.corrected and not confirmed:
        raise NotConfirmedError(preview.corrected)
    from workbench.acts.apply import AlreadyImportedError
    from workbench.intake.known import held_of

    try:
        _write(bench, preview, actor, progress, cancel)
    except AlreadyImportedError:
        # Somebody else imported the same file between the look and the load.
        from workbench.intake.known import imported_batch

        return _already(preview, imported_batch(bench, preview.original.sha256))
    return Result(
        read=preview.rows_read,
        imported=len(preview.drafts),
        faults=0,
        corrected=preview.corrected,
        batch=preview.batch,
        existing=preview.existing,
        held=held_of(bench, preview.batch),
    )


def log_refusal(bench: Workbench, preview: Preview) -> None:
    """Log the columns and values that the firewall refused; no value and no name goes into the log."""
    log_refusals(bench.config.logs, preview.refused, sha256=preview.original.sha256, now=bench.now())


def _already(preview: Preview, batch: str | None) -> Result:
    return Result(preview.rows_read, 0, 0, 0, batch, already_imported=True)


def _write(
    bench: Workbench, preview: Preview, actor: Actor, progress: Progress | None, cancel: Cancel | None
) -> None:
    from workbench.acts.intake import RecordBatch

    original, mapping = preview.original, preview.mapping
    now = bench.now()
    total = len(preview.drafts)
    with seldom_collected(), bench.desk(actor, buffer=BUFFER, kept=KEPT) as desk:
        batch = RecordBatch(
            batch=preview.batch,
            sha256=original.sha256,
            mapping="" if mapping is None else mapping.id,
            rows_read=preview.rows_read,
            rows_imported=total,
            file_name=original.name,
            content=original.content,
        )
        desk.perform(batch, now=now)
        for done, draft in enumerate(preview.drafts, 1):
            for act in draft.acts:
                desk.perform(act, now=now)
            if done % STRIDE == 0 or done == total:
                if cancel is not None and cancel.is_set():
                    raise CancelledError
                if progress is not None:
                    progress("写入登记", done, total)
