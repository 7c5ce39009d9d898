"""The one file of a backup: a sealed, packed tar whose first member is the manifest."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Final, cast

from pyrage.x25519 import Identity

from workbench.backup.manifest import BackupCancelledError, BackupError, KeptFile, Manifest, read_manifest
from workbench.backup.sealed import Look, read_public, seal, unseal
from workbench.backup.space import require_room

FIRST: Final = "manifest.json"
STRETCH: Final = 1024 * 1024  # bytes between two looks whether somebody waits
_LARGEST_MANIFEST: Final = 64 * 1024 * 1024

Progress = Callable[[str, int, int], None]  # what is being done, bytes done, bytes in all
Cancelled = Callable[[], bool]


def silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


def never() -> bool:
    """Nobody cancels."""
    return False


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be put into a backup."""

    kept: KeptFile
    path: Path


def source(name: str, path: Path, cancelled: Cancelled = never) -> Source:
    """Return a file with its SHA-256 as it is now."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(STRETCH):
            _look(cancelled)
            digest.update(piece)
            size += len(piece)
    return Source(KeptFile(name, size, digest.hexdigest()), path)


def write_archive(
    path: Path,
    public: str,
    manifest: Manifest,
    sources: list[Source],
    work: Path,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Identity, str]:
    """Write the sealed file; return a key made for this file only that opens it too, and its SHA-256.

    It is packed in ``work``, in a file without a name: nobody else can open it, it is gone with the process.
    ``BackupError`` if a source changed since the manifest was made. The caller removes what a failure left.
    """
    once = Identity.generate()
    with TemporaryFile(dir=work) as plain:
        _pack(cast(BinaryIO, plain), manifest, sources, progress, cancelled)
        size = plain.tell()
        plain.seek(0)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            hashed = _Hashed(file)
            to = [read_public(public), once.to_public()]
            look = _looking("加密", size, progress, cancelled)
            seal(cast(BinaryIO, plain), cast(BinaryIO, hashed), to, look)
            file.flush()
            os.fsync(file.fileno())
    return once, hashed.digest.hexdigest()


def _pack(
    plain: BinaryIO, manifest: Manifest, sources: list[Source], progress: Progress, cancelled: Cancelled
) -> None:
    with (
        gzip.GzipFile("", "wb", compresslevel=1, fileobj=plain, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        _add(tar, FIRST, io.BytesIO(content := manifest.write()), len(content))
        done = 0
        for one in sources:
            with one.path.open("rb") as opened:
                watched = _Watched("打包", opened, done, manifest.size, progress, cancelled)
                _add(tar, one.kept.name, cast(BinaryIO, watched), one.kept.size)
            if watched.digest.hexdigest() != one.kept.sha256:
                raise BackupError(f"“{one.kept.name}”在备份时被改动：请重新备份")
            done += one.kept.size


@contextmanager
def open_archive(
    path: Path, private: Identity, work: Path, *, progress: Progress = silent, cancelled: Cancelled = never
) -> Iterator[tuple[Manifest, tarfile.TarFile]]:
    """Give the manifest of a sealed file and its tar, read up to there; ``SealedError``, ``BackupError``.

    All of it is unsealed first, into a file without a name in ``work``: nothing is given before the whole has
    proved genuine.
    """
    size = path.stat().st_size
    require_room(work, size)
    with TemporaryFile(dir=work) as plain:
        with path.open("rb") as file:
            unseal(file, cast(BinaryIO, plain), private, _looking("解密", size, progress, cancelled))
        plain.seek(0)
        try:
            with (
                gzip.GzipFile(fileobj=plain) as packed,
                tarfile.open(fileobj=packed, mode="r|") as tar,
            ):
                first = tar.next()
                member = tar.extractfile(first) if first is not None else None
                if first is None or member is None or first.name != FIRST or first.size > _LARGEST_MANIFEST:
                    raise BackupError("备份文件里没有备份清单：请换一份")
                yield read_manifest(member.read()), tar
        except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile):
            raise BackupError("备份文件的内容损坏：请换一份") from None


def unpack(
    manifest: Manifest,
    tar: tarfile.TarFile,
    place: Callable[[str], Path],
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> None:
    """Write every file of the manifest to ``place(name)``, private; each must be byte for byte as listed."""
    waiting = {file.name: file for file in manifest.files}
    done = 0
    while (member := tar.next()) is not None:
        kept = waiting.pop(member.name, None)
        opened = tar.extractfile(member) if member.isfile() else None
        if kept is None or opened is None or member.size != kept.size:
            raise BackupError(f"备份中的“{member.name}”与清单不符，不能恢复：请换一份")
        path = place(kept.name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        watched = _Watched("展开", cast(BinaryIO, opened), done, manifest.size, progress, cancelled)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while piece := watched.read(STRETCH):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if watched.digest.hexdigest() != kept.sha256:
            raise BackupError(f"备份中的“{kept.name}”与清单的校验值不符，不能恢复：请换一份")
        done += kept.size
    if waiting:
        raise BackupError(f"备份中缺少“{min(waiting)}”，不能恢复：请换一份")


class _Hashed:
    """A file that remembers the SHA-256 of what was written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)


class _Watched:
    """A file being read that tells how far it is, and stops when nobody waits any more."""

    def __init__(
        self, what: str, file: BinaryIO, done: int, total: int, progress: Progress, cancelled: Cancelled
    ) -> None:
        self._what, self._file, self._done, self._total = what, file, done, total
        self._progress, self._cancelled = progress, cancelled
        self.digest = sha256()

    def read(self, size: int = -1) -> bytes:
        _look(self._cancelled)
        piece = self._file.read(size)
        self.digest.update(piece)
        self._done += len(piece)
        self._progress(self._what, self._done, self._total)
        return piece


def _add(tar: tarfile.TarFile, name: str, content: BinaryIO, size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, content)


def _look(cancelled: Cancelled) -> None:
    if cancelled():
        raise BackupCancelledError("已取消，没有留下任何文件")


def _looking(what: str, size: int, progress: Progress, cancelled: Cancelled) -> Look:
    def look(done: int) -> None:
        _look(cancelled)
        progress(what, done, size)

    return look
