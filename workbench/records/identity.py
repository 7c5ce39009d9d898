"""Identity numbers: checked (GB 11643-1999), then kept only as a keyed hash and two characters.

A plain hash would be no protection: all numbers of a county can be tried in seconds. The key lies
in a private file outside the database.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from workbench.key_file import KEY_BYTES, is_open_to_others, make_key
from workbench.terms import IdentityDocument

KEY_FILE = "identity.key"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


class IdentityNumberError(ValueError):
    """The number cannot be one of its kind; the sentence says why, without repeating the number."""


class IdentityKeyError(ValueError):
    """The key file is missing, broken or open to others."""


def resident_number(text: str, *, today: date | None = None) -> str:
    """Return the 18 characters of a resident identity number.

    Spaces fall away, ``x`` becomes ``X``, full-width characters become ASCII; a number of the first
    generation (15 digits) is lengthened, so both forms of one person are equal. ``IdentityNumberError``
    otherwise.
    """
    number = _plain(text)
    if re.fullmatch(r"[0-9]{15}", number):
        lengthened = f"{number[:6]}19{number[6:]}"
        number = lengthened + check_digit(lengthened)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise IdentityNumberError("身份证号应为18位（末位可为X）或15位数字，请核对原件")
    if number[17] != check_digit(number[:17]):
        raise IdentityNumberError("身份证号校验码不符，请核对是否录错一位")
    _check_birth(number[6:14], today)
    return number


def check_digit(first_seventeen: str) -> str:
    """Return the eighteenth character (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK[total % 11]


def identity_number(text: str, kind: IdentityDocument = IdentityDocument.RESIDENT) -> str:
    """Return the number of any kind of document in the one form that is hashed."""
    if kind is IdentityDocument.RESIDENT:
        return resident_number(text)
    number = _plain(text)
    if not re.fullmatch(r"[0-9A-Z]{5,20}", number):
        raise IdentityNumberError(f"{kind.label}号码只能是5至20位字母和数字，请核对原件")
    return number


@dataclass(frozen=True, slots=True)
class IdentityKey:
    """The key of the office for "same person"."""

    secret: bytes = field(repr=False)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the key kept in ``folder``; ``IdentityKeyError`` if missing, short or readable by others."""
        path = folder / KEY_FILE
        try:
            secret = path.read_bytes()
        except FileNotFoundError:
            raise IdentityKeyError(f"找不到身份证件密钥文件 {path}：请从备份放回，不要新建") from None
        if len(secret) != KEY_BYTES:
            raise IdentityKeyError(f"身份证件密钥文件 {path} 已损坏：请从备份放回")
        if is_open_to_others(path):
            raise IdentityKeyError(f"身份证件密钥文件 {path} 对他人可读：请执行 chmod 600 {path}")
        return cls(secret)

    @classmethod
    def read_or_create(cls, folder: Path) -> Self:
        """Return the key kept in ``folder``, made at random (32 bytes, mode 0600) if there is none."""
        make_key(folder / KEY_FILE)
        return cls.read(folder)

    @classmethod
    def read_for(cls, folder: Path, mark: str | None) -> Self | None:
        """Return the key of ``folder``, ``None`` where this user has none.

        ``IdentityKeyError`` if it is not the key that left its ``mark`` in the database.
        """
        key = cls.read(folder) if (folder / KEY_FILE).exists() else None
        if key is not None and mark is not None and mark != key.mark():
            raise IdentityKeyError("身份证件密钥文件不是本数据库的密钥：请从备份放回原来的 identity.key")
        return key

    def mark(self) -> str:
        """Return what tells this key from another without giving it away (hexadecimal)."""
        return hmac.new(self.secret, b"identity key", hashlib.sha256).hexdigest()

    def seal(self, text: str, kind: IdentityDocument = IdentityDocument.RESIDENT) -> tuple[str, str]:
        """Return the checked number and its keyed hash (hexadecimal)."""
        number = identity_number(text, kind)
        message = f"{kind.value}:{number}".encode()
        return number, hmac.new(self.secret, message, hashlib.sha256).hexdigest()


def _plain(text: str) -> str:
    narrow = (chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    return "".join(c for c in narrow if not c.isspace()).upper()


def _check_birth(digits: str, today: date | None) -> None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise IdentityNumberError("身份证号中的出生日期不存在，请核对原件") from None
    if born < date(1850, 1, 1) or (today is not None and born > today):
        raise IdentityNumberError("身份证号中的出生日期不可能，请核对原件")
