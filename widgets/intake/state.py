"""What the import screen knows: how far a file is, what was found in it, what came of it. No widgets here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import traitlets as tl

from widgets.address import link
from widgets.intake.answers import Answers

if TYPE_CHECKING:
    from workbench.acts.base import Actor
    from workbench.app import Workbench
    from workbench.intake.load import Result
    from workbench.intake.preview import Preview
    from workbench.intake.reading.parent import Cancel
    from workbench.intake.reading.parent import Progress as Report

log = logging.getLogger("workbench.widgets")

ENDINGS = (".xlsx", ".xls", ".csv")


class Phase(StrEnum):
    """How far a file is."""

    WAITING = "waiting"  # for a file
    READING = "reading"  # or looked at again with other answers
    PREVIEW = "preview"  # for somebody who answers and confirms
    LOADING = "loading"
    DONE = "done"


class NotNowError(ValueError):
    """What was asked for does not fit how far the file is: a second click, or a page left open."""


class NotReadyError(ValueError):
    """The file cannot be imported as it stands."""

    def __init__(self, blockers: tuple[str, ...]) -> None:
        super().__init__(f"还不能导入：{'；'.join(blockers)}。")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of an import, and the preview it was confirmed from."""

    result: Result
    preview: Preview


Outcome: TypeAlias = "Preview | Loaded"
Work: TypeAlias = "Callable[[Report, Cancel], Outcome]"


class IntakeState(tl.HasTraits):
    """One file at a time.

    ``start_*`` check whether it may be done now and return the work, which can run in any thread and changes
    nothing here; its outcome goes to ``settle``, its error to ``give_up``, on the thread of the screen.
    """

    phase = tl.UseEnum(Phase, Phase.WAITING)
    preview: Preview | None = tl.Any(None)  # type: ignore[assignment]
    result: Result | None = tl.Any(None)  # type: ignore[assignment]

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._before = Phase.WAITING
        self.answers = Answers()

    @property
    def bench(self) -> Workbench:
        return self._bench

    @property
    def largest(self) -> int:
        """Return how many bytes a file may have."""
        from workbench.intake.limits import shipped_limits

        return shipped_limits().file_bytes

    @property
    def blockers(self) -> tuple[str, ...]:
        """Return in short why the file cannot be imported now; empty if it can."""
        found = self.preview
        if self.phase is not Phase.PREVIEW or found is None:
            return ("正在处理，请稍候",)
        told = []
        if found.refused:
            told.append(f"有 {len(found.refused)} 处内容不予导入，请在原表中删去后重新上传")
        if found.questions:
            told.append(f"有 {len(found.questions)} 个问题待回答")
        if found.fault_count:
            told.append(f"有 {found.fault_count:,} 处错误，改正后才能导入")
        if not told and not found.drafts:
            told.append(f"文件中的 {found.existing:,} 行此前都已导入，没有新的事项")
        return tuple(told)

    @property
    def cases_address(self) -> str:
        """Return the address of the cases of the batch that was imported, now or before."""
        return link("case_review", batch=self.result.batch if self.result else None)

    def start_reading(self, path: Path, name: str) -> Work:
        """Begin with a file; answers that were given before are kept for the same questions."""
        self._begin(Phase.READING, from_phases=(Phase.WAITING, Phase.PREVIEW, Phase.DONE))
        answers = self.answers.copy()

        def work(report: Report, cancel: Cancel) -> Outcome:
            from workbench.intake.preview import inspect

            preview = inspect(path, name, bench=self._bench, progress=report, cancel=cancel)
            while known := answers.known(preview):
                preview = preview.answer(known, progress=report, cancel=cancel)
            return self._looked_at(preview, report, cancel)

        return work

    def start_answering(self, given: Mapping[str, str]) -> Work:
        """Look at the file again with these answers; ``NotOfferedError`` for one that nobody offered."""
        if self.preview is None:
            raise NotNowError("还没有文件，请先选择要导入的文件。")
        self.answers.check(given)
        self._begin(Phase.READING, from_phases=(Phase.PREVIEW,))
        self.answers.give(given)
        bare, answers = replace(self.preview, answers={}), self.answers.given

        def work(report: Report, cancel: Cancel) -> Outcome:
            return self._looked_at(bare.answer(answers, progress=report, cancel=cancel), report, cancel)

        return work

    def start_loading(self) -> Work:
        """Import what the preview shows, all corrections and assumptions agreed; a second call is refused."""
        if self.phase in (Phase.LOADING, Phase.DONE):
            raise NotNowError("这份文件正在导入或已经导入，不会重复导入。")
        if self.blockers:
            raise NotReadyError(self.blockers)
        preview = self.preview
        assert preview is not None
        self._begin(Phase.LOADING, from_phases=(Phase.PREVIEW,))

        def work(report: Report, cancel: Cancel) -> Outcome:
            from workbench.intake.load import load

            result = load(self._bench, preview, _actor(), confirmed=True, progress=report, cancel=cancel)
            self._freshen(report)
            return Loaded(result, preview)

        return work

    def settle(self, outcome: Outcome) -> None:
        """Take what came of the work that was started last."""
        if isinstance(outcome, Loaded):
            self.answers = Answers()
            self._show(Phase.DONE, _without_content(outcome.preview), outcome.result)
        else:
            self.answers.take(outcome)
            self._show(Phase.PREVIEW, outcome, None)

    def give_up(self) -> None:
        """Stand where it stood before the work that failed or was stopped; nothing was written."""
        self.phase = self._before

    def restart(self) -> None:
        """Wait for another file; answers are kept for the same questions."""
        if self.phase in (Phase.READING, Phase.LOADING):
            raise NotNowError("正在处理上一份文件，请等它完成或先取消。")
        self._show(Phase.WAITING, None, None)

    def _begin(self, phase: Phase, *, from_phases: tuple[Phase, ...]) -> None:
        if self.phase not in from_phases:
            raise NotNowError("正在处理上一份文件，请等它完成或先取消。")
        self._before = self.phase
        self.phase = phase

    def _show(self, phase: Phase, preview: Preview | None, result: Result | None) -> None:
        with self.hold_trait_notifications():
            self.preview, self.result, self.phase = preview, result, phase

    def _looked_at(self, preview: Preview, report: Report, cancel: Cancel) -> Outcome:
        """Return the preview; what was imported before is a result at once, what is refused is logged."""
        from workbench.intake.load import load, log_refusal

        if preview.already is not None:
            return Loaded(load(self._bench, preview, _actor(), progress=report, cancel=cancel), preview)
        if preview.refused:
            log_refusal(self._bench, preview)
        return preview

    def _freshen(self, report: Report) -> None:
        """Fold today's facts anew, so that the list opens quickly; the import stands without it."""

        def tell(done: int, of: int) -> None:
            report("更新清单", done, of)

        try:
            self._bench.snapshot(progress=tell)
        except Exception:
            log.exception("the snapshot after an import failed; the next screen makes it")


def _without_content(preview: Preview) -> Preview:
    """Return the preview without the file and the drafts, which may be large; findings can still be saved."""
    from workbench.intake.reading.cells import Reading

    changed: dict[str, Any] = {"drafts": (), "reading": Reading(), "samples": ()}
    return replace(preview, original=replace(preview.original, content=b""), **changed)


def _actor() -> Actor:
    import getpass
    import os

    from workbench.acts.base import Actor
    from workbench.terms import Role

    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        account = f"uid-{os.getuid()}"
    return Actor(account, Role.IMPORTER)
