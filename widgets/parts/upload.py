"""A file comes in slice by slice and lies on the disk when it is complete, never whole in memory."""

from __future__ import annotations

import hashlib
import re
import tempfile
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part
from widgets.parts.guard import sentence_for
from widgets.parts.values import size_text

MEGABYTE = 1024 * 1024
SLICE = MEGABYTE  # a tenth of the largest message that a server takes by default
AHEAD = 2  # slices on their way at once
LARGEST = 200 * MEGABYTE
LONGEST_NAME = 200


class UploadRefusedError(ValueError):
    """The file may not come in; the sentence says why."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that came in: the name it had, where it lies until the next one, its bytes and their SHA-256."""

    name: str
    path: Path
    size: int
    sha256: str


@dataclass(slots=True)
class _Transfer:
    """One file on its way."""

    key: str
    name: str
    size: int
    target: IO[bytes]
    digest: hashlib._Hash
    asked: int = 0
    received: int = 0


class Upload(Part, scripts=("upload",)):
    """A place for one file at a time; ``on_file(file)`` is called when it is complete.

    A domain error raised by ``on_file`` is shown here. The file is deleted when the next one begins,
    on ``reset()`` and when the kernel ends; where that is killed, by the site.
    """

    label = tl.Unicode("").tag(sync=True)
    hint = tl.Unicode("").tag(sync=True)
    accept = tl.List(tl.Unicode()).tag(sync=True)
    slice = tl.Int(SLICE).tag(sync=True)
    state = tl.Dict().tag(sync=True)

    def __init__(
        self,
        on_file: Callable[[UploadedFile], None],
        *,
        label: str = "把文件拖到这里，或点击“选择文件”",
        accept: Sequence[str] = (),
        largest: int = LARGEST,
        folder: Path | None = None,
    ) -> None:
        """``accept`` are endings such as ``.xlsx``; ``largest`` is in bytes; ``folder`` holds the file."""
        self.on_file = on_file
        self._largest = largest
        self._endings = tuple(ending.lower() for ending in accept)
        self._below = folder
        self._folder: tempfile.TemporaryDirectory[str] | None = None  # most pages are handed nothing
        self._transfer: _Transfer | None = None
        self._kept: Path | None = None
        kinds = f"支持 {'、'.join(self._endings)}，" if accept else ""
        super().__init__(
            label=label,
            hint=f"{kinds}单个文件不超过 {size_text(largest)}",
            accept=list(self._endings),
            state={"phase": "idle"},
        )

    def reset(self) -> None:
        """Forget the file, and wait for the next one."""
        self._drop()
        self.state = {"phase": "idle"}

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        match message.kind:
            case "start":
                self._start(message)
            case "slice":
                self._take(message, buffers)
            case "cancel":
                self._cancel(message.text("transfer"))
            case _:
                raise CraftedMessageError("上传内容无法识别，请刷新页面后再试")

    def tell(self, sentence: str) -> None:
        self._drop()
        self.state = {"phase": "refused", "sentence": sentence}

    def _start(self, message: Message) -> None:
        size = message.whole("size", high=2**53)
        name = _safe_name(message.text("name", longest=4000))
        key = message.text("transfer")  # all of it before there is a file
        self._drop()
        self._check(name, size)
        target = tempfile.NamedTemporaryFile(
            dir=self._place(), suffix=Path(name).suffix.lower(), delete=False
        )
        self._transfer = _Transfer(key, name, size, target, hashlib.sha256())
        self._kept = Path(target.name)
        self.state = {"phase": "sending", "name": name, "size": size}
        for _ in range(AHEAD):
            self._ask_next(self._transfer)

    def _place(self) -> str:
        """Return the folder for what is handed over; it goes away with the upload."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="workbench-upload-", dir=self._below)
            weakref.finalize(self, self._folder.cleanup)
        return self._folder.name

    def _check(self, name: str, size: int) -> None:
        if self._endings and not name.lower().endswith(self._endings):
            raise UploadRefusedError(f"“{name}”不是可以上传的类型，请选择 {'、'.join(self._endings)} 文件。")
        if size > self._largest:
            raise UploadRefusedError(
                f"“{name}”有 {size_text(size)}，超过上限 {size_text(self._largest)}。"
                "请拆成几个文件，或删去不需要的工作表后再上传。"
            )
        if size == 0:
            raise UploadRefusedError(f"“{name}”是空文件，请检查后重新选择。")

    def _take(self, message: Message, buffers: Sequence[memoryview]) -> None:
        transfer = self._transfer
        if transfer is None or message.text("transfer") != transfer.key:
            return  # a late slice of a cancelled file
        offset = message.whole("offset", high=2**53)
        part = bytes(buffers[0]) if len(buffers) == 1 else b""
        expected = min(self.slice, transfer.size - transfer.received)
        if offset != transfer.received or len(part) != expected:
            raise UploadRefusedError("文件在上传过程中发生了变化或传输不完整，请重新选择文件上传。")
        transfer.target.write(part)
        transfer.digest.update(part)
        transfer.received += len(part)
        if transfer.received == transfer.size:
            self._finish(transfer)
        else:
            self._ask_next(transfer)

    def _ask_next(self, transfer: _Transfer) -> None:
        if transfer.asked < transfer.size:
            place = {"offset": transfer.asked, "received": transfer.received}
            self.send({"type": "next", "transfer": transfer.key, **place})
            transfer.asked += self.slice

    def _finish(self, transfer: _Transfer) -> None:
        transfer.target.close()
        self._transfer = None
        facts = {"name": transfer.name, "size": transfer.size}
        self.state = {"phase": "checking", **facts}
        try:
            self.on_file(
                UploadedFile(
                    transfer.name, Path(transfer.target.name), transfer.size, transfer.digest.hexdigest()
                )
            )
        except Exception as error:
            self.tell(sentence_for(error))
        else:
            if self.state["phase"] == "checking":  # the callback may have reset or refused
                self.state = {"phase": "done", **facts}

    def _cancel(self, key: str) -> None:
        if self._transfer is not None and self._transfer.key == key:
            self._drop()
            self.state = {"phase": "cancelled"}

    def _drop(self) -> None:
        if self._transfer is not None:
            self._transfer.target.close()
            self._transfer = None
        if self._kept is not None:
            self._kept.unlink(missing_ok=True)
            self._kept = None


def _safe_name(name: str) -> str:
    """Return the last part of a path, without signs that mean something to a file system or a screen."""
    last = re.split(r"[/\\]", name)[-1]
    kept = re.sub(r'[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]', "", last).strip(" .")
    if len(kept) > LONGEST_NAME:
        ending = Path(kept).suffix[-10:]
        kept = kept[: LONGEST_NAME - len(ending)] + ending
    return kept or "未命名文件"
