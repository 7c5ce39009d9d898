"""Ed25519 signatures under checkpoints (C2SP signed-note), and the key file they are made with.

The key proves to another office that a checkpoint came from this one. It does not protect the ledger from
whoever can read the key: that is done by codes on paper and by the other office's copy.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from workbench.key_file import KEY_BYTES, is_open_to_others, make_key
from workbench.ledger.checkpoint import Checkpoint, CheckpointError, read_body

KEY_FILE: Final = "ledger.key"
_ED25519: Final = b"\x01"  # the algorithm, as signed-note writes it


class LedgerKeyError(ValueError):
    """The key file is broken or open to others."""


@dataclass(frozen=True, slots=True)
class LedgerKey:
    """The key with which this office signs checkpoints."""

    secret: bytes = field(repr=False)

    @classmethod
    def read_or_create(cls, folder: Path) -> Self:
        """Return the key kept in ``folder``, made at random (32 bytes, mode 0600) if there is none."""
        make_key(folder / KEY_FILE)
        return cls.read(folder)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the key kept in ``folder``; ``LedgerKeyError`` if it is broken or readable by others."""
        path = folder / KEY_FILE
        secret = path.read_bytes()
        if len(secret) != KEY_BYTES:
            raise LedgerKeyError(
                f"台账签名密钥文件 {path} 已损坏：请从备份放回；没有备份的，删去后会另建新的"
            )
        if is_open_to_others(path):
            raise LedgerKeyError(f"台账签名密钥文件 {path} 对他人可读：请执行 chmod 600 {path}")
        return cls(secret)

    def sign(self, checkpoint: Checkpoint) -> str:
        """Return the signed note of a checkpoint."""
        body = checkpoint.body()
        signature = Ed25519PrivateKey.from_private_bytes(self.secret).sign(body.encode())
        public = self._public()
        told = base64.b64encode(_key_id(checkpoint.origin, public) + signature).decode()
        return f"{body}\n— {checkpoint.origin} {told}\n"

    def verifier(self, origin: str) -> str:
        """Return the public key in the one line of signed-note: name, key id, algorithm and key."""
        public = self._public()
        return f"{origin}+{_key_id(origin, public).hex()}+{base64.b64encode(_ED25519 + public).decode()}"

    def _public(self) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()


def open_note(note: str, verifier: str) -> Checkpoint:
    """Return the checkpoint of a note; ``CheckpointError`` unless the verifier's key has signed it."""
    name, public = _read_verifier(verifier)
    text, divider, signatures = note.rpartition("\n\n")
    checkpoint = read_body(f"{text}\n") if divider else None
    if checkpoint is None or checkpoint.origin != name:
        raise CheckpointError("校验点不是这本台账的：请核对文件")
    for line in signatures.splitlines():
        parts = line.split(" ")
        if len(parts) != 3 or parts[:2] != ["—", name]:
            continue
        try:
            signed = base64.b64decode(parts[2], validate=True)
            if signed[:4] == _key_id(name, public):
                Ed25519PublicKey.from_public_bytes(public).verify(signed[4:], checkpoint.body().encode())
                return checkpoint
        except (binascii.Error, InvalidSignature):
            break
    raise CheckpointError("校验点的签名不对：可能是伪造的，或出自别的密钥")


def _read_verifier(verifier: str) -> tuple[str, bytes]:
    try:
        name, told, encoded = verifier.split("+", 2)
        decoded = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        raise CheckpointError("公钥不是规定的格式：请核对文件") from None
    public = decoded[1:]
    if decoded[:1] != _ED25519 or len(public) != 32 or _key_id(name, public).hex() != told:
        raise CheckpointError("公钥不是规定的格式：请核对文件")
    return name, public


def _key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]
