"""Passwords: argon2id, the same work whether the account exists or not, one-time passwords at random."""

from __future__ import annotations

import secrets
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workbench.access.settings import LoginSettings

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken when read aloud: no l, 1, i, o, 0
GROUPS, GROUP = 4, 4  # 16 characters, 79 bits


class WeakPasswordError(ValueError):
    """The password is too short, too long, or says the account's own name."""


class Passwords:
    """Hashes and checks under one set of costs."""

    def __init__(self, settings: LoginSettings) -> None:
        self._settings = settings
        self._hasher = PasswordHasher(
            time_cost=settings.time_cost, memory_cost=settings.memory_kib, parallelism=settings.parallelism
        )

    def hash(self, password: str) -> str:
        """Return the argon2id hash with its salt and costs."""
        return self._hasher.hash(password)

    def is_right(self, password_hash: str | None, password: str) -> bool:
        """Return whether the password fits; without a hash the same work is done, in vain."""
        is_too_long = len(password) > self._settings.longest_password
        try:
            fits = self._hasher.verify(password_hash or self._nobody, "" if is_too_long else password)
        except (VerificationError, InvalidHashError):
            return False
        return fits and password_hash is not None and not is_too_long

    def is_outdated(self, password_hash: str) -> bool:
        """Return whether the hash was made with other costs than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    def refuse_weak(self, password: str, account: str) -> None:
        """Raise ``WeakPasswordError`` with what to do, unless the password may be used."""
        shortest, longest = self._settings.shortest_password, self._settings.longest_password
        if len(password) < shortest:
            raise WeakPasswordError(f"新密码至少要{shortest}个字符：可以用几个互不相干、自己记得住的词")
        if len(password) > longest:
            raise WeakPasswordError(f"新密码最多{longest}个字符，请缩短")
        if account in password.lower():
            raise WeakPasswordError("新密码里不能有账号名，请换一个")
        if len(set(password)) < 5:
            raise WeakPasswordError("新密码里重复的字符太多，请换一个")

    @cached_property
    def _nobody(self) -> str:
        return self.hash(secrets.token_urlsafe())


def one_time_password() -> str:
    """Return a new random password, to be told once and changed at the first login."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)
