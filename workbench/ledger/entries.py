"""A ledger entry: canonical JSON with salted commitments in place of personal values.

The body of an entry is what the leaf is made of: ``leaf = SHA-256(0x00 ‖ body)``. It holds no name and no
free text; a value a person could be known by is there only as ``HMAC-SHA256(salt, value)`` with a random salt
of 128 bits. Without the salt a hash of an identity number could be found by trying them all.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SALT_BYTES = 16
FORM = 1  # of the entry; a later form gets another number
Salted = dict[str, tuple[bytes, str]]  # field → (salt, value)
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


class UnwritableTextError(ValueError):
    """A text holds characters that no database and no document can keep."""

    def __init__(self, field: str) -> None:
        super().__init__(f"“{field}”含有不能保存的字符（空字符或不完整的编码）：请删去后重试")


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says, apart from the personal values."""

    seq: int
    utc: str
    actor: str
    role: str
    unit: str | None
    kind: str
    object: str
    public: Mapping[str, Any]
    commits: Mapping[str, str]  # field → hexadecimal commitment

    def body(self) -> str:
        """Return the canonical JSON: keys sorted, no spaces, UTF-8, nothing that is ``None`` at the top."""
        told: dict[str, Any] = {
            "actor": self.actor,
            "commits": self.commits,
            "form": FORM,
            "kind": self.kind,
            "object": self.object,
            "public": self.public,
            "role": self.role,
            "seq": self.seq,
            "utc": self.utc,
        }
        if self.unit is not None:
            told["unit"] = self.unit
        return _encode(told)


def read_body(body: str) -> Entry:
    """Return the entry of a body; ``ValueError`` if it is not one in canonical form."""
    try:
        told = json.loads(body)
        entry = Entry(
            seq=told["seq"],
            utc=told["utc"],
            actor=told["actor"],
            role=told["role"],
            unit=told.get("unit"),
            kind=told["kind"],
            object=told["object"],
            public=told["public"],
            commits=told["commits"],
        )
        canonical = entry.body()
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError):
        raise ValueError("台账条目不是规定的格式") from None
    if canonical != body:
        raise ValueError("台账条目不是规定的格式")
    return entry


def commitment(salt: bytes, value: str) -> str:
    """Return HMAC-SHA256(salt, value) in hexadecimal."""
    return hmac.digest(salt, value.encode(), hashlib.sha256).hex()


def commit(private: Mapping[str, str]) -> tuple[dict[str, str], Salted]:
    """Return the commitments to ``private`` and what the payload table must keep."""
    if not private:
        return {}, {}
    salts = os.urandom(SALT_BYTES * len(private))
    commits: dict[str, str] = {}
    kept: Salted = {}
    for position, (field, value) in enumerate(private.items()):
        salt = salts[position * SALT_BYTES : (position + 1) * SALT_BYTES]
        commits[field] = hmac.digest(salt, encoded(field, value), "sha256").hex()
        kept[field] = (salt, value)
    return commits, kept


def encoded(field: str, value: str) -> bytes:
    """Return the text as UTF-8; ``UnwritableTextError`` for NUL or half a surrogate pair."""
    try:
        if "\x00" not in value:
            return value.encode()
    except UnicodeEncodeError:
        pass
    raise UnwritableTextError(field) from None
