"""Evidence on a screen: a place where the original comes in and is kept, a button that gives it back.

A form that asks for evidence: ``upload = EvidenceUpload(bench, viewer)``, then
``form = Form((*own, *upload.fields(today)), …)`` and ``upload.join(form)``; its answers are
``evidence.sha256``, ``evidence.title`` and ``evidence.dated_on``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.exports import Export
from widgets.parts.download import Download
from widgets.parts.form import Form
from widgets.parts.form_values import FormField
from widgets.parts.markup import Static, tag
from widgets.parts.upload import Upload, UploadedFile
from widgets.parts.values import Choice, FileToSave, size_text
from workbench.access.gate import require
from workbench.access.viewer import Viewer
from workbench.terms import Holding

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.queries.evidence import KeptFile

ENDINGS = tuple(".pdf .ofd .jpg .jpeg .png .doc .docx .wps .xls .xlsx .et .zip".split())
LABEL = "把佐证材料（文书、照片、凭证的扫描件）拖到这里，或点击“选择文件”"
GROUP = "佐证材料"
EARLIER = "您今天保存过的原件仍在，可以在“原件”处直接选用，不必再传。"


class EvidenceUpload(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """A place for originals, one after the other; each is kept (``KeepEvidence``) as soon as it is here.

    ``kept`` are those that came in, the last one last: file name, size in bytes, SHA-256. ``on_kept(file)``
    is called for each. A form that was joined offers them as the answer of ``evidence.sha256``. What the
    viewer kept earlier the same day is offered too, so that what was chosen survives a reload of the page.
    """

    def __init__(
        self,
        bench: Workbench,
        viewer: Viewer,
        *,
        on_kept: Callable[[KeptFile], None] | None = None,
    ) -> None:
        from workbench.acts.evidence import LARGEST
        from workbench.queries.evidence import kept_on

        self.kept: tuple[KeptFile, ...] = ()
        self.earlier: tuple[KeptFile, ...] = bench.ask(kept_on, viewer.account, bench.today())
        self._bench, self._viewer, self._on_kept = bench, viewer, on_kept
        self._form: Form | None = None
        self._asked: Callable[[], Sequence[FormField]] | None = None
        self.upload = Upload(self._keep, label=LABEL, accept=ENDINGS, largest=LARGEST)
        self._told = Static(tag("p", EARLIER, class_="wb-small") if self.earlier else None)
        super().__init__([self.upload, self._told])
        self.add_class("wb-evidence")

    def fields(self, today: date, *, required: bool = True) -> tuple[FormField, ...]:
        """Return the questions about the evidence: which original, its title, the day it bears."""
        last = self.kept[-1] if self.kept else None
        files = self.offers()
        return (
            FormField(
                "evidence.sha256",
                "原件",
                "choice",
                required=required,
                choices=files,
                initial=last.sha256 if last else "",
                hint="" if files else "先在“佐证材料”处上传文件，再在这里选择；刷新前没有传完的请重新上传",
                group=GROUP,
            ),
            FormField(
                "evidence.title",
                "材料名称",
                required=required,
                initial=Path(last.file_name).stem[:120] if last else "",
                group=GROUP,
                longest=120,
            ),
            FormField(
                "evidence.dated_on", "材料载明的日期", "date", required=required, high=today, group=GROUP
            ),
        )

    def offers(self) -> tuple[Choice, ...]:
        """Return the originals that a form may name: those that came in here, and what was kept earlier."""
        here = {one.sha256 for one in self.kept}
        offered = (*self.kept, *(one for one in self.earlier if one.sha256 not in here))
        return tuple(Choice(one.sha256, file_words(one)) for one in offered)

    def title_of(self, sha256: str) -> str:
        """Return what an offered original is called: its file name without the ending."""
        known = {one.sha256: one.file_name for one in (*self.earlier, *self.kept)}
        return Path(known.get(sha256, "")).stem[:120]

    def join(self, form: Form, *, asked: Callable[[], Sequence[FormField]] | None = None) -> None:
        """Let ``form`` offer each original as soon as it is kept; it asks ``fields``, or ``asked()``."""
        self._form, self._asked = form, asked

    def reset(self) -> None:
        """Forget what came in here; what was kept stays kept."""
        self.kept = ()
        self.upload.reset()
        self._told.show(None)

    def _keep(self, file: UploadedFile) -> None:
        from workbench.acts.evidence import keep
        from workbench.queries.evidence import KeptFile

        require(self._viewer, "act:keep_evidence")
        act = keep(file.name, file.path.read_bytes())
        self._bench.perform(act, actor=self._viewer.actor)
        known = KeptFile(act.sha256, act.file_name, act.size)
        self.kept = (*(one for one in self.kept if one.sha256 != known.sha256), known)
        self._told.show(
            tag("ul", [tag("li", kept_words(one)) for one in self.kept], class_="wb-evidence-kept")
        )
        if self._form is not None:
            self._ask_again(self._form)
        if self._on_kept is not None:
            self._on_kept(known)

    def _ask_again(self, form: Form) -> None:
        if self._asked is not None:
            form.ask(self._asked())
            return
        anew = {one.key: one for one in self.fields(self._bench.today())}
        form.ask([replace(anew.get(one.key, one), required=one.required) for one in form.fields])


def file_words(file: KeptFile) -> str:
    """Return a kept file in words: name and size."""
    return f"{file.file_name}（{size_text(file.size)}）"


def kept_words(file: KeptFile) -> str:
    """Return the same with the beginning of its SHA-256, by which it is known in the ledger."""
    return f"已保存原件：{file_words(file)}，校验值 {file.sha256[:12]}…"


def original_words(file: KeptFile) -> str:
    """Return a kept file for those who did not upload it: its name may be that of whom it is about."""
    return f"{Path(file.file_name).suffix.lstrip('.').upper()} 原件（{size_text(file.size)}）".strip()


def evidence_download(
    bench: Workbench, viewer: Viewer, file: KeptFile, *, title: str | None = None, label: str = ""
) -> Download:
    """Return a button that saves the kept original; it is read and checked when the button is pressed.

    ``title`` is what the material is called, as the viewer may see it; the name of the file is not shown.
    """

    def make() -> FileToSave:
        from workbench.queries.evidence import original

        require(viewer, "read:evidence")
        found, content = bench.ask(original, file.sha256)
        return FileToSave(found.file_name, content)

    return Export(
        label or f"下载 {title or original_words(file)}",
        make,
        viewer,
        Holding.ATTACHMENT,
        hint=f"{size_text(file.size)}，校验值 {file.sha256}",
    )
