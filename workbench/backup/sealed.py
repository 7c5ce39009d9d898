"""Files sealed to a public key whose private half is not on this machine, in the age format (version 1).

The format is published (C2SP, "age"): X25519, HKDF-SHA-256, and ChaCha20-Poly1305 over pieces of 64 kB. So a
backup can be opened in ten years with other programs too: ``age -d -i 私钥 备份 | tar xz``.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import io
import os
from hashlib import sha256
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workbench.backup.bech32 import decode, encode

FIRST_LINE: Final = b"age-encryption.org/v1"
PIECE: Final = 64 * 1024
_TAG: Final = 16
_PUBLIC, _PRIVATE = "age", "age-secret-key-"
_LONGEST_HEADER: Final = 4096


class SealedError(ValueError):
    """A key that is none, a file that is none of ours, cut short, altered, or sealed to somebody else."""


def new_pair() -> tuple[str, str]:
    """Return a public and a private key as age writes them."""
    private = X25519PrivateKey.generate()
    told = encode(_PRIVATE, private.private_bytes_raw()).upper()
    return encode(_PUBLIC, private.public_key().public_bytes_raw()), told


def read_public(text: str) -> bytes:
    """Return the 32 bytes of a public key; ``SealedError`` if it is none."""
    return _key(text, _PUBLIC, "备份公钥不是规定的格式：请重新运行 workbench backup key")


def read_private(text: str) -> bytes:
    """Return the 32 bytes of a private key, from a file that may also hold remarks (lines with #)."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise SealedError("私钥文件不是规定的格式：应只有一行以 AGE-SECRET-KEY-1 开头的私钥")
    return _key(lines[0].lower(), _PRIVATE, "私钥不是规定的格式：请核对是否抄错或漏了字符")


def public_of(private: bytes) -> str:
    """Return the public key that belongs to a private one."""
    return encode(_PUBLIC, X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw())


class SealedWriter(io.RawIOBase):
    """Seals what is written into ``file``. ``file_key`` opens this one file: for the check right after."""

    def __init__(self, file: BinaryIO, public: str) -> None:
        self.file_key = os.urandom(16)
        self._file = file
        self._held = bytearray()
        self._count = 0
        file.write(_header(self.file_key, read_public(public)))
        nonce = os.urandom(16)
        file.write(nonce)
        self._cipher = ChaCha20Poly1305(_derive(self.file_key, nonce, b"payload"))

    def writable(self) -> bool:
        """It can be written."""
        return True

    def write(self, data: object, /) -> int:
        """Take bytes; whole pieces go into the file once it is sure that more follows."""
        view = memoryview(data)  # type: ignore[arg-type]
        self._held += view
        while len(self._held) > PIECE:
            self._seal(bytes(self._held[:PIECE]), is_last=False)
            del self._held[:PIECE]
        return view.nbytes

    def close(self) -> None:
        """Write the last piece; without it the file counts as cut short. The file itself stays open."""
        if not self.closed:
            self._seal(bytes(self._held), is_last=True)
            self._held.clear()
        super().close()

    def abandon(self) -> None:
        """Close without a last piece: what was written must not pass for whole."""
        super().close()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._count, is_last), piece, None))
        self._count += 1


class SealedReader(io.RawIOBase):
    """Gives what is sealed in ``file``, piece by piece, each checked before it is given."""

    def __init__(
        self, file: BinaryIO, *, private: bytes | None = None, file_key: bytes | None = None
    ) -> None:
        """One of the keys is needed: the private key, or the key of this file from its writer."""
        self._file = file
        opened = _open_header(file, private, file_key)
        nonce = file.read(16)
        if len(nonce) < 16:
            raise SealedError("备份文件不完整（只有开头）：请换一份")
        self._cipher = ChaCha20Poly1305(_derive(opened, nonce, b"payload"))
        self._next = file.read(PIECE + _TAG)
        self._given = memoryview(b"")
        self._count = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Fill ``buffer`` as far as the piece at hand goes; ``SealedError`` if that is not genuine."""
        if not self._given:
            self._open_next()
        target = memoryview(buffer)  # type: ignore[arg-type]
        size = min(len(self._given), len(target))
        target[:size] = self._given[:size]
        self._given = self._given[size:]
        return size

    def _open_next(self) -> None:
        if not self._next:
            if not self._count:
                raise SealedError("备份文件不完整（只有开头）：请换一份")
            return
        piece, self._next = self._next, self._file.read(PIECE + _TAG)
        try:
            opened = self._cipher.decrypt(_nonce(self._count, not self._next), piece, None)
        except InvalidTag:
            raise SealedError("备份文件不完整或被改动过，不能使用：请换一份") from None
        self._count += 1
        self._given = memoryview(opened)


def _header(file_key: bytes, public: bytes) -> bytes:
    once = X25519PrivateKey.generate()
    share = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    body = ChaCha20Poly1305(_wrapping(shared, share, public)).encrypt(bytes(12), file_key, None)
    told = FIRST_LINE + b"\n-> X25519 " + _base64(share) + b"\n" + _base64(body) + b"\n---"
    return told + b" " + _base64(_seal_of(file_key, told)) + b"\n"


def _open_header(file: BinaryIO, private: bytes | None, file_key: bytes | None) -> bytes:
    if file.readline(_LONGEST_HEADER).rstrip(b"\n") != FIRST_LINE:
        raise SealedError("这不是本软件的备份文件：请核对文件")
    told, wrapped = FIRST_LINE + b"\n", []
    while True:
        line = file.readline(_LONGEST_HEADER)
        if not line.endswith(b"\n") or len(told) > _LONGEST_HEADER:
            raise SealedError("备份文件不完整（只有开头）：请换一份")
        if line.startswith(b"--- "):
            break
        told += line
        if line.startswith(b"-> X25519 "):
            body = file.readline(_LONGEST_HEADER)
            told += body
            wrapped.append((line[10:].strip(), body.strip()))
    if file_key is None:
        file_key = _unwrap(wrapped, private or b"")
    if not hmac.compare_digest(_base64(_seal_of(file_key, told + b"---")), line[4:].strip()):
        raise SealedError("备份文件的开头被改动过，不能使用：请换一份")
    return file_key


def _unwrap(wrapped: list[tuple[bytes, bytes]], private: bytes) -> bytes:
    mine = X25519PrivateKey.from_private_bytes(private)
    public = mine.public_key().public_bytes_raw()
    for share, body in wrapped:
        try:
            told = base64.b64decode(share + b"=" * (-len(share) % 4), validate=True)
            sealed = base64.b64decode(body + b"=" * (-len(body) % 4), validate=True)
            shared = mine.exchange(X25519PublicKey.from_public_bytes(told))
            return ChaCha20Poly1305(_wrapping(shared, told, public)).decrypt(bytes(12), sealed, None)
        except (InvalidTag, ValueError, binascii.Error):
            continue
    raise SealedError("私钥打不开这份备份：它是用另一把公钥加密的，请换对应的私钥")


def _wrapping(shared: bytes, share: bytes, public: bytes) -> bytes:
    return _derive(shared, share + public, b"age-encryption.org/v1/X25519")


def _derive(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(secret)


def _seal_of(file_key: bytes, told: bytes) -> bytes:
    return hmac.new(_derive(file_key, b"", b"header"), told, sha256).digest()


def _nonce(count: int, is_last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([is_last])


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _key(text: str, prefix: str, sentence: str) -> bytes:
    try:
        return decode(prefix, text.strip())
    except ValueError:
        raise SealedError(sentence) from None
