"""A checkpoint: how many entries the ledger held and the root over them, as a note and as a printed code.

The note has the form of the C2SP specifications tlog-checkpoint and signed-note: origin, size and root, each
on a line of its own, an empty line, signatures. The origin follows from the first entry, so that a code on
paper can be checked against any later copy of the ledger, even where every key and note is lost.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from workbench.ledger.tree import HASH_BYTES

NAME: Final = "petition-workbench"
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CODE_LENGTH: Final = 20  # characters of 5 bits: 100 bits, beyond any search
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_LEFT_OUT: Final = "-‐‑–—－_ \t\u3000\u200b"  # what people write between the groups, or a PDF gives back


class CheckpointError(ValueError):
    """A note or a code that is not one, or does not belong to this ledger."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of one ledger: ``size`` counts its entries, ``root`` is the 32 bytes over them."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """Return the three lines that are signed (tlog-checkpoint)."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @property
    def code(self) -> str:
        """Return the printed code: the first 100 bits of SHA-256 of the body, in four groups of five."""
        bits = int.from_bytes(sha256(self.body().encode()).digest()) >> (256 - 5 * CODE_LENGTH)
        digits = [ALPHABET[bits >> 5 * place & 31] for place in reversed(range(CODE_LENGTH))]
        return "-".join("".join(digits[start : start + 5]) for start in range(0, CODE_LENGTH, 5))


def origin_of(first_leaf: bytes) -> str:
    """Return the name of the ledger that begins with this leaf."""
    return f"{NAME}/{first_leaf.hex()[:16]}"


def read_body(text: str) -> Checkpoint:
    """Return the checkpoint of the part of a note before its empty line; ``CheckpointError`` otherwise."""
    origin, _, rest = text.partition("\n")
    size, _, root = rest.partition("\n")
    try:
        decoded = base64.b64decode(root.removesuffix("\n"), validate=True)
        checkpoint = Checkpoint(origin, int(size), decoded)
    except (ValueError, binascii.Error):
        raise CheckpointError("校验点的内容不是规定的格式：请核对文件") from None
    if checkpoint.body() != text or not origin or checkpoint.size < 1 or len(decoded) != HASH_BYTES:
        raise CheckpointError("校验点的内容不是规定的格式：请核对文件")
    return checkpoint


def read_code(text: str) -> str:
    """Return a code as it is printed, from what somebody typed: O is 0, I and L are 1, small letters too."""
    narrow = (chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    typed = "".join(c for c in narrow if c not in _LEFT_OUT).upper().translate(_READ_AS)
    wrong = sorted({c for c in typed if c not in ALPHABET})
    if wrong:
        raise CheckpointError(f"校验码中不会有“{'、'.join(wrong)}”：请对照纸面重新输入")
    if len(typed) != CODE_LENGTH:
        raise CheckpointError(f"校验码应为{CODE_LENGTH}个字符，现有{len(typed)}个：请对照纸面重新输入")
    return "-".join(typed[start : start + 5] for start in range(0, CODE_LENGTH, 5))
