"""Files sealed to a public key whose private half is not on this machine, in the age format (version 1).

The format is published (C2SP, "age"), and the work is done by rage, an implementation kept by others. So a
backup can be opened in ten years with other programs too: ``age -d -i 私钥 备份 | tar xz``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BufferedIOBase
from typing import BinaryIO, Final, cast

import pyrage
from pyrage.x25519 import Identity, Recipient

FIRST_LINE: Final = b"age-encryption.org/v1\n"
_WRONG_KEY: Final = "No matching keys found"  # as rage says it

Look = Callable[[int], None]  # told how many bytes were read; what it raises ends the work


class SealedError(ValueError):
    """A key that is none, a file that is none of ours, cut short, altered, or sealed to somebody else."""


def new_pair() -> tuple[str, str]:
    """Return a public and a private key as age writes them."""
    private = Identity.generate()
    return str(private.to_public()), str(private)


def read_public(text: str) -> Recipient:
    """Return a public key; ``SealedError`` if it is none."""
    try:
        return Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise SealedError(
            "备份公钥不是规定的格式（age1 开头的一行）：请核对是否抄错，或重新运行 workbench backup key"
        ) from None


def read_private(text: str) -> Identity:
    """Return a private key, from a file that may also hold remarks (lines with #); ``SealedError``."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise SealedError("私钥文件不是规定的格式：应只有一行以 AGE-SECRET-KEY-1 开头的私钥")
    try:
        return Identity.from_str(lines[0].upper())
    except pyrage.IdentityError:
        raise SealedError("私钥不是规定的格式：请核对是否抄错或漏了字符") from None


def seal(plain: BinaryIO, sealed: BinaryIO, to: Sequence[Recipient], look: Look) -> None:
    """Write into ``sealed`` what ``plain`` holds from where it stands; each of ``to`` can open it alone.

    An error of the files or of ``look`` is raised as it is, and what was written then counts as cut short.
    """
    source, target, failed = _Side(plain, look), _Side(sealed, look), None
    try:
        pyrage.encrypt_io(cast(BufferedIOBase, source), cast(BufferedIOBase, target), to)
    except (pyrage.EncryptError, OSError) as told:
        failed = told
    if error := _own(source, target, failed) or failed:  # it passes over an error of the last write
        raise error


def unseal(sealed: BinaryIO, plain: BinaryIO, private: Identity, look: Look) -> None:
    """Write into ``plain`` what the file ``sealed`` holds; each piece (64 kB) is checked before it is given.

    ``SealedError`` if it is not genuine to its last byte: what was written until then must not be used.
    """
    if sealed.read(len(FIRST_LINE)) != FIRST_LINE:
        raise SealedError("这不是本软件的备份文件：请核对文件")
    sealed.seek(0)
    source, target, failed = _Side(sealed, look), _Side(plain, look), None
    try:
        pyrage.decrypt_io(cast(BufferedIOBase, source), cast(BufferedIOBase, target), [private])
    except (pyrage.DecryptError, OSError) as told:
        failed = told
    if error := _own(source, target, failed):
        raise error
    if failed is not None and str(failed) == _WRONG_KEY:
        raise SealedError(
            "私钥打不开这份备份：它是用另一把公钥加密的，或文件开头损坏。"
            "请换对应的私钥；确知是这一把的，请换一份备份"
        )
    if failed is not None:
        raise SealedError("备份文件不完整或被改动过，不能使用：请换一份")


def _own(source: _Side, target: _Side, failed: Exception | None) -> BaseException | None:
    """What the files raised; Ctrl+C is mostly noticed on the way into a call, before a side can keep it."""
    interrupted = KeyboardInterrupt() if str(failed).startswith(KeyboardInterrupt.__name__) else None
    return source.error or target.error or interrupted


class _Side:
    """A file whose own error is kept: pyrage tells it as text in an error of its own."""

    def __init__(self, file: BinaryIO, look: Look) -> None:
        self._file, self._look, self._read = file, look, 0
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._file.read(size)
            self._read += len(piece)
            self._look(self._read)
        except BaseException as error:
            self.error = error
            raise
        return piece

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except BaseException as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Every write has gone into the file already."""
